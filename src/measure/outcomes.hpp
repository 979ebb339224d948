// What was closed in a period: numbers and amounts by outcome, which several measures share.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

#include "measure/measures.hpp"
#include "measure/past_days.hpp"

namespace opportune {

/// Closed opportunities of one cell. Exact, whatever the order in which they are added.
struct Outcomes {
  std::array<std::int64_t, 4> count{};   ///< by Outcome
  std::array<std::int64_t, 4> amount{};  ///< likewise
  Int128 squares = 0;                    ///< of the amounts

  void add(Outcome outcome, std::int64_t amount_minor) {
    ++count[static_cast<std::size_t>(outcome)];
    amount[static_cast<std::size_t>(outcome)] += amount_minor;
    squares += Int128{amount_minor} * amount_minor;
  }
  void merge(const Outcomes& other) {
    for (std::size_t i = 0; i < count.size(); ++i) {
      count[i] += other.count[i];
      amount[i] += other.amount[i];
    }
    squares += other.squares;
  }
  [[nodiscard]] std::int64_t closed() const { return count[1] + count[2] + count[3]; }
  [[nodiscard]] std::int64_t closed_amount() const { return amount[1] + amount[2] + amount[3]; }
  [[nodiscard]] std::int64_t won() const { return count[static_cast<std::size_t>(Outcome::won)]; }
  [[nodiscard]] std::int64_t won_amount() const {
    return amount[static_cast<std::size_t>(Outcome::won)];
  }
  /// As many deals of one size would say as much: (sum a)^2 / sum a^2 of the amounts.
  [[nodiscard]] double effective_count() const {
    const auto sum = static_cast<double>(closed_amount());
    return squares == 0 ? 0 : sum * sum / static_cast<double>(squares);
  }
};

struct Interval {
  double low = 0;
  double high = 0;
};

/// Wilson's score interval at 95% of a share of n trials; nothing where there are none. (Wilson,
/// "Probable inference, the law of succession, and statistical inference", 1927.)
[[nodiscard]] inline std::optional<Interval> wilson(std::optional<double> share, double n) {
  constexpr double z = 1.959963984540054;
  if (!share || n <= 0) {
    return std::nullopt;
  }
  const double p = *share;
  const double scale = 1 + z * z / n;
  const double centre = (p + z * z / (2 * n)) / scale;
  const double half = z / scale * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return Interval{std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

/// The opportunities that are open at the instant, or closed on a day of the period (each_found).
class OpenOrClosedInPeriod {
 public:
  OpenOrClosedInPeriod(const PastDays& days, const MeasureContext& context,
                       const MeasureQuery& query)
      : days_(days), as_of_(context.as_of), query_(query) {}
  void find(std::uint32_t first, std::uint32_t last, std::vector<std::uint32_t>& rows) const {
    days_.find(first, last, as_of_.day(), query_.from, query_.to, rows);
  }
  /// Of what is open no amount is read.
  [[gnu::always_inline]] void foresee(std::uint32_t row) const noexcept {
    if (!days_.lasts(row, as_of_.day())) {
      days_.foresee(row);
    }
  }
  /// How one stands, and whether it is one of them.
  struct Found {
    Standing standing;
    bool is_asked_for = false;
    explicit operator bool() const noexcept { return is_asked_for; }
  };
  [[nodiscard]] Found operator()(std::uint32_t row) const {
    Found out{days_.standing(row, as_of_)};
    out.is_asked_for = out.standing.is_open || in_period(query_, out.standing.closed_on);
    return out;
  }
  [[nodiscard]] std::int64_t amount(std::uint32_t row) const { return days_.amount(row, as_of_); }

 private:
  const PastDays& days_;
  const AsOf& as_of_;
  const MeasureQuery& query_;
};

}  // namespace opportune
