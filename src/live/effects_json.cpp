// Effects as JSON.
#include <nlohmann/json.hpp>

#include "opportune/workspace.hpp"

namespace opportune {
namespace {

using nlohmann::json;

json listed(const std::vector<ConflictChange>& changes) {
  json out = json::array();
  for (const ConflictChange& change : changes) {
    out.push_back({{"id", change.id},
                   {"kind", change.kind},
                   {"severity", to_string(change.severity)},
                   {"group", change.group},
                   {"pairs", change.pairs},
                   {"since", change.since.has_value() ? json(to_string(change.since)) : json()},
                   {"value_minor", change.value_minor},
                   {"members", change.members},
                   {"markets", change.markets},
                   {"resolution", change.resolution.empty() ? json() : json(change.resolution)},
                   {"explanation", change.explanation}});
  }
  return out;
}

json json_of(const Effects& effects) {
  return {{"applied", effects.applied},         {"groups", effects.groups},
          {"as_of", to_string(effects.as_of)},  {"opened", listed(effects.opened)},
          {"changed", listed(effects.changed)}, {"closed", listed(effects.closed)}};
}

std::string text_of(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const Effects& effects) { return text_of(json_of(effects)); }

std::string to_json(const WhatIf& found) {
  json out = json_of(found.effects);
  out["verdict"] = to_string(found.verdict);
  return text_of(out);
}

}  // namespace opportune
