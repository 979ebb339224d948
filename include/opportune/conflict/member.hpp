// A record that can be in a conflict, as it is at the instant that is looked at.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>

#include "opportune/core/money.hpp"
#include "opportune/model/book.hpp"
#include "opportune/model/conflict_names.hpp"

namespace opportune {

/// What a draft of a new record says that no table holds yet.
struct DraftTerms {
  std::int32_t discount = Storage<Percent>::unset;
  std::string_view shipping_terms;  ///< empty: none
  std::uint32_t process = no_row;
  std::string_view kind;  ///< of the opportunity, or of the activity
  std::int64_t amount_minor = no_amount;
  Currency currency;
  // of an activity:
  std::string_view material;
  std::uint8_t status = 0;
  Date end;  ///< or, of an opportunity that is won, the day
};

struct Member {
  MemberType type = MemberType::opportunity;
  std::uint32_t row = no_row;  ///< in its table; a group's: its root account; no_row: a new draft
  std::string_view id;
  std::uint32_t account = no_row;  ///< whose ownership counts; none: processes, requirements, ...
  std::uint32_t market = no_row;
  std::uint32_t owner = no_row;
  std::uint32_t agreement = no_row;           ///< that an opportunity names
  SetPool::Range products{nullptr, nullptr};  ///< rows, ascending; none: unspecified
  std::uint32_t product = no_row;             ///< a lead's, which has one at most
  std::uint16_t stage = StageTable::none;     ///< of open opportunities
  Date opened;           ///< or created, start, valid_from, from; none: since ever
  bool on_team = false;  ///< its owner is on the global account team for its market
  const DraftTerms* draft = nullptr;

  [[nodiscard]] SetPool::Range product_rows() const noexcept {
    return product == no_row ? products : SetPool::Range{&product, &product + 1};
  }
  [[nodiscard]] bool open_opportunity() const noexcept {
    return type == MemberType::opportunity && stage != StageTable::none;
  }
};

/// A record with its id, and its market and owner where its table has them; not yet the account
/// whose ownership counts.
template <class Record>
[[nodiscard]] Member member_of(const Store<Record>& store, MemberType type, std::uint32_t row) {
  using Fields = typename Store<Record>::Fields;
  Member out;
  out.type = type;
  out.row = row;
  out.id = store.id(row);
  if constexpr (Fields::index_of("market") < Fields::size) {
    out.market = store.template get<"market">()[row];
  }
  if constexpr (Fields::index_of("owner") < Fields::size) {
    out.owner = store.template get<"owner">()[row];
  }
  return out;
}

/// Do records of this type stand in the conflicts of many groups?
[[nodiscard]] constexpr bool of_all_groups(MemberType type) noexcept {
  return type == MemberType::market || type == MemberType::process ||
         type == MemberType::requirement;
}

/// By opening instant, then type, then id.
[[nodiscard]] inline bool came_before(const Member& a, const Member& b) noexcept {
  return std::tie(a.opened, a.type, a.id) < std::tie(b.opened, b.type, b.id);
}
[[nodiscard]] inline bool same_record(const Member& a, const Member& b) noexcept {
  return a.type == b.type && a.id == b.id;
}

}  // namespace opportune
