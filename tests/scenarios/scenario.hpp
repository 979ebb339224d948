// Scenario files as they are written (docs/scenarios.md), read into steps.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace scenarios {

/// A table of texts; an empty text is an empty cell.
struct Rows {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> cells;

  [[nodiscard]] std::size_t find(std::string_view column) const {
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), column) -
                                    columns.begin());
  }
  /// Adds rows whose columns may differ.
  void append(const Rows& more) {
    for (const std::string& column : more.columns) {
      if (find(column) == columns.size()) {
        columns.push_back(column);
        for (std::vector<std::string>& row : cells) {
          row.emplace_back();
        }
      }
    }
    for (const std::vector<std::string>& row : more.cells) {
      std::vector<std::string>& added = cells.emplace_back(columns.size());
      for (std::size_t i = 0; i < row.size(); ++i) {
        added[find(more.columns[i])] = row[i];
      }
    }
  }
};

/// One line of a scenario with the table below it.
struct Step {
  std::size_t line = 0;
  std::string keyword;  ///< given, when, then, reporting, policy
  std::vector<std::string> words;
  Rows rows;
};

struct Scenario {
  std::string file;
  std::string name;
  std::vector<Step> steps;  ///< the background's, then its own
};

namespace detail {

inline std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  const std::size_t last = text.find_last_not_of(" \t\r");
  return first == std::string_view::npos ? std::string()
                                         : std::string(text.substr(first, last - first + 1));
}

inline std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  for (std::size_t from = 0;;) {
    const std::size_t end = text.find(separator, from);
    out.push_back(trimmed(text.substr(from, end - from)));
    if (end == std::string_view::npos) {
      return out;
    }
    from = end + 1;
  }
}

inline std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> out = split(text, ' ');
  out.erase(std::remove(out.begin(), out.end(), ""), out.end());
  return out;
}

inline void add_row(Step& step, const std::string& line) {
  if (line.size() < 2 || line.back() != '|') {
    throw std::runtime_error("a table row must end with '|'");
  }
  std::vector<std::string> cells = split(std::string_view(line).substr(1, line.size() - 2), '|');
  if (step.rows.columns.empty()) {
    step.rows.columns = std::move(cells);
  } else if (cells.size() != step.rows.columns.size()) {
    throw std::runtime_error("the row has " + std::to_string(cells.size()) + " cells, the header " +
                             std::to_string(step.rows.columns.size()));
  } else {
    step.rows.cells.push_back(std::move(cells));
  }
}

inline void read_line(const std::string& line, std::size_t number, const std::string& file,
                      std::vector<Step>& background, std::vector<Scenario>& out) {
  constexpr std::string_view title = "scenario:";
  if (line == "background") {
    return;
  }
  if (line.rfind(title, 0) == 0) {
    out.push_back({file, trimmed(std::string_view(line).substr(title.size())), background});
    return;
  }
  std::vector<Step>& steps = out.empty() ? background : out.back().steps;
  if (line[0] == '|') {
    if (steps.empty()) {
      throw std::runtime_error("a table without a step above it");
    }
    add_row(steps.back(), line);
    return;
  }
  Step step{number, {}, words(line), {}};
  step.keyword = step.words.front();
  step.words.erase(step.words.begin());
  if (step.keyword == "and" && !steps.empty()) {
    step.keyword = steps.back().keyword;
  }
  if (step.keyword != "given" && step.keyword != "when" && step.keyword != "then" &&
      step.keyword != "reporting" && step.keyword != "policy" && step.keyword != "clock") {
    throw std::runtime_error("unknown word '" + step.keyword + "'");
  }
  steps.push_back(std::move(step));
}

}  // namespace detail

/// Reads one file. Throws std::runtime_error with file and line.
inline std::vector<Scenario> read(const std::string& path, const std::string& shown) {
  std::ifstream in(path);
  if (!in) {
    throw std::runtime_error(shown + ": cannot be read");
  }
  std::vector<Step> background;
  std::vector<Scenario> out;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    line = detail::trimmed(line);
    if (line.empty() || line[0] == '#') {
      continue;
    }
    try {
      detail::read_line(line, number, shown, background, out);
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(shown + ":" + std::to_string(number) + ": " + error.what());
    }
  }
  return out;
}

/// The options of a `when`: each of the given words (or the pair "as of") opens one, whose values
/// are what follows it, parted by commas. What stands before the first is under "".
inline std::multimap<std::string, std::vector<std::string>> options(
    const std::vector<std::string>& words) {
  static const std::vector<std::string> openers = {
      "by",      "rollup", "where", "from",     "to",    "of",         "at",
      "version", "in",     "limit", "language", "dates", "close_from", "close_to"};
  std::multimap<std::string, std::vector<std::string>> out;
  std::string name;
  std::string value;
  const auto close = [&] { out.emplace(name, detail::split(value, ',')); };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool as_of = words[i] == "as" && i + 1 < words.size() && words[i + 1] == "of";
    if (as_of || std::find(openers.begin(), openers.end(), words[i]) != openers.end()) {
      close();
      name = as_of ? "as of" : words[i];
      value.clear();
      i += as_of ? 1 : 0;
    } else {
      value += (value.empty() ? "" : " ") + words[i];
    }
  }
  close();
  return out;
}

}  // namespace scenarios
