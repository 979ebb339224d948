#include "model/json_hooks.hpp"

#include <nlohmann/json.hpp>

namespace opportune {
namespace {

using nlohmann::json;

bool is_object(std::string_view text, std::string& reason) {
  const json value = json::parse(text, nullptr, false);
  if (!value.is_object()) {
    reason = value.is_discarded() ? "is not valid JSON" : "must be a JSON object";
    return false;
  }
  return true;
}

std::string milestone_names() {
  std::string out;
  for (const std::string_view name : Milestones::names) {
    out += (out.empty() ? "" : ", ") + std::string(name);
  }
  return out;
}

StageDefinition stage_of(const json& value, const std::string& path, std::string& reason) {
  StageDefinition out;
  if (!value.is_object() || !value.contains("id") || !value["id"].is_string()) {
    reason = path + " must be an object with a text 'id'";
    return out;
  }
  out.id = value["id"].get<std::string>();
  out.name = value.contains("name") && value["name"].is_string() ? value["name"].get<std::string>()
                                                                 : out.id;
  const json milestone = value.value("milestone", json());
  out.milestone =
      milestone.is_string() ? Milestones::find(milestone.get<std::string>()) : Milestones::none;
  if (out.milestone == Milestones::none) {
    reason = path + ".milestone must be one of: " + milestone_names();
    return out;
  }
  const json probability = value.value("probability", json(0.0));
  if (!probability.is_number() || !(probability.get<double>() >= 0) ||
      !(probability.get<double>() <= 1)) {
    reason = path + ".probability must be a number from 0 to 1";
    return out;
  }
  out.probability_ppm = static_cast<std::int32_t>(probability.get<double>() * 1e6 + 0.5);
  const json max_days = value.value("max_days", json());
  if (!max_days.is_null() && !(max_days.is_number_integer() && max_days.get<std::int64_t>() >= 0 &&
                               max_days.get<std::int64_t>() <= 1'000'000)) {
    reason = path + ".max_days must be a whole number of days";
    return out;
  }
  out.max_days = max_days.is_null() ? -1 : max_days.get<std::int32_t>();
  return out;
}

std::vector<StageDefinition> stages_of(std::string_view definition, std::string& reason) {
  std::vector<StageDefinition> out;
  const json value = json::parse(definition, nullptr, false);
  if (!value.is_object() || !value.contains("stages") || !value["stages"].is_array() ||
      value["stages"].empty()) {
    reason = "must be a JSON object with a list 'stages' of at least one stage";
    return out;
  }
  for (std::size_t i = 0; reason.empty() && i < value["stages"].size(); ++i) {
    const std::string path = "stages[" + std::to_string(i) + "]";
    out.push_back(stage_of(value["stages"][i], path, reason));
    for (std::size_t k = 0; reason.empty() && k < i; ++k) {
      if (out[k].id == out[i].id) {
        reason = path + ".id '" + out[i].id + "' stands twice";
      }
    }
  }
  if (reason.empty() && out.front().milestone >= Milestones::first_closed) {
    reason = "stages[0] is where opportunities start: its milestone must be an open one";
  }
  return out;
}

}  // namespace

const JsonHooks& json_hooks() {
  static const JsonHooks hooks{is_object, stages_of};
  return hooks;
}

}  // namespace opportune
