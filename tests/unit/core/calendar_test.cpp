#include "opportune/core/calendar.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

using opportune::Date;
using opportune::day_of;
using opportune::end_of_day;
using opportune::Instant;
using opportune::make_date;
using opportune::parse_date;
using opportune::parse_instant;
using opportune::start_of_day;
using opportune::to_string;

namespace {

// A reckoning of its own, so that the calendar is not compared with itself.
bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
unsigned days_in(int year, unsigned month) {
  constexpr unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return lengths[month - 1] + (month == 2 && is_leap(year) ? 1U : 0U);
}

std::string padded(unsigned value, std::size_t width) {
  std::string text = std::to_string(value);
  return std::string(width - text.size(), '0') + text;
}

// The instant as text in UTC, or "none".
std::string reread(std::string_view text) {
  const std::optional<Instant> instant = parse_instant(text);
  return instant ? to_string(*instant) : "none";
}

}  // namespace

TEST_CASE("Every day from year 1 to 9999 has one number and one text", "[core][calendar]") {
  std::int32_t expected = opportune::min_days;
  std::uint64_t wrong = 0;
  for (int year = 1; year <= 9999; ++year) {
    for (unsigned month = 1; month <= 12; ++month) {
      for (unsigned day = 1; day <= days_in(year, month); ++day, ++expected) {
        const Date date = make_date(year, month, day);
        const std::string text =
            padded(static_cast<unsigned>(year), 4) + '-' + padded(month, 2) + '-' + padded(day, 2);
        const bool right =
            date.days == expected && to_string(date) == text && parse_date(text) == date;
        wrong += right ? 0U : 1U;
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(expected - 1 == opportune::max_days);
}

TEST_CASE("The 29th of February exists in leap years only", "[core][calendar]") {
  for (int year = 1; year <= 9999; ++year) {
    const std::string text = padded(static_cast<unsigned>(year), 4) + "-02-29";
    if (parse_date(text).has_value() != is_leap(year)) {
      FAIL(text);
    }
  }
  CHECK(parse_date("2000-02-29"));
  CHECK_FALSE(parse_date("1900-02-29"));
}

TEST_CASE("What is no date is refused", "[core][calendar]") {
  const std::vector<std::string_view> texts = {
      "",           "2026",        "2026-1-31",   "2026-01-3",   "2026-13-01",
      "2026-00-10", "2026-01-00",  "2026-01-32",  "2026-04-31",  "0000-01-01",
      "2026/01/31", "31-01-2026",  "20260131",    "2026-01-3x",  "-026-01-31",
      "+026-01-31", " 2026-01-31", "2026-01-31 ", "2026-01-311", "2026- 1-31",
      "2026-0a-31"};
  for (const std::string_view text : texts) {
    INFO(text);
    CHECK_FALSE(parse_date(text));
  }
}

TEST_CASE("An empty date and an empty instant have no text", "[core][calendar]") {
  CHECK_FALSE(Date{}.has_value());
  CHECK_FALSE(Instant{}.has_value());
  CHECK(to_string(Date{}).empty());
  CHECK(to_string(Instant{}).empty());
  CHECK(Date{} < make_date(1, 1, 1));
  CHECK(Instant{} < start_of_day(make_date(1, 1, 1)));
}

TEST_CASE("A day holds its instants from the first to the last microsecond", "[core][calendar]") {
  for (std::int32_t days = opportune::min_days; days <= opportune::max_days; days += 97) {
    const Date date{days};
    const Instant start = start_of_day(date);
    const Instant end = end_of_day(date);
    if (day_of(start) != date || day_of(end) != date ||
        day_of(Instant{start.micros - 1}) != Date{days - 1} ||
        day_of(Instant{end.micros + 1}) != Date{days + 1} ||
        end.micros - start.micros != opportune::micros_per_day - 1) {
      FAIL(to_string(date));
    }
  }
  CHECK(day_of(Instant{-1}) == make_date(1969, 12, 31));
  CHECK(day_of(Instant{0}) == make_date(1970, 1, 1));
}

TEST_CASE("An instant is read in every form that exports use", "[core][calendar]") {
  const std::string expected = "2026-01-31T10:20:30Z";
  CHECK(reread("2026-01-31T10:20:30Z") == expected);
  CHECK(reread("2026-01-31T10:20:30z") == expected);
  CHECK(reread("2026-01-31 10:20:30") == expected);
  CHECK(reread("2026-01-31T10:20:30+00:00") == expected);
  CHECK(reread("2026-01-31T10:20:30.000+0000") == expected);
  CHECK(reread("2026-01-31T12:20:30+02:00") == expected);
  CHECK(reread("2026-01-31T12:20:30+02") == expected);
  CHECK(reread("2026-01-31T04:50:30-0530") == expected);
  CHECK(reread("2026-01-31T10:20") == "2026-01-31T10:20:00Z");
  CHECK(reread("2026-01-31T10:20+01:00") == "2026-01-31T09:20:00Z");
  CHECK(reread("2026-01-31") == "2026-01-31T00:00:00Z");
}

TEST_CASE("A zone can move an instant into another day, month and year", "[core][calendar]") {
  CHECK(reread("2026-01-01T00:30:00+01:00") == "2025-12-31T23:30:00Z");
  CHECK(reread("2024-02-28T23:30:00-01:00") == "2024-02-29T00:30:00Z");
  CHECK(reread("1969-12-31T23:59:59.999999-00:00") == "1969-12-31T23:59:59.999999Z");
}

TEST_CASE("Fractions of a second are kept to the microsecond", "[core][calendar]") {
  CHECK(reread("2026-01-31T10:20:30.1Z") == "2026-01-31T10:20:30.100000Z");
  CHECK(reread("2026-01-31T10:20:30.000001Z") == "2026-01-31T10:20:30.000001Z");
  CHECK(reread("2026-01-31T10:20:30.123456789Z") == "2026-01-31T10:20:30.123456Z");
  CHECK(reread("2026-01-31T10:20:30,5") == "2026-01-31T10:20:30.500000Z");
  CHECK(reread("2026-01-31T10:20:30." + std::string(60, '0') + "9Z") == "2026-01-31T10:20:30Z");
}

TEST_CASE("What is no instant is refused", "[core][calendar]") {
  const std::vector<std::string_view> texts = {"",
                                               "2026-01-31T",
                                               "2026-01-31T10",
                                               "2026-01-31T10:2",
                                               "2026-01-31X10:20:30",
                                               "2026-01-31T24:00:00",
                                               "2026-01-31T10:60:00",
                                               "2026-01-31T10:20:60",
                                               "2026-01-31T10:20:3",
                                               "2026-01-31T10:20:",
                                               "2026-01-31T10:20:30.",
                                               "2026-01-31T10:20:30.Z",
                                               "2026-01-31T10:20.5",
                                               "2026-01-31T10:20:30+1",
                                               "2026-01-31T10:20:30+0a:00",
                                               "2026-01-31T10:20:30+24:00",
                                               "2026-01-31T10:20:30+01:60",
                                               "2026-01-31T10:20:30 UTC",
                                               "2026-01-31T10:20:30ZZ",
                                               "2026-02-30T10:20:30Z",
                                               "2026-01-31T-1:20:30Z"};
  for (const std::string_view text : texts) {
    INFO(text);
    CHECK(reread(text) == "none");
  }
}

TEST_CASE("An instant that its zone moves out of the years 1 to 9999 is refused",
          "[core][calendar]") {
  CHECK(reread("0001-01-01T00:00:00+00:01") == "none");
  CHECK(reread("9999-12-31T23:59:59-00:01") == "none");
  CHECK(reread("0001-01-01T00:01:00+00:01") == "0001-01-01T00:00:00Z");
  CHECK(reread("9999-12-31T23:59:59.999999Z") == "9999-12-31T23:59:59.999999Z");
}

TEST_CASE("An instant's text reads back as the same instant", "[core][calendar]") {
  const std::int64_t first = start_of_day(Date{opportune::min_days}).micros;
  const std::int64_t last = end_of_day(Date{opportune::max_days}).micros;
  // A step that is no multiple of anything in the calendar.
  constexpr std::int64_t step = 7'919'000'000'007'919;
  for (std::int64_t micros = first; micros < last - step; micros += step) {
    const Instant instant{micros};
    if (parse_instant(to_string(instant)) != instant) {
      FAIL(to_string(instant));
    }
  }
  CHECK(parse_instant(to_string(Instant{first})) == Instant{first});
  CHECK(parse_instant(to_string(Instant{last})) == Instant{last});
  CHECK(parse_instant(to_string(Instant{-1})) == Instant{-1});
}
