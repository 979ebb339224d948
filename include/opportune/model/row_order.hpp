// In which order a bulk load lays down the rows of a table: records of one corporate group next to
// each other, and the changes of one record in the order in which they happened.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/parse.hpp"
#include "opportune/model/book.hpp"

namespace opportune {

using RowOrder = std::vector<std::uint32_t>;  ///< input rows in stored order; empty: as they come

namespace detail {

/// The rows of the records that an input column refers to; no_row where there is none.
template <class Target>
std::vector<std::uint32_t> referred(const InputTable& table, std::string_view column,
                                    const TextIndex& ids) {
  std::vector<std::uint32_t> out(table.rows, no_row);
  const InputColumn* cells = table.find(column);
  std::string buffer;
  Refusal refusal;
  for (std::size_t row = 0; cells != nullptr && row < table.rows; ++row) {
    const Cell cell = cells->cell(row);
    const auto id = is_empty(cell) ? std::nullopt : parse_text(cell, buffer, refusal);
    out[row] = id ? ids.find(*id) : no_row;
  }
  return out;
}

/// Stable order by key; keys are below `keys` or no_row (which comes last).
inline RowOrder order_by(const std::vector<std::uint32_t>& key, std::size_t keys) {
  if (std::is_sorted(key.begin(), key.end())) {
    return {};
  }
  std::vector<std::uint32_t> start(keys + 2);
  const auto slot = [&](std::uint32_t k) { return k == no_row ? keys : std::size_t{k}; };
  for (const std::uint32_t k : key) {
    ++start[slot(k) + 1];
  }
  std::partial_sum(start.begin(), start.end(), start.begin());
  RowOrder order(key.size());
  for (std::size_t row = 0; row < key.size(); ++row) {
    order[start[slot(key[row])]++] = static_cast<std::uint32_t>(row);
  }
  return order;
}

/// One change among those of one record at one instant.
struct Tied {
  std::uint32_t row;
  std::string from;
  std::string to;
};

/// Orders changes of one instant so that each begins where the one before it ended, where that is
/// possible: a search over all orders for few, greedily for many. Independent of the rows' order.
inline void chain_ties(std::vector<Tied>& ties, const std::string* before) {
  std::sort(ties.begin(), ties.end(), [](const Tied& a, const Tied& b) {
    return std::tie(a.from, a.to, a.row) < std::tie(b.from, b.to, b.row);
  });
  constexpr std::size_t few = 7;
  std::vector<std::size_t> best;
  std::size_t best_links = 0;
  if (ties.size() <= few) {
    std::vector<std::size_t> order(ties.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
      std::size_t links = before != nullptr && ties[order[0]].from == *before ? 1 : 0;
      for (std::size_t i = 1; i < order.size(); ++i) {
        links += ties[order[i]].from == ties[order[i - 1]].to ? 1 : 0;
      }
      if (best.empty() || links > best_links) {
        best = order;
        best_links = links;
      }
    } while (std::next_permutation(order.begin(), order.end()));
  } else {
    best.reserve(ties.size());
    std::vector<bool> used(ties.size());
    const std::string* at = before;
    while (best.size() < ties.size()) {
      std::size_t pick = ties.size();
      for (std::size_t i = 0; i < ties.size(); ++i) {
        const bool fits = at != nullptr && ties[i].from == *at;
        if (!used[i] && (pick == ties.size() || (fits && !(ties[pick].from == *at)))) {
          pick = i;
        }
      }
      used[pick] = true;
      best.push_back(pick);
      at = &ties[pick].to;
    }
  }
  std::vector<Tied> sorted;
  sorted.reserve(best.size());
  for (const std::size_t i : best) {
    sorted.push_back(std::move(ties[i]));
  }
  ties = std::move(sorted);
}

/// A number without the zeros that do not count: 100.50 and 100.5 are one amount.
inline std::string plain_number(std::string text) {
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
      text.pop_back();
    }
  }
  return text;
}

/// Stable order by a column of dates; those that cannot be read come first, and are reported later.
inline RowOrder order_by_date(const InputTable& table, std::string_view column) {
  std::vector<Date> days(table.rows);
  const InputColumn* cells = table.find(column);
  Refusal refusal;
  for (std::size_t row = 0; cells != nullptr && row < table.rows; ++row) {
    const Cell cell = cells->cell(row);
    days[row] = is_empty(cell) ? Date{} : parse_date_cell(cell, refusal).value_or(Date{});
  }
  if (std::is_sorted(days.begin(), days.end())) {
    return {};
  }
  RowOrder order(table.rows);
  std::iota(order.begin(), order.end(), std::uint32_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return days[a] < days[b]; });
  return order;
}

/// By record, then instant, then chain.
inline RowOrder order_history(const InputTable& table, const std::vector<std::uint32_t>& record,
                              bool of_amounts) {
  std::vector<std::int64_t> at(table.rows, INT64_MIN);
  const InputColumn* instants = table.find("at");
  Refusal refusal;
  for (std::size_t row = 0; instants != nullptr && row < table.rows; ++row) {
    const Cell cell = instants->cell(row);
    const auto instant = is_empty(cell) ? std::nullopt : parse_instant_cell(cell, refusal);
    at[row] = instant ? instant->micros : INT64_MIN;
  }
  RowOrder order(table.rows);
  std::iota(order.begin(), order.end(), std::uint32_t{0});
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return record[a] != record[b] ? record[a] < record[b] : at[a] < at[b];
  };
  if (!std::is_sorted(order.begin(), order.end(), before)) {
    std::stable_sort(order.begin(), order.end(), before);
  }
  const auto text = [&](std::string_view name, std::uint32_t row) {
    for (const std::string& column : {std::string(name), std::string(name) + "_minor"}) {
      if (const InputColumn* cells = table.find(column)) {
        std::string shown = cell_text(cells->cell(row));
        if (const InputColumn* versions = table.find(std::string(name) + "_version")) {
          shown += '\n' + cell_text(versions->cell(row));
        }
        return of_amounts ? plain_number(std::move(shown)) : shown;
      }
    }
    return std::string{};
  };
  std::vector<Tied> ties;
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first + 1;
    while (last < order.size() && !before(order[first], order[last])) {
      ++last;
    }
    if (last - first > 1 && record[order[first]] != no_row) {
      ties.clear();
      ties.reserve(last - first);
      for (std::size_t i = first; i < last; ++i) {
        ties.push_back({order[i], text("from", order[i]), text("to", order[i])});
      }
      const bool follows = first > 0 && record[order[first - 1]] == record[order[first]];
      const std::string came_from = follows ? text("to", order[first - 1]) : std::string{};
      chain_ties(ties, follows ? &came_from : nullptr);
      for (std::size_t i = first; i < last; ++i) {
        order[i] = ties[i - first].row;
      }
    }
    first = last;
  }
  return order;
}

}  // namespace detail

/// The order for a table whose first reference is `Target` by `column`.
template <class Record>
RowOrder row_order(const Book& book, const InputTable& table) {
  using Fields = typename Schema<Record>::Fields;
  constexpr bool history =
      Fields::index_of("at") < Fields::size && Fields::index_of("from") < Fields::size;
  RowOrder out;
  const auto by = [&]<class Target>(std::string_view column, const Target*) {
    const auto key = detail::referred<Target>(table, column, book.get<Target>().ids());
    out = history ? detail::order_history(table, key, std::is_same_v<Record, AmountChange>)
                  : detail::order_by(key, book.get<Target>().rows());
  };
  if (table.rows < 2) {
    return out;
  }
  if constexpr (Fields::index_of("opportunity") == 0) {
    by("opportunity", static_cast<const Opportunity*>(nullptr));
  } else if constexpr (Fields::index_of("lead") == 0) {
    by("lead", static_cast<const Lead*>(nullptr));
  } else if constexpr (Fields::index_of("activity") == 0) {
    by("activity", static_cast<const Activity*>(nullptr));
  } else if constexpr (std::is_same_v<Record, Holiday>) {
    out = detail::order_by_date(table, "date");
  } else if constexpr (std::is_same_v<Record, Account>) {
    TextIndex ids;  // of this load only: an account of an earlier one is laid down already
    std::vector<std::uint32_t> input_row;
    input_row.reserve(table.rows);
    const InputColumn* cells = table.find("id");
    std::string buffer;
    Refusal refusal;
    std::vector<std::uint32_t> number(table.rows, no_row);
    for (std::size_t row = 0; cells != nullptr && row < table.rows; ++row) {
      const Cell cell = cells->cell(row);
      const auto id = is_empty(cell) ? std::nullopt : parse_text(cell, buffer, refusal);
      if (id && ids.find(*id) == no_row) {
        ids.add(*id);
        input_row.push_back(static_cast<std::uint32_t>(row));
      }
    }
    const auto parents = detail::referred<Account>(table, "parent", ids);
    std::vector<bool> placed(table.rows);
    const Forest forest(input_row.size(), [&](std::size_t i) { return parents[input_row[i]]; });
    out.reserve(table.rows);
    for (const std::uint32_t node : forest.preorder()) {
      out.push_back(input_row[node]);
      placed[input_row[node]] = true;
    }
    for (std::uint32_t row = 0; row < table.rows; ++row) {  // bad rows: reported later
      if (!placed[row]) {
        out.push_back(row);
      }
    }
    if (std::is_sorted(out.begin(), out.end())) {
      out.clear();
    }
  } else if constexpr (Fields::index_of("account") < Fields::size) {
    by("account", static_cast<const Account*>(nullptr));
  }
  return out;
}

}  // namespace opportune
