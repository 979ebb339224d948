#include "io/decimal_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <system_error>

namespace opportune {

std::optional<Cell> decimal_cell(std::string_view text) {
  const std::size_t exponent_at = std::min(text.find_first_of("eE"), text.size());
  std::string digits(text.substr(0, exponent_at));
  std::int64_t scale = 0;
  if (const std::size_t point = digits.find('.'); point != std::string::npos) {
    digits.erase(point, 1);
    while (digits.size() > point && digits.size() > 1 && digits.back() == '0') {
      digits.pop_back();
    }
    scale = static_cast<std::int64_t>(digits.size() - point);
  }
  if (exponent_at < text.size()) {
    const std::size_t from = exponent_at + (text[exponent_at + 1] == '+' ? 2 : 1);
    std::int32_t exponent = 0;
    if (std::from_chars(text.data() + from, text.data() + text.size(), exponent).ec !=
        std::errc{}) {
      return std::nullopt;
    }
    scale -= exponent;
  }
  constexpr std::int64_t most_digits = 18;
  if (scale < 0 && scale >= -most_digits) {
    digits.append(static_cast<std::size_t>(-scale), '0');
    scale = 0;
  }
  std::int64_t unscaled = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), unscaled);
  if (error != std::errc{} || end != digits.data() + digits.size() || scale < 0 ||
      scale > most_digits) {
    return std::nullopt;
  }
  return Cell::of_decimal(unscaled, static_cast<std::int32_t>(scale));
}

}  // namespace opportune
