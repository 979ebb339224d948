// The organisation's milestones, in a policy.
#include <algorithm>
#include <cmath>

#include "conflict/policy_reading.hpp"

namespace opportune::policy_reading {
namespace {

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

}  // namespace

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

std::uint8_t open_milestone(const json& value, const std::string& path,
                            const Milestones& milestones) {
  const std::uint8_t out =
      value.is_string() ? milestones.find(value.get<std::string>()) : Milestones::none;
  if (out >= milestones.won()) {
    refuse(path, value, "must be one of: " + milestones.names(milestones.won()));
  }
  return out;
}

}  // namespace opportune::policy_reading
