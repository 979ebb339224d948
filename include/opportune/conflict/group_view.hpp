// One corporate group at one instant: its accounts, its open opportunities and its active leads.
// What a scan visits, what a change re-evaluates, what a check looks at.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "opportune/graph/ownership.hpp"
#include "opportune/model/as_of.hpp"

namespace opportune {

/// What a member of a conflict is. In the order of the types' names.
enum class MemberType : std::uint8_t { lead, opportunity };

[[nodiscard]] constexpr std::string_view to_string(MemberType type) noexcept {
  return type == MemberType::lead ? "lead" : "opportunity";
}

/// An open opportunity or an active lead, as it is at the view's instant.
struct Pursuit {
  MemberType type = MemberType::opportunity;
  std::uint32_t row = no_row;  ///< in its table; no_row: a draft
  std::string_view id;
  std::uint32_t account = no_row;
  std::uint32_t market = no_row;
  std::uint32_t owner = no_row;
  std::uint32_t agreement = no_row;
  SetPool::Range products{nullptr, nullptr};  ///< rows, ascending; none: unspecified
  std::uint32_t product = no_row;             ///< a lead's, which has one at most
  std::uint16_t stage = StageTable::none;     ///< opportunities only
  Date opened;                                ///< or created
  bool on_team = false;  ///< its owner is on the global account team for its market

  [[nodiscard]] SetPool::Range product_rows() const noexcept {
    return product == no_row ? products : SetPool::Range{&product, &product + 1};
  }
};

class GroupView {
 public:
  GroupView(const AsOf& as_of, const GroupIndex& groups) : as_of_(&as_of), groups_(&groups) {}

  /// Looks at another instant, or another book, from the next look() on; keeps its memory.
  void at(const AsOf& as_of, const GroupIndex& groups) noexcept {
    as_of_ = &as_of;
    groups_ = &groups;
  }
  /// Looks at the group of this root. `except` are left out (records that a draft replaces).
  void look(std::uint32_t root, std::uint32_t except_opportunity = no_row,
            std::uint32_t except_lead = no_row);

  /// Adds a draft to what is there.
  void add(const Pursuit& draft) {
    Pursuit added = draft;
    added.on_team = on_team(draft.owner, draft.market);
    (draft.type == MemberType::lead ? leads_ : opportunities_).push_back(added);
  }

  [[nodiscard]] const AsOf& as_of() const noexcept { return *as_of_; }
  [[nodiscard]] const Book& book() const noexcept { return as_of_->book(); }
  [[nodiscard]] std::uint32_t root() const noexcept { return root_; }
  [[nodiscard]] const std::vector<std::uint32_t>& accounts() const noexcept { return accounts_; }
  [[nodiscard]] const std::vector<Pursuit>& opportunities() const noexcept {
    return opportunities_;
  }
  [[nodiscard]] const std::vector<Pursuit>& leads() const noexcept { return leads_; }
  /// No account of the group is a customer at the instant.
  [[nodiscard]] bool prospect() const noexcept;

 private:
  [[nodiscard]] bool on_team(std::uint32_t owner, std::uint32_t market) const noexcept;

  const AsOf* as_of_;
  const GroupIndex* groups_;
  std::uint32_t root_ = no_row;
  std::vector<std::uint32_t> accounts_;
  std::vector<Pursuit> opportunities_, leads_;
};

inline bool GroupView::prospect() const noexcept {
  const auto& since = book().get<Account>().get<"customer_since">();
  for (const std::uint32_t account : accounts_) {
    const Date date = since[account];
    if (date.has_value() && date <= as_of_->day()) {
      return false;
    }
  }
  return true;
}

inline bool GroupView::on_team(std::uint32_t owner, std::uint32_t market) const noexcept {
  bool found = false;
  const Store<TeamMember>& team = book().get<TeamMember>();
  book().links().team_of_account.each(root_, [&](std::uint32_t member) {
    const std::uint32_t covers = team.get<"market">()[member];
    found = found ||
            (owner != no_row && team.get<"person">()[member] == owner &&
             (covers == no_row || (market != no_row && book().markets().covers(covers, market))));
  });
  return found;
}

inline void GroupView::look(std::uint32_t root, std::uint32_t except_opportunity,
                            std::uint32_t except_lead) {
  root_ = root;
  accounts_.clear();
  opportunities_.clear();
  leads_.clear();
  const Book& book = as_of_->book();
  const Store<Opportunity>& opportunities = book.get<Opportunity>();
  const Store<Lead>& leads = book.get<Lead>();
  const bool has_team = book.links().team_of_account.first(root) != no_row;
  for (std::uint32_t account = root; account != no_row; account = groups_->next(account)) {
    accounts_.push_back(account);
    book.links().opportunities_of_account.each(account, [&](std::uint32_t row) {
      std::uint16_t stage = StageTable::none;
      if (row == except_opportunity || !as_of_->open(row, &stage)) {
        return;
      }
      Pursuit& open = opportunities_.emplace_back();
      open.row = row;
      open.id = opportunities.id(row);
      open.account = account;
      open.market = opportunities.get<"market">()[row];
      open.owner = as_of_->owner(row);
      open.agreement = opportunities.get<"agreement">()[row];
      open.products = opportunities.get<"products">().members(row);
      open.stage = stage;
      open.opened = opportunities.get<"opened">()[row];
      open.on_team = has_team && on_team(open.owner, open.market);
    });
    book.links().leads_of_account.each(account, [&](std::uint32_t row) {
      if (row == except_lead || !as_of_->active_lead(row)) {
        return;
      }
      Pursuit& lead = leads_.emplace_back();
      lead.type = MemberType::lead;
      lead.row = row;
      lead.id = leads.id(row);
      lead.account = account;
      lead.market = leads.get<"market">()[row];
      lead.owner = leads.get<"owner">()[row];
      lead.product = leads.get<"product">()[row];
      lead.opened = leads.get<"created">()[row];
    });
  }
}

}  // namespace opportune
