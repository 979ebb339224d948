// Questions on the past, from JSON.
#include "process/json_members.hpp"
#include "questions.hpp"

namespace opportune {

ConflictHistoryQuery history_query_of_json(std::string_view text) {
  const json query = parsed(text, "conflict_history");
  ConflictHistoryQuery out;
  Members members("conflict_history", query, Issue::no_row);
  members.date("from", out.from);
  members.date("to", out.to);
  members.texts("kinds", out.kinds);
  members.texts("groups", out.groups);
  members.object("policy", out.policy);
  members.text("language", out.language);
  members.number("threads", out.threads);
  members.finish();
  return out;
}

LeakageQuery leakage_query_of_json(std::string_view text) {
  const json query = parsed(text, "leakage");
  LeakageQuery out;
  Members members("leakage", query, Issue::no_row);
  members.date("from", out.from);
  members.date("to", out.to);
  members.as_of("as_of", out.as_of);
  members.texts("groups", out.groups);
  members.number("threads", out.threads);
  members.finish();
  return out;
}

}  // namespace opportune
