#include "measure/goal_period.hpp"

#include <algorithm>
#include <cctype>

namespace opportune {
namespace {

std::optional<int> number(std::string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(),
                                   [](unsigned char c) { return std::isdigit(c) != 0; })) {
    return std::nullopt;
  }
  int out = 0;
  for (const char digit : text) {
    out = out * 10 + (digit - '0');
  }
  return out;
}

/// So many months from one on, counted from January of the year 0.
DayRange of_months(int first, int count) {
  const auto begin = [](int month) {
    return make_date(month / 12, static_cast<unsigned>(month % 12 + 1), 1);
  };
  return {begin(first), Date{begin(first + count).days - 1}};
}

}  // namespace

std::optional<DayRange> parse_period(std::string_view text) {
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    const auto from = parse_date(text.substr(0, slash)), to = parse_date(text.substr(slash + 1));
    return from && to && *from <= *to ? std::optional(DayRange{*from, *to}) : std::nullopt;
  }
  const auto year = text.size() >= 4 ? number(text.substr(0, 4)) : std::nullopt;
  if (!year || *year < 1) {
    return std::nullopt;
  }
  if (text.size() == 4) {
    return of_months(*year * 12, 12);
  }
  if (text.size() != 7 || text[4] != '-') {
    return std::nullopt;
  }
  if (text[5] == 'Q') {
    const auto quarter = number(text.substr(6));
    return quarter && *quarter >= 1 && *quarter <= 4
               ? std::optional(of_months(*year * 12 + (*quarter - 1) * 3, 3))
               : std::nullopt;
  }
  const auto month = number(text.substr(5));
  return month && *month >= 1 && *month <= 12 ? std::optional(of_months(*year * 12 + *month - 1, 1))
                                              : std::nullopt;
}

}  // namespace opportune
