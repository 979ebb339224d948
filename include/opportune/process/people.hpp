// Who has to take part in what is pursued at an account.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "opportune/core/message.hpp"
#include "opportune/process/team.hpp"

namespace opportune {

/// Who has to take part.
struct Participant {
  std::string role;
  std::string person;  ///< empty: nobody has the role for this market, and somebody must join
  std::string why;     ///< a sentence
};

/// What decides who has to take part.
struct Involvement {
  std::uint32_t root = no_row;  ///< the group's
  std::uint32_t account = no_row;
  std::uint32_t market = no_row;
  bool global_group = false;
  const StageExit* exit = nullptr;  ///< of the stage that it stands in; null: it stands in none
  bool law = false;                 ///< its jurisdiction asks for something
};

namespace detail {

class ParticipantList {
 public:
  ParticipantList(const Book& book, const Involvement& asked, Date day, const Catalogue& catalogue)
      : book_(book), asked_(asked), day_(day), catalogue_(catalogue) {}

  /// Those with a role on the global account team, whatever their market.
  void add_global(std::string_view role, std::string_view why) {
    add(role, asked_.root, std::nullopt, why);
  }
  /// Those with a role for the market, from the account upwards.
  void add_local(std::string_view role, std::string_view why) {
    add(role, asked_.account, asked_.market, why);
  }
  [[nodiscard]] std::vector<Participant> take() { return std::move(out_); }

 private:
  void add(std::string_view role, std::uint32_t account, std::optional<std::uint32_t> market,
           std::string_view why) {
    const bool listed = std::any_of(out_.begin(), out_.end(), [&](const Participant& participant) {
      return participant.role == role;
    });
    if (listed) {
      return;
    }
    std::vector<std::string_view> found;
    each_with_role(book_, account, day_, role, market,
                   [&](std::uint32_t person) { found.push_back(book_.get<Person>().id(person)); });
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    if (found.empty()) {
      found.emplace_back();
    }
    for (const std::string_view person : found) {
      out_.push_back({std::string(role), std::string(person), render({why, {}}, catalogue_)});
    }
  }

  const Book& book_;
  const Involvement& asked_;
  Date day_;
  const Catalogue& catalogue_;
  std::vector<Participant> out_;
};

}  // namespace detail

/// At a global group its global account manager and the key account managers for the market; whom
/// the stage asks for; legal, where the law asks for something. Each role once, for the first
/// reason; its persons by id. `catalogue` has the words of the reasons.
[[nodiscard]] inline std::vector<Participant> participants(const Book& book,
                                                           const Involvement& asked, Date day,
                                                           const Catalogue& catalogue) {
  detail::ParticipantList out(book, asked, day, catalogue);
  if (asked.global_group) {
    out.add_global("global_account_manager", "involve.global_account_manager");
    out.add_local("key_account_manager", "involve.key_account_manager");
  }
  if (asked.exit != nullptr) {
    for (const Demand& demand : asked.exit->roles) {
      out.add_local(demand.name, "involve.role");
    }
    for (const std::string& role : asked.exit->approvals) {
      out.add_local(role, "involve.approval");
    }
  }
  if (asked.law) {
    out.add_local("legal", "involve.legal");
  }
  return out.take();
}

}  // namespace opportune
