// Rules of resolutions: they name a kind of conflict, and members that are there.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "opportune/model/member_records.hpp"
#include "opportune/model/rules/put.hpp"

namespace opportune {

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
      const std::optional<MemberName> name = parse_member_name(member);
      if (!name) {
        report("members", std::string(member), "invalid_member",
               "must be type:id, with a type of: " + listed_names(member_types));
        return false;
      }
      if (find_member(book, *name) == no_row) {
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
