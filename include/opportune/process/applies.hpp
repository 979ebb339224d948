// Which process applies to an opportunity, and why: a global one where the group is global, else
// the local one whose markets hold the opportunity's market most closely, then the one with most
// conditions met.
#pragma once

#include <algorithm>
#include <cstdint>
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

/// Why a process does not apply.
enum class Misfit : std::uint8_t { none, markets, maturity, structure, kind, global, local };

/// How closely a process fits.
struct ProcessFit {
  std::uint32_t process = no_row;
  std::int64_t depth = -1;       ///< of the market that holds the opportunity's; -1: any market
  std::uint32_t conditions = 0;  ///< of maturity, structure and kinds, how many it names
  Misfit misfit = Misfit::none;

  [[nodiscard]] bool applies() const noexcept { return misfit == Misfit::none; }
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

/// What a case's market says of itself; empty where it does not.
template <Name field>
[[nodiscard]] std::string_view choice_of_market(const Book& book, const ProcessCase& asked) {
  const auto& column = book.get<Market>().get<field>();
  return asked.market == no_row ? std::string_view() : column.name_of(column[asked.market]);
}

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
  if (!definition.markets.empty() && out.depth < 0) {
    out.misfit = Misfit::markets;
    return out;
  }
  const auto condition = [&](const std::vector<std::string>& allowed, Misfit which,
                             std::string_view value) {
    if (!allowed.empty() && out.applies()) {
      ++out.conditions;
      out.misfit = detail::names(allowed, value) ? Misfit::none : which;
    }
  };
  condition(definition.maturity, Misfit::maturity, choice_of_market<"maturity">(book, asked));
  condition(definition.structure, Misfit::structure, choice_of_market<"structure">(book, asked));
  condition(definition.kinds, Misfit::kind, asked.kind);
  return out;
}

/// Why it does not apply, in words; empty where it does.
[[nodiscard]] inline std::string why_not(const Book& book, const ProcessFit& fit,
                                         const ProcessCase& asked) {
  const ProcessDefinition& definition = *book.stages().definition(fit.process);
  const auto is_for = [](std::string_view what, const std::vector<std::string>& allowed,
                         std::string_view value) {
    return "it is for " + std::string(what) + " " + detail::joined(allowed) + ", not " +
           (value.empty() ? "for one without" : std::string(value));
  };
  switch (fit.misfit) {
    case Misfit::none:
      break;
    case Misfit::markets:
      return "its markets (" + detail::joined(definition.markets) + ") do not hold " +
             (asked.market == no_row ? "(none)" : std::string(book.get<Market>().id(asked.market)));
    case Misfit::maturity:
      return is_for("maturity", definition.maturity, choice_of_market<"maturity">(book, asked));
    case Misfit::structure:
      return is_for("structure", definition.structure, choice_of_market<"structure">(book, asked));
    case Misfit::kind:
      return is_for("kind", definition.kinds, asked.kind);
    case Misfit::global:
      return "it is global, and the group is not";
    case Misfit::local:
      return "it is local, and the group is global";
  }
  return {};
}

namespace detail {

/// Every process with how it fits.
[[nodiscard]] inline std::vector<ProcessFit> all_fits(const Book& book, const ProcessCase& asked) {
  std::vector<ProcessFit> out;
  bool any_global = false;
  for (std::uint32_t row = 0; row < book.get<Process>().rows(); ++row) {
    const ProcessDefinition* definition = book.stages().definition(row);
    if (definition != nullptr) {
      const ProcessFit& fit = out.emplace_back(fit_of(book, row, *definition, asked));
      any_global = any_global || (definition->global && fit.applies());
    }
  }
  const bool wants_global = asked.global_group && any_global;
  for (ProcessFit& fit : out) {
    const bool global = book.stages().definition(fit.process)->global;
    if (fit.applies() && global != wants_global) {
      fit.misfit = global ? Misfit::global : Misfit::local;
    }
  }
  return out;
}

/// First those that apply, closest first, then the others; each in the order of their ids.
[[nodiscard]] inline auto closest_first(const Book& book) {
  return [&processes = book.get<Process>()](const ProcessFit& a, const ProcessFit& b) {
    if (a.applies() != b.applies()) {
      return a.applies();
    }
    if (a.applies() && !a.ties(b)) {
      return a.closer_than(b);
    }
    return processes.id(a.process) < processes.id(b.process);
  };
}

}  // namespace detail

/// Every process with how it fits: first those that apply, closest first, then the others; each in
/// the order of their ids.
[[nodiscard]] inline std::vector<ProcessFit> fits(const Book& book, const ProcessCase& asked) {
  std::vector<ProcessFit> out = detail::all_fits(book, asked);
  std::sort(out.begin(), out.end(), detail::closest_first(book));
  return out;
}

/// The process that applies; no_row: none does (the built-in one serves).
[[nodiscard]] inline std::uint32_t process_for(const Book& book, const ProcessCase& asked) {
  const std::vector<ProcessFit> found = detail::all_fits(book, asked);
  const auto best = std::min_element(found.begin(), found.end(), detail::closest_first(book));
  return best == found.end() || !best->applies() ? no_row : best->process;
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

}  // namespace opportune
