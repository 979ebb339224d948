// Calendar dates and instants.
#pragma once

#include "opportune/core/calendar.hpp"
#include "opportune/model/storage/base.hpp"

namespace opportune {

namespace detail {

template <class T, ColumnType type_, auto parse_cell, Need need>
class TimeStorage : public FixedStorage<T> {
 public:
  static constexpr ColumnType type = type_;
  static constexpr bool required = need == Need::required;
  TimeStorage() : FixedStorage<T>(T{}) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto value = parse_cell(cell, env.refusal)) {
      this->set(row, *value);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    out.add(this->values_[row]);
  }
};

}  // namespace detail

template <Need need>
class Storage<DateField<need>>
    : public detail::TimeStorage<Date, ColumnType::date, parse_date_cell, need> {};

template <Need need>
class Storage<InstantField<need>>
    : public detail::TimeStorage<Instant, ColumnType::instant, parse_instant_cell, need> {};

}  // namespace opportune
