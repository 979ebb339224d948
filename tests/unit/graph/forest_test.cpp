#include "opportune/graph/forest.hpp"

#include <random>

#include "support/catch.hpp"

using namespace opportune;

TEST_CASE("covers says what climbing says") {
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    const auto count = static_cast<std::uint32_t>(1 + random() % 40);
    std::vector<std::uint32_t> parents(count, no_row);
    std::vector<std::uint32_t> label(count);  // rows in an order in which children may come first
    for (std::uint32_t i = 0; i < count; ++i) {
      label[i] = i;
    }
    std::shuffle(label.begin(), label.end(), random);
    for (std::uint32_t i = 1; i < count; ++i) {
      if (random() % 5 != 0) {
        parents[label[i]] = label[random() % i];
      }
    }
    const Forest forest(count, [&](std::size_t row) { return parents[row]; });
    REQUIRE(forest.cycle().empty());
    for (std::uint32_t above = 0; above < count; ++above) {
      for (std::uint32_t below = 0; below < count; ++below) {
        std::uint32_t at = below;
        std::uint32_t depth = 0;
        while (at != no_row && at != above) {
          at = parents[at];
          ++depth;
        }
        CHECK(forest.covers(above, below) == (at == above));
        if (at == above) {
          CHECK(forest.depth(below) == forest.depth(above) + depth);
        }
      }
    }
  }
}

TEST_CASE("a cycle is found, each of its rows the child of the next") {
  const std::vector<std::uint32_t> parents = {no_row, 2, 3, 1, 3, 0};
  const Forest forest(parents.size(), [&](std::size_t row) { return parents[row]; });
  REQUIRE(forest.cycle().size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(parents[forest.cycle()[i]] == forest.cycle()[(i + 1) % 3]);
  }
}

TEST_CASE("a chain of a hundred thousand needs no deep stack") {
  const std::size_t count = 100'000;
  const Forest forest(count, [&](std::size_t row) {
    return row == 0 ? no_row : static_cast<std::uint32_t>(row - 1);
  });
  CHECK(forest.depth(99'999) == 99'999);
  CHECK(forest.covers(5, 99'999));
  CHECK_FALSE(forest.covers(99'999, 5));
}
