// What the latency benchmarks of ours share: a loaded organisation, and accounts drawn by group.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "latencies.hpp"
#include "opportune/synth/organisation.hpp"
#include "opportune/workspace.hpp"

namespace opportune::benchmark {

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

}  // namespace opportune::benchmark
