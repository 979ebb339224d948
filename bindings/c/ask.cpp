#include <array>

#include "answer.hpp"
#include "arguments.hpp"
#include "conflict_query.hpp"
#include "handles.hpp"
#include "opportune/workspace.hpp"
#include "streams_out.hpp"

using namespace opportune::c;

namespace {

opportune::MeasureQuery measure_in(const opp_measure_query& given) {
  constexpr std::size_t least = offsetof(opp_measure_query, threads) + sizeof(uint32_t);
  const opp_measure_query fields = struct_in(given, least, "query");
  opportune::MeasureQuery query;
  query.measure = text_in(fields.measure, "measure");
  query.by = texts_in(fields.by, fields.by_count, "by");
  query.rollup = texts_in(fields.rollup, fields.rollup_count, "rollup");
  query.as_of = as_of_in(fields.as_of);
  query.from = date_in(fields.from, "from");
  query.to = date_in(fields.to, "to");
  if (fields.where_count > 0) {
    required(fields.where, "where");
  }
  for (std::size_t i = 0; i < fields.where_count; ++i) {
    const opp_filter& filter = fields.where[i];
    query.where.push_back({std::string(text_in(filter.dimension, "dimension")),
                           texts_in(filter.values, filter.value_count, "values")});
  }
  query.threads = fields.threads;
  for (const std::string& date : texts_in(fields.dates, fields.date_count, "dates")) {
    query.dates.push_back(date_in(opp_str{date.data(), date.size()}, "dates"));
  }
  query.close_from = date_in(fields.close_from, "close_from");
  query.close_to = date_in(fields.close_to, "close_to");
  query.model = text_in(fields.model, "model");
  return query;
}

}  // namespace

extern "C" {

opp_status opp_workspace_conflicts(const opp_workspace* workspace, const opp_conflict_query* query,
                                   struct ArrowArrayStream* conflicts,
                                   struct ArrowArrayStream* members, struct ArrowArrayStream* pairs,
                                   opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    required(conflicts, "conflicts");
    opportune::ConflictQuery asked = query_in(query);
    asked.with_pairs = pairs != nullptr;
    const opportune::ConflictTables tables = space->conflicts(asked);
    hand_over(std::array<Wanted, 3>{
        {{tables.conflicts, conflicts}, {tables.members, members}, {tables.pairs, pairs}}});
  });
}

opp_status opp_workspace_query(const opp_workspace* workspace, const opp_measure_query* query,
                               struct ArrowArrayStream* result, opp_error** error) noexcept {
  return answer(workspace, result, "result", error, [&](const opportune::Workspace& space) {
    return space.query(measure_in(required(query, "query")));
  });
}

opp_status opp_workspace_export(const opp_workspace* workspace, opp_str table,
                                struct ArrowArrayStream* rows, opp_error** error) noexcept {
  return answer(workspace, rows, "rows", error, [&](const opportune::Workspace& space) {
    return space.export_table(text_in(table, "table"));
  });
}

opp_status opp_workspace_count(const opp_workspace* workspace, opp_str table, uint64_t* count,
                               opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    uint64_t& out = required(count, "count");
    out = space->count(text_in(table, "table"));
  });
}

opp_status opp_workspace_groups(const opp_workspace* workspace, opp_str as_of,
                                struct ArrowArrayStream* rows, opp_error** error) noexcept {
  return answer(workspace, rows, "rows", error,
                [&](const opportune::Workspace& space) { return space.groups(as_of_in(as_of)); });
}

opp_status opp_workspace_process_choice(const opp_workspace* workspace, opp_str opportunity,
                                        opp_str as_of, struct ArrowArrayStream* rows,
                                        opp_error** error) noexcept {
  return answer(workspace, rows, "rows", error, [&](const opportune::Workspace& space) {
    return space.process_choice(text_in(opportunity, "opportunity"), as_of_in(as_of));
  });
}

opp_status opp_workspace_activities(const opp_workspace* workspace, opp_str account, opp_str as_of,
                                    struct ArrowArrayStream* rows, opp_error** error) noexcept {
  return answer(workspace, rows, "rows", error, [&](const opportune::Workspace& space) {
    return space.activities(text_in(account, "account"), as_of_in(as_of));
  });
}

opp_status opp_workspace_memory(const opp_workspace* workspace, struct ArrowArrayStream* rows,
                                opp_error** error) noexcept {
  return answer(workspace, rows, "rows", error,
                [](const opportune::Workspace& space) { return space.memory(); });
}

}  // extern "C"
