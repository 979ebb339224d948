#include "live/touched.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "model/with_table.hpp"
#include "opportune/conflict/turning_days.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/model/member_records.hpp"

namespace opportune {
namespace {

/// Adds the accounts that one record stands at.
class Toucher {
 public:
  Toucher(const Book& book, TouchedAccounts& out, const KindSet& kinds)
      : book_(book), out_(out), kinds_(kinds) {}

  /// Was there an account?
  [[nodiscard]] bool any() const noexcept { return any_; }
  void account(std::uint32_t row) { account(row, kinds_); }
  template <class Record>
  void at_account(std::uint32_t row) {
    if (row != no_row && row < book_.get<Record>().rows()) {
      account(book_.get<Record>().template get<"account">()[row]);
    }
  }
  void agreement(std::uint32_t row) {
    at_account<Agreement>(row);
    if (row != no_row) {
      book_.links().opportunities_of_agreement.each(
          row, [&](std::uint32_t opportunity) { at_account<Opportunity>(opportunity); });
    }
  }
  /// An account that is put: what is recommended for opportunities that name its agreements, in
  /// whichever group they are, may be its owner.
  void agreements_of(std::uint32_t row) {
    const Links& links = book_.links();
    links.agreements_of_account.each(row, [&](std::uint32_t agreement) {
      links.opportunities_of_agreement.each(agreement, [&](std::uint32_t opportunity) {
        out_.also.push_back(book_.get<Opportunity>().get<"account">()[opportunity]);
      });
    });
  }
  /// ... with another parent than it has: groups of today may have been under it in the past.
  void parent_of(std::uint32_t row, std::string_view parent) {
    const Ownership& ownership = book_.ownership();
    out_.elsewhere =
        out_.elsewhere ||
        (ownership.has_links() && ownership.standing(row) != book_.get<Account>().find(parent));
  }
  /// "type:id"
  void member(std::string_view name) {
    const std::optional<MemberName> member = parse_member_name(name);
    if (!member) {
      return;
    }
    const std::uint32_t row = find_member(book_, *member);
    if (member->type == MemberType::agreement) {
      agreement(row);
    } else {
      account(account_of_member(book_, member->type, row),
              member->type == MemberType::account ? KindSet().set() : kinds_);
    }
  }

 private:
  void account(std::uint32_t row, const KindSet& kinds) {
    if (row != no_row && row < book_.get<Account>().rows()) {
      out_.accounts[row] |= kinds;
      any_ = true;
    }
  }

  const Book& book_;
  TouchedAccounts& out_;
  KindSet kinds_;
  bool any_ = false;
};

/// Tables of pursuits and what belongs to them: conflicts of other records alone do not look at
/// these. That an account has become a customer is a move's doing, not theirs.
constexpr std::array<std::string_view, 10> of_pursuits{
    "opportunity",   "opportunity_product", "stage_change",
    "amount_change", "close_date_change",   "owner_change",
    "lead",          "lead_change",         "fulfilment",
    "approval"};

/// The kinds of conflict that a record of a table can open or close.
KindSet kinds_touched_by(std::string_view table) {
  KindSet out;
  with_table(table, [&]<class Record>() { out = kinds_turned_by<Record>(); });
  out[kind_number(SharedIdentity::name)] =
      table == Schema<Account>::table || table == Schema<AccountParent>::table;
  if (std::find(of_pursuits.begin(), of_pursuits.end(), table) != of_pursuits.end()) {
    each_kind([&]<class Kind, std::size_t index>() {
      if constexpr (requires { Kind::members; }) {
        out[index] = false;
      }
    });
  }
  return out;
}

/// Those that a move can: with the first deal that is won a prospect becomes a customer.
KindSet kinds_touched_by_moves() {
  KindSet out = KindSet().set();
  out[kind_number(SharedIdentity::name)] = false;
  return out;
}

/// Tables whose rows concern every group: trees, what applies where, what the law asks for.
constexpr std::array<std::string_view, 5> for_all{"market", "product", "process", "process_version",
                                                  "requirement"};

/// The text in a column's cell; nothing where there is none.
std::string text_in(const InputTable& table, std::string_view column, std::size_t row) {
  const InputColumn* cells = table.find(column);
  if (cells == nullptr) {
    return {};
  }
  const Cell cell = cells->cell(row);
  std::string buffer;
  Refusal refusal;
  const auto text = is_empty(cell) ? std::nullopt : parse_text(cell, buffer, refusal);
  return text ? std::string(*text) : std::string();
}

/// A record of a table with ids: where it stands in the Book; else where its references point.
void touch_row(const Book& book, const InputTable& table, std::size_t row, Toucher& touched) {
  const std::string id = text_in(table, "id", row);
  const auto refers = [&](std::string_view column, auto&& visit) {
    if (const std::string text = text_in(table, column, row); !text.empty()) {
      visit(text);
    }
  };
  refers("account",
         [&](const std::string& text) { touched.account(book.get<Account>().find(text)); });
  if (table.name == "account") {
    const std::uint32_t account = book.get<Account>().find(id);
    if (account != no_row) {
      touched.account(account);
      touched.agreements_of(account);
      touched.parent_of(account, text_in(table, "parent", row));
    }
  } else if (table.name == "opportunity") {
    touched.at_account<Opportunity>(book.get<Opportunity>().find(id));
  } else if (table.name == "lead") {
    touched.at_account<Lead>(book.get<Lead>().find(id));
  } else if (table.name == "activity") {
    touched.at_account<Activity>(book.get<Activity>().find(id));
  } else if (table.name == "claim") {
    touched.at_account<Claim>(book.get<Claim>().find(id));
  } else if (table.name == "agreement") {
    touched.agreement(book.get<Agreement>().find(id));
  } else if (table.name == "resolution") {
    const std::uint32_t resolution = book.get<Resolution>().find(id);
    if (resolution != no_row) {
      static_cast<void>(detail::each_item(book.get<Resolution>().get<"members">()[resolution],
                                          [&](std::string_view member) {
                                            touched.member(member);
                                            return true;
                                          }));
    }
  } else {  // histories, lines, fulfilments, approvals, delegations: what they belong to
    refers("opportunity", [&](const std::string& text) {
      touched.at_account<Opportunity>(book.get<Opportunity>().find(text));
    });
    refers("lead",
           [&](const std::string& text) { touched.at_account<Lead>(book.get<Lead>().find(text)); });
    refers("activity", [&](const std::string& text) {
      touched.at_account<Activity>(book.get<Activity>().find(text));
    });
    refers("agreement",
           [&](const std::string& text) { touched.agreement(book.get<Agreement>().find(text)); });
  }
}

}  // namespace

bool touch(const Book& book, const InputTable& row, TouchedAccounts& out) {
  out.all = out.all || std::find(for_all.begin(), for_all.end(), row.name) != for_all.end();
  out.elsewhere = out.elsewhere || row.name == Schema<AccountParent>::table;  // of past days, too
  Toucher touched(book, out, kinds_touched_by(row.name));
  touch_row(book, row, 0, touched);
  return touched.any();
}

void touch_opportunities_of(const std::vector<std::uint32_t>& accounts, TouchedAccounts& out) {
  const KindSet kinds = kinds_touched_by_moves();
  for (const std::uint32_t account : accounts) {
    out.accounts[account] |= kinds;
  }
}

void touch_opportunity(const Book& book, std::string_view id, TouchedAccounts& out) {
  Toucher(book, out, kinds_touched_by_moves())
      .at_account<Opportunity>(book.get<Opportunity>().find(id));
}

}  // namespace opportune
