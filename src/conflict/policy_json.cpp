#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "opportune/conflict/kinds.hpp"
#include "opportune/conflict/policy.hpp"

namespace opportune {
namespace {

using nlohmann::json;

[[noreturn]] void refuse(const std::string& path, const json& value, const std::string& reason) {
  throw InputError(Issue{"invalid_policy", "policy", Issue::no_row, path,
                         shown_value(value.dump(-1, ' ', false, json::error_handler_t::replace)),
                         reason});
}

Severity severity_of(const json& value, const std::string& path) {
  for (const Severity severity :
       {Severity::off, Severity::info, Severity::warning, Severity::critical}) {
    if (value == to_string(severity)) {
      return severity;
    }
  }
  refuse(path, value, "must be one of: off, info, warning, critical");
}

void read_kind(const json& value, const std::string& path, KindPolicy& out) {
  if (!value.is_object()) {
    out.prospect = out.customer = severity_of(value, path);
    return;
  }
  for (const auto& [key, severity] : value.items()) {
    if (key == "prospect") {
      out.prospect = severity_of(severity, path + ".prospect");
    } else if (key == "customer") {
      out.customer = severity_of(severity, path + ".customer");
    } else {
      refuse(std::string(path).append(".").append(key), severity,
             "is unknown; a severity has: prospect, customer");
    }
  }
}

Reach reach_of(const json& value) {
  for (const Reach reach : {Reach::account, Reach::country, Reach::group}) {
    if (value == to_string(reach)) {
      return reach;
    }
  }
  refuse("suppression", value, "must be one of: account, country, group");
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
      } else if (item.is_string()) {
        out.roles.push_back(item.get<std::string>());
      } else {
        refuse(path, item, "must be a role's name");
      }
    }
  }
}

Milestone milestone_of(const json& value, const std::string& path) {
  Milestone out;
  if (value.is_string()) {
    out.name = value.get<std::string>();
    return out;
  }
  if (!value.is_object()) {
    refuse(path, value, "must be a name, or an object with: name, outcome, probability");
  }
  for (const auto& [key, member] : value.items()) {
    const std::string at = path + "." + key;
    if (key == "name") {
      if (!member.is_string()) {
        refuse(at, member, "must be a text");
      }
      out.name = member.get<std::string>();
    } else if (key == "outcome") {
      const auto outcomes = {Outcome::open, Outcome::won, Outcome::lost, Outcome::abandoned};
      const auto found = std::find_if(outcomes.begin(), outcomes.end(), [&](Outcome outcome) {
        return member == to_string(outcome);
      });
      if (found == outcomes.end()) {
        refuse(at, member, "must be one of: open, won, lost, abandoned");
      }
      out.outcome = *found;
    } else if (key == "probability") {
      const double chance = member.is_number() ? member.get<double>() : -1;
      if (!(chance >= 0 && chance <= 1)) {
        refuse(at, member, "must be a number from 0 to 1");
      }
      out.probability_ppm = static_cast<std::int32_t>(std::lround(chance * 1e6));
    } else {
      refuse(at, member, "is unknown; a milestone has: name, outcome, probability");
    }
  }
  if (out.outcome == Outcome::won && !value.contains("probability")) {
    out.probability_ppm = 1'000'000;
  }
  return out;
}

Milestones milestones_of(const json& value) {
  if (!value.is_array()) {
    refuse("milestones", value, "must be a list");
  }
  std::vector<Milestone> list;
  for (std::size_t i = 0; i < value.size(); ++i) {
    list.push_back(milestone_of(value[i], "milestones[" + std::to_string(i) + "]"));
  }
  const std::string fault = Milestones::fault(list);
  if (!fault.empty()) {
    refuse("milestones", value, fault);
  }
  return Milestones(std::move(list));
}

/// `standing`: null where the policy may name its own.
Policy read_policy(std::string_view text, const Milestones* standing) {
  Policy out;
  const auto with = [&](Milestones milestones) {
    out.milestones = std::move(milestones);
    const std::uint8_t negotiation = out.milestones.find("negotiation");
    out.lead_milestone = negotiation < out.milestones.won()
                             ? negotiation
                             : static_cast<std::uint8_t>(out.milestones.won() - 1);
  };
  if (standing != nullptr) {
    with(*standing);
  }
  if (text.empty()) {
    return out;
  }
  const json value = json::parse(text, nullptr, false);
  if (!value.is_object()) {
    throw InputError(Issue{"invalid_policy", "policy", Issue::no_row, "", shown_value(text),
                           value.is_discarded() ? "is not valid JSON" : "must be a JSON object"});
  }
  if (value.contains("milestones")) {  // first: others name them
    if (standing != nullptr) {
      refuse("milestones", value["milestones"], "is set when a workspace is opened");
    }
    with(milestones_of(value["milestones"]));
  }
  for (const auto& [key, member] : value.items()) {
    if (key == "milestones") {
      continue;
    }
    if (key == "severity") {
      if (!member.is_object()) {
        refuse(key, member, "must be an object of kinds");
      }
      for (const auto& [kind, severity] : member.items()) {
        const std::string path = "severity." + kind;
        if (kind == DuplicatePursuit::name) {
          read_kind(severity, path, out.duplicate_pursuit);
        } else if (kind == CrossMarketPursuit::name) {
          read_kind(severity, path, out.cross_market_pursuit);
        } else if (kind == LeadCollision::name) {
          read_kind(severity, path, out.lead_collision);
        } else {
          std::string known;
          for (const std::string_view name : kind_names()) {
            known += (known.empty() ? "" : ", ") + std::string(name);
          }
          refuse(path, severity, "is no kind of conflict; the kinds are: " + known);
        }
      }
    } else if (key == "lead_collision_milestone") {
      const std::uint8_t milestone =
          member.is_string() ? out.milestones.find(member.get<std::string>()) : Milestones::none;
      if (milestone >= out.milestones.won()) {
        refuse(key, member, "must be one of: " + out.milestones.names(out.milestones.won()));
      }
      out.lead_milestone = milestone;
    } else if (key == "suppression") {
      out.suppression = reach_of(member);
    } else if (key == "force") {
      read_force(member, out.force);
    } else {
      refuse(
          key, member,
          "is unknown; a policy has: milestones, severity, lead_collision_milestone, suppression, "
          "force");
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
