// Sets of rows, shared by the records that refer to the same set.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "opportune/core/archive.hpp"

namespace opportune {

/// Distinct sets of rows, each once: set 0 is the empty set. Members are ascending.
class SetPool {
 public:
  SetPool() { starts_.push_back(0), starts_.push_back(0), numbers_.emplace(Members{}, 0); }

  using Members = std::vector<std::uint32_t>;

  static Members in_order(Members members) {
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return members;
  }
  /// The number of a set, whose members are in order.
  [[nodiscard]] std::optional<std::uint32_t> find(const Members& members) const {
    const auto at = numbers_.find(members);
    return at == numbers_.end() ? std::nullopt : std::optional(at->second);
  }
  /// The same, of a set that is added where it is new.
  std::uint32_t add(const Members& members) {
    const auto number = static_cast<std::uint32_t>(starts_.size() - 1);
    const auto [at, is_new] = numbers_.emplace(members, number);
    if (is_new) {
      members_.insert(members_.end(), members.begin(), members.end());
      starts_.push_back(static_cast<std::uint32_t>(members_.size()));
    }
    return at->second;
  }
  struct Range {
    const std::uint32_t* first;
    const std::uint32_t* last;
    [[nodiscard]] const std::uint32_t* begin() const noexcept { return first; }
    [[nodiscard]] const std::uint32_t* end() const noexcept { return last; }
    [[nodiscard]] std::size_t size() const noexcept {
      return static_cast<std::size_t>(last - first);
    }
    [[nodiscard]] bool empty() const noexcept { return first == last; }
  };
  [[nodiscard]] Range operator[](std::uint32_t set) const noexcept {
    return {members_.data() + starts_[set], members_.data() + starts_[set + 1]};
  }
  [[nodiscard]] std::size_t size() const noexcept { return starts_.size() - 1; }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return (members_.capacity() + starts_.capacity()) * 4 + numbers_.size() * 80;
  }
  template <ByteSink Out>
  void save(Out& out) const {
    put_vector(out, members_);
    put_vector(out, starts_);
  }
  template <ByteSource In>
  void load(In& in) {
    members_ = get_vector<std::uint32_t>(in);
    starts_ = get_vector<std::uint32_t>(in);
    if (starts_.size() < 2 || starts_.back() != members_.size() ||
        !std::is_sorted(starts_.begin(), starts_.end())) {
      throw DamagedBytes("sets of rows do not fit together");
    }
    numbers_.clear();
    for (std::uint32_t set = 0; set < size(); ++set) {
      const Range range = (*this)[set];
      numbers_.emplace(Members(range.begin(), range.end()), set);
    }
  }

 private:
  std::vector<std::uint32_t> members_;
  std::vector<std::uint32_t> starts_;
  std::map<Members, std::uint32_t> numbers_;
};

}  // namespace opportune
