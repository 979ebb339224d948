// A stage of the row's process.
#pragma once

#include <cstdint>
#include <limits>

#include "opportune/model/storage/base.hpp"

namespace opportune {

template <Need need>
class Storage<Stage<need>> : public detail::FixedStorage<std::uint16_t> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = need == Need::required;
  static constexpr std::uint16_t none = std::numeric_limits<std::uint16_t>::max();
  Storage() : FixedStorage(none) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const auto id = parse_text(cell, env.buffer, env.refusal);
    if (!id) {
      return;
    }
    const std::uint16_t stage = env.stage(row, *id, get(row));
    if (stage != none) {
      set(row, stage);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env& env) const {
    empty(row) ? out.add_null() : out.add_text(env.stage_id(values_[row]));
  }
};

}  // namespace opportune
