// Days of the week, and sets of them. Numbered as Boost.Date_Time does: Sunday is 0.
#pragma once

#include <array>
#include <bit>
#include <boost/date_time/date_defs.hpp>
#include <boost/date_time/gregorian_calendar.hpp>
#include <boost/date_time/year_month_day.hpp>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "opportune/core/calendar.hpp"

namespace opportune {

using Weekday = boost::date_time::weekdays;

/// Boost.Date_Time's calendar over plain integers: its own dates begin in 1400, ours in 0001.
[[nodiscard]] inline Weekday weekday_of(Date date) {
  using Civil = boost::date_time::year_month_day_base<int, int, int>;
  using Calendar = boost::date_time::gregorian_calendar_base<Civil, std::int64_t>;
  const std::chrono::year_month_day day = civil(date);
  return static_cast<Weekday>(Calendar::day_of_week(Civil(static_cast<int>(day.year()),
                                                          static_cast<int>(unsigned{day.month()}),
                                                          static_cast<int>(unsigned{day.day()}))));
}

/// A set of days of the week.
class Weekdays {
 public:
  static constexpr std::array<std::string_view, 7> names{"sun", "mon", "tue", "wed",
                                                         "thu", "fri", "sat"};
  /// In the order in which a week is written: from Monday.
  static constexpr std::array<Weekday, 7> in_order{
      boost::date_time::Monday,   boost::date_time::Tuesday, boost::date_time::Wednesday,
      boost::date_time::Thursday, boost::date_time::Friday,  boost::date_time::Saturday,
      boost::date_time::Sunday};

  constexpr Weekdays() = default;
  constexpr Weekdays(std::initializer_list<Weekday> days) {
    for (const Weekday day : days) {
      add(day);
    }
  }
  [[nodiscard]] static constexpr std::optional<Weekday> find(std::string_view name) {
    for (const Weekday day : in_order) {
      if (names[day] == name) {
        return day;
      }
    }
    return std::nullopt;
  }

  constexpr void add(Weekday day) { bits_ = static_cast<std::uint8_t>(bits_ | 1U << day); }
  [[nodiscard]] constexpr bool has(Weekday day) const { return (bits_ >> day & 1U) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr int size() const { return std::popcount(bits_); }
  bool operator==(const Weekdays&) const = default;

 private:
  std::uint8_t bits_ = 0;
};

}  // namespace opportune
