// Reading the definitions of processes: the present one of each, and those before it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "opportune/model/book.hpp"
#include "opportune/model/field_env.hpp"
#include "opportune/model/issues.hpp"
#include "opportune/model/loader/placed.hpp"

namespace opportune::detail {

/// Gives a process its next version. False, where the definition is that of the latest already.
inline bool add_version(Book& book, const JsonHooks& json, std::uint32_t process,
                        std::string_view text, std::vector<DefinitionFault>& faults) {
  const StageTable::Version latest = book.stages().latest(process);
  ProcessDefinition definition = json.definition(text, book.stages().milestones(), faults);
  const bool readable = faults.empty();
  for (std::size_t m = 0; readable && m < definition.markets.size(); ++m) {
    const std::string& market = definition.markets[m];
    if (book.get<Market>().find(market) == no_row) {
      faults.push_back(
          {"markets[" + std::to_string(m) + "]", "there is no market '" + market + "'"});
    }
  }
  if (faults.empty() && !book.edit_stages().add(process, std::move(definition))) {
    faults.push_back(
        {"stages", "find no room: 65,534 stages is the most of all processes together"});
  }
  const StageTable::Version now = book.stages().latest(process);
  return !faults.empty() || latest.count == 0 || now.number != latest.number;
}

/// Reads the definition of one row.
template <class Record>
void read_definition(Book& book, const JsonHooks& json, const InputTable& table, const Placed& here,
                     std::size_t i, std::uint32_t process, bool must_differ, IssueList& issues) {
  const auto& definitions = book.get<Record>().template get<"definition">();
  const std::uint32_t row = here.rows[i];
  std::vector<DefinitionFault> faults;
  if (definitions.empty(row)) {
    faults.push_back({"", "must be filled"});
  } else if (!add_version(book, json, process, definitions[row], faults) && must_differ) {
    faults.push_back(
        {"", "is the same as version " + std::to_string(book.stages().latest(process).number)});
  }
  for (const DefinitionFault& fault : faults) {
    issues.add({"invalid_process", table.name, here.input_row(i), "definition",
                shown_value(definitions[row]),
                fault.path + (fault.path.empty() ? "" : " ") + fault.reason});
  }
}

/// Reads the definitions of processes, and gives the Book their stages. One with the name of the
/// built-in process would hide it wherever a process is asked for by its id.
inline void read_definitions(Book& book, const JsonHooks& json, const InputTable& table,
                             const Placed& here, IssueList& issues) {
  for (std::size_t i = 0; i < table.rows; ++i) {
    if (here.rows[i] != no_row && book.get<Process>().id(here.rows[i]) == StageTable::standard) {
      issues.add({"reserved_id", table.name, here.input_row(i), "id",
                  std::string(StageTable::standard),
                  "is the name of the built-in process: give this one another id"});
    } else if (here.rows[i] != no_row) {
      read_definition<Process>(book, json, table, here, i, here.rows[i], here.is_new[i], issues);
    }
  }
}

/// Reads the versions that processes of this load had before, from 1 on without a gap.
inline void read_earlier_versions(Book& book, const JsonHooks& json, const InputTable& table,
                                  const Placed& here, bool is_put, IssueList& issues) {
  const Store<ProcessVersion>& store = book.get<ProcessVersion>();
  const auto refuse = [&](std::size_t i, const char* code, std::string reason) {
    issues.add({code, table.name, here.input_row(i), "version",
                std::to_string(store.get<"version">()[here.rows[i]]), std::move(reason)});
  };
  std::vector<std::tuple<std::uint32_t, std::uint32_t, std::size_t>> order;
  for (std::size_t i = 0; i < table.rows; ++i) {
    const std::uint32_t row = here.rows[i];
    if (row != no_row && !here.bad[i]) {
      order.emplace_back(store.get<"process">()[row], store.get<"version">()[row], i);
    }
  }
  std::sort(order.begin(), order.end());
  std::uint32_t process = no_row, next = 1;
  bool stands = false;  // it had a definition before this load
  for (const auto& [of, number, i] : order) {
    if (of != process) {
      process = of;
      next = 1;
      stands = book.stages().count(process) > 0;
    }
    if (is_put || stands) {
      refuse(i, "duplicate_id",
             "cannot be added to a process that is there: a process that is put with another "
             "definition has a new version");
    } else if (number != next) {
      refuse(i, "version_gap",
             "must be " + std::to_string(next) + ": versions are numbered from 1, each once");
    } else {
      read_definition<ProcessVersion>(book, json, table, here, i, process, true, issues);
      ++next;
    }
  }
}

}  // namespace opportune::detail
