// Collects what is wrong with an input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "opportune/core/error.hpp"

namespace opportune {

class IssueList {
 public:
  explicit IssueList(std::size_t limit) : limit_(limit) {}

  void add(Issue issue) {
    ++total_;
    if (issues_.size() < limit_) {
      issues_.push_back(std::move(issue));
    }
  }
  void report(std::string_view table, std::int64_t row, std::string_view field,
              std::string_view value, std::string code, std::string reason) {
    add({std::move(code), std::string(table), row, std::string(field), shown_value(value),
         std::move(reason)});
  }
  /// An empty one of the same limit, and what it has got since, in its order.
  [[nodiscard]] IssueList like() const { return IssueList(limit_); }
  void add_all(const IssueList& other) {
    const std::uint64_t total = total_ + other.total_;
    for (const Issue& issue : other.issues_) {
      add(issue);
    }
    total_ = total;
  }
  [[nodiscard]] bool empty() const noexcept { return total_ == 0; }
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
  [[nodiscard]] const std::vector<Issue>& issues() const noexcept { return issues_; }
  /// Throws what was collected; does nothing where that is nothing.
  void raise() const {
    if (total_ > 0) {
      throw InputError(issues_, total_);
    }
  }

 private:
  std::size_t limit_;
  std::uint64_t total_ = 0;
  std::vector<Issue> issues_;
};

}  // namespace opportune
