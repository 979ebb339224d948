#include "opportune/core/numbered_map.hpp"

#include <map>
#include <random>

#include "support/catch.hpp"

using namespace opportune;

namespace {

struct Spread {
  std::size_t operator()(std::uint32_t key) const noexcept {
    return key * 0x9E3779B97F4A7C15U >> 32U;
  }
};
/// Nearly all keys meet.
struct Crowded {
  std::size_t operator()(std::uint32_t key) const noexcept { return key % 3; }
};

template <class Hash>
void check_against_map(std::uint32_t keys, std::uint32_t times) {
  NumberedMap<std::uint32_t, std::uint64_t, Hash, std::equal_to<>> found;
  std::map<std::uint32_t, std::uint64_t> expected;
  std::vector<std::uint32_t> came;
  std::mt19937 random(keys);
  for (std::uint32_t i = 0; i < times; ++i) {
    const std::uint32_t key = static_cast<std::uint32_t>(random()) % keys * 1024;
    if (!expected.contains(key)) {
      came.push_back(key);
    }
    expected[key] += i;
    found[key] += i;
  }
  REQUIRE(found.size() == expected.size());
  for (std::size_t number = 0; number < came.size(); ++number) {
    REQUIRE(found.key(number) == came[number]);
    REQUIRE(found.value(number) == expected[came[number]]);
    REQUIRE(found[came[number]] == expected[came[number]]);
  }
  CHECK(found.size() == expected.size());
}

}  // namespace

TEST_CASE("a numbered map finds what std::map finds, numbered as the keys came") {
  check_against_map<Spread>(1, 10);
  check_against_map<Spread>(5'000, 20'000);
  check_against_map<Crowded>(700, 3'000);
}

TEST_CASE("numbered maps that were swapped or copied find their own values") {
  using Map = NumberedMap<std::uint32_t, std::uint32_t, Spread, std::equal_to<>>;
  Map one, two;
  one[1] = 10;
  two[5] = 50;
  two[1] = 20;
  std::swap(one, two);
  CHECK(one[1] == 20);
  CHECK(two[1] == 10);
  CHECK(two[5] == 0);
  Map copy = one;
  copy[1] = 30;
  CHECK(one[1] == 20);
  CHECK(copy[1] == 30);
  CHECK(copy[5] == 50);
}

TEST_CASE("a value of a numbered map stays where it is") {
  NumberedMap<std::uint32_t, std::uint32_t, Spread, std::equal_to<>> map;
  std::uint32_t& first = map[7];
  first = 1;
  for (std::uint32_t key = 100; key < 10'000; ++key) {
    map[key] = key;
  }
  CHECK(&map[7] == &first);
  CHECK(first == 1);
}

TEST_CASE("a numbered map that is asked for keys ahead of time finds the same") {
  using Map = NumberedMap<std::uint32_t, std::uint32_t, Crowded, std::equal_to<>>;
  Map ahead, plain;
  for (std::uint32_t key = 0; key < 300; ++key) {
    const std::uint32_t hash = Map::hash_of(key % 100);
    ahead.foresee_slot(hash);  // at first there is none
    ahead.foresee_entry(hash);
    ahead.at(key % 100, hash) += key;
    CHECK(ahead.last_number() == key % 100);
    plain[key % 100] += key;
  }
  REQUIRE(ahead.size() == plain.size());
  for (std::size_t number = 0; number < plain.size(); ++number) {
    CHECK(ahead.key(number) == plain.key(number));
    CHECK(ahead.value(number) == plain.value(number));
  }
}
