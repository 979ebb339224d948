// Booleans, integers, floating-point numbers, dates and instants.
#include <cmath>
#include <limits>
#include <type_traits>

#include "io/arrow_fixed.hpp"

namespace opportune::arrow {

namespace {

constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

class BooleanColumn final : public InputColumn {
 public:
  explicit BooleanColumn(const Source& source)
      : slice_(source.slice), bits_(static_cast<const std::uint8_t*>(source.buffer(1))) {}

  void read(std::size_t first, std::size_t count, Cell* out) const override {
    fill(slice_, first, count, out, [this](std::size_t at) {
      return Cell::of_boolean((bits_[at / 8] >> (at % 8) & 1U) != 0);
    });
  }

 private:
  Slice slice_;
  const std::uint8_t* bits_;
};

template <class Integer>
struct IntegerRule {
  using Value = Integer;
  static constexpr bool always_fits = sizeof(Value) < 8 || std::is_signed_v<Value>;

  static bool cell(Value value, Cell& out) {
    out = Cell::of_integer(static_cast<std::int64_t>(value));
    return always_fits || out.integer >= 0;
  }
  static std::string text(Value value) { return std::to_string(value); }
};

template <class Real>
struct RealRule {
  using Value = Real;
  static constexpr bool always_fits = true;

  static bool cell(Value value, Cell& out) {
    out = Cell::of_real(static_cast<double>(value));
    return true;
  }
};

double half_to_double(std::uint16_t half) {
  const int exponent = half >> 10 & 0x1F;
  const int fraction = half & 0x3FF;
  double value = 0;
  if (exponent == 0x1F) {
    value = fraction == 0 ? std::numeric_limits<double>::infinity()
                          : std::numeric_limits<double>::quiet_NaN();
  } else if (exponent == 0) {
    value = std::ldexp(fraction, -24);
  } else {
    value = std::ldexp(fraction + 0x400, exponent - 25);
  }
  return (half & 0x8000) != 0 ? -value : value;
}

struct HalfRule {
  using Value = std::uint16_t;
  static constexpr bool always_fits = true;

  static bool cell(Value value, Cell& out) {
    out = Cell::of_real(half_to_double(value));
    return true;
  }
};

/// Units of which `per_day` make a day.
template <class Integer, std::int64_t per_day>
struct DateRule {
  using Value = Integer;
  static constexpr bool always_fits = true;

  static bool cell(Value value, Cell& out) {
    out = Cell::of_date(floor_divide(value, per_day));
    return true;
  }
};

/// Ticks to microseconds: `times` (seconds, milliseconds) or rounded down by `divided_by` (ns).
struct InstantRule {
  using Value = std::int64_t;
  static constexpr bool always_fits = false;

  std::int64_t times;
  std::int64_t divided_by;
  std::int64_t largest;  ///< what `times` can take without overflow
  std::int64_t ticks_per_second;

  bool cell(Value value, Cell& out) const {
    if (value > largest || value < -largest) {
      return false;
    }
    out = Cell::of_instant(divided_by == 1 ? value * times : floor_divide(value, divided_by));
    return true;
  }
  [[nodiscard]] std::string text(Value value) const {
    const char* unit = ticks_per_second == 1 ? " s" : ticks_per_second == 1'000 ? " ms" : " ticks";
    return std::to_string(value) + unit + " since 1970-01-01T00:00:00Z";
  }
};

Column make_instant(const Source& source) {
  constexpr std::int64_t micros = 1'000'000;
  const std::int64_t ticks = source.type.ticks_per_second;
  InstantRule rule{};
  rule.times = ticks < micros ? micros / ticks : 1;
  rule.divided_by = ticks > micros ? ticks / micros : 1;
  rule.largest = std::numeric_limits<std::int64_t>::max() / rule.times;
  rule.ticks_per_second = ticks;
  return make_fixed(rule, source);
}

}  // namespace

Column make_scalar(const Source& source) {
  switch (source.type.kind) {
    case Kind::boolean:
      return std::make_unique<BooleanColumn>(source);
    case Kind::int8:
      return make_fixed(IntegerRule<std::int8_t>{}, source);
    case Kind::uint8:
      return make_fixed(IntegerRule<std::uint8_t>{}, source);
    case Kind::int16:
      return make_fixed(IntegerRule<std::int16_t>{}, source);
    case Kind::uint16:
      return make_fixed(IntegerRule<std::uint16_t>{}, source);
    case Kind::int32:
      return make_fixed(IntegerRule<std::int32_t>{}, source);
    case Kind::uint32:
      return make_fixed(IntegerRule<std::uint32_t>{}, source);
    case Kind::int64:
      return make_fixed(IntegerRule<std::int64_t>{}, source);
    case Kind::uint64:
      return make_fixed(IntegerRule<std::uint64_t>{}, source);
    case Kind::half:
      return make_fixed(HalfRule{}, source);
    case Kind::float32:
      return make_fixed(RealRule<float>{}, source);
    case Kind::float64:
      return make_fixed(RealRule<double>{}, source);
    case Kind::date32:
      return make_fixed(DateRule<std::int32_t, 1>{}, source);
    case Kind::date64:
      return make_fixed(DateRule<std::int64_t, 86'400'000>{}, source);
    case Kind::timestamp:
      return make_instant(source);
    default:
      break;
  }
  source.place.invalid("a column of an unexpected type");
}

}  // namespace opportune::arrow
