// Values by the group that each is of, all in one list.
#pragma once

#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

namespace opportune {

template <class Value>
class Grouped {
 public:
  /// each(add) calls add(group < groups, value) for each of them; it is called twice, and must do
  /// the same. The values of a group stay in their order.
  template <class Each>
  Grouped(std::size_t groups, const Each& each) : ends_(groups + 1) {
    each([&](std::size_t group, const Value&) { ++ends_[group + 1]; });
    std::partial_sum(ends_.begin(), ends_.end(), ends_.begin());
    values_.resize(ends_.back());
    // The beginning of each group moves to its end.
    each([&](std::size_t group, const Value& value) { values_[ends_[group]++] = value; });
  }
  [[nodiscard]] std::span<const Value> operator[](std::size_t group) const noexcept {
    const std::size_t begin = group == 0 ? 0 : ends_[group - 1];
    return {values_.data() + begin, ends_[group] - begin};
  }

 private:
  std::vector<std::size_t> ends_;
  std::vector<Value> values_;
};

}  // namespace opportune
