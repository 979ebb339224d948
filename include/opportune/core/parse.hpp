// From a cell of input to a value: each function says no with a code and a reason.
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "opportune/core/calendar.hpp"
#include "opportune/core/cell.hpp"
#include "opportune/core/money.hpp"
#include "opportune/core/utf8.hpp"

namespace opportune {

/// Why a cell was refused; `code` is empty while nothing was.
struct Refusal {
  std::string code;
  std::string reason;
};

namespace detail {

inline std::nullopt_t refuse(Refusal& refusal, std::string code, std::string reason) {
  refusal.code = std::move(code);
  refusal.reason = std::move(reason);
  return std::nullopt;
}

inline constexpr std::size_t max_text_bytes = std::size_t{1} << 20U;
inline constexpr std::size_t max_id_bytes = 1024;

/// The shortest text that reads back as the same number: 0.1, not 0.1000000000000000055.
inline std::string real_text(double value) {
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

}  // namespace detail

/// How an error message shows the cell.
[[nodiscard]] inline std::string cell_text(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::null:
      return {};
    case Cell::Kind::boolean:
      return cell.integer != 0 ? "true" : "false";
    case Cell::Kind::integer:
      return std::to_string(cell.integer);
    case Cell::Kind::real:
      return detail::real_text(cell.real);
    case Cell::Kind::decimal: {
      std::string digits = std::to_string(cell.integer);
      const std::size_t sign = cell.integer < 0 ? 1 : 0;
      const auto scale = static_cast<std::size_t>(std::max(cell.scale, 0));
      if (digits.size() < sign + scale + 1) {
        digits.insert(sign, sign + scale + 1 - digits.size(), '0');
      }
      if (scale > 0) {
        digits.insert(digits.size() - scale, ".");
      }
      return digits + std::string(static_cast<std::size_t>(std::max(-cell.scale, 0)), '0');
    }
    case Cell::Kind::text:
      return std::string(cell.text);
    case Cell::Kind::date:
      return to_string(Date{static_cast<std::int32_t>(cell.integer)});
    case Cell::Kind::instant:
      return to_string(Instant{cell.integer});
    case Cell::Kind::list: {
      std::string out;
      for (std::size_t i = 0; i < cell.count && out.size() < 1000; ++i) {
        out += (i == 0 ? "" : ";") + cell_text(cell.items->cell(cell.first + i));
      }
      return out;
    }
  }
  return {};
}

[[nodiscard]] inline bool is_empty(const Cell& cell) noexcept {
  return cell.kind == Cell::Kind::null || (cell.kind == Cell::Kind::text && cell.text.empty()) ||
         (cell.kind == Cell::Kind::real && std::isnan(cell.real));
}

/// A text; whole numbers are taken as their digits (ids often are numbers). `buffer` may hold it.
[[nodiscard]] inline std::optional<std::string_view> parse_text(const Cell& cell,
                                                                std::string& buffer,
                                                                Refusal& refusal) {
  if (cell.kind != Cell::Kind::text) {
    const bool whole = cell.kind == Cell::Kind::real && std::trunc(cell.real) == cell.real &&
                       std::abs(cell.real) < 9e15;
    if (whole) {
      buffer = std::to_string(static_cast<std::int64_t>(cell.real));
    } else if (cell.kind == Cell::Kind::integer) {
      buffer = std::to_string(cell.integer);
    } else if (cell.kind == Cell::Kind::decimal && cell.scale == 0) {
      buffer = std::to_string(cell.integer);
    } else {
      return detail::refuse(refusal, "wrong_type", "must be a text");
    }
    return buffer;
  }
  if (cell.text.size() > detail::max_text_bytes) {
    return detail::refuse(refusal, "too_long", "is longer than 1 MiB");
  }
  if (!is_utf8(cell.text)) {
    return detail::refuse(refusal, "invalid_utf8", "is not valid UTF-8");
  }
  return cell.text;
}

/// A decimal number times 10^digits, exactly. A real is taken to the nearest such number where it
/// is that number but for binary noise.
[[nodiscard]] inline std::optional<std::int64_t> parse_decimal(const Cell& cell, int digits,
                                                               Refusal& refusal) {
  const auto too_large = [&] {
    return detail::refuse(refusal, "out_of_range", "is too large a number");
  };
  const auto too_fine = [&] {
    return detail::refuse(refusal, "too_many_decimals",
                          "has more than " + std::to_string(digits) + " decimals");
  };
  const auto scaled = [&](Int128 unscaled, int scale) -> std::optional<std::int64_t> {
    while (scale > digits && unscaled % 10 == 0) {
      unscaled /= 10;
      --scale;
    }
    if (scale > digits) {
      return too_fine();
    }
    for (; scale < digits; ++scale) {
      unscaled *= 10;
      if (unscaled > INT64_MAX || unscaled < -INT64_MAX) {
        return too_large();
      }
    }
    if (unscaled > INT64_MAX || unscaled < -INT64_MAX) {
      return too_large();
    }
    return static_cast<std::int64_t>(unscaled);
  };
  switch (cell.kind) {
    case Cell::Kind::integer:
      return scaled(cell.integer, 0);
    case Cell::Kind::decimal:
      return scaled(cell.integer, cell.scale);
    case Cell::Kind::real: {
      if (!std::isfinite(cell.real)) {
        return detail::refuse(refusal, "wrong_type", "is not a finite number");
      }
      const double exact = cell.real * static_cast<double>(power_of_ten(digits));
      const double nearest = std::nearbyint(exact);
      if (std::abs(nearest) > 9.0e18) {
        return too_large();
      }
      if (std::abs(exact - nearest) > 1e-4 + 1e-12 * std::abs(exact)) {
        return too_fine();
      }
      return static_cast<std::int64_t>(nearest);
    }
    case Cell::Kind::text: {
      std::string_view text = cell.text;
      const bool negative = !text.empty() && text.front() == '-';
      if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        text.remove_prefix(1);
      }
      Int128 unscaled = 0;
      int scale = 0;
      bool point = false;
      bool any = false;
      std::size_t i = 0;
      for (; i < text.size() && (text[i] == '.' || (text[i] >= '0' && text[i] <= '9')); ++i) {
        if (text[i] == '.') {
          if (point) {
            break;
          }
          point = true;
          continue;
        }
        any = true;
        if (unscaled > static_cast<Int128>(INT64_MAX) * 1'000'000) {
          return too_large();
        }
        unscaled = unscaled * 10 + (text[i] - '0');
        scale += point ? 1 : 0;
      }
      int exponent = 0;
      if (any && i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        const char* first = text.data() + i + 1;
        const char* last = text.data() + text.size();
        first += first != last && *first == '+' ? 1 : 0;
        const auto parsed = std::from_chars(first, last, exponent);
        i = parsed.ec == std::errc{} && parsed.ptr == last ? text.size() : i;
      }
      if (!any || i != text.size() || exponent > 40 || exponent < -40) {
        return detail::refuse(refusal, "wrong_type", "must be a number");
      }
      return scaled(negative ? -unscaled : unscaled, scale - exponent);
    }
    default:
      return detail::refuse(refusal, "wrong_type", "must be a number");
  }
}

[[nodiscard]] inline std::optional<double> parse_number(const Cell& cell, Refusal& refusal) {
  double value = 0;
  switch (cell.kind) {
    case Cell::Kind::integer:
      value = static_cast<double>(cell.integer);
      break;
    case Cell::Kind::real:
      value = cell.real;
      break;
    case Cell::Kind::decimal:
    case Cell::Kind::text: {
      const std::string text = cell_text(cell);
      const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
      if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) {
        return detail::refuse(refusal, "wrong_type", "must be a number");
      }
      break;
    }
    default:
      return detail::refuse(refusal, "wrong_type", "must be a number");
  }
  if (!std::isfinite(value)) {
    return detail::refuse(refusal, "wrong_type", "is not a finite number");
  }
  return value;
}

[[nodiscard]] inline std::optional<Instant> parse_instant_cell(const Cell& cell, Refusal& refusal) {
  std::optional<Instant> out;
  switch (cell.kind) {
    case Cell::Kind::date:
      if (cell.integer >= min_days && cell.integer <= max_days) {
        out = start_of_day(Date{static_cast<std::int32_t>(cell.integer)});
      }
      break;
    case Cell::Kind::instant:
      out = Instant{cell.integer};
      break;
    case Cell::Kind::text:
      out = parse_instant(cell.text);
      break;
    default:
      return detail::refuse(refusal, "wrong_type", "must be a date or an instant");
  }
  if (!out || out->micros < min_days * micros_per_day ||
      out->micros >= (max_days + std::int64_t{1}) * micros_per_day) {
    return detail::refuse(refusal, "impossible_date",
                          "is not a date or instant such as 2026-01-31 or 2026-01-31T10:20:30Z");
  }
  return out;
}

[[nodiscard]] inline std::optional<Date> parse_date_cell(const Cell& cell, Refusal& refusal) {
  const std::optional<Instant> instant = parse_instant_cell(cell, refusal);
  if (!instant) {
    return std::nullopt;
  }
  return day_of(*instant);
}

[[nodiscard]] inline std::optional<bool> parse_flag(const Cell& cell, Refusal& refusal) {
  if (cell.kind == Cell::Kind::boolean ||
      (cell.kind == Cell::Kind::integer && (cell.integer == 0 || cell.integer == 1))) {
    return cell.integer != 0;
  }
  if (cell.kind == Cell::Kind::text) {
    const std::string_view text = cell.text;
    if (text == "true" || text == "True" || text == "TRUE" || text == "1") {
      return true;
    }
    if (text == "false" || text == "False" || text == "FALSE" || text == "0") {
      return false;
    }
  }
  return detail::refuse(refusal, "wrong_type", "must be true or false");
}

}  // namespace opportune
