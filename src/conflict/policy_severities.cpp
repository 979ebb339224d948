// How grave each kind of conflict is, in a policy.
#include "conflict/policy_reading.hpp"
#include "opportune/conflict/kinds.hpp"

namespace opportune::policy_reading {
namespace {

Severity severity_of(const json& value, const std::string& path) {
  for (const Severity severity :
       {Severity::off, Severity::info, Severity::warning, Severity::critical}) {
    if (value == to_string(severity)) {
      return severity;
    }
  }
  refuse(path, value, "must be one of: off, info, warning, critical");
}

SeverityWhen when_of(const json& value, const std::string& path, const Milestones& milestones) {
  constexpr const char* members = "group, milestone, value_minor, severity";
  if (!value.is_object() || !value.contains("severity")) {
    refuse(path, value, std::string("must be an object with a severity; it may have: ") + members);
  }
  SeverityWhen out;
  for (const auto& [key, member] : value.items()) {
    const std::string at = path + "." + key;
    if (key == "severity") {
      out.severity = severity_of(member, at);
    } else if (key == "group") {
      if (member != "prospect" && member != "customer") {
        refuse(at, member, "must be one of: prospect, customer");
      }
      out.prospect = member == "prospect";
    } else if (key == "milestone") {
      out.milestone = open_milestone(member, at, milestones);
    } else if (key == "value_minor") {
      if (!member.is_number_integer() || member.get<std::int64_t>() < 0) {
        refuse(at, member, "must be a whole number of minor units, 0 or more");
      }
      out.value_minor = member.get<std::int64_t>();
    } else {
      refuse(at, member, std::string("is unknown; an entry has: ") + members);
    }
  }
  return out;
}

KindPolicy kind_of(const json& value, const std::string& path, const Milestones& milestones,
                   const KindPolicy& defaults) {
  KindPolicy out = defaults;
  if (!value.is_object()) {
    out.prospect = out.customer = severity_of(value, path);
    out.when.clear();
    return out;
  }
  for (const auto& [key, member] : value.items()) {
    const std::string at = path + "." + key;
    if (key == "prospect") {
      out.prospect = severity_of(member, at);
    } else if (key == "customer") {
      out.customer = severity_of(member, at);
    } else if (key == "when") {
      if (!member.is_array()) {
        refuse(at, member, "must be a list");
      }
      out.when.clear();
      for (std::size_t i = 0; i < member.size(); ++i) {
        out.when.push_back(when_of(member[i], at + "[" + std::to_string(i) + "]", milestones));
      }
    } else {
      refuse(at, member, "is unknown; a severity has: prospect, customer, when");
    }
  }
  return out;
}

}  // namespace

void read_severities(const json& value, Policy& out) {
  if (!value.is_object()) {
    refuse("severity", value, "must be an object of kinds");
  }
  out.severities.resize(kind_count);
  for (const auto& [name, member] : value.items()) {
    const std::string path = "severity." + name;
    bool known = false;
    each_kind([&]<class Kind, std::size_t index>() {
      if (Kind::name == name) {
        out.severities[index] =
            kind_of(member, path, out.milestones, Kind::defaults(out.milestones));
        known = true;
      }
    });
    if (!known) {
      refuse(path, member,
             "is no kind of conflict; the kinds are: " + listed_names(conflict_kinds));
    }
  }
}

}  // namespace opportune::policy_reading
