// Amounts times fractions: the fast way equals the division of 128 bits.
#include "opportune/core/scale.hpp"

#include <random>

#include "support/catch.hpp"

using namespace opportune;

namespace {

void check_same(std::int64_t amount, Int128 numerator, Int128 denominator) {
  const auto expected = divide_half_even(amount * numerator, denominator);
  const bool same = Scale(numerator, denominator)(amount) == expected;
  INFO(amount << " x " << static_cast<double>(numerator) << " / "
              << static_cast<double>(denominator));
  REQUIRE(same);
}

}  // namespace

TEST_CASE("ties of a scale go to the even neighbour") {
  for (std::int64_t amount = -1000; amount <= 1000; ++amount) {
    for (const std::int64_t numerator : {0, 1, 2, 5, 7}) {
      for (const std::int64_t denominator : {1, 2, 4, 6, 10}) {
        check_same(amount, numerator, denominator);
      }
    }
  }
}

TEST_CASE("a scale is exact for amounts and rates of any size") {
  std::mt19937_64 random(1);
  const auto up_to = [&](int bits) { return static_cast<std::int64_t>(random() >> (64 - bits)); };
  for (int i = 0; i < 300'000; ++i) {
    const std::int64_t sign = random() % 2 == 0 ? 1 : -1;
    const std::int64_t amount = sign * up_to(1 + static_cast<int>(random() % 50));
    const std::int64_t numerator = up_to(1 + static_cast<int>(random() % 63));
    check_same(amount, numerator, power_of_ten(static_cast<int>(random() % 18)));
    check_same(amount, numerator, 1 + up_to(1 + static_cast<int>(random() % 60)));
  }
}

TEST_CASE("halves of large amounts are told from what is just beside them") {
  for (const std::int64_t denominator :
       {2LL, 1'000'000LL, 1'000'000'000'000LL, 10'000'000'000'000'000LL}) {
    for (const std::int64_t amount : {1LL, 3LL, 999'999'999'999'999LL, 1'000'000'000'000'000LL}) {
      for (const std::int64_t near : {-1LL, 0LL, 1LL}) {
        check_same(amount, denominator / 2 + near, denominator);
        check_same(-amount, denominator / 2 + near, denominator);
      }
    }
  }
}
