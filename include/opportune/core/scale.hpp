// Multiplying amounts by a fraction, exactly and fast.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace opportune {

__extension__ typedef __int128 Int128;

/// 10^exponent.
[[nodiscard]] constexpr Int128 power_of_ten(int exponent) noexcept {
  Int128 out = 1;
  for (int i = 0; i < exponent; ++i) {
    out *= 10;
  }
  return out;
}

/// numerator / denominator (> 0), rounded to the nearest integer, ties to the even one.
[[nodiscard]] constexpr Int128 divide_half_even(Int128 numerator, Int128 denominator) noexcept {
  Int128 quotient = numerator / denominator;
  const Int128 rest = numerator % denominator;
  const Int128 twice = 2 * (rest < 0 ? -rest : rest);
  if (twice > denominator || (twice == denominator && quotient % 2 != 0)) {
    quotient += numerator < 0 ? -1 : 1;
  }
  return quotient;
}

/// A fraction that amounts are multiplied by: numerator >= 0, denominator > 0.
class Scale {
 public:
  constexpr Scale() = default;
  constexpr Scale(Int128 numerator, Int128 denominator) noexcept
      : numerator_(numerator),
        denominator_(denominator),
        is_small_(numerator <= std::numeric_limits<std::int64_t>::max() &&
                  denominator <= max_small),
        quotient_(static_cast<double>(numerator) / static_cast<double>(denominator)) {}

  /// amount x numerator / denominator, as divide_half_even gives it. A division of 128 bits takes
  /// as long as ten of these: a double says the nearest quotient but for 1 at most, and the rest,
  /// which is small, is exact also where only its last 64 bits are looked at.
  [[nodiscard]] Int128 operator()(std::int64_t amount) const noexcept {
    const double about = static_cast<double>(amount) * quotient_;
    if (!is_small_ || !(std::fabs(about) < max_estimate)) {
      return divided(amount);
    }
    // Rounded, not cut off: the rest is nearly always less than a half, which the processor learns.
    auto quotient = static_cast<std::int64_t>(about + std::copysign(0.5, about));
    const auto by = static_cast<std::int64_t>(denominator_);
    auto rest = static_cast<std::int64_t>(
        static_cast<std::uint64_t>(amount) * static_cast<std::uint64_t>(numerator_) -
        static_cast<std::uint64_t>(quotient) * static_cast<std::uint64_t>(by));
    while (2 * rest > by || (2 * rest == by && quotient % 2 != 0)) {
      ++quotient;
      rest -= by;
    }
    while (2 * rest < -by || (2 * rest == -by && quotient % 2 != 0)) {
      --quotient;
      rest += by;
    }
    return quotient;
  }

 private:
  [[nodiscard, gnu::noinline]] Int128 divided(std::int64_t amount) const noexcept {
    return divide_half_even(static_cast<Int128>(amount) * numerator_, denominator_);
  }

  static constexpr std::int64_t max_small = 100'000'000'000'000'000;  // four of it: below 2^63
  static constexpr double max_estimate = 1e15;  // of which a double knows the fourth of one

  Int128 numerator_ = 0;
  Int128 denominator_ = 1;
  bool is_small_ = true;
  double quotient_ = 0;
};

}  // namespace opportune
