// Who is in an audience: the accounts that are given, those of a campaign, or all; in some markets
// or in all.
#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include "opportune/core/cell.hpp"
#include "opportune/core/error.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/model/issues.hpp"
#include "opportune/process/covers.hpp"
#include "process/audience.hpp"

namespace opportune {
namespace {

constexpr std::string_view table_name = "audience";
constexpr std::string_view column_name = "account";
constexpr std::size_t issue_limit = 100;

[[noreturn]] void refuse(std::string code, std::string field, std::string_view value,
                         std::string reason) {
  throw InputError(Issue{std::move(code), std::string(table_name), Issue::no_row, std::move(field),
                         shown_value(value), std::move(reason)});
}

const InputColumn& account_column(const InputTable& table) {
  for (const InputTable::Named& column : table.columns) {
    if (column.name == column_name) {
      return *column.column;
    }
  }
  refuse("missing_column", std::string(column_name), "", "is needed");
}

/// The rows of the accounts that a table names; its other columns are not looked at.
std::vector<std::uint32_t> read_accounts(const Book& book, const InputTable& table) {
  constexpr std::size_t block = 1024;
  const InputColumn& column = account_column(table);
  std::vector<Cell> cells(block);
  std::vector<std::uint32_t> out;
  out.reserve(table.rows);
  std::string buffer;
  IssueList issues(issue_limit);
  for (std::size_t start = 0; start < table.rows; start += block) {
    const std::size_t count = std::min(block, table.rows - start);
    column.read(start, count, cells.data());
    for (std::size_t i = 0; i < count; ++i) {
      const auto row = static_cast<std::int64_t>(start + i);
      const Cell& cell = cells[i];
      if (cell.kind == Cell::Kind::null || (cell.kind == Cell::Kind::text && cell.text.empty())) {
        issues.report(table_name, row, column_name, "", "missing_value", "must be filled");
        continue;
      }
      Refusal refusal;
      const auto id = parse_text(cell, buffer, refusal);
      if (!id) {
        issues.report(table_name, row, column_name, cell_text(cell), refusal.code, refusal.reason);
        continue;
      }
      out.push_back(book.get<Account>().find(*id));
      if (out.back() == no_row) {
        issues.report(table_name, row, column_name, *id, "unknown_reference",
                      "there is no account with this id");
      }
    }
  }
  issues.raise();
  return out;
}

/// The accounts of what a campaign has planned, is doing or has paused.
void add_campaign(const AsOf& as_of, const AudienceQuery& query, Audience& out) {
  constexpr std::uint8_t marketing = 1, done = 3;
  const Book& book = as_of.book();
  const std::uint32_t campaign = book.get<Campaign>().find(query.campaign);
  if (campaign == no_row) {
    throw NotFoundError("there is no campaign '" + shown_value(query.campaign) + "'");
  }
  const Store<Activity>& activities = book.get<Activity>();
  std::set<std::pair<std::uint32_t, std::uint32_t>> found;  // kind, account
  for (std::uint32_t row = 0; row < activities.rows(); ++row) {
    const Date end = activities.get<"end">()[row];
    if (activities.get<"campaign">()[row] == campaign &&
        activities.get<"channel">()[row] == marketing && as_of.activity_status(row) < done &&
        !(end.has_value() && end < as_of.day())) {
      found.emplace(activities.get<"kind">()[row], activities.get<"account">()[row]);
    }
  }
  std::uint32_t last = no_row;
  for (const auto& [kind, account] : found) {
    const std::string_view name = book.symbols()[kind];
    if (!query.kind.empty() && name != query.kind) {
      continue;
    }
    if (kind != last) {
      out.kinds.emplace_back(name);
      last = kind;
    }
    out.targets.push_back({account, static_cast<std::uint32_t>(out.kinds.size() - 1), 0});
  }
}

/// Leaves the accounts in these markets' subtrees.
void keep_markets(const Book& book, const std::vector<std::string>& ids, Audience& out) {
  if (ids.empty()) {
    return;
  }
  SetPool::Members markets;
  for (const std::string& id : ids) {
    markets.push_back(book.get<Market>().find(id));
    if (markets.back() == no_row) {
      throw NotFoundError("there is no market '" + shown_value(id) + "'");
    }
  }
  const SetPool::Range range{markets.data(), markets.data() + markets.size()};
  std::erase_if(out.targets, [&](const Target& target) {
    return !holds_market(book.markets(), range,
                         book.get<Account>().get<"market">()[target.account]);
  });
}

}  // namespace

Audience audience_of(const AsOf& as_of, const AudienceQuery& query, const InputTable* accounts) {
  const Book& book = as_of.book();
  Audience out;
  if (!query.campaign.empty()) {
    if (accounts != nullptr) {
      refuse("invalid_argument", "campaign", query.campaign,
             "has an audience of its own: give either a campaign or accounts");
    }
    add_campaign(as_of, query, out);
  } else {
    if (query.kind.empty()) {
      refuse("missing_value", "kind", "", "must be filled where no campaign is named");
    }
    out.kinds.push_back(query.kind);
    if (accounts != nullptr) {
      std::vector<std::uint32_t> rows = read_accounts(book, *accounts);
      std::sort(rows.begin(), rows.end());
      rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
      for (const std::uint32_t row : rows) {
        out.targets.push_back({row, 0, 0});
      }
    } else {
      const auto rows = static_cast<std::uint32_t>(book.get<Account>().rows());
      for (std::uint32_t row = 0; row < rows; ++row) {
        out.targets.push_back({row, 0, 0});
      }
    }
  }
  keep_markets(book, query.markets, out);
  return out;
}

}  // namespace opportune
