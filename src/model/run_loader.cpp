#include "model/run_loader.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "model/json_hooks.hpp"
#include "opportune/model/loader.hpp"
#include "opportune/process/ties.hpp"

namespace opportune {
namespace {

/// Two processes that fit one opportunity equally closely are a mistake in their definitions.
void report_ties(const Book& book, IssueList& issues) {
  const Store<Process>& processes = book.get<Process>();
  for (const ProcessTie& tie : process_ties(book)) {
    const std::string market = tie.market == no_row
                                   ? "without a market"
                                   : "of market " + std::string(book.get<Market>().id(tie.market));
    issues.add({"process_tie", std::string(Schema<Process>::table), Issue::no_row, "definition",
                std::string(processes.id(tie.b)),
                "fits an opportunity " + market + (tie.kind.empty() ? "" : ", kind " + tie.kind) +
                    ", as closely as process '" + std::string(processes.id(tie.a)) +
                    "' does: name the markets or a condition that tell them apart"});
  }
}

}  // namespace

void run_loader(Book& book, const std::vector<InputTable>& tables, IssueList& issues,
                const Put* put, TableProgress progress) {
  Loader loader(book, json_hooks(), issues, put);
  loader.progress = std::move(progress);
  loader.load(tables);
  const auto is_given = [&](std::string_view name) {
    return std::any_of(tables.begin(), tables.end(),
                       [&](const InputTable& table) { return table.name == name; });
  };
  if (issues.empty() && (is_given(Schema<Process>::table) || is_given(Schema<Market>::table))) {
    report_ties(book, issues);
  }
}

}  // namespace opportune
