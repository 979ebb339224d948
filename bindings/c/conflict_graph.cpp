#include <array>
#include <optional>

#include "arguments.hpp"
#include "conflict_query.hpp"
#include "handles.hpp"
#include "opportune/workspace.hpp"
#include "streams_out.hpp"

using namespace opportune::c;

namespace {

opportune::ConflictGraphQuery graph_query_in(opp_str group, const opp_conflict_query* given,
                                             std::uint64_t node_limit) {
  opportune::ConflictQuery fields = query_in(given);
  if (!fields.groups.empty()) {
    throw bad_argument("query names groups, where the group is an argument");
  }
  opportune::ConflictGraphQuery query;
  query.group = text_in(group, "group");
  query.as_of = fields.as_of;
  query.kinds = std::move(fields.kinds);
  query.policy = std::move(fields.policy);
  query.language = std::move(fields.language);
  query.pair_limit = fields.pair_limit;
  if (node_limit != 0) {
    query.node_limit = node_limit;
  }
  return query;
}

}  // namespace

extern "C" {

opp_status opp_workspace_conflict_graph(const opp_workspace* workspace, opp_str group,
                                        const opp_conflict_query* query, uint64_t node_limit,
                                        struct ArrowArrayStream* nodes,
                                        struct ArrowArrayStream* edges, opp_text** dot,
                                        opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    opportune::ConflictGraph graph =
        space->conflict_graph(graph_query_in(group, query, node_limit));
    std::optional<NewHandle<opp_text>> text;
    if (dot != nullptr) {
      text.emplace(std::move(graph.dot));
    }
    hand_over(std::array<Wanted, 2>{{{graph.nodes, nodes}, {graph.edges, edges}}});
    if (text) {
      *dot = text->publish();
    }
  });
}

}  // extern "C"
