// A decision as JSON.
#include "opportune/workspace.hpp"
#include "process/json_members.hpp"

namespace opportune {
namespace {

json json_of(const PredictedConflict& conflict) {
  json related = json::array();
  for (const PredictedConflict::Member& member : conflict.related) {
    related.push_back({{"type", member.type},
                       {"id", member.id},
                       {"market", member.market},
                       {"owner", member.owner},
                       {"since", to_string(member.since)},
                       {"evidence", member.evidence}});
  }
  return {{"id", conflict.id},
          {"kind", conflict.kind},
          {"severity", to_string(conflict.severity)},
          {"group", conflict.group},
          {"opens", conflict.opens},
          {"pairs", conflict.pairs},
          {"since", to_string(conflict.since)},
          {"value_minor", conflict.value_minor},
          {"currency", conflict.currency},
          {"explanation", conflict.explanation},
          {"related", std::move(related)}};
}

json json_of(const LegalRequirement& requirement) {
  return {{"requirement", requirement.requirement},
          {"milestone", requirement.milestone},
          {"fulfilled", requirement.fulfilled},
          {"kind", text_or_null(requirement.kind)},
          {"text", text_or_null(requirement.text)}};
}

json json_of(const Suppressor& suppressor) {
  return {{"opportunity", suppressor.opportunity},
          {"stage", suppressor.stage},
          {"account", suppressor.account}};
}

template <class Item>
json list_of(const std::vector<Item>& items) {
  json out = json::array();
  for (const Item& item : items) {
    out.push_back(json_of(item));
  }
  return out;
}

}  // namespace

std::string to_json(const Decision& decision) {
  return shown({{"verdict", to_string(decision.verdict)},
                {"group", decision.group},
                {"conflicts", list_of(decision.conflicts)},
                {"process",
                 {{"applies", text_or_null(decision.process.applies)},
                  {"runs", text_or_null(decision.process.runs)},
                  {"mismatch", decision.process.mismatch}}},
                {"agreements", json_of(decision.agreements)},
                {"requirements", list_of(decision.requirements)},
                {"people", json_of(decision.people)},
                {"paused", json_of(decision.paused)},
                {"suppressed_by", list_of(decision.suppressed_by)}});
}

}  // namespace opportune
