// What the latency benchmarks of ours share: a loaded organisation, accounts drawn by group, new
// opportunities at them, and how it is told how long calls took.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
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
  /// The accounts of the group that has the most.
  const std::vector<std::size_t>& largest_group() const {
    return *std::max_element(groups_.begin(), groups_.end(),
                             [](const auto& a, const auto& b) { return a.size() < b.size(); });
  }

 private:
  std::map<std::string, std::size_t> rows_;
  std::vector<std::vector<std::size_t>> groups_;
};

/// At the account of that row of the table of accounts, in its market and by its owner.
inline Opportunity draft_at(const Table& accounts, std::size_t account, Date opened) {
  Opportunity out;
  out.account = text(accounts, "id", account);
  out.market = text(accounts, "market", account);
  out.owner = text(accounts, "owner", account);
  out.stage = "qualified";
  out.opened = opened;
  return out;
}
/// The same with an id and an amount.
inline Opportunity new_opportunity(const Table& accounts, std::size_t account, std::size_t number,
                                   Date opened, Draw& draw) {
  Opportunity out = draft_at(accounts, account, opened);
  out.id = "NEW-" + std::to_string(number);
  out.amount_minor = static_cast<std::int64_t>(below(draw, 10'000'000));
  return out;
}

/// A number that a program is given, at least 1.
inline std::size_t argument(int argc, char** argv, int place, std::size_t otherwise) {
  const bool given = argc > place;
  return std::max<std::size_t>(1, given ? std::strtoull(argv[place], nullptr, 10) : otherwise);
}

/// Calls call(0), call(1), ... `count` times, or for a minute; quantiles as a member of a JSON
/// object that has one before.
template <class Call>
void measure(const char* name, std::size_t count, Call&& call) {
  constexpr std::chrono::seconds longest{60};
  const Latencies took(count, longest, call);
  std::cout << ", \"" << name << "\": {\"calls\": " << took.calls()
            << ", \"median_us\": " << took.quantile(0.5) << ", \"p99_us\": " << took.quantile(0.99)
            << ", \"max_us\": " << took.longest() << "}";
}

}  // namespace opportune::benchmark
