// The records of another table that a record refers to.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "opportune/core/shared.hpp"
#include "opportune/core/text.hpp"
#include "opportune/model/storage/base.hpp"
#include "opportune/model/storage/list_text.hpp"
#include "opportune/model/storage/set_pool.hpp"

namespace opportune {

template <class Target>
class Storage<RefSet<Target>> : public detail::FixedStorage<std::uint32_t> {
 public:
  static constexpr ColumnType type = ColumnType::text_list;
  static constexpr bool required = false;
  Storage() : FixedStorage(0), pool_(std::in_place) {}
  [[nodiscard]] const SetPool& pool() const noexcept { return *pool_; }
  [[nodiscard]] SetPool::Range members(std::size_t row) const noexcept {
    return (*pool_)[values_[row]];
  }
  std::uint32_t add_set(SetPool::Members members) {
    members = SetPool::in_order(std::move(members));
    const auto known = pool_->find(members);  // most are: then nothing is copied
    return known ? *known : pool_.edit().add(members);
  }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return FixedStorage::bytes() + pool_->bytes();
  }
  template <ByteSink Out>
  void save(Out& out) const {
    FixedStorage::save(out);
    pool_->save(out);
  }
  template <ByteSource In>
  void load(In& in) {
    FixedStorage::load(in);
    pool_.edit().load(in);
  }

  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    SetPool::Members members;
    if (cell.kind == Cell::Kind::list) {
      for (std::size_t i = 0; i < cell.count; ++i) {
        if (!add_member(cell.items->cell(cell.first + i), members, env)) {
          return;
        }
      }
    } else if (cell.kind == Cell::Kind::text) {
      if (!detail::each_item(cell.text, [&](std::string_view id) {
            return id.empty() || add_member(Cell::of_text(id), members, env);
          })) {
        return;
      }
    } else if (!add_member(cell, members, env)) {
      return;
    }
    if (members.size() == 1 && !empty(row) && this->members(row).size() == 1 &&
        *this->members(row).begin() == members[0]) {
      return;
    }
    set(row, add_set(std::move(members)));
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env& env) const {
    std::vector<std::string> ids;
    for (const std::uint32_t member : members(row)) {
      ids.emplace_back(env.template id_of<Target>(member));
    }
    std::sort(ids.begin(), ids.end());
    out.add_list(ids);
  }

 private:
  template <class Env>
  bool add_member(const Cell& cell, SetPool::Members& members, Env& env) {
    const auto id = parse_text(cell, env.buffer, env.refusal);
    const std::uint32_t found = id ? env.template find<Target>(*id) : no_row;
    if (id && found == no_row) {
      detail::refuse(
          env.refusal, "unknown_reference",
          "there is no " + std::string(Schema<Target>::table) + " '" + shown_value(*id) + "'");
    }
    members.push_back(found);
    return found != no_row;
  }

  Shared<SetPool> pool_;
};

}  // namespace opportune
