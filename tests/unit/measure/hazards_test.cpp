// Hazards: how stays are counted, and how a small market leans on the others.
#include "measure/forecast/hazards.hpp"

#include <cmath>

#include "support/catch.hpp"

using namespace opportune;

namespace {

/// So many stays at the first milestone that end on their 10th day, and so many that do not.
StayCounts market(int moved, int stayed) {
  StayCounts out;
  for (int i = 0; i < moved; ++i) {
    out.add({0, 10, 1});
  }
  for (int i = 0; i < stayed; ++i) {
    out.add({0, 10, Stay::censored});
  }
  return out;
}

double rate(const Hazards& hazards) { return hazards.at[0][hazard_stretch(10)][1]; }

}  // namespace

TEST_CASE("days at risk fall into their stretches") {
  StayCounts counts;
  counts.add({2, 40, 3});
  CHECK(counts.at[2][0].days == 7);
  CHECK(counts.at[2][1].days == 7);
  CHECK(counts.at[2][2].days == 16);
  CHECK(counts.at[2][3].days == 10);
  CHECK(counts.at[2][4].days == 0);
  CHECK(counts.at[2][3].moves[3] == 1);
  CHECK(counts.at[2][2].moves[3] == 0);
}

TEST_CASE(
    "a move on the day of the entry is one of the next day; what has just come is not at risk") {
  StayCounts counts;
  counts.add({0, 0, 1});
  counts.add({0, 0, Stay::censored});
  CHECK(counts.at[0][0].days == 1);
  CHECK(counts.at[0][0].moves[1] == 1);
}

TEST_CASE("a small market leans on the others, a large one stands by itself") {
  // Large markets that differ: the prior is weak, and a large one keeps its own rate.
  std::vector<StayCounts> markets;
  for (const int moved : {100, 300, 500, 700, 900}) {
    markets.push_back(market(moved, 1000 - moved));
  }
  markets.push_back(market(1, 0));  // one stay, and it moved
  const PooledHazards pooled = pool(markets);
  const auto own = [](int moved) { return moved / (1000.0 * 3); };  // days 8 to 10 of the stretch
  CHECK(std::abs(rate(pooled.markets[0]) - own(100)) < 0.02);
  CHECK(std::abs(rate(pooled.markets[4]) - own(900)) < 0.02);
  CHECK(rate(pooled.markets[5]) > rate(pooled.all));
  CHECK(rate(pooled.markets[5]) < 1.0 / 3);
}

TEST_CASE("markets that do not differ are all alike") {
  std::vector<StayCounts> markets;
  for (int i = 0; i < 20; ++i) {
    markets.push_back(market(50 + i % 3, 50));
  }
  const PooledHazards pooled = pool(markets);
  for (const Hazards& hazards : pooled.markets) {
    CHECK(std::abs(rate(hazards) - rate(pooled.all)) < 0.01 * rate(pooled.all));
  }
}
