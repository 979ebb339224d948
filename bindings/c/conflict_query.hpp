// What conflicts a caller of C asks for.
#pragma once

#include "arguments.hpp"
#include "opportune/conflict/query.hpp"

namespace opportune::c {

/// NULL: the defaults.
[[nodiscard]] inline ConflictQuery query_in(const opp_conflict_query* given) {
  ConflictQuery query;
  if (given == nullptr) {
    return query;
  }
  constexpr std::size_t least = offsetof(opp_conflict_query, threads) + sizeof(uint32_t);
  const opp_conflict_query fields = struct_in(*given, least, "query");
  query.as_of = as_of_in(fields.as_of);
  query.kinds = texts_in(fields.kinds, fields.kind_count, "kinds");
  query.groups = texts_in(fields.groups, fields.group_count, "groups");
  query.policy = text_in(fields.policy, "policy");
  query.language = text_in(fields.language, "language");
  if (fields.pair_limit != 0) {
    query.pair_limit = fields.pair_limit;
  }
  query.threads = fields.threads;
  return query;
}

}  // namespace opportune::c
