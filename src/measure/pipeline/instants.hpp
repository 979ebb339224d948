// The instants at which the pipeline is measured.
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <vector>

#include "opportune/measure/cells.hpp"

namespace opportune {

/// The instants that are asked about, ascending, and what is the same between them.
class Instants {
 public:
  Instants(const MeasureContext& context, const MeasureQuery& query) {
    for (const Date date : query.dates) {
      moments_.emplace_back(context.book(), context.policy, end_of_day(date));
    }
    if (moments_.empty()) {
      moments_.emplace_back(context.book(), context.policy, context.as_of.instant());
    }
    for (const MeasureMoment& moment : moments_) {
      contexts_.push_back(&moment.context());
    }
    are_whole_days_ =
        !query.dates.empty() || context.as_of.instant() == end_of_day(context.as_of.day());
    cubes_.reserve(moments_.size());
    for (std::uint32_t i = 0; i < moments_.size(); ++i) {
      cubes_.emplace_back(at(i), query);
      days_.push_back(at(i).day());
      if (i > 0 && cubes_.front().depends_on_ownership() &&
          &at(i).groups() != &at(i - 1).groups()) {
        ownership_.push_back(i);
      }
      for (std::size_t number = 0; i > 0 && number < rates_.size(); ++number) {
        const Currency currency{static_cast<std::uint8_t>(number)};
        if (!at(i).converter.same_rate(at(i - 1).converter, currency)) {
          rates_[number].push_back(i);
        }
      }
    }
    constexpr std::int64_t most = 100'000;  // of days between the first and the last
    const std::int64_t length = std::int64_t{days_.back().days} - days_.front().days;
    for (std::int64_t day = 0; length <= most && day <= length; ++day) {
      const Date date{days_.front().days + static_cast<std::int32_t>(day)};
      from_.push_back(static_cast<std::uint32_t>(
          std::lower_bound(days_.begin(), days_.end(), date) - days_.begin()));
    }
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(days_.size()); }
  [[nodiscard]] const MeasureContext& at(std::uint32_t i) const { return *contexts_[i]; }
  [[nodiscard]] const Cube& cube(std::uint32_t i) const { return cubes_[i]; }
  [[nodiscard]] const std::vector<Date>& days() const { return days_; }
  /// Are all of them ends of days?
  [[nodiscard]] bool are_whole_days() const { return are_whole_days_; }
  /// The first whose day is the given one or later; size() where none is.
  [[nodiscard]] std::uint32_t from(Date day) const {
    if (day <= days_.front()) {
      return 0;
    }
    if (day > days_.back()) {
      return size();
    }
    if (from_.empty()) {
      return static_cast<std::uint32_t>(std::lower_bound(days_.begin(), days_.end(), day) -
                                        days_.begin());
    }
    return from_[static_cast<std::size_t>(day.days - days_.front().days)];
  }
  /// The next one after `from` at which companies have changed their groups.
  [[nodiscard]] std::uint32_t next_ownership(std::uint32_t from) const {
    return next(ownership_, from);
  }
  /// Calls f(from, until) for the pieces of [from, until) in which the currency's rate is the same.
  template <class Function>
  void each_rate(Currency currency, std::uint32_t from, std::uint32_t until, Function&& f) const {
    if (currency.has_value() && size() > 1) {
      const std::vector<std::uint32_t>& list = rates_[currency.number];
      for (auto next = std::upper_bound(list.begin(), list.end(), from);
           next != list.end() && *next < until; ++next) {
        f(from, *next);
        from = *next;
      }
    }
    f(from, until);
  }

 private:
  /// The first of an ascending list that is after `from`; size() where none is.
  [[nodiscard]] std::uint32_t next(const std::vector<std::uint32_t>& list,
                                   std::uint32_t from) const {
    const auto found = std::upper_bound(list.begin(), list.end(), from);
    return found == list.end() ? size() : *found;
  }

  std::deque<MeasureMoment> moments_;
  std::vector<const MeasureContext*> contexts_;
  std::vector<Cube> cubes_;
  std::vector<Date> days_;
  std::vector<std::uint32_t> from_;  ///< by days from the first one on; empty: they are too many
  std::vector<std::uint32_t> ownership_;
  std::array<std::vector<std::uint32_t>, detail::currency_count> rates_;
  bool are_whole_days_ = false;
};

}  // namespace opportune
