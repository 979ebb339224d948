// A column of Python values, copied out so that it can be read without the GIL.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bindings.hpp"
#include "opportune/core/error.hpp"

namespace opportune::python {

/// Collects what could not be read, up to a limit, and throws it as one InputError.
class IssueList {
 public:
  explicit IssueList(std::size_t limit) : limit_(limit == 0 ? 1 : limit) {}
  void add(Issue issue) {
    ++total_;
    if (issues_.size() < limit_) {
      issues_.push_back(std::move(issue));
    }
  }
  void throw_if_any() {
    if (total_ > 0) {
      throw InputError(std::move(issues_), total_);
    }
  }

 private:
  std::size_t limit_;
  std::vector<Issue> issues_;
  std::uint64_t total_ = 0;
};

/// Reads None (also NaN, pandas' NA and NaT), bool, int, float, Decimal, str, bytes, date,
/// datetime, lists, tuples and sets of these, dicts (as JSON text), UUIDs (as text) and numpy's
/// scalars. Anything else is an issue "wrong_type".
class PythonColumn final : public InputColumn {
 public:
  /// Needs the GIL; nothing after it does.
  PythonColumn(const std::string& table, const std::string& name, const py::iterable& values,
               IssueList& issues);

  void read(std::size_t first, std::size_t count, Cell* out) const override;
  [[nodiscard]] std::size_t size() const noexcept { return cells_.size(); }

 private:
  PythonColumn() = default;

  void append(py::handle value);
  void append_float(py::handle value);
  void append_integer(py::handle value);
  void append_decimal(py::handle value);
  void append_list(py::handle values);
  void append_text(py::handle value);
  void append_other(py::handle value);
  void refuse(py::handle value);
  [[nodiscard]] std::string_view keep(std::string_view text);

  std::vector<Cell> cells_;
  std::deque<std::string> blocks_;  ///< text; a block never grows past its capacity
  std::unique_ptr<PythonColumn> items_;
  // While reading:
  const std::string* table_ = nullptr;
  const std::string* name_ = nullptr;
  IssueList* issues_ = nullptr;
  std::int64_t row_ = 0;
};

}  // namespace opportune::python
