// Whether an answer is what a scenario expects.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace scenarios {

namespace detail {

inline bool is_number(const std::string& text) {
  char* end = nullptr;
  std::strtod(text.c_str(), &end);
  return !text.empty() && *end == '\0';
}

inline bool is_date(const std::string& text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-';
}

/// A real number is compared to as many decimals as are expected.
inline bool near(const std::string& expected, const std::string& actual) {
  const bool real = (expected + actual).find('.') != std::string::npos;
  if (!real || !is_number(expected) || !is_number(actual)) {
    return false;
  }
  const std::size_t point = expected.find('.');
  const double decimals =
      point == std::string::npos ? 9 : static_cast<double>(expected.size() - point - 1);
  return std::abs(std::strtod(expected.c_str(), nullptr) - std::strtod(actual.c_str(), nullptr)) <=
         0.5000001 * std::pow(10.0, -decimals);
}

}  // namespace detail

/// `*` stands for anything, `~text` for anything that holds the text, a date for any instant of
/// its day.
inline bool cell_matches(const std::string& expected, const std::string& actual) {
  if (expected == "*" || expected == actual) {
    return true;
  }
  if (expected.size() > 1 && expected[0] == '~') {
    return actual.find(expected.substr(1)) != std::string::npos;
  }
  if (detail::is_date(expected) && actual.rfind(expected + "T", 0) == 0) {
    return true;
  }
  return detail::near(expected, actual);
}

/// A table as a scenario writes it; only the named columns.
inline std::string shown(const Rows& rows, const std::vector<std::string>& columns) {
  std::string out = "      |";
  for (const std::string& column : columns) {
    out += " " + column + " |";
  }
  for (const std::vector<std::string>& row : rows.cells) {
    out += "\n      |";
    for (const std::string& column : columns) {
      const std::size_t at = rows.find(column);
      out += " " + (at < row.size() ? row[at] : "?") + " |";
    }
  }
  return out;
}

/// Empty where the rows are the expected ones (each once, none beside them), else what differs.
inline std::string difference(const Rows& expected, const Rows& actual, bool in_order) {
  std::vector<std::size_t> at;
  for (const std::string& column : expected.columns) {
    at.push_back(actual.find(column));
    if (at.back() == actual.columns.size()) {
      return "the answer has no column '" + column + "'";
    }
  }
  const auto row_matches = [&](const std::vector<std::string>& wanted,
                               const std::vector<std::string>& row) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (!cell_matches(wanted[i], row[at[i]])) {
        return false;
      }
    }
    return true;
  };
  bool same = expected.cells.size() == actual.cells.size();
  std::vector<bool> used(actual.cells.size());
  for (std::size_t i = 0; same && i < expected.cells.size(); ++i) {
    bool found = false;
    for (std::size_t j = in_order ? i : 0; !found && j < (in_order ? i + 1 : used.size()); ++j) {
      found = !used[j] && row_matches(expected.cells[i], actual.cells[j]);
      used[j] = used[j] || found;
    }
    same = found;
  }
  if (same) {
    return {};
  }
  return "expected\n" + shown(expected, expected.columns) + "\n    but the answer is\n" +
         shown(actual, expected.columns);
}

}  // namespace scenarios
