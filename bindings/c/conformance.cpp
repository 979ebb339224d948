#include "answer.hpp"
#include "arguments.hpp"
#include "handles.hpp"
#include "opportune/workspace.hpp"

using namespace opportune::c;

namespace {

opportune::DeviationQuery query_in(const opp_deviation_query* given) {
  opportune::DeviationQuery query;
  if (given != nullptr) {
    constexpr std::size_t least = offsetof(opp_deviation_query, as_of) + sizeof(opp_str);
    const opp_deviation_query fields = struct_in(*given, least, "query");
    query.process = text_in(fields.process, "process");
    query.as_of = as_of_in(fields.as_of);
  }
  return query;
}

opportune::ProcessGraphOptions options_in(const opp_process_graph_options* given) {
  opportune::ProcessGraphOptions options;
  if (given != nullptr) {
    constexpr std::size_t least = offsetof(opp_process_graph_options, as_of) + sizeof(opp_str);
    const opp_process_graph_options fields = struct_in(*given, least, "options");
    options.version = fields.version;
    options.histories = fields.definition_only == 0;
    options.as_of = as_of_in(fields.as_of);
  }
  return options;
}

}  // namespace

extern "C" {

opp_status opp_workspace_deviations(const opp_workspace* workspace,
                                    const opp_deviation_query* query, struct ArrowArrayStream* rows,
                                    opp_error** error) noexcept {
  return answer(workspace, rows, "rows", error, [&](const opportune::Workspace& space) {
    return space.deviations(query_in(query));
  });
}

opp_status opp_workspace_process_edges(const opp_workspace* workspace, opp_str process,
                                       uint32_t version, opp_str as_of,
                                       struct ArrowArrayStream* rows, opp_error** error) noexcept {
  return answer(workspace, rows, "rows", error, [&](const opportune::Workspace& space) {
    return space.process_edges(text_in(process, "process"), version, as_of_in(as_of));
  });
}

opp_status opp_workspace_process_graph(const opp_workspace* workspace, opp_str process,
                                       const opp_process_graph_options* options, opp_text** dot,
                                       opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    opp_text*& out = required(dot, "dot");
    out =
        NewHandle<opp_text>(space->process_graph(text_in(process, "process"), options_in(options)))
            .publish();
  });
}

}  // extern "C"
