// The distribution of a sum of independent amounts, each of which comes or does not.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace opportune {

/// An amount (not negative) that comes with a probability.
struct Chance {
  std::int64_t amount = 0;
  double probability = 0;
};

struct SumDistribution {
  double mean = 0;
  std::int64_t q10 = 0, q50 = 0, q90 = 0;
  /// exact; grid: amounts were rounded to multiples of a unit; normal: by three moments.
  std::string_view method = "exact";
  /// By how much a quantile may be off at most.
  std::int64_t error = 0;
  /// The continuous ranked probability score of what came (Gneiting and Raftery, 2007): 0 is best.
  [[nodiscard]] double crps(std::int64_t came) const;

  // The distribution: on a grid of `unit` from `base` on, or normal.
  std::int64_t base = 0;
  std::int64_t unit = 1;
  std::vector<double> mass;
  double deviation = 0;
};

[[nodiscard]] SumDistribution sum_of(std::vector<Chance> chances);

}  // namespace opportune
