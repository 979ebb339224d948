// What the latency benchmarks share: a loaded organisation, accounts drawn by group, and calls that
// are measured one by one.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/synth/organisation.hpp"
#include "opportune/workspace.hpp"

namespace opportune::benchmark {

using Clock = std::chrono::steady_clock;
using Draw = std::mt19937_64;

inline std::size_t below(Draw& draw, std::size_t count) { return draw() % count; }

inline std::string text(const Table& table, std::string_view column, std::size_t row) {
  return std::string(table.at(column).text(row));
}

inline void load(const synth::Organisation& organisation, Workspace& workspace) {
  std::vector<InputTable> inputs;
  for (const std::shared_ptr<Table>& table : organisation.tables) {
    inputs.push_back(as_input(table));
  }
  workspace.load(inputs);
}

/// Rows of the table of accounts, by id and by group.
class Accounts {
 public:
  Accounts(const Table& accounts, const Workspace& workspace, Instant at) {
    for (std::size_t row = 0; row < accounts.rows(); ++row) {
      rows_.emplace(text(accounts, "id", row), row);
    }
    const std::shared_ptr<Table> groups = workspace.groups(at);
    std::map<std::string, std::size_t> numbers;
    for (std::size_t row = 0; row < groups->rows(); ++row) {
      const auto number = numbers.try_emplace(text(*groups, "group", row), groups_.size());
      if (number.second) {
        groups_.emplace_back();
      }
      groups_[number.first->second].push_back(rows_.at(text(*groups, "account", row)));
    }
  }
  std::size_t row(const std::string& id) const { return rows_.at(id); }
  /// Of a group drawn at random one of its accounts.
  std::size_t of_any_group(Draw& draw) const {
    const std::vector<std::size_t>& group = groups_[below(draw, groups_.size())];
    return group[below(draw, group.size())];
  }

 private:
  std::map<std::string, std::size_t> rows_;
  std::vector<std::vector<std::size_t>> groups_;
};

/// How long each of some calls took, in microseconds.
class Latencies {
 public:
  /// Calls call(0), call(1), ... `count` times, or until so long has passed.
  template <class Call>
  Latencies(std::size_t count, std::chrono::seconds longest, Call&& call) {
    const Clock::time_point stop = Clock::now() + longest;
    for (std::size_t i = 0; i < count; ++i) {
      const Clock::time_point start = Clock::now();
      if (start > stop) {
        break;
      }
      call(i);
      micros_.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
    }
    std::sort(micros_.begin(), micros_.end());
  }
  std::size_t calls() const noexcept { return micros_.size(); }
  double quantile(double q) const {
    return micros_[static_cast<std::size_t>(q * static_cast<double>(micros_.size() - 1))];
  }
  double longest() const { return micros_.back(); }

 private:
  std::vector<double> micros_;
};

}  // namespace opportune::benchmark
