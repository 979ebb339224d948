// Drafts that are asked about, read from the files that drafts.py writes, and how a program asks
// about each and tells how long that took. Needs nothing of opportune: the peers use it too.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "../latencies.hpp"

namespace opportune::benchmark {

/// account, market, owner, agreement, product; empty: not set.
using Draft = std::array<std::string, 5>;

/// The rows of a file without quotes, after its header.
inline std::vector<Draft> read_drafts(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) {
    throw std::runtime_error(path + " cannot be read");
  }
  std::vector<Draft> drafts;
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    for (std::string& cell : drafts.emplace_back()) {
      std::getline(cells, cell, ',');
    }
  }
  return drafts;
}

/// A number of each cell; 0 where it is not set.
using Keys = std::array<std::int64_t, 5>;

inline Keys keys_of(const Draft& draft) {
  Keys keys{};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    keys[i] = draft[i].empty() ? 0 : std::stoll(draft[i]);
  }
  return keys;
}

/// The open opportunities that a draft would be in conflict with; a duplicate's key is negative.
using Found = std::vector<std::int64_t>;

/// The draws by name: how the drafts were chosen (drafts.py).
constexpr std::array<const char*, 2> draws = {"any_group", "any_opportunity"};

/// One draw: asks about draft after draft until so many seconds have passed; quantiles as a member
/// of a JSON object. `ask(i)`: has the draft conflicts?
template <class Ask>
void tell(const std::string& draw, std::size_t count, int seconds, Ask&& ask) {
  std::size_t conflicts = 0;
  const Latencies took(count, std::chrono::seconds(seconds),
                       [&](std::size_t i) { conflicts += ask(i) ? 1 : 0; });
  std::cout << "\"" << draw << "\": {\"drafts\": " << took.calls()
            << ", \"with_conflict\": " << conflicts << ", \"median_us\": " << took.quantile(0.5)
            << ", \"p90_us\": " << took.quantile(0.9) << ", \"p99_us\": " << took.quantile(0.99)
            << ", \"max_us\": " << took.longest() << "}";
}

/// Calls run() for each line that is read, as workers.py asks; run() writes a line.
inline void serve(const std::function<void()>& run) {
  for (std::string line; std::getline(std::cin, line);) {
    run();
    std::cout << std::endl;
  }
}

/// All draws of a folder asked of a database, whose answers go into a file for each: a line for
/// each draft. `find(keys, found)` adds what conflicts.
inline void ask_database(const std::string& folder, const std::string& engine, int seconds,
                         const std::function<void(const Keys&, Found&)>& find) {
  const char* before = "{";
  for (const std::string draw : draws) {
    std::vector<Keys> drafts;
    for (const Draft& draft : read_drafts(folder + "/keys-" + draw + ".csv")) {
      drafts.push_back(keys_of(draft));
    }
    std::vector<std::size_t> ends;
    Found all;
    std::cout << before;
    before = ", ";
    Found warm;
    find(drafts.front(), warm);
    tell(draw, drafts.size(), seconds, [&](std::size_t i) {
      const std::size_t start = all.size();
      find(drafts[i], all);
      ends.push_back(all.size());
      return all.size() > start;
    });
    std::ofstream file(folder + "/found-" + engine + "-" + draw);
    std::size_t at = 0;
    for (const std::size_t end : ends) {
      for (; at < end; ++at) {
        file << all[at] << ' ';
      }
      file << '\n';
    }
  }
  std::cout << "}";
}

inline std::string read_file(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) {
    throw std::runtime_error(path + " cannot be read");
  }
  return text.str();
}

/// What main() does: run(), where there are as many arguments as the usage says, or up to
/// `optional` more; an error is told and ends it.
inline int run_program(int argc, int arguments, int optional, const char* usage,
                       const std::function<void()>& run) {
  if (argc <= arguments || argc > arguments + optional + 1) {
    std::cerr << usage << '\n';
    return 2;
  }
  try {
    run();
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}

}  // namespace opportune::benchmark
