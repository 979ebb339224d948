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
  /// Of which amounts are read.
  enum class Amounts : std::uint8_t { of_closed, of_won };

  OpenOrClosedInPeriod(const PastDays& days, const MeasureContext& context,
                       const MeasureQuery& query, Amounts amounts)
      : days_(days), as_of_(context.as_of), query_(query), amounts_(amounts) {}
  void find(std::uint32_t first, std::uint32_t last, std::vector<std::uint32_t>& rows) const {
    days_.find(first, last, as_of_.day(), query_.from, query_.to, rows);
  }
  [[gnu::always_inline]] void foresee(std::uint32_t row) const noexcept {
    if (!days_.lasts(row, as_of_.day()) &&
        (amounts_ == Amounts::of_closed || days_.may_be(row, Outcome::won))) {
      days_.foresee(row);
    }
  }
  /// How one of them stands; of another one nothing is said. One number, which stays in a register:
  /// of a struct of small members, written one by one and then copied as a whole, the processor
  /// waits for the writes.
  class Found {
   public:
    [[nodiscard]] static Found open() { return Found(1); }
    [[nodiscard]] static Found closed(Outcome outcome, Date on) {
      return Found(std::int64_t{on.days} * 8 + static_cast<std::int64_t>(outcome) * 2);
    }
    Found() = default;
    explicit operator bool() const noexcept { return code_ != 0; }
    [[nodiscard]] bool is_open() const noexcept { return code_ == 1; }
    [[nodiscard]] Outcome outcome() const noexcept { return static_cast<Outcome>(code_ >> 1 & 3); }
    [[nodiscard]] Date closed_on() const noexcept {
      return Date{static_cast<std::int32_t>(code_ >> 3)};
    }

   private:
    explicit Found(std::int64_t code) : code_(code) {}
    std::int64_t code_ = 0;
  };
  [[nodiscard]] Found operator()(std::uint32_t row) const {
    const Standing standing = days_.standing(row, as_of_);
    return standing.is_open ? Found::open()
           : in_period(query_, standing.closed_on)
               ? Found::closed(standing.outcome, standing.closed_on)
               : Found();
  }
  /// Of what was found; 0 where it is not read.
  [[nodiscard]] std::int64_t amount(std::uint32_t row, const Found& found) const {
    const bool is_read = found.outcome() == Outcome::won ||
                         (amounts_ == Amounts::of_closed && found.outcome() != Outcome::open);
    return is_read ? days_.amount(row, as_of_) : 0;
  }

 private:
  const PastDays& days_;
  const AsOf& as_of_;
  const MeasureQuery& query_;
  Amounts amounts_;
};

}  // namespace opportune
