#include "process/process_json.hpp"

#include <nlohmann/json.hpp>

#include "opportune/workspace.hpp"
#include "process/json_members.hpp"

namespace opportune {
namespace {

using nlohmann::json;

AdvanceRequest request_of(const json& value, std::int64_t index) {
  AdvanceRequest out;
  Members members("advance", value, index);
  members.text("opportunity", out.opportunity, true);
  members.text("to", out.to, true);
  members.instant("at", out.at);
  members.text("by", out.by);
  members.flag("force", out.force);
  members.text("reason", out.reason);
  members.finish();
  return out;
}

json json_of(const std::vector<ExitItem>& items) {
  json out = json::array();
  for (const ExitItem& item : items) {
    out.push_back({{"kind", to_string(item.kind)},
                   {"what", item.what},
                   {"needed", item.needed},
                   {"present", item.present},
                   {"met", item.met()},
                   {"text", item.text}});
  }
  return out;
}

json json_of(const TransitionResult& result) {
  return {{"done", result.done},
          {"opportunity", result.opportunity},
          {"process", result.process},
          {"version", result.version},
          {"from", result.from},
          {"to", result.to},
          {"at", to_string(result.at)},
          {"missing", json_of(result.missing)},
          {"refusal", text_or_null(result.refusal)},
          {"forced", result.forced},
          {"customer", result.customer},
          {"pause", json_of(result.pause)},
          {"resume", json_of(result.resume)},
          {"opened", json_of(result.opened)},
          {"closed", json_of(result.closed)}};
}

}  // namespace

std::vector<AdvanceRequest> advances_of_json(std::string_view text) {
  json requests = parsed(text, "advance");
  if (!requests.is_array()) {
    requests = json::array({std::move(requests)});
  }
  std::vector<AdvanceRequest> out;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    out.push_back(request_of(requests[i], static_cast<std::int64_t>(i)));
  }
  return out;
}

ConvertRequest convert_of_json(std::string_view text) {
  const json request = parsed(text, "convert");
  ConvertRequest out;
  Members members("convert", request, Issue::no_row);
  members.text("lead", out.lead, true);
  members.text("opportunity", out.opportunity, true);
  members.text("name", out.name);
  members.text("owner", out.owner);
  members.text("process", out.process);
  members.text("kind", out.kind);
  members.instant("at", out.at);
  members.text("by", out.by);
  members.flag("force", out.force);
  members.text("reason", out.reason);
  members.finish();
  return out;
}

std::string to_json(const ConvertResult& result) {
  return shown({{"done", result.done},
                {"lead", result.lead},
                {"opportunity", result.opportunity},
                {"process", result.process},
                {"stage", result.stage},
                {"decision", json::parse(to_json(result.decision))},
                {"refusal", text_or_null(result.refusal)},
                {"forced", result.forced}});
}

std::string to_json(const std::vector<TransitionResult>& results) {
  json out = json::array();
  for (const TransitionResult& result : results) {
    out.push_back(json_of(result));
  }
  return shown(out);
}

std::string to_json(const Checklist& checklist) {
  json ways = json::array();
  for (const Checklist::Way& way : checklist.ways) {
    ways.push_back({{"to", way.to},
                    {"name", way.name},
                    {"milestone", way.milestone},
                    {"forward", way.forward},
                    {"open", way.open},
                    {"demands", json_of(way.demands)}});
  }
  return shown({{"opportunity", checklist.opportunity},
                {"process", checklist.process},
                {"version", checklist.version},
                {"applies", checklist.applies},
                {"stage", checklist.stage},
                {"stage_name", checklist.stage_name},
                {"milestone", checklist.milestone},
                {"since", to_string(checklist.since)},
                {"days", checklist.days},
                {"max_days", checklist.max_days < 0 ? json() : json(checklist.max_days)},
                {"overdue", checklist.overdue},
                {"days_unit", to_string(checklist.days_unit)},
                {"ways", std::move(ways)},
                {"people", json_of(checklist.people)},
                {"agreements", json_of(checklist.agreements)},
                {"paused", json_of(checklist.paused)},
                {"conflicts", json_of(checklist.conflicts)}});
}

}  // namespace opportune
