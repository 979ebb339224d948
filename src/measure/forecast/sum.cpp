#include "measure/forecast/sum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <tuple>

namespace opportune {
namespace {

constexpr std::int64_t most_cells = 1 << 16;
/// Steps (chances x cells) that an exact distribution may take, and one on a grid.
constexpr double most_steps = 2e9;

/// The quantile of the standard normal distribution, by bisection: few are asked for.
double normal_quantile(double share) {
  double low = -10, high = 10;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (std::erfc(-middle / std::numbers::sqrt2) / 2 < share ? low : high) = middle;
  }
  return low;
}

/// The third term of Cornish and Fisher for a skewed distribution.
double skewed(double z, double skewness) { return z + skewness * (z * z - 1) / 6; }

void by_moments(const std::vector<Chance>& chances, SumDistribution& out) {
  double variance = 0, third = 0, absolute = 0;
  for (const Chance& chance : chances) {
    const auto a = static_cast<double>(chance.amount);
    const double p = chance.probability, q = 1 - p;
    variance += a * a * p * q;
    third += a * a * a * p * q * (q - p);
    absolute += a * a * a * p * q * (p * p + q * q);
  }
  out.method = "normal";
  out.deviation = std::sqrt(variance);
  const double skewness = variance == 0 ? 0 : third / (variance * out.deviation);
  const auto quantile = [&](double share) {
    return std::max(0.0, out.mean + out.deviation * skewed(normal_quantile(share), skewness));
  };
  out.q10 = std::llround(quantile(0.1));
  out.q50 = std::llround(quantile(0.5));
  out.q90 = std::llround(quantile(0.9));
  // Berry and Esseen, with the constant of Shevtsova (2010): how far the shares may be off.
  const double off = variance == 0 ? 0 : 0.5606 * absolute / (variance * out.deviation);
  const double share = std::min(0.0999, off);
  out.error = std::llround(
      std::max({quantile(0.1) - quantile(0.1 - share), quantile(0.9 + share) - quantile(0.9),
                quantile(0.5 + share) - quantile(0.5)}));
}

void on_grid(const std::vector<Chance>& chances, SumDistribution& out) {
  out.mass.assign(1, 1.0);
  for (const Chance& chance : chances) {
    const auto shift = static_cast<std::size_t>((chance.amount + out.unit / 2) / out.unit);
    out.error += std::abs(chance.amount - static_cast<std::int64_t>(shift) * out.unit);
    if (shift == 0) {
      continue;
    }
    const double p = chance.probability, q = 1 - p;
    const std::size_t before = out.mass.size();
    out.mass.resize(before + shift, 0.0);
    double* mass = out.mass.data();
    for (std::size_t i = out.mass.size(); i-- > shift;) {
      mass[i] = mass[i] * q + mass[i - shift] * p;
    }
    for (std::size_t i = 0; i < std::min(shift, out.mass.size()); ++i) {
      mass[i] *= q;
    }
  }
  const auto quantile = [&](double share) {
    double sum = 0;
    for (std::size_t i = 0; i < out.mass.size(); ++i) {
      sum += out.mass[i];
      if (sum >= share - 1e-12) {
        return out.base + static_cast<std::int64_t>(i) * out.unit;
      }
    }
    return out.base + static_cast<std::int64_t>(out.mass.size() - 1) * out.unit;
  };
  out.q10 = quantile(0.1);
  out.q50 = quantile(0.5);
  out.q90 = quantile(0.9);
}

}  // namespace

SumDistribution sum_of(std::vector<Chance> all) {
  // In an order of their own, so that the order of rows is not felt in the last digit.
  std::sort(all.begin(), all.end(), [](const Chance& a, const Chance& b) {
    return std::tie(a.amount, a.probability) < std::tie(b.amount, b.probability);
  });
  SumDistribution out;
  std::vector<Chance> open;
  std::int64_t total = 0, common = 0;
  for (const Chance& chance : all) {
    out.mean += static_cast<double>(chance.amount) * chance.probability;
    if (chance.amount == 0 || chance.probability <= 0) {
      continue;
    }
    if (chance.probability >= 1) {
      out.base += chance.amount;
      continue;
    }
    open.push_back(chance);
    total += chance.amount;
    common = std::gcd(common, chance.amount);
  }
  if (open.empty()) {
    out.mass.assign(1, 1.0);
    out.q10 = out.q50 = out.q90 = out.base;
    return out;
  }
  // Half of the cells are filled on average.
  const auto steps = [&](std::int64_t cells) {
    return static_cast<double>(open.size()) * static_cast<double>(cells) / 2;
  };
  if (total / common <= most_cells * 16 && steps(total / common) <= most_steps) {
    out.unit = common;
    on_grid(open, out);
  } else if (steps(most_cells) <= most_steps) {
    out.method = "grid";
    out.unit = total / most_cells + 1;
    on_grid(open, out);
  } else {
    by_moments(open, out);
    out.q10 = std::max(out.q10, out.base);
  }
  return out;
}

double SumDistribution::crps(std::int64_t came) const {
  if (method == "normal") {
    if (deviation == 0) {
      return std::abs(static_cast<double>(came) - mean);
    }
    const double z = (static_cast<double>(came) - mean) / deviation;
    const double below = std::erfc(-z / std::numbers::sqrt2) / 2;
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
    return deviation * (z * (2 * below - 1) + 2 * density - 1 / std::sqrt(std::numbers::pi));
  }
  // The integral of (F(x) - [x >= came])^2 over the steps of F.
  double out = 0, share = 0;
  for (std::size_t i = 0; i < mass.size(); ++i) {
    share += mass[i];
    const std::int64_t from = base + static_cast<std::int64_t>(i) * unit;
    const bool last = i + 1 == mass.size();
    const std::int64_t to = last ? std::max(from, came) : from + unit;
    const std::int64_t turn = std::clamp(came, from, to);
    out += static_cast<double>(turn - from) * share * share +
           static_cast<double>(to - turn) * (1 - share) * (1 - share);
  }
  return out + static_cast<double>(std::max<std::int64_t>(0, base - came));
}

}  // namespace opportune
