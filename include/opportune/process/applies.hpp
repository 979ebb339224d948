// Which process applies to an opportunity, and why: a global one where the group is global, else
// the local one whose markets hold the opportunity's market most closely, then the one with most
// conditions met.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/graph/ownership.hpp"
#include "opportune/model/book.hpp"

namespace opportune {

/// Does the root say that the group is global, or do its accounts lie in two or more countries?
/// `each(visit)` calls visit(account) for all until it returns false.
template <class Each>
[[nodiscard]] bool global_by(const Book& book, std::uint32_t root, const Each& each) {
  const Store<Account>& accounts = book.get<Account>();
  constexpr std::uint8_t yes = 1;
  if (accounts.get<"global">()[root] == yes) {
    return true;
  }
  const auto none = book.get<Market>().get<"country">().empty_value();
  auto first = none;
  bool several = false;
  each([&](std::uint32_t account) {
    const auto country = book.of_market<"country">(accounts.get<"market">()[account]);
    first = first == none ? country : first;
    several = country != none && country != first;
    return !several;
  });
  return several;
}
[[nodiscard]] inline bool global_group(const Book& book, const GroupIndex& groups,
                                       std::uint32_t root) {
  return global_by(book, root, [&](const auto& visit) {
    for (std::uint32_t account = root; account != no_row && visit(account);
         account = groups.next(account)) {
    }
  });
}
[[nodiscard]] inline bool global_accounts(const Book& book, std::uint32_t root,
                                          const std::vector<std::uint32_t>& accounts) {
  return global_by(book, root, [&](const auto& visit) {
    static_cast<void>(std::all_of(accounts.begin(), accounts.end(), visit));
  });
}

/// What an opportunity is, as far as processes ask.
struct ProcessCase {
  bool global_group = false;
  std::uint32_t market = no_row;
  std::string_view kind;  ///< may be empty
};

/// How closely a process fits.
struct ProcessFit {
  std::uint32_t process = no_row;
  std::int64_t depth = -1;       ///< of the market that holds the opportunity's; -1: any market
  std::uint32_t conditions = 0;  ///< of maturity, structure and kinds, how many it names
  std::string refused;           ///< why it does not apply; empty where it does

  [[nodiscard]] bool closer_than(const ProcessFit& other) const noexcept {
    return depth != other.depth ? depth > other.depth : conditions > other.conditions;
  }
  [[nodiscard]] bool ties(const ProcessFit& other) const noexcept {
    return depth == other.depth && conditions == other.conditions;
  }
};

namespace detail {

inline bool names(const std::vector<std::string>& allowed, std::string_view value) {
  return std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}
inline std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    out.append(out.empty() ? "" : ", ").append(name);
  }
  return out;
}

}  // namespace detail

/// How one process fits a case, scope apart.
[[nodiscard]] inline ProcessFit fit_of(const Book& book, std::uint32_t process,
                                       const ProcessDefinition& definition,
                                       const ProcessCase& asked) {
  ProcessFit out;
  out.process = process;
  const Store<Market>& markets = book.get<Market>();
  for (const std::string& id : definition.markets) {
    const std::uint32_t market = markets.find(id);
    if (market != no_row && asked.market != no_row && book.markets().covers(market, asked.market)) {
      out.depth = std::max(out.depth, std::int64_t{book.markets().depth(market)});
    }
  }
  const std::string_view market = asked.market == no_row ? "(none)" : markets.id(asked.market);
  if (!definition.markets.empty() && out.depth < 0) {
    out.refused = "its markets (" + detail::joined(definition.markets) + ") do not hold " +
                  std::string(market);
    return out;
  }
  const auto condition = [&](const std::vector<std::string>& allowed, std::string_view what,
                             std::string_view value) {
    if (allowed.empty() || !out.refused.empty()) {
      return;
    }
    ++out.conditions;
    if (!detail::names(allowed, value)) {
      out.refused = "it is for " + std::string(what) + " " + detail::joined(allowed) + ", not " +
                    (value.empty() ? "for one without" : std::string(value));
    }
  };
  const auto choice_of_market = [&]<Name field>() -> std::string_view {
    const auto& column = markets.get<field>();
    return asked.market == no_row ? std::string_view() : column.name_of(column[asked.market]);
  };
  condition(definition.maturity, "maturity", choice_of_market.operator()<"maturity">());
  condition(definition.structure, "structure", choice_of_market.operator()<"structure">());
  condition(definition.kinds, "kind", asked.kind);
  return out;
}

/// Every process with how it fits: first those that apply, closest first, then the others; each in
/// the order of their ids.
[[nodiscard]] inline std::vector<ProcessFit> fits(const Book& book, const ProcessCase& asked) {
  const Store<Process>& processes = book.get<Process>();
  std::vector<ProcessFit> out;
  bool any_global = false;
  for (std::uint32_t row = 0; row < processes.rows(); ++row) {
    const ProcessDefinition* definition = book.stages().definition(row);
    if (definition == nullptr) {
      continue;
    }
    ProcessFit& fit = out.emplace_back(fit_of(book, row, *definition, asked));
    any_global = any_global || (definition->global && fit.refused.empty());
  }
  const bool wants_global = asked.global_group && any_global;
  for (ProcessFit& fit : out) {
    const bool global = book.stages().definition(fit.process)->global;
    if (fit.refused.empty() && global != wants_global) {
      fit.refused =
          global ? "it is global, and the group is not" : "it is local, and the group is global";
    }
  }
  std::sort(out.begin(), out.end(), [&](const ProcessFit& a, const ProcessFit& b) {
    const bool a_applies = a.refused.empty(), b_applies = b.refused.empty();
    if (a_applies != b_applies) {
      return a_applies;
    }
    if (a_applies && !a.ties(b)) {
      return a.closer_than(b);
    }
    return processes.id(a.process) < processes.id(b.process);
  });
  return out;
}

/// The process that applies; no_row: none does (the built-in one serves).
[[nodiscard]] inline std::uint32_t process_for(const Book& book, const ProcessCase& asked) {
  const std::vector<ProcessFit> found = fits(book, asked);
  return found.empty() || !found.front().refused.empty() ? no_row : found.front().process;
}

/// Is what an opportunity runs another process than the one that applies? Where none does, whatever
/// it runs is right.
[[nodiscard]] constexpr bool runs_another(std::uint32_t applies, std::uint32_t runs) noexcept {
  return applies != no_row && applies != runs;
}

/// A process's id; that of the built-in one where there is none.
[[nodiscard]] inline std::string process_id(const Book& book, std::uint32_t process) {
  return std::string(process == no_row ? StageTable::standard : book.get<Process>().id(process));
}

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
    for (std::size_t i = 1; i < found.size() && found[i].refused.empty() && found[i].ties(found[0]);
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
