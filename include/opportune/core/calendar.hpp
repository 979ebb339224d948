// Calendar dates and instants. Both are plain integers inside, so that columns of them are small.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace opportune {

/// A calendar date: days since 1970-01-01 (proleptic Gregorian). Default: none (empty).
struct Date {
  std::int32_t days = std::numeric_limits<std::int32_t>::min();

  [[nodiscard]] constexpr bool has_value() const noexcept {
    return days != std::numeric_limits<std::int32_t>::min();
  }
  auto operator<=>(const Date&) const = default;
};

/// An instant: microseconds since 1970-01-01T00:00:00Z. Default: none (empty).
struct Instant {
  std::int64_t micros = std::numeric_limits<std::int64_t>::min();

  [[nodiscard]] constexpr bool has_value() const noexcept {
    return micros != std::numeric_limits<std::int64_t>::min();
  }
  auto operator<=>(const Instant&) const = default;
};

inline constexpr std::int64_t micros_per_day = 86'400'000'000;

/// Dates outside 0001-01-01 .. 9999-12-31 are refused as input.
inline constexpr std::int32_t min_days = -719'162;
inline constexpr std::int32_t max_days = 2'932'896;

/// No date: no instant.
[[nodiscard]] constexpr Instant start_of_day(Date date) noexcept {
  return date.has_value() ? Instant{static_cast<std::int64_t>(date.days) * micros_per_day}
                          : Instant{};
}
/// An as-of date means the end of that day: its last microsecond.
[[nodiscard]] constexpr Instant end_of_day(Date date) noexcept {
  return Instant{(static_cast<std::int64_t>(date.days) + 1) * micros_per_day - 1};
}
/// The UTC calendar day in which the instant lies.
[[nodiscard]] constexpr Date day_of(Instant instant) noexcept {
  const std::int64_t days = instant.micros / micros_per_day;
  const bool before = instant.micros % micros_per_day < 0;
  return Date{static_cast<std::int32_t>(before ? days - 1 : days)};
}

[[nodiscard]] constexpr Date make_date(int year, unsigned month, unsigned day) noexcept {
  const std::chrono::sys_days days{std::chrono::year{year} / std::chrono::month{month} /
                                   std::chrono::day{day}};
  return Date{static_cast<std::int32_t>(days.time_since_epoch().count())};
}
[[nodiscard]] constexpr std::chrono::year_month_day civil(Date date) noexcept {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{date.days}}};
}

/// "2026-01-31"; nothing where the text is not such a date or the day does not exist.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text) noexcept;
/// "2026-01-31T10:20:30.123456Z", with ' ' for 'T', fewer fraction digits, no time (midnight),
/// "Z", "+02:00", "+0200" or nothing (UTC) as the zone.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text) noexcept;
[[nodiscard]] std::string to_string(Date date);
/// ISO 8601 in UTC; the fraction only where it is not zero.
[[nodiscard]] std::string to_string(Instant instant);

// ---------------------------------------------------------------------------------------------

namespace detail {

[[nodiscard]] constexpr int digits(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size()) {
    return -1;
  }
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return -1;
    }
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

inline void append_padded(std::string& out, std::int64_t value, int width) {
  const std::string digits = std::to_string(value);
  for (int i = static_cast<int>(digits.size()); i < width; ++i) {
    out += '0';
  }
  out += digits;
}

/// The zone at the end of an ISO 8601 text as an offset in minutes; nothing where it is malformed.
[[nodiscard]] constexpr std::optional<int> zone_minutes(std::string_view zone) {
  if (zone.empty() || zone == "Z" || zone == "z") {
    return 0;
  }
  if (zone[0] != '+' && zone[0] != '-') {
    return std::nullopt;
  }
  const bool colon = zone.size() == 6 && zone[3] == ':';
  if (!colon && zone.size() != 5 && zone.size() != 3) {
    return std::nullopt;
  }
  const int hours = digits(zone, 1, 2);
  const int minutes = zone.size() == 3 ? 0 : digits(zone, colon ? 4 : 3, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
    return std::nullopt;
  }
  return (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace detail

inline std::optional<Date> parse_date(std::string_view text) noexcept {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const int year = detail::digits(text, 0, 4);
  const int month = detail::digits(text, 5, 2);
  const int day = detail::digits(text, 8, 2);
  if (year < 1 || month < 0 || day < 0) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) {
    return std::nullopt;
  }
  return make_date(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

inline std::optional<Instant> parse_instant(std::string_view text) noexcept {
  const std::optional<Date> date = parse_date(text.substr(0, 10));
  if (!date) {
    return std::nullopt;
  }
  if (text.size() == 10) {
    return start_of_day(*date);
  }
  if ((text[10] != 'T' && text[10] != ' ') || text.size() < 16 || text[13] != ':') {
    return std::nullopt;
  }
  const int hour = detail::digits(text, 11, 2);
  const int minute = detail::digits(text, 14, 2);
  int second = 0;
  std::size_t at = 16;
  const bool has_seconds = at < text.size() && text[at] == ':';
  if (has_seconds) {
    second = detail::digits(text, 17, 2);
    at = 19;
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return std::nullopt;
  }
  std::int64_t micros = 0;
  if (has_seconds && at < text.size() && (text[at] == '.' || text[at] == ',')) {
    std::int64_t unit = 100'000;
    const std::size_t first = ++at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10) {
      micros += (text[at] - '0') * unit;
    }
    if (at == first) {
      return std::nullopt;
    }
  }
  const std::optional<int> zone = detail::zone_minutes(text.substr(at));
  if (!zone) {
    return std::nullopt;
  }
  const std::int64_t seconds = hour * 3600 + minute * 60 + second - *zone * 60;
  const Instant instant{start_of_day(*date).micros + seconds * 1'000'000 + micros};
  // The zone may have moved it out of the years that are accepted.
  const Date day = day_of(instant);
  if (day.days < min_days || day.days > max_days) {
    return std::nullopt;
  }
  return instant;
}

inline std::string to_string(Date date) {
  if (!date.has_value()) {
    return {};
  }
  const std::chrono::year_month_day ymd = civil(date);
  std::string out;
  detail::append_padded(out, static_cast<int>(ymd.year()), 4);
  out += '-';
  detail::append_padded(out, static_cast<unsigned>(ymd.month()), 2);
  out += '-';
  detail::append_padded(out, static_cast<unsigned>(ymd.day()), 2);
  return out;
}

inline std::string to_string(Instant instant) {
  if (!instant.has_value()) {
    return {};
  }
  const Date date = day_of(instant);
  const std::int64_t within = instant.micros - start_of_day(date).micros;
  std::string out = to_string(date) + 'T';
  detail::append_padded(out, within / 3'600'000'000, 2);
  out += ':';
  detail::append_padded(out, within / 60'000'000 % 60, 2);
  out += ':';
  detail::append_padded(out, within / 1'000'000 % 60, 2);
  if (within % 1'000'000 != 0) {
    out += '.';
    detail::append_padded(out, within % 1'000'000, 6);
  }
  return out + 'Z';
}

}  // namespace opportune
