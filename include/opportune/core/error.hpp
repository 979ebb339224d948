// Errors: what every function of the library throws, and how bad input is described.
//
// A business "no" (a blocked draft, a refused transition) is never an error; it is a value.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace opportune {

/// One thing that is wrong with one cell (or row, or table) of the input.
struct Issue {
  static constexpr std::int64_t no_row = -1;

  std::string code;    ///< stable: "unknown_reference", "duplicate_id", "ownership_cycle", ...
  std::string table;   ///< the table's name, empty where there is none
  std::int64_t row;    ///< zero-based position in the table as given, or no_row
  std::string field;   ///< the field's name, empty where the whole row or table is meant
  std::string value;   ///< the offending value, cut to max_shown_value bytes
  std::string reason;  ///< a sentence that says what is wrong and what was expected

  static constexpr std::size_t max_shown_value = 80;
  [[nodiscard]] std::string text() const;
};

/// Base of everything that the library throws. `code()` is stable and meant for programs.
class Error : public std::runtime_error {
 public:
  Error(std::string code, const std::string& message)
      : std::runtime_error(message), code_(std::move(code)) {}
  [[nodiscard]] const std::string& code() const noexcept { return code_; }

 private:
  std::string code_;
};

/// The caller's data or arguments break a rule. `issues()` holds up to the caller's limit;
/// `total()` counts them all.
class InputError : public Error {
 public:
  explicit InputError(Issue issue) : InputError(std::vector<Issue>{std::move(issue)}, 1) {}
  InputError(std::vector<Issue> issues, std::uint64_t total);
  [[nodiscard]] const std::vector<Issue>& issues() const noexcept { return issues_; }
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }

 private:
  std::vector<Issue> issues_;
  std::uint64_t total_;
};

/// A record, table, measure, dimension or column that does not exist was asked for.
class NotFoundError : public Error {
 public:
  explicit NotFoundError(const std::string& message) : Error("not_found", message) {}
};

/// A change was decided on a view that is no longer the present one.
class StaleError : public Error {
 public:
  explicit StaleError(const std::string& message) : Error("stale", message) {}
};

/// A file, stream or database failed.
class StoreError : public Error {
 public:
  explicit StoreError(const std::string& message) : Error("store", message) {}
};

/// The viewer may not do or see this.
class AccessError : public Error {
 public:
  explicit AccessError(const std::string& message) : Error("access", message) {}
};

/// The part of `value` that an error message shows: at most max_shown_value bytes, never half a
/// UTF-8 character (bytes that are no UTF-8 are cut anywhere).
[[nodiscard]] inline std::string shown_value(std::string_view value) {
  if (value.size() <= Issue::max_shown_value) {
    return std::string(value);
  }
  constexpr std::size_t limit = Issue::max_shown_value;
  std::size_t end = limit;
  while (end > limit - 4 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return std::string(value.substr(0, end)) + "... (" + std::to_string(value.size()) + " bytes)";
}

inline std::string Issue::text() const {
  std::string out = table.empty() ? std::string("input") : "table '" + table + "'";
  if (row != no_row) {
    out += ", row " + std::to_string(row);
  }
  if (!field.empty()) {
    out += ", field '" + field + "'";
  }
  if (!value.empty()) {
    out += ", value '" + value + "'";
  }
  return out + ": " + reason;
}

namespace detail {
inline std::string issues_text(const std::vector<Issue>& issues, std::uint64_t total) {
  std::string out;
  for (const Issue& issue : issues) {
    out += out.empty() ? "" : "\n";
    out += issue.text();
  }
  if (total > issues.size()) {
    out += "\n... and " + std::to_string(total - issues.size()) + " more";
  }
  return out;
}
}  // namespace detail

inline InputError::InputError(std::vector<Issue> issues, std::uint64_t total)
    : Error(issues.empty() ? "input" : issues.front().code, detail::issues_text(issues, total)),
      issues_(std::move(issues)),
      total_(total) {}

}  // namespace opportune
