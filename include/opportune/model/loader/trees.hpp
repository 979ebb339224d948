// Trees among the records: markets and products have one each, accounts one for each date.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/error.hpp"
#include "opportune/graph/forest.hpp"
#include "opportune/model/book.hpp"
#include "opportune/model/issues.hpp"
#include "opportune/model/loader/placed.hpp"

namespace opportune::detail {

/// The tree of the records' parents; reports a cycle.
template <class Record>
Forest settled_tree(const Book& book, IssueList& issues) {
  const Store<Record>& store = book.get<Record>();
  Forest forest(store.rows(), [&](std::size_t row) { return store.template get<"parent">()[row]; });
  if (!forest.cycle().empty()) {
    std::string names;
    for (const std::uint32_t row : forest.cycle()) {
      names += std::string(store.id(row)) + " > ";
    }
    const std::string_view first = store.id(forest.cycle().front());
    issues.report(Schema<Record>::table, Issue::no_row, "parent", first, "ownership_cycle",
                  "parents form a cycle: " + names + std::string(first));
  }
  return forest;
}

/// Reports a cycle in the ownership that a load has touched, at any date.
inline void check_ownership(const Book& book, const Placed& account_rows, const Placed& link_rows,
                            IssueList& issues) {
  const bool touched = !account_rows.rows.empty() || !link_rows.rows.empty();
  Date day;
  const std::vector<std::uint32_t> cycle =
      touched ? book.ownership().cycle(&day) : std::vector<std::uint32_t>{};
  if (cycle.empty()) {
    return;
  }
  const Store<Account>& accounts = book.get<Account>();
  std::string names;
  for (const std::uint32_t account : cycle) {
    names += std::string(accounts.id(account)) + " > ";
  }
  const std::string first(accounts.id(cycle.front()));
  // The row to show: the first of the load that has a part in the cycle.
  const auto first_row = [&](const Placed& here, const auto& takes_part) {
    std::int64_t shown = Issue::no_row;
    for (std::size_t i = 0; i < here.rows.size(); ++i) {
      if (takes_part(here.rows[i])) {
        const std::int64_t row = here.input_row(i);
        shown = shown == Issue::no_row ? row : std::min(shown, row);
      }
    }
    return shown;
  };
  const auto in_cycle = [&](std::uint32_t account) {
    return std::find(cycle.begin(), cycle.end(), account) != cycle.end();
  };
  const Store<AccountParent>& links = book.get<AccountParent>();
  const std::int64_t link = first_row(link_rows, [&](std::uint32_t row) {
    return links.get<"from">()[row] == day && in_cycle(links.get<"account">()[row]);
  });
  const bool dated = link != Issue::no_row;
  issues.report(
      dated ? "account_parent" : "account", dated ? link : first_row(account_rows, in_cycle),
      "parent", first, "ownership_cycle",
      "ownership forms a cycle" + (day.has_value() ? " on " + to_string(day) : std::string()) +
          ": " + names + first);
}

}  // namespace opportune::detail
