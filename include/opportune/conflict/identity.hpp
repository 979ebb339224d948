// Accounts of different groups with an identifier in common.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "opportune/conflict/kind_relation.hpp"
#include "opportune/model/identity.hpp"

namespace opportune {

/// An account's identifier in the form in which it is compared.
[[nodiscard]] inline std::string identity_of(const Book& book, std::uint32_t account,
                                             const IdentityField& field) {
  const Store<Account>& store = book.get<Account>();
  switch (field.kind) {
    case IdentityKind::lei:
      return comparable_identity(field, store.get<"lei">()[account]);
    case IdentityKind::duns:
      return comparable_identity(field, store.get<"duns">()[account]);
    case IdentityKind::tax_id:
      return comparable_identity(field, store.get<"tax_id">()[account]);
    default:
      return comparable_identity(field, store.get<"domain">()[account]);
  }
}

/// Finds sets of accounts that identifiers shared across groups hold together.
class IdentitySearch {
 public:
  IdentitySearch(const Book& book, const GroupIndex& groups) : book_(book), groups_(groups) {}

  /// The accounts that are held together with this one, ascending; none where it shares nothing, or
  /// where a search that began elsewhere has found it already.
  [[nodiscard]] std::vector<std::uint32_t> from(std::uint32_t account);

 private:
  /// The accounts with this identifier; none where all are of one group.
  [[nodiscard]] std::vector<std::uint32_t> sharers(const IdentityField& field,
                                                   const std::string& value) const;

  const Book& book_;
  const GroupIndex& groups_;
  std::unordered_set<std::string> seen_;     // identifiers
  std::unordered_set<std::uint32_t> found_;  // accounts
};

inline std::vector<std::uint32_t> IdentitySearch::sharers(const IdentityField& field,
                                                          const std::string& value) const {
  std::vector<std::uint32_t> out;
  bool several = false;
  book_.links().accounts_of_identity.each(value, [&](std::uint32_t account) {
    if (account < groups_.size() && identity_of(book_, account, field) == value) {
      several = several || groups_.root(account) != groups_.root(out.empty() ? account : out[0]);
      out.push_back(account);
    }
  });
  return several ? out : std::vector<std::uint32_t>{};
}

inline std::vector<std::uint32_t> IdentitySearch::from(std::uint32_t account) {
  std::vector<std::uint32_t> out;
  if (found_.contains(account)) {
    return out;
  }
  std::vector<std::uint32_t> open{account};
  for (std::size_t i = 0; i < open.size(); ++i) {
    for (const IdentityField& field : identity_fields) {
      std::string value = identity_of(book_, open[i], field);
      if (value.empty() || seen_.contains(value)) {
        continue;
      }
      for (const std::uint32_t other : sharers(field, value)) {
        if (found_.insert(other).second) {
          out.push_back(other);
          open.push_back(other);
        }
      }
      seen_.insert(std::move(value));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Up to this many accounts in one set their pairs are looked at one by one.
inline constexpr std::size_t many_identities = 2000;

inline void add_identities(const GroupView& group, const std::vector<std::uint32_t>& accounts,
                           KindRelation& out) {
  const Store<Account>& store = group.book().get<Account>();
  for (const std::uint32_t account : accounts) {
    out.add_own(member_of(store, MemberType::account, account));
  }
}

/// Adds the accounts, and relates those of different groups that share an identifier.
inline void relate_identities(const GroupView& group, const std::vector<std::uint32_t>& accounts,
                              KindRelation& out) {
  add_identities(group, accounts, out);
  std::vector<std::array<std::string, identity_fields.size()>> identities;
  for (const std::uint32_t account : accounts) {
    auto& own = identities.emplace_back();
    for (std::size_t i = 0; i < own.size(); ++i) {
      own[i] = identity_of(group.book(), account, identity_fields[i]);
    }
  }
  for (std::uint32_t a = 0; a < accounts.size(); ++a) {
    for (std::uint32_t b = a + 1; b < accounts.size(); ++b) {
      bool shares = false;
      for (std::size_t i = 0; i < identity_fields.size() && !shares; ++i) {
        shares = !identities[a][i].empty() && identities[a][i] == identities[b][i];
      }
      if (shares && group.groups().root(accounts[a]) != group.groups().root(accounts[b])) {
        out.relate(a, b);
      }
    }
  }
}

}  // namespace opportune
