// The days that are worked in a market, and the days that an opportunity has been in its stage. See
// docs/decisions/business-days.md.
#pragma once

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "opportune/core/weekdays.hpp"
#include "opportune/model/book.hpp"

namespace opportune {

/// Which days are worked.
class BusinessCalendar {
 public:
  /// `weekend`: not all seven days. `holidays`: in any order; one may be there twice, or fall on a
  /// weekend.
  BusinessCalendar(Weekdays weekend, std::vector<Date> holidays)
      : weekend_(weekend), holidays_(std::move(holidays)) {
    std::erase_if(holidays_, [&](Date day) { return weekend_.has(weekday_of(day)); });
    std::sort(holidays_.begin(), holidays_.end());
    holidays_.erase(std::unique(holidays_.begin(), holidays_.end()), holidays_.end());
  }

  [[nodiscard]] bool works(Date day) const {
    return !weekend_.has(weekday_of(day)) &&
           !std::binary_search(holidays_.begin(), holidays_.end(), day);
  }
  /// How many of the days after `from` up to and with `to` are worked; 0 where `to` is not later.
  /// Whole weeks by arithmetic, holidays by binary search.
  [[nodiscard]] std::int32_t between(Date from, Date to) const {
    if (to <= from) {
      return 0;
    }
    const std::int32_t days = to.days - from.days;
    std::int32_t out = days / 7 * (7 - weekend_.size());
    const int first = weekday_of(from);
    for (int i = 1; i <= days % 7; ++i) {
      out += weekend_.has(static_cast<Weekday>((first + i) % 7)) ? 0 : 1;
    }
    const auto after = std::upper_bound(holidays_.begin(), holidays_.end(), from);
    return out - static_cast<std::int32_t>(std::upper_bound(after, holidays_.end(), to) - after);
  }

 private:
  Weekdays weekend_;
  std::vector<Date> holidays_;  // sorted, none on a weekend
};

/// The calendar of a market: its own weekend or that of the nearest ancestor that sets one, else
/// Saturday and Sunday; the holidays of the market and of all above it. no_row: Saturday and
/// Sunday, no holidays.
[[nodiscard]] inline BusinessCalendar business_calendar(const Book& book, std::uint32_t market) {
  const Weekdays weekend = book.of_market<"weekend">(market);
  const auto& dates = book.get<Holiday>().get<"date">();
  const History& holidays = book.links().holidays_of_market;
  std::vector<Date> days;
  for (; market != no_row; market = book.markets().parent(market)) {
    for (std::uint32_t row = holidays.latest(market); row != no_row; row = holidays.earlier(row)) {
      days.push_back(dates[row]);
    }
  }
  constexpr Weekdays usual{boost::date_time::Saturday, boost::date_time::Sunday};
  return {weekend.empty() ? usual : weekend, std::move(days)};
}

/// Days in a stage, each as its max_days counts them. Makes a market's calendar when it is first
/// asked for; for one thread, and while the Book stays as it is.
class StageDays {
 public:
  explicit StageDays(const Book& book) : book_(book) {}

  /// From the day of the entry, which does not count, to `day`, which does.
  [[nodiscard]] std::int32_t operator()(const StageDefinition& stage, std::uint32_t market,
                                        Date entered, Date day) {
    return stage.days == DaysUnit::calendar ? day.days - entered.days
                                            : calendar(market).between(entered, day);
  }

 private:
  const BusinessCalendar& calendar(std::uint32_t market) {
    const auto found = calendars_.find(market);
    return found != calendars_.end()
               ? found->second
               : calendars_.emplace(market, business_calendar(book_, market)).first->second;
  }

  const Book& book_;
  std::unordered_map<std::uint32_t, BusinessCalendar> calendars_;
};

}  // namespace opportune
