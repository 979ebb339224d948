// How long does a journal with a large organisation take to open, from its checkpoint and from the
// log alone; and to catch up on what another process has written? One JSON object on standard
// output.
//
//   opening file [opportunities = 1000000] [changes = 100000] [log = yes|no]
//
// The file is made, with its checkpoint beside it, on the disk that is asked about, and removed.
// Each opening is that of a process of its own, as a worker of a CRM that starts.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "latency.hpp"
#include "opportune/workspace.hpp"

namespace {

using namespace opportune;
using namespace opportune::benchmark;

template <class Work>
double seconds(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// The other process: how long opening takes, and how much is there then.
int open_it(const std::string& file, const std::string& checkpoint) {
  Config config;
  config.journal = file;
  config.checkpoint = checkpoint;
  std::unique_ptr<Workspace> workspace;
  const double took = seconds([&] { workspace = std::make_unique<Workspace>(config); });
  std::cout << took << ' ' << workspace->count("opportunity") << '\n' << std::flush;
  std::_Exit(0);  // taking the state down again is not asked about
}

double opened(const std::string& self, const std::string& file, const std::string& checkpoint,
              std::uint64_t expected) {
  const std::string command = "'" + self + "' --open '" + file + "' " + checkpoint;
  FILE* process = ::popen(command.c_str(), "r");
  double took = 0;
  unsigned long long found = 0;
  const int read = process == nullptr ? 0 : std::fscanf(process, "%lf %llu", &took, &found);
  if (read != 2 || ::pclose(process) != 0 || found != expected) {
    std::cerr << "opening failed\n";
    std::exit(1);
  }
  return took;
}

void remove_all(const std::string& file) {
  for (const char* end : {"", "-wal", "-shm", "-checkpoint"}) {
    std::filesystem::remove(file + end);
  }
}

std::uintmax_t bytes(const std::string& file) {
  return std::filesystem::exists(file) ? std::filesystem::file_size(file) : 0;
}

/// New opportunities at the accounts of others.
std::vector<Change> changes_of(const Workspace& workspace, std::size_t count) {
  const auto table = workspace.export_table("opportunity");
  std::vector<Change> out;
  for (std::size_t row = 0; row < table->rows() && out.size() < count; ++row) {
    Opportunity record;
    record.id = "NEW-" + std::to_string(row);
    record.account = text(*table, "account", row);
    record.market = text(*table, "market", row);
    record.owner = text(*table, "owner", row);
    record.stage = "qualified";
    record.opened = make_date(2025, 1, 1);
    record.amount_minor = static_cast<std::int64_t>(row) + 1;
    out.push_back({record, {}, ""});
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == "--open") {
    return open_it(argv[2], argv[3]);
  }
  const std::string file = argc > 1 ? argv[1] : "opening-benchmark.db";
  synth::Options options;
  options.opportunities = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
  const std::size_t count = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 100'000;
  const bool from_log = argc <= 4 || std::string(argv[4]) != "no";
  remove_all(file);
  Config config;
  config.journal = file;
  auto workspace = std::make_unique<Workspace>(config);
  std::cout << "{\"opportunities\": " << options.opportunities;
  {
    const synth::Organisation organisation = synth::organisation(options);
    std::size_t rows = 0;
    for (const auto& table : organisation.tables) {
      rows += table->rows();
    }
    const double took = seconds([&] { load(organisation, *workspace); });
    std::cout << ", \"rows\": " << rows << ", \"load_seconds\": " << took << std::flush;
  }
  std::cout << ", \"journal_bytes\": " << bytes(file) + bytes(file + "-wal")
            << ", \"checkpoint_bytes\": " << bytes(file + "-checkpoint") << ", \"open_seconds\": [";
  const std::uint64_t there = workspace->count("opportunity");
  for (int i = 0; i < 5; ++i) {
    std::cout << (i == 0 ? "" : ", ") << opened(argv[0], file, "''", there) << std::flush;
  }
  std::cout << "]";
  if (from_log) {
    std::cout << ", \"open_from_log_seconds\": " << opened(argv[0], file, "off", there)
              << std::flush;
  }
  Workspace other(config);
  const std::vector<Change> changes = changes_of(*workspace, count);
  const double write = seconds([&] { static_cast<void>(workspace->apply(changes)); });
  const double catch_up = seconds([&] { static_cast<void>(other.position()); });
  std::cout << ", \"changes\": " << changes.size() << ", \"write_seconds\": " << write
            << ", \"catch_up_seconds\": " << catch_up << "}\n"
            << std::flush;
  remove_all(file);
  std::_Exit(0);
}
