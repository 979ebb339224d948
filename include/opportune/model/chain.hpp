// Links from a record to those that belong to it: all opportunities of an account, all changes of
// an opportunity. Chains live in columns, so that they are shared and copied like them; rows that a
// bulk load laid next to each other are walked in memory order.
#pragma once

#include <cstddef>
#include <cstdint>

#include "opportune/core/calendar.hpp"
#include "opportune/core/column.hpp"
#include "opportune/core/text.hpp"

namespace opportune {

namespace detail {
/// Single rows anywhere are written: where a record is linked, and those beside it.
using LinkColumn = Column<std::uint32_t, 10>;
}  // namespace detail

/// The children of each parent, in the order in which they were added.
class Chain {
 public:
  Chain() : head_(no_row), tail_(no_row), next_(no_row) {}

  void resize(std::size_t parents, std::size_t children) {
    head_.resize(parents);
    tail_.resize(parents);
    next_.resize(children);
  }
  void add(std::uint32_t parent, std::uint32_t child) {
    const std::uint32_t last = tail_[parent];
    last == no_row ? head_.set(parent, child) : next_.set(last, child);
    tail_.set(parent, child);
  }
  void remove(std::uint32_t parent, std::uint32_t child) {
    std::uint32_t before = no_row;
    for (std::uint32_t at = head_[parent]; at != child; at = next_[at]) {
      before = at;
    }
    before == no_row ? head_.set(parent, next_[child]) : next_.set(before, next_[child]);
    if (tail_[parent] == child) {
      tail_.set(parent, before);
    }
    next_.set(child, no_row);
  }
  [[nodiscard]] std::uint32_t first(std::uint32_t parent) const noexcept {
    return parent < head_.size() ? head_[parent] : no_row;
  }
  [[nodiscard]] std::uint32_t next(std::uint32_t child) const noexcept { return next_[child]; }
  /// Calls function(child) for each.
  template <class Function>
  void each(std::uint32_t parent, Function&& function) const {
    for (std::uint32_t child = first(parent); child != no_row; child = next_[child]) {
      function(child);
    }
  }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return head_.bytes() + tail_.bytes() + next_.bytes();
  }
  template <ByteSink Out>
  void save(Out& out) const {
    head_.save(out), tail_.save(out), next_.save(out);
  }
  template <ByteSource In>
  void load(In& in) {
    head_.load(in), tail_.load(in), next_.load(in);
  }

 private:
  detail::LinkColumn head_, tail_, next_;
};

/// The changes of each record, latest first.
class History {
 public:
  History() : latest_(no_row), earlier_(no_row) {}

  void resize(std::size_t records, std::size_t changes) {
    latest_.resize(records);
    earlier_.resize(changes);
  }
  /// `at[row]` is the instant of a change; of changes of one instant the one added last is later.
  template <class Instants>
  void add(std::uint32_t record, std::uint32_t change, const Instants& at) {
    std::uint32_t later = no_row;
    std::uint32_t here = latest_[record];
    while (here != no_row && at[here] > at[change]) {
      later = here;
      here = earlier_[here];
    }
    earlier_.set(change, here);
    later == no_row ? latest_.set(record, change) : earlier_.set(later, change);
  }
  /// Takes out the latest change of a record.
  void drop_latest(std::uint32_t record) { latest_.set(record, earlier_[latest_[record]]); }

  [[nodiscard]] std::uint32_t latest(std::uint32_t record) const noexcept {
    return record < latest_.size() ? latest_[record] : no_row;
  }
  [[nodiscard]] std::uint32_t earlier(std::uint32_t change) const noexcept {
    return earlier_[change];
  }
  [[nodiscard]] std::size_t bytes() const noexcept { return latest_.bytes() + earlier_.bytes(); }
  template <ByteSink Out>
  void save(Out& out) const {
    latest_.save(out), earlier_.save(out);
  }
  template <ByteSource In>
  void load(In& in) {
    latest_.load(in), earlier_.load(in);
  }

 private:
  detail::LinkColumn latest_, earlier_;
};

}  // namespace opportune
