// Members of conflicts by their names, "type:id", and the records that they are.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "opportune/model/book.hpp"
#include "opportune/model/conflict_names.hpp"

namespace opportune {

/// "type:id": how resolutions and effects name a member. Written into a text whose memory is used
/// again, for who names many.
inline void write_member_name(MemberType type, std::string_view id, std::string& out) {
  out.assign(to_string(type)).append(":").append(id);
}
[[nodiscard]] inline std::string member_name(MemberType type, std::string_view id) {
  std::string out;
  write_member_name(type, id, out);
  return out;
}

struct MemberName {
  MemberType type = MemberType::account;
  std::string_view id;  ///< in the name; never empty
};
/// Nothing where it is not of that form, or of no such type.
[[nodiscard]] inline std::optional<MemberName> parse_member_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  const auto* const type =
      std::find(member_types.begin(), member_types.end(), name.substr(0, colon));
  if (colon == std::string_view::npos || colon + 1 == name.size() || type == member_types.end()) {
    return std::nullopt;
  }
  return MemberName{static_cast<MemberType>(type - member_types.begin()), name.substr(colon + 1)};
}

/// Calls visit(store) with the table of the records that members of a type are; a group is its root
/// account.
template <class Visit>
decltype(auto) with_records(const Book& book, MemberType type, Visit&& visit) {
  switch (type) {
    case MemberType::account:
    case MemberType::group:
      return visit(book.get<Account>());
    case MemberType::activity:
      return visit(book.get<Activity>());
    case MemberType::agreement:
      return visit(book.get<Agreement>());
    case MemberType::claim:
      return visit(book.get<Claim>());
    case MemberType::lead:
      return visit(book.get<Lead>());
    case MemberType::market:
      return visit(book.get<Market>());
    case MemberType::opportunity:
      return visit(book.get<Opportunity>());
    case MemberType::process:
      return visit(book.get<Process>());
    default:
      return visit(book.get<Requirement>());
  }
}

/// The row of a member's record; no_row: there is none.
[[nodiscard]] inline std::uint32_t find_member(const Book& book, const MemberName& name) {
  return with_records(book, name.type, [&](const auto& store) { return store.find(name.id); });
}

/// The account at which a member's record stands (an account's and a group's: itself); no_row: at
/// none.
[[nodiscard]] inline std::uint32_t account_of_member(const Book& book, MemberType type,
                                                     std::uint32_t row) {
  return with_records(book, type, [&]<class Record>(const Store<Record>& store) {
    using Fields = typename Store<Record>::Fields;
    if constexpr (std::is_same_v<Record, Account>) {
      return row;
    } else if constexpr (Fields::index_of("account") < Fields::size) {
      return row == no_row ? no_row : store.template get<"account">()[row];
    } else {
      return no_row;
    }
  });
}

}  // namespace opportune
