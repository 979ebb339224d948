#include "process/process_json.hpp"

#include <nlohmann/json.hpp>

#include "opportune/core/error.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/workspace.hpp"

namespace opportune {
namespace {

using nlohmann::json;

[[noreturn]] void refuse(std::size_t index, std::string field, std::string value,
                         std::string reason) {
  throw InputError(Issue{"invalid_advance", "advance", static_cast<std::int64_t>(index),
                         std::move(field), shown_value(value), std::move(reason)});
}

std::string shown(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

AdvanceRequest request_of(const json& value, std::size_t index) {
  if (!value.is_object()) {
    refuse(index, "", shown(value), "must be an object with 'opportunity' and 'to'");
  }
  AdvanceRequest out;
  for (const auto& [key, member] : value.items()) {
    const auto text = [&, &key = key, &member = member]() -> std::string {
      if (!member.is_null() && !member.is_string()) {
        refuse(index, key, shown(member), "must be a text");
      }
      return member.is_null() ? std::string() : member.get<std::string>();
    };
    if (key == "opportunity") {
      out.opportunity = text();
    } else if (key == "to") {
      out.to = text();
    } else if (key == "by") {
      out.by = text();
    } else if (key == "reason") {
      out.reason = text();
    } else if (key == "at") {
      const std::string at = text();
      const auto instant = parse_instant(at);
      if (!at.empty() && !instant) {
        refuse(index, key, at, "is not an instant such as 2026-01-31T10:20:30Z");
      }
      out.at = instant.value_or(Instant{});
    } else if (key == "force") {
      if (!member.is_boolean()) {
        refuse(index, key, shown(member), "must be true or false");
      }
      out.force = member.get<bool>();
    } else {
      refuse(index, key, shown(member),
             "is unknown; an advance has: opportunity, to, at, by, force, reason");
    }
  }
  for (const auto& [field, filled] :
       {std::pair{"opportunity", !out.opportunity.empty()}, std::pair{"to", !out.to.empty()}}) {
    if (!filled) {
      refuse(index, field, "", "must be filled");
    }
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

std::string dumped(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::vector<AdvanceRequest> advances_of_json(std::string_view text) {
  json requests = json::parse(text, nullptr, false);
  if (requests.is_discarded()) {
    throw InputError(Issue{"invalid_json", "advance", Issue::no_row, "", shown_value(text),
                           "is not valid JSON"});
  }
  if (!requests.is_array()) {
    requests = json::array({std::move(requests)});
  }
  std::vector<AdvanceRequest> out;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    out.push_back(request_of(requests[i], i));
  }
  return out;
}

std::string to_json(const std::vector<TransitionResult>& results) {
  json out = json::array();
  for (const TransitionResult& result : results) {
    out.push_back(json_of(result));
  }
  return dumped(out);
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
  return dumped({{"opportunity", checklist.opportunity},
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
                 {"ways", std::move(ways)},
                 {"people", std::move(people)},
                 {"agreements", std::move(agreements)},
                 {"paused", json_of(checklist.paused)},
                 {"conflicts", json_of(checklist.conflicts)}});
}

}  // namespace opportune
