#include "process/definition_json.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "io/json_parse.hpp"
#include "opportune/model/records.hpp"
#include "opportune/model/storage.hpp"
#include "opportune/model/store.hpp"
#include "opportune/process/validate.hpp"

namespace opportune {
namespace {

using nlohmann::json;
using Names = std::vector<std::string_view>;

std::string list_of(const Names& names) {
  std::string out;
  for (const std::string_view name : names) {
    out += (out.empty() ? "" : ", ") + std::string(name);
  }
  return out;
}

/// The fields that an opportunity may be asked for.
const Names& opportunity_fields() {
  static const Names names = [] {
    Names out;
    Schema<Opportunity>::Fields::each([&]<class F, std::size_t index>() {
      if constexpr (!std::is_base_of_v<detail::SaidByStage, Storage<typename F::Kind>>) {
        out.push_back(F::name);
      }
    });
    return out;
  }();
  return names;
}

class Reader {
 public:
  Reader(const Milestones& milestones, std::vector<DefinitionFault>& faults)
      : milestones_(milestones), faults_(faults) {}

  ProcessDefinition read(const json& document);

 private:
  void fault(std::string path, std::string reason) {
    faults_.push_back({std::move(path), std::move(reason)});
  }
  /// Each member by its name; faults for those that are not known.
  template <class Read>
  void members(const json& object, const std::string& path, const Names& known, Read&& read) {
    for (const auto& [key, value] : object.items()) {
      std::string at = path;
      at.append(path.empty() ? "" : ".").append(key);
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        fault(at, "is unknown; known here: " + list_of(known));
      } else if (!value.is_null()) {
        read(std::string_view(key), value, at);
      }
    }
  }
  std::string text(const json& value, const std::string& path) {
    if (!value.is_string() || value.get_ref<const std::string&>().empty()) {
      fault(path, "must be a text that is not empty");
      return {};
    }
    return value.get<std::string>();
  }
  /// Each item of a list, with its path.
  template <class Read>
  void items(const json& value, const std::string& path, Read&& read) {
    if (!value.is_array()) {
      fault(path, "must be a list");
      return;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      read(value[i], path + "[" + std::to_string(i) + "]");
    }
  }
  std::vector<std::string> texts(const json& value, const std::string& path,
                                 const Names& allowed = {}) {
    std::vector<std::string> out;
    items(value, path, [&](const json& item, const std::string& at) {
      std::string one = text(item, at);
      if (!one.empty() && !allowed.empty() &&
          std::find(allowed.begin(), allowed.end(), one) == allowed.end()) {
        fault(at, "must be one of: " + list_of(allowed));
      } else if (!one.empty() && std::find(out.begin(), out.end(), one) != out.end()) {
        fault(at, "'" + one + "' stands twice");
      } else if (!one.empty()) {
        out.push_back(std::move(one));
      }
    });
    return out;
  }
  std::int64_t whole(const json& value, const std::string& path, std::int64_t least) {
    constexpr std::int64_t most = 1'000'000;
    if (!value.is_number_integer() || value.get<double>() < static_cast<double>(least) ||
        value.get<double>() > static_cast<double>(most)) {
      fault(path,
            "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
      return least;
    }
    return value.get<std::int64_t>();
  }
  std::vector<Demand> demands(const json& value, const std::string& path, const char* name);
  StageExit exit(const json& value, const std::string& path);
  StageDefinition stage(const json& value, const std::string& path);
  void transitions(const json& value, ProcessDefinition& out);

  const Milestones& milestones_;
  std::vector<DefinitionFault>& faults_;
};

/// Texts (one of each), or objects {name, minimum}.
std::vector<Demand> Reader::demands(const json& value, const std::string& path, const char* name) {
  std::vector<Demand> out;
  items(value, path, [&](const json& item, const std::string& at) {
    Demand demand;
    if (item.is_object()) {
      if (!item.contains(name) || item[name].is_null()) {
        fault(at, "must have a '" + std::string(name) + "'");
        return;
      }
      members(item, at, {name, "minimum"},
              [&](std::string_view key, const json& member, const std::string& where) {
                if (key == "minimum") {
                  demand.minimum = static_cast<std::uint32_t>(whole(member, where, 1));
                } else {
                  demand.name = text(member, where);
                }
              });
    } else {
      demand.name = text(item, at);
    }
    const bool twice = std::any_of(out.begin(), out.end(), [&](const Demand& other) {
      return other.name == demand.name && !demand.name.empty();
    });
    if (twice) {
      fault(at, "'" + demand.name + "' stands twice");
    }
    out.push_back(std::move(demand));
  });
  return out;
}

StageExit Reader::exit(const json& value, const std::string& path) {
  StageExit out;
  if (!value.is_object()) {
    fault(path, "must be an object");
    return out;
  }
  members(value, path, {"activities", "fields", "roles", "approvals", "requirements"},
          [&](std::string_view key, const json& member, const std::string& at) {
            if (key == "activities") {
              out.activities = demands(member, at, "kind");
            } else if (key == "fields") {
              out.fields = texts(member, at, opportunity_fields());
            } else if (key == "roles") {
              out.roles = demands(member, at, "role");
            } else if (key == "approvals") {
              out.approvals = texts(member, at);
            } else if (member.is_boolean()) {
              out.requirements = member.get<bool>();
            } else {
              fault(at, "must be true or false");
            }
          });
  return out;
}

StageDefinition Reader::stage(const json& value, const std::string& path) {
  StageDefinition out;
  if (!value.is_object()) {
    fault(path, "must be an object with an 'id' and a 'milestone'");
    return out;
  }
  for (const char* needed : {"id", "milestone"}) {
    if (!value.contains(needed) || value[needed].is_null()) {
      fault(path + "." + needed, "is missing");
    }
  }
  members(value, path,
          {"id", "name", "milestone", "probability", "max_days", "days", "suppress", "exit"},
          [&](std::string_view key, const json& member, const std::string& at) {
            if (key == "id") {
              out.id = text(member, at);
            } else if (key == "name") {
              out.name = text(member, at);
            } else if (key == "milestone") {
              out.milestone = member.is_string()
                                  ? milestones_.find(member.get_ref<const std::string&>())
                                  : Milestones::none;
              if (out.milestone == Milestones::none) {
                fault(at, "must be one of: " + milestones_.names());
                out.milestone = 0;
              }
              out.outcome = milestones_[out.milestone].outcome;
            } else if (key == "probability") {
              const double chance = member.is_number() ? member.get<double>() : -1;
              if (!(chance >= 0 && chance <= 1)) {
                fault(at, "must be a number from 0 to 1");
              } else {
                out.probability_ppm = static_cast<std::int32_t>(std::lround(chance * 1e6));
              }
            } else if (key == "max_days") {
              out.max_days = static_cast<std::int32_t>(whole(member, at, 0));
            } else if (key == "days") {
              out.days = member == "business" ? DaysUnit::business : DaysUnit::calendar;
              if (member != "business" && member != "calendar") {
                fault(at, "must be one of: calendar, business");
              }
            } else if (key == "suppress") {
              out.suppress = texts(member, at);
            } else {
              out.exit = exit(member, at);
            }
          });
  if (out.name.empty()) {
    out.name = out.id;
  }
  return out;
}

void Reader::transitions(const json& value, ProcessDefinition& out) {
  std::vector<Transition>& moves = out.transitions.emplace();
  const auto place = [&](const json& item, const std::string& at) -> std::size_t {
    const std::string id = text(item, at);
    for (std::size_t i = 0; i < out.stages.size(); ++i) {
      if (!id.empty() && out.stages[i].id == id) {
        return i;
      }
    }
    if (!id.empty()) {
      fault(at, "there is no stage '" + id + "'");
    }
    return out.stages.size();
  };
  items(value, "transitions", [&](const json& item, const std::string& at) {
    if (!item.is_object() || !item.contains("from") || !item.contains("to")) {
      fault(at, "must be an object {\"from\": stage, \"to\": stage}");
      return;
    }
    members(item, at, {"from", "to"}, [](std::string_view, const json&, const std::string&) {});
    const std::size_t from = place(item["from"], at + ".from"), to = place(item["to"], at + ".to");
    if (from == out.stages.size() || to == out.stages.size()) {
      return;
    }
    const Transition move{static_cast<std::uint16_t>(from), static_cast<std::uint16_t>(to)};
    if (from == to) {
      fault(at, "leads from stage '" + out.stages[from].name + "' to itself");
    } else if (std::find(moves.begin(), moves.end(), move) != moves.end()) {
      fault(at, "stands twice");
    } else {
      moves.push_back(move);
    }
  });
}

ProcessDefinition Reader::read(const json& document) {
  ProcessDefinition out;
  if (!document.is_object()) {
    fault("", document.is_discarded() ? not_json : "must be a JSON object");
    return out;
  }
  members(
      document, "",
      {"id", "name", "scope", "markets", "maturity", "structure", "kinds", "stages", "transitions"},
      [&](std::string_view key, const json& value, const std::string& at) {
        if (key == "scope") {
          out.global = value == "global";
          if (value != "global" && value != "local") {
            fault(at, "must be one of: global, local");
          }
        } else if (key == "markets") {
          out.markets = texts(value, at);
        } else if (key == "maturity") {
          out.maturity = texts(value, at, {"emerging", "growing", "mature"});
        } else if (key == "structure") {
          out.structure = texts(value, at, {"direct", "partner", "hybrid"});
        } else if (key == "kinds") {
          out.kinds = texts(value, at, {"new_business", "new_agreement", "renewal", "expansion"});
        } else if (key == "id" || key == "name") {
          static_cast<void>(text(value, at));
        }
      });
  const json stages = document.value("stages", json());
  if (!stages.is_array() || stages.empty() || stages.size() > 1000) {
    fault("stages", "must be a list of 1 to 1000 stages");
    return out;
  }
  items(stages, "stages", [&](const json& item, const std::string& at) {
    StageDefinition read = stage(item, at);
    for (const StageDefinition& other : out.stages) {
      if (other.id == read.id && !read.id.empty()) {
        fault(at + ".id", "'" + read.id + "' stands twice");
      }
    }
    out.stages.push_back(std::move(read));
  });
  if (document.contains("transitions") && !document["transitions"].is_null()) {
    transitions(document["transitions"], out);
  }
  return out;
}

}  // namespace

ProcessDefinition parse_definition(std::string_view text, const Milestones& milestones,
                                   std::vector<DefinitionFault>& faults) {
  ProcessDefinition out = Reader(milestones, faults).read(parse_json(text));
  if (faults.empty()) {
    faults = graph_faults(out, milestones);
  }
  return out;
}

}  // namespace opportune
