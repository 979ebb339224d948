// Which marketing pauses while an opportunity stands where it does: a stage names the kinds of
// activities that it suppresses; the policy says how far that reaches.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/graph/ownership.hpp"
#include "opportune/model/as_of.hpp"

namespace opportune {

/// The accounts at which an opportunity suppresses marketing: its own, those of its account's
/// country in the group, or the whole group.
enum class Reach : std::uint8_t { account, country, group };

[[nodiscard]] constexpr std::string_view to_string(Reach reach) noexcept {
  constexpr std::array<std::string_view, 3> names{"account", "country", "group"};
  return names[static_cast<std::size_t>(reach)];
}

/// Does the stage suppress activities of this kind? "*" suppresses all.
[[nodiscard]] inline bool suppresses(const StageDefinition& stage, std::string_view kind) {
  return std::any_of(stage.suppress.begin(), stage.suppress.end(),
                     [&](const std::string& name) { return name == "*" || name == kind; });
}

/// Does marketing of this kind and status have to pause while an opportunity stands in the stage?
[[nodiscard]] inline bool must_pause(const StageDefinition& stage, std::string_view kind,
                                     std::uint8_t status) {
  constexpr std::uint8_t active = 1;
  return status <= active && !stage.closed() && suppresses(stage, kind);
}
/// Is it held back by that, be it paused already?
[[nodiscard]] inline bool holds_back(const StageDefinition& stage, std::string_view kind,
                                     std::uint8_t status) {
  constexpr std::uint8_t paused = 2;
  return status <= paused && !stage.closed() && suppresses(stage, kind);
}

/// An opportunity at one account suppresses marketing at those of the same cell, and no other.
[[nodiscard]] inline std::uint64_t suppression_cell(const Book& book, Reach reach,
                                                    std::uint32_t account) {
  const std::uint64_t own = std::uint64_t{account} << 1U;
  if (reach == Reach::account) {
    return own;
  }
  const std::uint64_t shared =
      reach == Reach::group
          ? 1U
          : book.of_market<"country">(book.get<Account>().get<"market">()[account]);
  return shared == 0 ? own : (shared << 1U) | 1U;
}

/// Calls visit(activity, status) for each marketing activity whose dates have not passed at the
/// accounts of a group (by its root) that are reached from one.
template <class Visit>
void each_reached_activity(const AsOf& as_of, const GroupIndex& groups, Reach reach,
                           std::uint32_t root, std::uint32_t from, Visit&& visit) {
  const Book& book = as_of.book();
  const Store<Activity>& activities = book.get<Activity>();
  constexpr std::uint8_t marketing = 1;
  const std::uint64_t cell = suppression_cell(book, reach, from);
  for (std::uint32_t account = root; account != no_row; account = groups.next(account)) {
    if (suppression_cell(book, reach, account) != cell) {
      continue;
    }
    book.links().activities_of_account.each(account, [&](std::uint32_t row) {
      const Date end = activities.get<"end">()[row];
      if (activities.get<"channel">()[row] == marketing &&
          !(end.has_value() && end < as_of.day())) {
        visit(row, as_of.activity_status(row));
      }
    });
  }
}

/// One corporate group at one instant.
class Suppression {
 public:
  struct By {
    std::uint32_t opportunity = no_row;
    std::uint32_t account = no_row;
    std::uint16_t stage = StageTable::none;
  };

  /// `root`: the group's.
  Suppression(const AsOf& as_of, const GroupIndex& groups, Reach reach, std::uint32_t root)
      : as_of_(as_of), groups_(groups), reach_(reach), root_(root) {
    const StageTable& stages = as_of.book().stages();
    for (std::uint32_t account = root; account != no_row; account = groups.next(account)) {
      as_of.book().links().opportunities_of_account.each(account, [&](std::uint32_t row) {
        std::uint16_t stage = StageTable::none;
        if (as_of.open(row, &stage) && !stages[stage].suppress.empty()) {
          by_.push_back({row, account, stage});
        }
      });
    }
    const Store<Opportunity>& store = as_of.book().get<Opportunity>();
    std::sort(by_.begin(), by_.end(), [&](const By& a, const By& b) {
      return store.id(a.opportunity) < store.id(b.opportunity);
    });
  }

  /// The open opportunities that suppress this kind at an account of the group, by id.
  [[nodiscard]] std::vector<By> of(std::uint32_t account, std::string_view kind) const {
    std::vector<By> out;
    for (const By& by : by_) {
      if (reaches(by.account, account) && suppresses(as_of_.book().stages()[by.stage], kind)) {
        out.push_back(by);
      }
    }
    return out;
  }
  /// Every opportunity that suppresses something, by id.
  [[nodiscard]] const std::vector<By>& all() const noexcept { return by_; }

  [[nodiscard]] std::uint64_t cell(std::uint32_t account) const {
    return suppression_cell(as_of_.book(), reach_, account);
  }
  [[nodiscard]] bool reaches(std::uint32_t from, std::uint32_t to) const {
    return cell(from) == cell(to);
  }
  /// See each_reached_activity.
  template <class Visit>
  void each_activity(std::uint32_t from, Visit&& visit) const {
    each_reached_activity(as_of_, groups_, reach_, root_, from, visit);
  }

 private:
  const AsOf& as_of_;
  const GroupIndex& groups_;
  Reach reach_;
  std::uint32_t root_;
  std::vector<By> by_;
};

}  // namespace opportune
