// Days of the week, as a list of mon .. sun.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/weekdays.hpp"
#include "opportune/model/storage/base.hpp"
#include "opportune/model/storage/list_text.hpp"

namespace opportune {

template <>
class Storage<WeekendField> : public detail::FixedStorage<Weekdays> {
 public:
  static constexpr ColumnType type = ColumnType::text_list;
  static constexpr bool required = false;
  Storage() : FixedStorage(Weekdays{}) {}

  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    Weekdays days;
    bool good = true;
    if (cell.kind == Cell::Kind::list) {
      for (std::size_t i = 0; i < cell.count && good; ++i) {
        good = add_day(cell.items->cell(cell.first + i), days, env);
      }
    } else if (cell.kind == Cell::Kind::text) {
      good = detail::each_item(cell.text, [&](std::string_view name) {
        return name.empty() || add_day(Cell::of_text(name), days, env);
      });
    } else {
      good = add_day(cell, days, env);
    }
    if (good && days.size() == 7) {
      detail::refuse(env.refusal, "out_of_range", "must leave a day of the week to work on");
    } else if (good) {
      set(row, days);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    std::vector<std::string> names;
    for (const Weekday day : Weekdays::in_order) {
      if (values_[row].has(day)) {
        names.emplace_back(Weekdays::names[day]);
      }
    }
    out.add_list(names);
  }

 private:
  template <class Env>
  static bool add_day(const Cell& cell, Weekdays& days, Env& env) {
    const auto name = parse_text(cell, env.buffer, env.refusal);
    const auto day = name ? Weekdays::find(*name) : std::nullopt;
    if (name && !day) {
      detail::refuse(env.refusal, "unknown_choice",
                     "must be some of: mon, tue, wed, thu, fri, sat, sun");
    }
    if (day) {
      days.add(*day);
    }
    return day.has_value();
  }
};

}  // namespace opportune
