#include "conflict/resolution_check.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "opportune/conflict/conflict.hpp"
#include "opportune/model/member_records.hpp"

namespace opportune {
namespace {

/// Is a pair of the named members related?
bool any_related(const KindRelation& relation, const Forest& products,
                 const std::vector<std::string>& names) {
  const auto named = [&](std::uint32_t node) {
    const Member& member = relation.member(node);
    const std::string name = member_name(member.type, member.id);
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (std::uint32_t node = 0; node < relation.nodes().size(); ++node) {
    if (!named(node)) {
      continue;
    }
    for (const KindRelation::Related& other : relation.related_to(node, products)) {
      if (named(other.node)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

void require_conflict(const Book& book, const Policy& policy, std::uint32_t resolution) {
  const Store<Resolution>& store = book.get<Resolution>();
  const std::vector<std::string> names = store.get<"members">().items(resolution);
  const AsOf as_of(book, store.get<"at">()[resolution]);
  const auto groups = book.ownership().groups(as_of.day());
  GroupView view(as_of, *groups);
  const std::size_t kind = kind_number(book.symbols()[store.get<"kind">()[resolution]]);
  for (const std::string& name : names) {
    const std::optional<MemberName> member = parse_member_name(name);
    const std::uint32_t account =
        member ? account_of_member(book, member->type, find_member(book, *member)) : no_row;
    if (account == no_row) {
      continue;
    }
    view.look(groups->root(account));
    KindRelation relation;
    with_kind(kind, [&]<class Kind>() {
      if constexpr (std::is_same_v<Kind, SharedIdentity>) {
        const std::vector<std::uint32_t> accounts = IdentitySearch(book, *groups).from(account);
        if (accounts.size() <= many_identities) {
          relate_identities(view, accounts, relation);
        }
      } else {
        Kind::relate(view, policy, relation);
      }
    });
    if (!relation.empty() && any_related(relation, book.products(), names)) {
      return;
    }
  }
  throw InputError(Issue{"not_in_conflict", "resolution", 0, "members",
                         shown_value(store.get<"members">()[resolution]),
                         "of these no two are in a " + std::string(conflict_kinds[kind]) +
                             " conflict at " + to_string(as_of.instant())});
}

}  // namespace opportune
