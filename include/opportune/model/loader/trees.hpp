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

/// Is an account part of a cycle of ownership, on any day? Looks at those above it alone.
inline bool owns_itself(const Ownership& ownership, std::uint32_t account) {
  Date day{min_days};
  for (bool again = true; again;) {
    Date next;  // when the parent of one above changes
    std::size_t steps = 0;
    for (std::uint32_t at = account; at != no_row && steps <= ownership.accounts(); ++steps) {
      if (const Ownership::Links* links = ownership.links(at)) {
        const auto later = std::find_if(links->begin(), links->end(), [&](const auto& link) {
          return link.from.has_value() && day < link.from;
        });
        next =
            later == links->end() || (next.has_value() && next < later->from) ? next : later->from;
      }
      at = ownership.parent(at, day);
      if (at == account) {
        return true;
      }
    }
    again = next.has_value();
    day = next;
  }
  return false;
}

/// May what a load or a put has touched be part of a cycle? After a put the rest is known to be
/// none.
inline bool may_cycle(const Book& book, const Placed& account_rows, const Placed& link_rows,
                      bool is_put) {
  if (!is_put) {
    return !account_rows.rows.empty() || !link_rows.rows.empty();
  }
  const auto cycles = [&](std::uint32_t account) { return owns_itself(book.ownership(), account); };
  return std::any_of(account_rows.rows.begin(), account_rows.rows.end(), cycles) ||
         std::any_of(link_rows.rows.begin(), link_rows.rows.end(), [&](std::uint32_t row) {
           return cycles(book.get<AccountParent>().get<"account">()[row]);
         });
}

/// Reports a cycle in the ownership that a load or a put has touched, at any date.
inline void check_ownership(const Book& book, const Placed& account_rows, const Placed& link_rows,
                            bool is_put, IssueList& issues) {
  Date day;
  const std::vector<std::uint32_t> cycle = may_cycle(book, account_rows, link_rows, is_put)
                                               ? book.ownership().cycle(&day)
                                               : std::vector<std::uint32_t>{};
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
