#include <algorithm>
#include <array>
#include <functional>
#include <nlohmann/json.hpp>

#include "conflict/policy_reading.hpp"
#include "io/json_parse.hpp"
#include "opportune/conflict/kinds.hpp"
#include "opportune/conflict/recommendation.hpp"

namespace opportune {

namespace policy_reading {

void refuse(const std::string& path, const json& value, const std::string& reason) {
  throw InputError(Issue{"invalid_policy", "policy", Issue::no_row, path,
                         shown_value(value.dump(-1, ' ', false, json::error_handler_t::replace)),
                         reason});
}

}  // namespace policy_reading

namespace {

using namespace policy_reading;

Reach reach_of(const json& value, const std::string& path) {
  for (const Reach reach : {Reach::account, Reach::country, Reach::group}) {
    if (value == to_string(reach)) {
      return reach;
    }
  }
  refuse(path, value, "must be one of: account, country, group");
}

std::int32_t days_of(const json& value, const std::string& path) {
  constexpr std::int64_t most = 36'500;
  if (!value.is_number_integer() || value.get<std::int64_t>() < 0 ||
      value.get<std::int64_t>() > most) {
    refuse(path, value, "must be a whole number of days from 0 to " + std::to_string(most));
  }
  return value.get<std::int32_t>();
}

void read_repeated_material(const json& value, Policy& out) {
  const std::string path = "repeated_material";
  if (!value.is_object()) {
    refuse(path, value, "must be an object with: days, reach");
  }
  for (const auto& [key, member] : value.items()) {
    const std::string at = path + "." + key;
    if (key == "days") {
      out.repeated_material_days = days_of(member, at);
    } else if (key == "reach") {
      out.repeated_material_reach = reach_of(member, at);
    } else {
      refuse(at, member, "is unknown; repeated_material has: days, reach");
    }
  }
}

void read_recommendation(const json& value, Policy& out) {
  const std::string path = "recommendation";
  if (!value.is_array()) {
    refuse(path, value, "must be a list of rules");
  }
  out.recommendation.clear();
  for (const json& item : value) {
    std::string known;
    bool found = false;
    for (const auto& rule : engagement_rules) {
      known.append(known.empty() ? "" : ", ").append(rule.name);
      found = found || item == rule.name;
    }
    if (!found) {
      refuse(path, item, "is no rule of engagement; the rules are: " + known);
    }
    std::string name = item.get<std::string>();
    if (std::find(out.recommendation.begin(), out.recommendation.end(), name) !=
        out.recommendation.end()) {
      refuse(path, item, "is named twice");
    }
    out.recommendation.push_back(std::move(name));
  }
}

DemandKind demand_of(const json& value, const std::string& path) {
  for (const DemandKind kind : {DemandKind::activity, DemandKind::field, DemandKind::role,
                                DemandKind::approval, DemandKind::requirement}) {
    if (value == to_string(kind)) {
      return kind;
    }
  }
  refuse(path, value, "must be one of: activity, field, role, approval, requirement");
}

void read_force(const json& value, ForcePolicy& out) {
  if (!value.is_object()) {
    refuse("force", value, "must be an object with: roles, demands");
  }
  for (const auto& [key, list] : value.items()) {
    const std::string path = "force." + key;
    if (key != "roles" && key != "demands") {
      refuse(path, list, "is unknown; force has: roles, demands");
    }
    if (!list.is_array()) {
      refuse(path, list, "must be a list");
    }
    key == "roles" ? out.roles.clear() : out.demands.clear();
    for (const json& item : list) {
      if (key == "demands") {
        out.demands.push_back(demand_of(item, path));
      } else if (item.is_string() && item != "") {  // "" is the role of whoever has none
        out.roles.push_back(item.get<std::string>());
      } else {
        refuse(path, item, "must be a role's name");
      }
    }
  }
}

/// A member of a policy. Adding one: its line here.
struct PolicyMember {
  std::string_view name;
  void (*read)(const json& value, const std::string& path, Policy& out);
};
constexpr std::array<PolicyMember, 8> members{{
    {"severity",
     [](const json& value, const std::string&, Policy& out) { read_severities(value, out); }},
    {"lead_collision_milestone",
     [](const json& value, const std::string& path, Policy& out) {
       out.lead_milestone = open_milestone(value, path, out.milestones);
     }},
    {"marketing_horizon_days",
     [](const json& value, const std::string& path, Policy& out) {
       out.marketing_horizon_days = days_of(value, path);
     }},
    {"repeated_material", [](const json& value, const std::string&,
                             Policy& out) { read_repeated_material(value, out); }},
    {"agreement_bypass_days",
     [](const json& value, const std::string& path, Policy& out) {
       out.agreement_bypass_days = days_of(value, path);
     }},
    {"recommendation",
     [](const json& value, const std::string&, Policy& out) { read_recommendation(value, out); }},
    {"suppression", [](const json& value, const std::string& path,
                       Policy& out) { out.suppression = reach_of(value, path); }},
    {"force",
     [](const json& value, const std::string&, Policy& out) { read_force(value, out.force); }},
}};

/// `standing`: null where the policy may name its own milestones.
Policy read_policy(std::string_view text, const Milestones* standing) {
  Policy out;
  const auto with = [&](Milestones milestones) {
    out.milestones = std::move(milestones);
    out.lead_milestone = out.milestones.negotiation();
  };
  if (standing != nullptr) {
    with(*standing);
  }
  if (text.empty()) {
    return out;
  }
  const json value = parse_json(text);
  if (!value.is_object()) {
    throw InputError(Issue{"invalid_policy", "policy", Issue::no_row, "", shown_value(text),
                           value.is_discarded() ? not_json : "must be a JSON object"});
  }
  if (value.contains("milestones")) {  // first: others name them
    if (standing != nullptr) {
      refuse("milestones", value["milestones"], "is set when a workspace is opened");
    }
    with(milestones_of(value["milestones"]));
  }
  for (const auto& [key, member] : value.items()) {
    const auto known = std::find_if(members.begin(), members.end(),
                                    [&](const PolicyMember& entry) { return entry.name == key; });
    if (known != members.end()) {
      known->read(member, key, out);
    } else if (key != "milestones") {
      std::string names = "milestones";
      for (const PolicyMember& entry : members) {
        names.append(", ").append(entry.name);
      }
      refuse(key, member, "is unknown; a policy has: " + names);
    }
  }
  return out;
}

}  // namespace

Policy parse_policy(std::string_view text) { return read_policy(text, nullptr); }

Policy parse_policy(std::string_view text, const Milestones& standing) {
  return read_policy(text, &standing);
}

}  // namespace opportune
