// How cells are told apart.
#include "opportune/measure/cube.hpp"

#include <set>

#include "support/catch.hpp"

using namespace opportune;

TEST_CASE(
    "cells that differ behind dimensions which are not set are looked for in different places") {
  for (const std::size_t set : {0U, 2U, 3U, 5U, 7U}) {
    std::set<std::size_t> places;
    constexpr std::uint32_t cells = 10'000;
    for (std::uint32_t i = 0; i < cells; ++i) {
      Cube::Key key;
      key.fill(no_key);
      key[set] = i;
      places.insert(Cube::Hash{}(key)&0xFFFFU);
    }
    // Thrown at random, ten thousand hit 9,300 of 65,536 places.
    CHECK(places.size() > 9'000);
  }
}
