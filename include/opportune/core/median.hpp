// The median, which several measures share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace opportune {

/// Of at least one number; their order is altered. Of an even count: the mean of the two in the
/// middle.
template <class Number>
[[nodiscard]] double median(std::vector<Number>& values) {
  const std::size_t middle = values.size() / 2;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(middle);
  std::nth_element(values.begin(), at, values.end());
  const auto upper = static_cast<double>(*at);
  return values.size() % 2 == 1
             ? upper
             : (upper + static_cast<double>(*std::max_element(values.begin(), at))) / 2;
}

/// The same; nothing where there are no numbers.
template <class Number>
[[nodiscard]] std::optional<double> median_of(std::vector<Number>& values) {
  return values.empty() ? std::nullopt : std::optional(median(values));
}

}  // namespace opportune
