// How long do a change with its effects, a move of the clock and a what_if take? Changes of
// opportunities of groups drawn at random (what the median customer meets), each call measured by
// itself; quantiles as one JSON object on standard output.
//
//   change_latency [opportunities = 1000000] [changes = 2000]
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/synth/organisation.hpp"
#include "opportune/workspace.hpp"

namespace {

using namespace opportune;
using Clock = std::chrono::steady_clock;
using Draw = std::mt19937_64;

/// A measurement ends after so long, with what was done by then.
constexpr std::chrono::seconds longest{60};

std::string text(const Table& table, std::string_view column, std::size_t row) {
  return std::string(table.at(column).text(row));
}

/// New opportunities at accounts of groups drawn at random.
class Drafts {
 public:
  Drafts(const synth::Organisation& organisation, const Workspace& workspace, Instant at)
      : accounts_(organisation.table("account")) {
    std::map<std::string, std::size_t> rows, numbers;
    for (std::size_t row = 0; row < accounts_.rows(); ++row) {
      rows.emplace(text(accounts_, "id", row), row);
    }
    const std::shared_ptr<Table> groups = workspace.groups(at);
    for (std::size_t row = 0; row < groups->rows(); ++row) {
      const auto number = numbers.try_emplace(text(*groups, "group", row), groups_.size());
      if (number.second) {
        groups_.emplace_back();
      }
      groups_[number.first->second].push_back(rows.at(text(*groups, "account", row)));
    }
  }
  Opportunity operator()(Draw& draw, std::size_t number, Date opened) const {
    const std::vector<std::size_t>& group = groups_[draw() % groups_.size()];
    const std::size_t account = group[draw() % group.size()];
    Opportunity out;
    out.id = "NEW-" + std::to_string(number);
    out.account = text(accounts_, "id", account);
    out.market = text(accounts_, "market", account);
    out.owner = text(accounts_, "owner", account);
    out.stage = "qualified";
    out.opened = opened;
    out.amount_minor = static_cast<std::int64_t>(draw() % 10'000'000);
    return out;
  }

 private:
  const Table& accounts_;
  std::vector<std::vector<std::size_t>> groups_;
};

template <class Call>
void measure(const char* name, std::size_t count, Call&& call) {
  std::vector<double> micros;
  const Clock::time_point stop = Clock::now() + longest;
  for (std::size_t i = 0; i < count; ++i) {
    const Clock::time_point start = Clock::now();
    if (start > stop) {
      break;
    }
    call(i);
    micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  std::sort(micros.begin(), micros.end());
  const auto quantile = [&](double q) {
    return micros[static_cast<std::size_t>(q * static_cast<double>(micros.size() - 1))];
  };
  std::cout << ", \"" << name << "\": {\"calls\": " << micros.size()
            << ", \"median_us\": " << quantile(0.5) << ", \"p99_us\": " << quantile(0.99)
            << ", \"max_us\": " << micros.back() << "}";
}

}  // namespace

int main(int argc, char** argv) {
  synth::Options options;
  options.opportunities = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const std::size_t count =
      std::max<std::size_t>(1, argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 2'000);
  const synth::Organisation organisation = synth::organisation(options);
  Config config;
  config.clock = end_of_day(options.until);
  Workspace workspace(config);
  std::vector<InputTable> inputs;
  for (const std::shared_ptr<Table>& table : organisation.tables) {
    inputs.push_back(as_input(table));
  }
  workspace.load(inputs);
  const Drafts drafts(organisation, workspace, config.clock);
  Draw draw(7);
  std::vector<Change> changes;
  for (std::size_t i = 0; i < count; ++i) {
    changes.push_back({drafts(draw, i, options.until), {}, ""});
  }
  std::cout << "{\"opportunities\": " << options.opportunities;
  (void)workspace.apply({changes.front()});  // makes what later changes share
  measure("apply", count, [&](std::size_t i) { (void)workspace.apply({changes[i]}); });
  measure("what_if", std::min<std::size_t>(count, 50),
          [&](std::size_t i) { (void)workspace.what_if({changes[i]}); });
  const Clock::time_point start = Clock::now();
  (void)workspace.advance_clock(Instant{workspace.clock().micros + 1});
  std::cout << ", \"first_advance_seconds\": "
            << std::chrono::duration<double>(Clock::now() - start).count();
  measure("advance_clock_by_a_day", 30, [&](std::size_t) {
    (void)workspace.advance_clock(Instant{workspace.clock().micros + micros_per_day});
  });
  std::cout << "}\n";
}
