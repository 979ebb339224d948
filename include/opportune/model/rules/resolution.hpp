// Rules of resolutions: they name a kind of conflict, and members that are there.
#pragma once

#include <algorithm>
#include <string>

#include "opportune/model/conflict_names.hpp"
#include "opportune/model/rules/put.hpp"

namespace opportune {

namespace detail {

/// Is there a record of this type (a name of member_types) with this id?
[[nodiscard]] inline bool has_record(const Book& book, std::string_view type, std::string_view id) {
  const auto is = [&](MemberType wanted) { return type == to_string(wanted); };
  const auto there = [&]<class Record>(const Store<Record>& store) {
    return store.find(id) != no_row;
  };
  return is(MemberType::account) || is(MemberType::group) ? there(book.get<Account>())
         : is(MemberType::activity)                       ? there(book.get<Activity>())
         : is(MemberType::agreement)                      ? there(book.get<Agreement>())
         : is(MemberType::claim)                          ? there(book.get<Claim>())
         : is(MemberType::lead)                           ? there(book.get<Lead>())
         : is(MemberType::market)                         ? there(book.get<Market>())
         : is(MemberType::opportunity)                    ? there(book.get<Opportunity>())
         : is(MemberType::process)                        ? there(book.get<Process>())
                                                          : there(book.get<Requirement>());
}

}  // namespace detail

template <>
struct Rules<Resolution> {
  template <class Report>
  static void check(const Book& book, const Store<Resolution>& store, std::uint32_t row,
                    Report&& report) {
    const auto& kinds = store.get<"kind">();
    if (!kinds.empty(row)) {
      const std::string_view kind = book.symbols()[kinds[row]];
      if (std::find(conflict_kinds.begin(), conflict_kinds.end(), kind) == conflict_kinds.end()) {
        report("kind", std::string(kind), "unknown_kind",
               "must be one of: " + listed_names(conflict_kinds));
      } else if (!store.get<"members">().empty(row)) {
        check_members(book, store, row, kind, report);
      }
    }
    const Date until = store.get<"until">()[row];
    const Instant at = store.get<"at">()[row];
    if (until.has_value() && at.has_value() && until < day_of(at)) {
      report("until", to_string(until), "impossible_date",
             "is before the resolution begins (" + to_string(day_of(at)) + ")");
    }
  }
  struct Before {};
  static Before before(const Book&, std::uint32_t) { return {}; }
  static void linked(Book& book, std::uint32_t row, const Before&, const Put*) {
    const std::string members(book.get<Resolution>().get<"members">()[row]);
    static_cast<void>(detail::each_item(members, [&](std::string_view member) {
      book.edit_links().resolutions_of_member.add(member, row);
      return true;
    }));
  }

 private:
  template <class Report>
  static void check_members(const Book& book, const Store<Resolution>& store, std::uint32_t row,
                            std::string_view kind, Report& report) {
    const std::string_view members = store.get<"members">()[row];
    std::size_t count = 0;
    const bool fine = detail::each_item(members, [&](std::string_view member) {
      ++count;
      const std::size_t colon = member.find(':');
      const std::string_view type = member.substr(0, colon);
      if (colon == std::string_view::npos || colon + 1 == member.size() ||
          std::find(member_types.begin(), member_types.end(), type) == member_types.end()) {
        report("members", std::string(member), "invalid_member",
               "must be type:id, with a type of: " + listed_names(member_types));
        return false;
      }
      if (!detail::has_record(book, type, member.substr(colon + 1))) {
        report("members", std::string(member), "unknown_reference", "there is no such record");
        return false;
      }
      return true;
    });
    const std::size_t needed = kind == "coverage_gap" ? 1 : 2;
    if (fine && count < needed) {
      report("members", std::string(members), "too_few_members",
             "must name at least " + std::to_string(needed) + " members");
    }
  }
};

}  // namespace opportune
