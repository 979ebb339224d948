// Draws a process with what the histories say of it, as DOT for Graphviz:
//
//   process_graph [directory with one CSV file per table] [process] | dot -Tsvg > process.svg
//
// Without a directory, a small example. What deviates from the process is listed on standard error.
#include <iostream>
#include <opportune/core/error.hpp>
#include <opportune/io/csv.hpp>
#include <opportune/workspace.hpp>

namespace {

constexpr const char* example = R"([
  {"table": "market", "record": {"id": "se", "currency": "SEK"}},
  {"table": "account", "record": {"id": "acme", "market": "se"}},
  {"table": "process", "record": {"id": "pumps", "name": "Pumps & \"pipes\"", "definition": {"stages": [
    {"id": "meet", "name": "First meeting", "milestone": "qualified", "probability": 0.1},
    {"id": "offer", "name": "Offer", "milestone": "proposal", "probability": 0.5},
    {"id": "won", "name": "Signed", "milestone": "won", "probability": 1},
    {"id": "lost", "name": "Lost", "milestone": "lost"}]}}},
  {"table": "opportunity", "record": {"id": "o1", "account": "acme", "process": "pumps", "stage": "meet", "opened": "2026-01-05"}},
  {"table": "opportunity", "record": {"id": "o2", "account": "acme", "process": "pumps", "stage": "meet", "opened": "2026-01-07"}},
  {"table": "opportunity", "record": {"id": "o3", "account": "acme", "process": "pumps", "stage": "meet", "opened": "2026-01-09"}},
  {"table": "stage_change", "record": {"opportunity": "o1", "from": "meet", "to": "offer", "at": "2026-01-12T09:00:00Z"}},
  {"table": "stage_change", "record": {"opportunity": "o1", "from": "offer", "to": "won", "at": "2026-02-02T21:00:00Z"}},
  {"table": "stage_change", "record": {"opportunity": "o2", "from": "meet", "to": "lost", "at": "2026-01-20T10:00:00Z"}},
  {"table": "stage_change", "record": {"opportunity": "o2", "from": "lost", "to": "offer", "at": "2026-02-10T10:00:00Z"}}
])";

}  // namespace

int main(int argc, char** argv) {
  try {
    opportune::Workspace workspace;
    if (argc > 1) {
      workspace.load(opportune::read_csv_directory(argv[1]));
    } else {
      workspace.apply_json(example);
    }
    const char* process = argc > 2 ? argv[2] : argc > 1 ? "standard" : "pumps";
    const auto deviations = workspace.deviations({process, {}});
    for (std::size_t row = 0; row < deviations->rows(); ++row) {
      std::cerr << deviations->at("opportunity").text(row) << ": "
                << deviations->at("explanation").text(row) << '\n';
    }
    std::cout << workspace.process_graph(process);
    return 0;
  } catch (const opportune::Error& error) {
    std::cerr << error.code() << ": " << error.what() << '\n';
    return 1;
  }
}
