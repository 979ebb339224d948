// Process definitions as JSON: what differs from the defaults, in the order of the documentation.
#include <nlohmann/json.hpp>

#include "opportune/process/builder.hpp"

namespace opportune {
namespace {

using json = nlohmann::ordered_json;

void add_texts(json& out, const char* name, const std::vector<std::string>& texts) {
  if (!texts.empty()) {
    out[name] = texts;
  }
}

/// Names (one of each), or {name, minimum}.
void add_demands(json& out, const char* member, const char* name,
                 const std::vector<Demand>& demands) {
  for (const Demand& demand : demands) {
    out[member].push_back(demand.minimum == 1
                              ? json(demand.name)
                              : json{{name, demand.name}, {"minimum", demand.minimum}});
  }
}

json json_of(const StageExit& exit) {
  json out = json::object();
  add_demands(out, "activities", "kind", exit.activities);
  add_texts(out, "fields", exit.fields);
  add_demands(out, "roles", "role", exit.roles);
  add_texts(out, "approvals", exit.approvals);
  if (exit.requirements) {
    out["requirements"] = true;
  }
  return out;
}

json json_of(const StageSpec& stage) {
  json out = {{"id", stage.id}};
  if (!stage.name.empty()) {
    out["name"] = stage.name;
  }
  out["milestone"] = stage.milestone;
  if (stage.probability) {
    out["probability"] = *stage.probability;
  }
  if (stage.max_days) {
    out["max_days"] = *stage.max_days;
  }
  if (stage.days != DaysUnit::calendar) {
    out["days"] = to_string(stage.days);
  }
  add_texts(out, "suppress", stage.suppress);
  if (stage.exit.asks()) {
    out["exit"] = json_of(stage.exit);
  }
  return out;
}

}  // namespace

std::string to_json(const ProcessSpec& spec) {
  json out = json::object();
  if (!spec.id.empty()) {
    out["id"] = spec.id;
  }
  if (!spec.name.empty()) {
    out["name"] = spec.name;
  }
  if (spec.global) {
    out["scope"] = "global";
  }
  add_texts(out, "markets", spec.markets);
  add_texts(out, "maturity", spec.maturity);
  add_texts(out, "structure", spec.structure);
  add_texts(out, "kinds", spec.kinds);
  out["stages"] = json::array();
  for (const StageSpec& stage : spec.stages) {
    out["stages"].push_back(json_of(stage));
  }
  if (spec.transitions) {
    out["transitions"] = json::array();
    for (const auto& [from, to] : *spec.transitions) {
      out["transitions"].push_back({{"from", from}, {"to", to}});
    }
  }
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

ProcessSpec spec_of(const ProcessDefinition& definition, const Milestones& milestones) {
  ProcessSpec out;
  out.global = definition.global;
  out.markets = definition.markets;
  out.maturity = definition.maturity;
  out.structure = definition.structure;
  out.kinds = definition.kinds;
  for (const StageDefinition& stage : definition.stages) {
    StageSpec& spec = out.stages.emplace_back();
    spec.id = stage.id;
    spec.milestone = milestones.name(stage.milestone);
    spec.name = stage.name == stage.id ? std::string() : stage.name;
    if (stage.probability_ppm != 0) {
      spec.probability = stage.probability_ppm / 1e6;
    }
    if (stage.max_days >= 0) {
      spec.max_days = stage.max_days;
    }
    spec.days = stage.days;
    spec.suppress = stage.suppress;
    spec.exit = stage.exit;
  }
  if (definition.transitions) {
    out.transitions.emplace();
    for (const Transition& move : *definition.transitions) {
      out.transitions->emplace_back(definition.stages[move.from].id, definition.stages[move.to].id);
    }
  }
  return out;
}

std::string to_json(const ProcessDefinition& definition, const Milestones& milestones) {
  return to_json(spec_of(definition, milestones));
}

}  // namespace opportune
