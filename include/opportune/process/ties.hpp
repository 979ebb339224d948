// Processes that fit the same opportunities equally closely: which of them applies would depend on
// the order of their ids.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/process/applies.hpp"

namespace opportune {

/// Two processes that fit one case equally closely.
struct ProcessTie {
  std::uint32_t a = no_row, b = no_row;
  std::uint32_t market = no_row;
  std::string kind;
};

namespace detail {

/// The markets to try for ties, by id: of those that no process can tell apart, the first. No
/// market where there is none yet.
[[nodiscard]] inline std::vector<std::uint32_t> distinct_markets(const Book& book) {
  const Store<Market>& markets = book.get<Market>();
  std::vector<bool> named(markets.rows());
  for (std::uint32_t row = 0; row < book.get<Process>().rows(); ++row) {
    if (const ProcessDefinition* definition = book.stages().definition(row)) {
      for (const std::string& id : definition->markets) {
        named[markets.find(id)] = true;
      }
    }
  }
  std::vector<std::uint32_t> order;
  for (std::uint32_t row = 0; row < markets.rows(); ++row) {
    order.push_back(row);
  }
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return markets.id(a) < markets.id(b); });
  std::set<std::array<std::uint32_t, 3>> seen;
  std::vector<std::uint32_t> out;
  for (const std::uint32_t market : order) {
    std::uint32_t held = market;
    while (held != no_row && !named[held]) {
      held = markets.get<"parent">()[held];
    }
    if (seen.insert({held, markets.get<"maturity">()[market], markets.get<"structure">()[market]})
            .second) {
      out.push_back(market);
    }
  }
  if (out.empty()) {
    out.push_back(no_row);
  }
  return out;
}

}  // namespace detail

/// The ties among all processes: for each pair of processes the first market, by id, and kind for
/// which neither is closer.
[[nodiscard]] inline std::vector<ProcessTie> process_ties(const Book& book) {
  const std::vector<std::uint32_t> markets = detail::distinct_markets(book);
  std::vector<ProcessTie> out;
  const auto add = [&](const std::vector<ProcessFit>& found, std::uint32_t market,
                       std::string_view kind) {
    for (std::size_t i = 1; i < found.size() && found[i].applies() && found[i].ties(found[0]);
         ++i) {
      const bool known = std::any_of(out.begin(), out.end(), [&](const ProcessTie& tie) {
        return tie.a == found[0].process && tie.b == found[i].process;
      });
      if (!known) {
        out.push_back({found[0].process, found[i].process, market, std::string(kind)});
      }
    }
  };
  for (const bool global : {false, true}) {
    for (const std::uint32_t market : markets) {
      for (const std::string_view kind :
           {"", "new_business", "new_agreement", "renewal", "expansion"}) {
        add(fits(book, {global, market, kind}), market, kind);
      }
    }
  }
  return out;
}

}  // namespace opportune
