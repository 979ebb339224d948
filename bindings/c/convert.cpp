#include "arguments.hpp"
#include "handles.hpp"
#include "opportune/workspace.hpp"

using namespace opportune::c;

namespace {

opportune::ConvertRequest request_in(const opp_convert& given) {
  constexpr std::size_t least = offsetof(opp_convert, reason) + sizeof(opp_str);
  const opp_convert fields = struct_in(given, least, "request");
  opportune::ConvertRequest request;
  request.lead = text_in(fields.lead, "lead");
  request.opportunity = text_in(fields.opportunity, "opportunity");
  request.name = text_in(fields.name, "name");
  request.owner = text_in(fields.owner, "owner");
  request.process = text_in(fields.process, "process");
  request.kind = text_in(fields.kind, "kind");
  request.at = instant_in(fields.at, "at");
  request.by = text_in(fields.by, "by");
  request.force = fields.force != 0;
  request.reason = text_in(fields.reason, "reason");
  return request;
}

opp_conversion_info info_out(const opportune::ConvertResult& result) {
  opp_conversion_info out = OPP_CONVERSION_INFO_INIT;
  out.done = result.done ? 1 : 0;
  out.forced = result.forced ? 1 : 0;
  out.lead = text_out(result.lead);
  out.opportunity = text_out(result.opportunity);
  out.process = text_out(result.process);
  out.stage = text_out(result.stage);
  out.refusal = text_out(result.refusal);
  return out;
}

/// `ask` converts, and returns the result.
template <class Ask>
opp_status convert(opp_workspace* workspace, opp_conversion** conversion, opp_error** error,
                   Ask&& ask) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    opp_conversion*& out = required(conversion, "conversion");
    NewHandle<opp_conversion> made;
    made.object() = ask(*space);
    out = made.publish();
  });
}

}  // namespace

extern "C" {

opp_status opp_workspace_convert(opp_workspace* workspace, const opp_convert* request,
                                 opp_conversion** conversion, opp_error** error) noexcept {
  return convert(workspace, conversion, error, [&](opportune::Workspace& space) {
    return space.convert(request_in(required(request, "request")));
  });
}

opp_status opp_workspace_convert_json(opp_workspace* workspace, opp_str request,
                                      opp_conversion** conversion, opp_error** error) noexcept {
  return convert(workspace, conversion, error, [&](opportune::Workspace& space) {
    return space.convert_json(text_in(request, "request"));
  });
}

opp_status opp_conversion_free(opp_conversion* conversion) noexcept {
  return free_handle(conversion);
}

opp_status opp_conversion_get(const opp_conversion* conversion, opp_conversion_info* info,
                              opp_error** error) noexcept {
  return guarded(error, [&] {
    constexpr std::size_t least = offsetof(opp_conversion_info, refusal) + sizeof(opp_str);
    const auto result = use(conversion);
    opp_conversion_info& place = struct_place(info, least, "info");
    struct_out(place, info_out(*result));
  });
}

opp_status opp_conversion_decision(const opp_conversion* conversion, opp_decision** decision,
                                   opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto result = use(conversion);
    opp_decision*& out = required(decision, "decision");
    out = NewHandle<opp_decision>(result->decision).publish();
  });
}

opp_status opp_conversion_json(const opp_conversion* conversion, opp_text** json,
                               opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto result = use(conversion);
    opp_text*& out = required(json, "json");
    out = NewHandle<opp_text>(opportune::to_json(*result)).publish();
  });
}

}  // extern "C"
