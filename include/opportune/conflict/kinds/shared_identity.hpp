// shared_identity: accounts of different groups have an identifier in common. The one kind that
// crosses groups: conflict/identity.hpp finds it.
#pragma once

#include "opportune/conflict/identity.hpp"
#include "opportune/conflict/kind.hpp"

namespace opportune {

struct SharedIdentity {
  static constexpr std::string_view name = "shared_identity";
  using reads = Reads<>;
  static constexpr MemberType members = MemberType::account;

  /// A matter of clean records, for whoever keeps them; a shared domain may be a mere coincidence.
  static KindPolicy defaults(const Milestones&) { return {Severity::info, Severity::info}; }
  /// Nothing within one group.
  static void relate(const GroupView&, const Policy&, KindRelation&) {}
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    MessageList shared;
    for (const IdentityField& field : identity_fields) {
      const std::string value = identity_of(group.book(), a.row, field);
      if (!value.empty() && value == identity_of(group.book(), b.row, field)) {
        shared.push_back({field.message, {{"value", value.substr(value.find(':') + 1)}}});
      }
    }
    return {"shared_identity.evidence", {{"shared", std::move(shared)}}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {"shared_identity", {conflict.members()}};
  }
};

}  // namespace opportune
