// The record of another table that a record refers to.
#pragma once

#include <cstdint>
#include <string>

#include "opportune/core/text.hpp"
#include "opportune/model/storage/base.hpp"

namespace opportune {

template <class Target, Need need>
class Storage<Ref<Target, need>> : public detail::FixedStorage<std::uint32_t> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = need == Need::required;
  Storage() : FixedStorage(no_row) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const auto id = parse_text(cell, env.buffer, env.refusal);
    if (!id) {
      return;
    }
    const std::uint32_t found = env.template find<Target>(*id);
    if (found == no_row) {
      detail::refuse(env.refusal, "unknown_reference",
                     "there is no " + std::string(Schema<Target>::table) + " with this id");
      return;
    }
    set(row, found);
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env& env) const {
    empty(row) ? out.add_null() : out.add_text(env.template id_of<Target>(values_[row]));
  }
};

}  // namespace opportune
