// Decimals of 32 to 256 bits: as 64-bit decimals where they fit, as text where they do not.
#include <algorithm>
#include <array>
#include <bit>

#include "io/arrow_fixed.hpp"

namespace opportune::arrow {

namespace {

/// A two's complement integer in 32-bit limbs, least significant first.
template <std::size_t limbs>
using Wide = std::array<std::uint32_t, limbs>;

template <std::size_t limbs>
Wide<limbs> ordered(Wide<limbs> value) {
  if constexpr (std::endian::native == std::endian::big) {
    std::reverse(value.begin(), value.end());
  }
  return value;
}

template <std::size_t limbs>
void negate(Wide<limbs>& value) {
  std::uint64_t carry = 1;
  for (std::uint32_t& limb : value) {
    carry += static_cast<std::uint32_t>(~limb);
    limb = static_cast<std::uint32_t>(carry);
    carry >>= 32U;
  }
}

/// Divides an unsigned value by ten and returns the remainder.
template <std::size_t limbs>
unsigned divide_by_ten(Wide<limbs>& value) {
  std::uint64_t remainder = 0;
  for (std::size_t i = limbs; i-- > 0;) {
    remainder = remainder << 32U | value[i];
    value[i] = static_cast<std::uint32_t>(remainder / 10);
    remainder %= 10;
  }
  return static_cast<unsigned>(remainder);
}

/// Plain decimal notation, without an exponent.
template <std::size_t limbs>
std::string decimal_text(Wide<limbs> value, std::int32_t scale) {
  const bool negative = (value.back() >> 31U) != 0;
  if (negative) {
    negate(value);
  }
  std::string digits;  // reversed
  while (std::any_of(value.begin(), value.end(), [](std::uint32_t limb) { return limb != 0; })) {
    digits += static_cast<char>('0' + divide_by_ten(value));
  }
  if (scale < 0) {
    digits.insert(0, static_cast<std::size_t>(-scale), '0');
  } else {
    const auto places = static_cast<std::size_t>(scale);
    digits.resize(std::max(digits.size(), places + 1), '0');
    if (places > 0) {
      digits.insert(places, 1, '.');
    }
  }
  if (negative) {
    digits += '-';
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
}

template <std::size_t limbs>
struct DecimalRule {
  using Value = Wide<limbs>;
  static constexpr bool always_fits = false;

  std::int32_t scale;

  bool cell(Value raw, Cell& out) const {
    const Value value = ordered(raw);
    const std::uint32_t sign = (value.back() >> 31U) != 0 ? 0xFFFF'FFFFU : 0U;
    const std::uint32_t high = limbs > 1 ? value[limbs > 1 ? 1 : 0] : sign;
    bool fits = (high >> 31U) == (sign >> 31U) && scale >= 0;
    for (std::size_t i = 2; i < limbs; ++i) {
      fits = fits && value[i] == sign;
    }
    out = Cell::of_decimal(
        static_cast<std::int64_t>(static_cast<std::uint64_t>(high) << 32U | value[0]), scale);
    return fits;
  }
  [[nodiscard]] std::string text(Value raw) const {
    const Value value = ordered(raw);
    const bool zero =
        std::all_of(value.begin(), value.end(), [](std::uint32_t limb) { return limb == 0; });
    return zero ? "0" : decimal_text(value, scale);
  }
};

}  // namespace

Column make_decimal(const Source& source) {
  switch (source.type.width) {
    case 4:
      return make_fixed(DecimalRule<1>{source.type.scale}, source);
    case 8:
      return make_fixed(DecimalRule<2>{source.type.scale}, source);
    case 16:
      return make_fixed(DecimalRule<4>{source.type.scale}, source);
    default:
      return make_fixed(DecimalRule<8>{source.type.scale}, source);
  }
}

}  // namespace opportune::arrow
