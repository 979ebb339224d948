// True, false or not set.
#pragma once

#include <cstdint>

#include "opportune/model/storage/base.hpp"

namespace opportune {

template <>
class Storage<Flag> : public detail::FixedStorage<std::uint8_t> {
 public:
  static constexpr ColumnType type = ColumnType::boolean;
  static constexpr bool required = false;
  static constexpr std::uint8_t unset = 2;
  Storage() : FixedStorage(unset) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto flag = parse_flag(cell, env.refusal)) {
      set(row, *flag ? 1 : 0);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    empty(row) ? out.add_null() : out.add_boolean(values_[row] == 1);
  }
};

}  // namespace opportune
