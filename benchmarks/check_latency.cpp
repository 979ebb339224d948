// How long does check() take? Many thousands of drafts against a generated organisation, each call
// measured by itself; quantiles as one JSON object on standard output.
//
//   check_latency [opportunities = 1000000] [drafts = 50000]
//
// Two draws: "any_group", a group drawn at random, then one of its accounts (what the median
// customer meets), and "any_opportunity", the account of an opportunity drawn at random (large
// groups come as often as they are sold to). Market and owner are the account's in half of the
// drafts; in the others a colleague of another market makes it, which is what conflicts come from.
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
using Draw = std::mt19937_64;

/// A draw ends after so long, with the drafts that were checked by then: they come in random order.
constexpr std::chrono::seconds longest_draw{15};

std::string text(const Table& table, std::string_view column, std::size_t row) {
  return std::string(table.at(column).text(row));
}

std::size_t below(Draw& draw, std::size_t count) { return draw() % count; }

class Drafts {
 public:
  Drafts(const synth::Organisation& organisation, const Workspace& workspace, Instant at)
      : accounts_(organisation.table("account")),
        products_(organisation.table("product")),
        people_(organisation.table("person")),
        opportunities_(organisation.table("opportunity")) {
    for (std::size_t row = 0; row < accounts_.rows(); ++row) {
      account_rows_.emplace(text(accounts_, "id", row), row);
    }
    const std::shared_ptr<Table> groups = workspace.groups(at);
    std::map<std::string, std::size_t> numbers;
    for (std::size_t row = 0; row < groups->rows(); ++row) {
      const auto number = numbers.try_emplace(text(*groups, "group", row), groups_.size());
      if (number.second) {
        groups_.emplace_back();
      }
      groups_[number.first->second].push_back(account_rows_.at(text(*groups, "account", row)));
    }
  }

  Opportunity at_any_group(Draw& draw) const {
    const std::vector<std::size_t>& group = groups_[below(draw, groups_.size())];
    return at_account(group[below(draw, group.size())], draw);
  }
  Opportunity at_any_opportunity(Draw& draw) const {
    const std::size_t row = below(draw, opportunities_.rows());
    return at_account(account_rows_.at(text(opportunities_, "account", row)), draw);
  }

 private:
  Opportunity at_account(std::size_t account, Draw& draw) const {
    Opportunity draft;
    draft.account = text(accounts_, "id", account);
    draft.products = {text(products_, "id", below(draw, products_.rows()))};
    draft.amount_minor = static_cast<std::int64_t>(below(draw, 10'000'000));
    if (below(draw, 2) == 0) {
      draft.market = text(accounts_, "market", account);
      draft.owner = text(accounts_, "owner", account);
    } else {
      const std::size_t colleague = below(draw, people_.rows());
      draft.market = text(people_, "market", colleague);
      draft.owner = text(people_, "id", colleague);
    }
    return draft;
  }

  const Table& accounts_;
  const Table& products_;
  const Table& people_;
  const Table& opportunities_;
  std::map<std::string, std::size_t> account_rows_;
  std::vector<std::vector<std::size_t>> groups_;
};

template <class Make>
void measure(const char* name, const Workspace& workspace, Instant at, std::size_t count,
             Make&& make) {
  using Clock = std::chrono::steady_clock;
  Draw draw(7);
  std::vector<Opportunity> drafts;
  drafts.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    drafts.push_back(make(draw));
  }
  (void)workspace.check(drafts.front(), at);  // makes what later checks of that day share
  std::vector<double> micros;
  micros.reserve(count);
  std::size_t conflicts = 0;
  const Clock::time_point stop = Clock::now() + longest_draw;
  for (const Opportunity& draft : drafts) {
    const Clock::time_point start = Clock::now();
    if (start > stop) {
      break;
    }
    const Decision decision = workspace.check(draft, at);
    micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
    conflicts += decision.conflicts.empty() ? 0 : 1;
  }
  std::sort(micros.begin(), micros.end());
  const auto quantile = [&](double q) {
    return micros[static_cast<std::size_t>(q * static_cast<double>(micros.size() - 1))];
  };
  std::cout << "\"" << name << "\": {\"drafts\": " << micros.size()
            << ", \"with_conflict\": " << conflicts << ", \"median_us\": " << quantile(0.5)
            << ", \"p90_us\": " << quantile(0.9) << ", \"p99_us\": " << quantile(0.99)
            << ", \"max_us\": " << micros.back() << "}";
}

}  // namespace

int main(int argc, char** argv) {
  synth::Options options;
  options.opportunities = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const std::size_t count =
      std::max<std::size_t>(1, argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 50'000);
  const synth::Organisation organisation = synth::organisation(options);
  Workspace workspace;
  std::vector<InputTable> inputs;
  for (const std::shared_ptr<Table>& table : organisation.tables) {
    inputs.push_back(as_input(table));
  }
  workspace.load(inputs);
  const Instant at = end_of_day(options.until);
  const Drafts drafts(organisation, workspace, at);
  std::cout << "{\"opportunities\": " << options.opportunities << ", ";
  measure("any_group", workspace, at, count, [&](Draw& draw) { return drafts.at_any_group(draw); });
  std::cout << ", ";
  measure("any_opportunity", workspace, at, count,
          [&](Draw& draw) { return drafts.at_any_opportunity(draw); });
  std::cout << "}\n";
}
