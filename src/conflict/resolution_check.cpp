#include "conflict/resolution_check.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "opportune/conflict/conflict.hpp"

namespace opportune {
namespace {

/// The account at which a member stands; no_row: it stands at none.
std::uint32_t account_of(const Book& book, std::string_view name) {
  const std::size_t colon = name.find(':');
  const std::string_view type = name.substr(0, colon), id = name.substr(colon + 1);
  const auto at = [&]<class Record>(const Store<Record>& store) {
    const std::uint32_t row = store.find(id);
    return row == no_row ? no_row : store.template get<"account">()[row];
  };
  return type == "account" || type == "group" ? book.get<Account>().find(id)
         : type == "opportunity"              ? at(book.get<Opportunity>())
         : type == "lead"                     ? at(book.get<Lead>())
         : type == "activity"                 ? at(book.get<Activity>())
         : type == "agreement"                ? at(book.get<Agreement>())
         : type == "claim"                    ? at(book.get<Claim>())
                                              : no_row;
}

/// Is a pair of the named members related?
bool any_related(const KindRelation& relation, const Forest& products,
                 const std::vector<std::string>& names) {
  const auto named = [&](std::uint32_t node) {
    const Member& member = relation.member(node);
    const std::string name = std::string(to_string(member.type)).append(":").append(member.id);
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
    const std::uint32_t account = account_of(book, name);
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
