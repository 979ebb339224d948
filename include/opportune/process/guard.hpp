// What is missing before an opportunity may move to another stage: a pure function of the Book, the
// instant, the opportunity and the stage.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/process/market_rules.hpp"
#include "opportune/process/team.hpp"

namespace opportune {

/// What a demand asks for.
enum class DemandKind : std::uint8_t {
  transition,   ///< a way from the present stage to the other
  activity,     ///< activities of a kind, done for the opportunity
  field,        ///< a field of the opportunity that is set
  role,         ///< persons with a role on the account team for the opportunity's market
  approval,     ///< an approval by somebody with a role
  requirement,  ///< a legal requirement of the jurisdiction, fulfilled
};
[[nodiscard]] constexpr std::string_view to_string(DemandKind kind) noexcept {
  constexpr std::array<std::string_view, 6> names{"transition", "activity", "field",
                                                  "role",       "approval", "requirement"};
  return names[static_cast<std::size_t>(kind)];
}

/// One demand, and how far it is met.
struct ExitItem {
  DemandKind kind = DemandKind::transition;
  std::string what;  ///< activity kind, field, role, or requirement's id; of a transition from > to
  std::uint32_t needed = 1;
  std::uint32_t present = 0;
  std::string text;  ///< the demand in a sentence

  [[nodiscard]] bool met() const noexcept { return present >= needed; }
};

/// Asks of one opportunity at one instant.
class Guard {
 public:
  Guard(const AsOf& as_of, std::uint32_t opportunity)
      : as_of_(as_of), book_(as_of.book()), opportunity_(opportunity) {}

  /// Every demand on the way from a stage to another of the same version, met or not. A way that is
  /// not allowed is one item alone.
  [[nodiscard]] std::vector<ExitItem> demands(std::uint16_t from, std::uint16_t to) const;
  /// Is every demand met? The same answer as that of demands(), without its texts.
  [[nodiscard]] bool passes(std::uint16_t from, std::uint16_t to) const;
  /// Legal requirements of the opportunity's jurisdiction for its products, up to a milestone, in
  /// the order of their ids.
  [[nodiscard]] std::vector<std::uint32_t> requirements(std::uint8_t milestone) const;

 private:
  [[nodiscard]] std::uint32_t activities_done(std::string_view kind) const;
  [[nodiscard]] bool is_set(std::string_view field) const;
  [[nodiscard]] std::uint32_t persons(std::string_view role) const;
  [[nodiscard]] bool approved(std::string_view role) const;
  /// Calls ask(kind, what, needed, present) for each demand until it returns false.
  template <class Ask>
  bool each(std::uint16_t from, std::uint16_t to, Ask&& ask) const;
  [[nodiscard]] std::string sentence(const ExitItem& item) const;

  const AsOf& as_of_;
  const Book& book_;
  std::uint32_t opportunity_;
};

inline std::uint32_t Guard::activities_done(std::string_view kind) const {
  constexpr std::uint8_t done = 3;
  const std::uint32_t symbol = book_.symbols().find(kind);
  std::uint32_t out = 0;
  const Store<Activity>& activities = book_.get<Activity>();
  book_.links().activities_of_opportunity.each(opportunity_, [&](std::uint32_t row) {
    out += symbol != no_row && activities.get<"kind">()[row] == symbol &&
                   as_of_.activity_status(row) == done
               ? 1U
               : 0U;
  });
  return out;
}

inline bool Guard::is_set(std::string_view field) const {
  bool out = false;
  const Store<Opportunity>& store = book_.get<Opportunity>();
  Schema<Opportunity>::Fields::each([&]<class F, std::size_t index>() {
    if (F::name != field) {
      return;
    }
    if constexpr (std::is_same_v<typename F::Kind, Key>) {
      out = true;
    } else if constexpr (F::name == "amount") {
      out = as_of_.amount(opportunity_) != no_amount;
    } else if constexpr (F::name == "expected_close") {
      out = as_of_.expected_close(opportunity_).has_value();
    } else if constexpr (F::name == "owner") {
      out = as_of_.owner(opportunity_) != no_row;
    } else {
      out = !store.at<index>().empty(opportunity_);
    }
  });
  return out;
}

inline std::uint32_t Guard::persons(std::string_view role) const {
  const Store<Opportunity>& store = book_.get<Opportunity>();
  std::vector<std::uint32_t> found;
  each_with_role(book_, store.get<"account">()[opportunity_], as_of_.day(), role,
                 store.get<"market">()[opportunity_], [&](std::uint32_t person) {
                   if (std::find(found.begin(), found.end(), person) == found.end()) {
                     found.push_back(person);
                   }
                 });
  return static_cast<std::uint32_t>(found.size());
}

inline bool Guard::approved(std::string_view role) const {
  const std::uint32_t symbol = book_.symbols().find(role);
  bool out = false;
  const Store<Approval>& approvals = book_.get<Approval>();
  book_.links().approvals_of_opportunity.each(opportunity_, [&](std::uint32_t row) {
    out = out || (symbol != no_row && approvals.get<"role">()[row] == symbol &&
                  approvals.get<"at">()[row] <= as_of_.instant());
  });
  return out;
}

inline std::vector<std::uint32_t> Guard::requirements(std::uint8_t milestone) const {
  const Store<Opportunity>& store = book_.get<Opportunity>();
  const SetPool::Range products = store.get<"products">().members(opportunity_);
  const std::uint32_t market = store.get<"market">()[opportunity_];
  std::vector<std::uint32_t> out;
  for (const RequirementRow& asked : market_rules_of(book_).requirements(market)) {
    if (asked.milestone <= milestone && requirement_is_for(book_, asked.row, products)) {
      out.push_back(asked.row);
    }
  }
  return out;
}

template <class Ask>
bool Guard::each(std::uint16_t from, std::uint16_t to, Ask&& ask) const {
  const StageTable& stages = book_.stages();
  const StageTable::Version version = stages.version_of(from);
  const Transition move{static_cast<std::uint16_t>(from - version.first),
                        static_cast<std::uint16_t>(to - version.first)};
  if (!stages.allows(from, to)) {
    return ask(DemandKind::transition, std::string_view(stages[from].id + " > " + stages[to].id),
               1U, 0U);
  }
  if (!stages.definition_of(from).forward(move)) {
    return true;
  }
  const StageExit& exit = stages[from].exit;
  for (const Demand& demand : exit.activities) {
    if (!ask(DemandKind::activity, std::string_view(demand.name), demand.minimum,
             activities_done(demand.name))) {
      return false;
    }
  }
  for (const std::string& field : exit.fields) {
    if (!ask(DemandKind::field, std::string_view(field), 1U, is_set(field) ? 1U : 0U)) {
      return false;
    }
  }
  for (const Demand& demand : exit.roles) {
    if (!ask(DemandKind::role, std::string_view(demand.name), demand.minimum,
             persons(demand.name))) {
      return false;
    }
  }
  for (const std::string& role : exit.approvals) {
    if (!ask(DemandKind::approval, std::string_view(role), 1U, approved(role) ? 1U : 0U)) {
      return false;
    }
  }
  if (exit.requirements) {
    for (const std::uint32_t requirement : requirements(stages[to].milestone)) {
      if (!ask(DemandKind::requirement, book_.get<Requirement>().id(requirement), 1U,
               requirement_fulfilled(as_of_, requirement, opportunity_) ? 1U : 0U)) {
        return false;
      }
    }
  }
  return true;
}

inline std::string Guard::sentence(const ExitItem& item) const {
  const auto counted = [&](std::string_view one, std::string_view many) {
    return std::to_string(item.needed) + " " + std::string(item.needed == 1 ? one : many) + " '" +
           item.what + "'";
  };
  switch (item.kind) {
    case DemandKind::transition:
      return "the process has no transition " + item.what;
    case DemandKind::activity:
      return counted("activity of kind", "activities of kind") + " must be done, " +
             std::to_string(item.present) + " is";
    case DemandKind::field:
      return "the field '" + item.what + "' must be set";
    case DemandKind::role:
      return counted("person in the role", "persons in the role") +
             " must be on the account team for the market, " + std::to_string(item.present) + " is";
    case DemandKind::approval:
      return "somebody in the role '" + item.what + "' must have approved";
    case DemandKind::requirement:
      break;
  }
  const Store<Requirement>& store = book_.get<Requirement>();
  const std::string_view text = store.get<"text">()[store.find(item.what)];
  return "the legal requirement '" + item.what + "' must be fulfilled" +
         (text.empty() ? std::string() : ": " + std::string(text));
}

inline std::vector<ExitItem> Guard::demands(std::uint16_t from, std::uint16_t to) const {
  std::vector<ExitItem> out;
  each(from, to,
       [&](DemandKind kind, std::string_view what, std::uint32_t needed, std::uint32_t present) {
         ExitItem& item =
             out.emplace_back(ExitItem{kind, std::string(what), needed, present, std::string()});
         item.text = sentence(item);
         return true;
       });
  return out;
}

inline bool Guard::passes(std::uint16_t from, std::uint16_t to) const {
  return each(from, to,
              [](DemandKind, std::string_view, std::uint32_t needed, std::uint32_t present) {
                return present >= needed;
              });
}

}  // namespace opportune
