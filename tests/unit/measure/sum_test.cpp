// The distribution of a sum, against all outcomes counted one by one.
#include "measure/forecast/sum.hpp"

#include <cmath>
#include <map>
#include <random>

#include "support/catch.hpp"

using namespace opportune;

namespace {

/// The probability of each possible sum.
std::map<std::int64_t, double> every_outcome(const std::vector<Chance>& chances) {
  std::map<std::int64_t, double> out;
  for (std::size_t came = 0; came < std::size_t{1} << chances.size(); ++came) {
    std::int64_t sum = 0;
    double probability = 1;
    for (std::size_t i = 0; i < chances.size(); ++i) {
      const bool comes = (came >> i & 1U) != 0;
      sum += comes ? chances[i].amount : 0;
      probability *= comes ? chances[i].probability : 1 - chances[i].probability;
    }
    out[sum] += probability;
  }
  return out;
}

std::int64_t quantile(const std::map<std::int64_t, double>& outcomes, double share) {
  double below = 0;
  for (const auto& [sum, probability] : outcomes) {
    below += probability;
    if (below >= share - 1e-9) {
      return sum;
    }
  }
  return outcomes.rbegin()->first;
}

/// E|X - came| - E|X - X'| / 2: another form of the score.
double crps(const std::map<std::int64_t, double>& outcomes, std::int64_t came) {
  double out = 0;
  for (const auto& [a, p] : outcomes) {
    out += p * std::abs(static_cast<double>(a - came));
    for (const auto& [b, q] : outcomes) {
      out -= p * q * std::abs(static_cast<double>(a - b)) / 2;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("the sum of a few chances is exact") {
  std::mt19937 dice(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<Chance> chances;
    for (std::size_t i = 0; i < 1 + dice() % 9; ++i) {
      const double probabilities[] = {0, 0.1, 0.25, 0.5, 0.77, 1};
      chances.push_back({static_cast<std::int64_t>(dice() % 5) * 250, probabilities[dice() % 6]});
    }
    const auto outcomes = every_outcome(chances);
    const SumDistribution found = sum_of(chances);
    INFO("round " << round);
    CHECK(found.method == "exact");
    CHECK(found.error == 0);
    CHECK(found.q10 == quantile(outcomes, 0.1));
    CHECK(found.q50 == quantile(outcomes, 0.5));
    CHECK(found.q90 == quantile(outcomes, 0.9));
    double mean = 0;
    for (const auto& [sum, probability] : outcomes) {
      mean += static_cast<double>(sum) * probability;
    }
    CHECK(std::abs(found.mean - mean) < 1e-6);
    const auto came = static_cast<std::int64_t>(dice() % 3000);
    CHECK(std::abs(found.crps(came) - crps(outcomes, came)) < 1e-6);
  }
}

TEST_CASE("amounts without a common unit are rounded to a grid, and the error says by how much") {
  std::mt19937 dice(8);
  for (int round = 0; round < 20; ++round) {
    std::vector<Chance> chances;
    for (int i = 0; i < 12; ++i) {
      chances.push_back({1'000'000'007 + static_cast<std::int64_t>(dice() % 1'000'000'000),
                         0.05 + 0.9 * static_cast<double>(dice() % 1000) / 1000});
    }
    const auto outcomes = every_outcome(chances);
    const SumDistribution found = sum_of(chances);
    INFO("round " << round);
    CHECK(found.method == "grid");
    CHECK(found.error > 0);
    CHECK(std::abs(found.q10 - quantile(outcomes, 0.1)) <= found.error);
    CHECK(std::abs(found.q50 - quantile(outcomes, 0.5)) <= found.error);
    CHECK(std::abs(found.q90 - quantile(outcomes, 0.9)) <= found.error);
  }
}

TEST_CASE("very many chances go by three moments") {
  // All but equal amounts: nearly binomial, and that is nearly normal.
  std::vector<Chance> chances(70'000, Chance{1'000'000'007, 0.3});
  chances.front().amount = 999'999'937;  // no common unit
  const SumDistribution found = sum_of(chances);
  CHECK(found.method == "normal");
  const double n = 70'000, deviation = std::sqrt(n * 0.3 * 0.7) * 1'000'000'007;
  CHECK(std::abs(static_cast<double>(found.q50) - found.mean) < 0.01 * deviation);
  CHECK(std::abs(static_cast<double>(found.q90 - found.q10) - 2 * 1.2815515655 * deviation) <
        0.01 * deviation);
  CHECK(found.error < std::llround(deviation));
}

TEST_CASE("nothing to come") {
  CHECK(sum_of({}).q90 == 0);
  CHECK(sum_of({{500, 0}, {0, 0.5}}).q90 == 0);
  CHECK(sum_of({{500, 1}}).q10 == 500);
}
