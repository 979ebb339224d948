#include "process/process_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "opportune/core/error.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/workspace.hpp"

namespace opportune {
namespace {

using nlohmann::json;

std::string shown(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Reads the members of one request; refuses those that it is not asked for.
class Members {
 public:
  Members(std::string command, const json& object, std::int64_t index)
      : command_(std::move(command)), object_(object), index_(index) {
    if (!object.is_object()) {
      refuse("", shown(object), "must be an object");
    }
  }
  void text(const char* name, std::string& out, bool needed = false) {
    if (const json* value = find(name)) {
      if (!value->is_string()) {
        refuse(name, shown(*value), "must be a text");
      }
      out = value->get<std::string>();
    }
    if (needed && out.empty()) {
      refuse(name, "", "must be filled");
    }
  }
  void instant(const char* name, Instant& out) {
    std::string at;
    text(name, at);
    const auto parsed = parse_instant(at);
    if (!at.empty() && !parsed) {
      refuse(name, at, "is not an instant such as 2026-01-31T10:20:30Z");
    }
    out = parsed.value_or(Instant{});
  }
  void flag(const char* name, bool& out) {
    if (const json* value = find(name)) {
      if (!value->is_boolean()) {
        refuse(name, shown(*value), "must be true or false");
      }
      out = value->get<bool>();
    }
  }
  /// After all have been read: the others are unknown.
  void finish() const {
    for (const auto& [key, value] : object_.items()) {
      if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
        std::string list;
        for (const std::string& name : known_) {
          list.append(list.empty() ? "" : ", ").append(name);
        }
        refuse(key, shown(value), "is unknown; known here: " + list);
      }
    }
  }

 private:
  [[noreturn]] void refuse(std::string field, const std::string& value, std::string reason) const {
    throw InputError(Issue{"invalid_" + command_, command_, index_, std::move(field),
                           shown_value(value), std::move(reason)});
  }
  const json* find(const char* name) {
    known_.emplace_back(name);
    const auto at = object_.find(name);
    return at == object_.end() || at->is_null() ? nullptr : &*at;
  }

  std::string command_;
  const json& object_;
  std::int64_t index_;
  std::vector<std::string> known_;
};

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

/// The document; InputError where it is not JSON.
json parsed(std::string_view text, const char* command) {
  json out = json::parse(text, nullptr, false);
  if (out.is_discarded()) {
    throw InputError(
        Issue{"invalid_json", command, Issue::no_row, "", shown_value(text), "is not valid JSON"});
  }
  return out;
}

json text_or_null(const std::string& text) { return text.empty() ? json() : json(text); }

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

json json_of(const std::vector<ActivityEffect>& effects) {
  json out = json::array();
  for (const ActivityEffect& effect : effects) {
    out.push_back(
        {{"activity", effect.activity}, {"kind", effect.kind}, {"account", effect.account}});
  }
  return out;
}

json json_of(const std::vector<ConflictEffect>& effects) {
  json out = json::array();
  for (const ConflictEffect& effect : effects) {
    out.push_back({{"id", effect.id},
                   {"kind", effect.kind},
                   {"severity", effect.severity},
                   {"explanation", effect.explanation}});
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
  json ways = json::array(), people = json::array(), agreements = json::array();
  for (const Checklist::Way& way : checklist.ways) {
    ways.push_back({{"to", way.to},
                    {"name", way.name},
                    {"milestone", way.milestone},
                    {"forward", way.forward},
                    {"open", way.open},
                    {"demands", json_of(way.demands)}});
  }
  for (const Checklist::Person& person : checklist.people) {
    people.push_back(
        {{"role", person.role}, {"person", text_or_null(person.person)}, {"why", person.why}});
  }
  for (const Checklist::Terms& terms : checklist.agreements) {
    agreements.push_back({{"agreement", terms.agreement},
                          {"named", terms.named},
                          {"discount", terms.discount < 0 ? json() : json(terms.discount)},
                          {"shipping_terms", text_or_null(terms.shipping_terms)}});
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
                {"people", std::move(people)},
                {"agreements", std::move(agreements)},
                {"paused", json_of(checklist.paused)},
                {"conflicts", json_of(checklist.conflicts)}});
}

}  // namespace opportune
