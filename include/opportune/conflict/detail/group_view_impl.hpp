// Implementation of conflict/group_view.hpp: how a group is read.
#pragma once

#include "opportune/conflict/group_view.hpp"

namespace opportune {

inline bool GroupView::any_customer() const noexcept {
  const auto& since = book().get<Account>().get<"customer_since">();
  return std::any_of(accounts_.begin(), accounts_.end(), [&](std::uint32_t account) {
    const Date date = since[account];
    return date.has_value() && date <= as_of_->day();
  });
}

inline bool GroupView::on_team(std::uint32_t owner, std::uint32_t market) const noexcept {
  return owner != no_row && std::any_of(team_.begin(), team_.end(), [&](const Seat& seat) {
           return seat.person == owner &&
                  (seat.market == no_row ||
                   (market != no_row && book().markets().covers(seat.market, market)));
         });
}

inline std::int64_t GroupView::amount(const Member& opportunity) const {
  const bool draft = opportunity.row == no_row;
  const std::int64_t minor =
      draft ? opportunity.draft->amount_minor : as_of_->amount(opportunity.row);
  if (minor == no_amount || minor == 0) {
    return 0;
  }
  if (!converter_) {
    converter_.emplace(book().fx(), as_of_->day());
  }
  const Currency currency =
      draft ? opportunity.draft->currency : book().currency_of_opportunity(opportunity.row);
  return forgives_ && !converter_->has(currency) ? 0 : (*converter_)(minor, currency);
}

inline void GroupView::add(const Member& draft) {
  Member added = draft;
  switch (draft.type) {
    case MemberType::opportunity:
      if (draft.open_opportunity()) {
        added.on_team = on_team(draft.owner, draft.market);
        opportunities_.push_back(added);
      } else {
        static_cast<void>(won());
        won_.push_back(added);
      }
      break;
    case MemberType::lead:
      leads_.push_back(added);
      break;
    default:
      static_cast<void>(activities());
      activities_.push_back(added);
  }
}

inline Member GroupView::opportunity(std::uint32_t row, std::uint32_t account) const {
  const Store<Opportunity>& store = book().get<Opportunity>();
  Member out = member_of(store, MemberType::opportunity, row);
  out.account = account;
  out.owner = as_of_->owner(row);
  out.agreement = store.get<"agreement">()[row];
  out.products = store.get<"products">().members(row);
  out.opened = store.get<"opened">()[row];
  return out;
}

inline Member GroupView::lead(std::uint32_t row, std::uint32_t account) const {
  const Store<Lead>& store = book().get<Lead>();
  Member out = member_of(store, MemberType::lead, row);
  out.account = account;
  out.product = store.get<"product">()[row];
  out.opened = store.get<"created">()[row];
  return out;
}

inline Member GroupView::activity(std::uint32_t row, std::uint32_t account) const {
  const Store<Activity>& store = book().get<Activity>();
  Member out = member_of(store, MemberType::activity, row);
  out.account = account;
  out.opened = store.get<"start">()[row];
  return out;
}

inline void GroupView::look_together(const std::vector<std::uint32_t>& roots) {
  look(roots.front());
  merged_.assign(roots.begin() + 1, roots.end());
  for (const std::uint32_t root : merged_) {
    read_group(root);
  }
}

inline void GroupView::look(std::uint32_t root) {
  begin(root);
  read_group(root);
}

inline void GroupView::look_account(std::uint32_t account) {
  begin(groups_->root(account));
  read_account(account);
}

inline void GroupView::begin(std::uint32_t root) {
  root_ = root;
  merged_.clear();
  accounts_.clear();
  opportunities_.clear();
  leads_.clear();
  for (Lazy* list : {&activities_, &agreements_, &claims_, &won_}) {
    list->forget();
  }
  prospect_.reset();
  global_.reset();
  team_.clear();
  const Store<TeamMember>& team = book().get<TeamMember>();
  book().links().team_of_account.each(root, [&](std::uint32_t member) {
    team_.push_back({team.get<"person">()[member], team.get<"market">()[member]});
  });
}

inline void GroupView::read_group(std::uint32_t root) {
  for (std::uint32_t account = root; account != no_row; account = groups_->next(account)) {
    read_account(account);
  }
}

inline void GroupView::read_account(std::uint32_t account) {
  const Book& book = as_of_->book();
  accounts_.push_back(account);
  book.links().opportunities_of_account.each(account, [&](std::uint32_t row) {
    std::uint16_t stage = StageTable::none;
    if (!as_of_->open(row, &stage)) {
      return;
    }
    Member& open = opportunities_.emplace_back(opportunity(row, account));
    open.stage = stage;
    open.on_team = on_team(open.owner, open.market);
  });
  book.links().leads_of_account.each(account, [&](std::uint32_t row) {
    if (as_of_->active_lead(row)) {
      leads_.push_back(lead(row, account));
    }
  });
}

inline void GroupView::read_won(std::vector<Member>& out) const {
  for (const std::uint32_t account : accounts_) {
    book().links().opportunities_of_account.each(account, [&](std::uint32_t row) {
      if (as_of_->won_on(row).has_value()) {
        out.push_back(opportunity(row, account));
      }
    });
  }
}

inline void GroupView::read_activities(std::vector<Member>& out) const {
  constexpr std::uint8_t marketing = 1;
  const Store<Activity>& store = book().get<Activity>();
  for (const std::uint32_t account : accounts_) {
    book().links().activities_of_account.each(account, [&](std::uint32_t row) {
      if (store.get<"channel">()[row] == marketing) {
        out.push_back(activity(row, account));
      }
    });
  }
}

inline Member GroupView::agreement(std::uint32_t row) const {
  const Store<Agreement>& store = book().get<Agreement>();
  Member out = member_of(store, MemberType::agreement, row);
  out.account = store.get<"account">()[row];
  out.products = store.get<"products">().members(row);
  out.opened = store.get<"valid_from">()[row];
  if (!has(out.account)) {
    out.account = no_row;  // its ownership says nothing of this group
  }
  return out;
}

inline void GroupView::read_agreements(std::vector<Member>& out) const {
  for (const std::uint32_t account : accounts_) {
    book().links().agreements_of_account.each(
        account, [&](std::uint32_t row) { out.push_back(agreement(row)); });
  }
}

inline void GroupView::read_claims(std::vector<Member>& out) const {
  const Store<Claim>& store = book().get<Claim>();
  for (const std::uint32_t account : accounts_) {
    book().links().claims_of_account.each(account, [&](std::uint32_t row) {
      Member& claim = out.emplace_back(member_of(store, MemberType::claim, row));
      claim.account = account;
      claim.owner = store.get<"person">()[row];
      claim.products = store.get<"products">().members(row);
      claim.opened = store.get<"from">()[row];
    });
  }
}

}  // namespace opportune
