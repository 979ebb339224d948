// Which opportunities were changed, in the order of the changes: so that what was worked out from
// an earlier state is kept up, not made anew.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "opportune/core/column.hpp"

namespace opportune {

/// Part of a Book, and copied with it. Every change has a number that no other change of the
/// process has, so two Books whose n-th numbers are the same have the first n changes in common.
class Revisions {
 public:
  /// A state in the past of a Book.
  struct Point {
    std::uint64_t start = 0;
    std::size_t size = 0;
    std::uint64_t last = 0;
  };

  Revisions() : start_(next()), rows_(0), numbers_(0) {}

  void touch(std::uint32_t opportunity) {
    if (rows_.size() >= most) {
      restart();
      return;
    }
    rows_.push_back(opportunity);
    numbers_.push_back(next());
  }
  /// Any of them may have changed, or what they are judged by.
  void restart() { *this = Revisions(); }

  [[nodiscard]] Point now() const {
    return {start_, rows_.size(), rows_.size() == 0 ? 0 : numbers_[rows_.size() - 1]};
  }
  /// How many of the changes since then there are; nothing where the point is not in this past.
  [[nodiscard]] std::optional<std::size_t> since(const Point& point) const {
    const bool past = point.start == start_ && point.size <= rows_.size() &&
                      (point.size == 0 || numbers_[point.size - 1] == point.last);
    return past ? std::optional(rows_.size() - point.size) : std::nullopt;
  }
  /// Calls f(opportunity) for each change since a point in this past; some come several times.
  template <class Function>
  void each_since(const Point& point, Function&& f) const {
    for (std::size_t i = point.size; i < rows_.size(); ++i) {
      f(rows_[i]);
    }
  }

 private:
  static constexpr std::size_t most = 1'000'000;
  static std::uint64_t next() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
  }

  std::uint64_t start_;
  Column<std::uint32_t> rows_;
  Column<std::uint64_t> numbers_;
};

}  // namespace opportune
