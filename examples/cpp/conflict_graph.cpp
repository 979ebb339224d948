// Draws a group's conflicts, as DOT for Graphviz:
//
//   conflict_graph [directory with one CSV file per table] [account] [as of] | dot -Tsvg >
//   group.svg
//
// Without a directory, a generated organisation; without an account, the group with the most
// conflicts. What conflicts is listed on standard error.
#include <algorithm>
#include <iostream>
#include <map>
#include <opportune/core/error.hpp>
#include <opportune/io/csv.hpp>
#include <opportune/synth/organisation.hpp>
#include <opportune/workspace.hpp>
#include <string>

namespace {

std::string most_conflicts(const opportune::Workspace& workspace, opportune::Instant as_of) {
  opportune::ConflictQuery query;
  query.as_of = as_of;
  const opportune::ConflictTables found = workspace.conflicts(query);
  std::map<std::string, int> counts;
  for (std::size_t row = 0; row < found.conflicts->rows(); ++row) {
    ++counts[std::string(found.conflicts->at("group").text(row))];
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? std::string() : most->first;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    opportune::Workspace workspace;
    opportune::ConflictGraphQuery query;
    if (argc > 1) {
      workspace.load(opportune::read_csv_directory(argv[1]));
    } else {
      const opportune::synth::Options options{.opportunities = 2'000};
      const opportune::synth::Organisation made = opportune::synth::organisation(options);
      std::vector<opportune::InputTable> tables;
      for (const auto& table : made.tables) {
        tables.push_back(opportune::as_input(table));
      }
      workspace.load(tables);
      query.as_of = opportune::end_of_day(options.until);
    }
    if (argc > 3) {
      const auto day = opportune::parse_date(argv[3]);
      query.as_of = day ? opportune::end_of_day(*day) : opportune::Instant{};
    }
    query.group = argc > 2 ? argv[2] : most_conflicts(workspace, query.as_of);
    const opportune::ConflictGraph graph = workspace.conflict_graph(query);
    for (std::size_t row = 0; row < graph.edges->rows(); ++row) {
      if (!graph.edges->at("conflict").is_null(row)) {
        std::cerr << graph.edges->at("severity").text(row) << ' '
                  << graph.edges->at("relation").text(row) << ": "
                  << graph.edges->at("evidence").text(row) << '\n';
      }
    }
    std::cout << graph.dot;
    return 0;
  } catch (const opportune::Error& error) {
    std::cerr << error.code() << ": " << error.what() << '\n';
    return 1;
  }
}
