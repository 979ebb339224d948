// Answers as tables, from their JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scenarios/engine.hpp"

namespace scenarios {

namespace detail {

inline std::string cell_of(const nlohmann::json& value) {
  return value.is_null()     ? std::string()
         : value.is_string() ? value.get<std::string>()
                             : value.dump();
}

/// Adds a row with these members of an object, after the cells that come first.
inline void add_row(Rows& rows, std::vector<std::string> first, const nlohmann::json& object,
                    const std::vector<std::string>& members) {
  for (const std::string& member : members) {
    first.push_back(cell_of(object.at(member)));
  }
  rows.cells.push_back(std::move(first));
}

/// Adds a table of the objects in a member of an answer.
inline void add_table(Answer& answer, const char* name, const nlohmann::json& objects,
                      const std::vector<std::string>& columns) {
  answer[name].columns = columns;
  for (const nlohmann::json& object : objects) {
    add_row(answer[name], {}, object, columns);
  }
}

/// What a checklist and a decision both say: agreement, person, paused.
inline void add_answers(Answer& answer, const nlohmann::json& said) {
  add_table(answer, "agreement", said.at("agreements"),
            {"agreement", "named", "discount", "shipping_terms"});
  add_table(answer, "person", said.at("people"), {"role", "person", "why"});
  add_table(answer, "paused", said.at("paused"), {"activity", "kind", "account"});
}

}  // namespace detail

/// transition (a row for each request), missing, activity_effect, conflict_effect.
inline Answer transition_tables(const std::string& results) {
  using Names = std::vector<std::string>;
  const Names transition = {"opportunity", "done", "process", "version",  "from",
                            "to",          "at",   "forced",  "customer", "refusal"};
  const Names missing = {"kind", "what", "needed", "present", "text"};
  const Names activity = {"activity", "kind", "account"};
  const Names conflict = {"id", "kind", "severity", "explanation"};
  Answer out;
  out["transition"].columns = transition;
  out["missing"].columns = {"opportunity", "kind", "what", "needed", "present", "text"};
  out["activity_effect"].columns = {"opportunity", "effect", "activity", "kind", "account"};
  out["conflict_effect"].columns = {"opportunity", "effect",   "id",
                                    "kind",        "severity", "explanation"};
  for (const nlohmann::json& result : nlohmann::json::parse(results)) {
    const std::string opportunity = result.at("opportunity");
    detail::add_row(out["transition"], {}, result, transition);
    for (const nlohmann::json& item : result.at("missing")) {
      detail::add_row(out["missing"], {opportunity}, item, missing);
    }
    for (const char* effect : {"pause", "resume"}) {
      for (const nlohmann::json& item : result.at(effect)) {
        detail::add_row(out["activity_effect"], {opportunity, effect}, item, activity);
      }
    }
    for (const char* effect : {"opened", "closed"}) {
      for (const nlohmann::json& item : result.at(effect)) {
        detail::add_row(out["conflict_effect"], {opportunity, effect}, item, conflict);
      }
    }
  }
  return out;
}

/// migration (one row), migrated, activity_effect, conflict_effect.
inline Answer migration_tables(const std::string& result) {
  const nlohmann::json answer = nlohmann::json::parse(result);
  Answer out;
  const auto table = [&](const char* name, const std::vector<std::string>& columns) {
    out[name].columns = columns;
  };
  table("migration", {"process", "version", "at", "unchanged"});
  detail::add_row(out["migration"], {}, answer, out["migration"].columns);
  table("migrated", {"opportunity", "from_version", "from", "to"});
  for (const nlohmann::json& moved : answer.at("moved")) {
    detail::add_row(out["migrated"], {}, moved, out["migrated"].columns);
  }
  table("activity_effect", {"effect", "activity", "kind", "account"});
  for (const char* effect : {"pause", "resume"}) {
    for (const nlohmann::json& item : answer.at(effect)) {
      detail::add_row(out["activity_effect"], {effect}, item, {"activity", "kind", "account"});
    }
  }
  table("conflict_effect", {"effect", "id", "kind", "severity", "explanation"});
  for (const char* effect : {"opened", "closed"}) {
    for (const nlohmann::json& item : answer.at(effect)) {
      detail::add_row(out["conflict_effect"], {effect}, item,
                      {"id", "kind", "severity", "explanation"});
    }
  }
  return out;
}

/// conversion (one row), decision.
inline Answer conversion_tables(const std::string& result) {
  const nlohmann::json answer = nlohmann::json::parse(result);
  const std::vector<std::string> columns = {"done",  "lead",    "opportunity", "process",
                                            "stage", "refusal", "forced"};
  Answer out;
  out["conversion"].columns = columns;
  detail::add_row(out["conversion"], {}, answer, columns);
  out["decision"].columns = {"verdict", "group"};
  detail::add_row(out["decision"], {}, answer.at("decision"), {"verdict", "group"});
  return out;
}

/// What a decision says beside its conflicts: process (one row), agreement, requirement, person,
/// paused, suppressed_by.
inline Answer decision_tables(const std::string& decision) {
  const nlohmann::json answer = nlohmann::json::parse(decision);
  Answer out;
  detail::add_answers(out, answer);
  detail::add_table(out, "process", nlohmann::json::array({answer.at("process")}),
                    {"applies", "runs", "mismatch"});
  detail::add_table(out, "requirement", answer.at("requirements"),
                    {"requirement", "milestone", "fulfilled", "kind", "text"});
  detail::add_table(out, "suppressed_by", answer.at("suppressed_by"),
                    {"opportunity", "stage", "account"});
  return out;
}

/// checklist (one row), way, demand, person, agreement, paused, conflict.
inline Answer checklist_tables(const std::string& checklist) {
  using Names = std::vector<std::string>;
  const nlohmann::json answer = nlohmann::json::parse(checklist);
  Answer out;
  const Names whole = {"opportunity", "process", "version", "applies",  "stage",   "stage_name",
                       "milestone",   "since",   "days",    "max_days", "overdue", "days_unit"};
  out["checklist"].columns = whole;
  detail::add_row(out["checklist"], {}, answer, whole);
  detail::add_answers(out, answer);
  detail::add_table(out, "way", answer.at("ways"), {"to", "name", "milestone", "forward", "open"});
  detail::add_table(out, "conflict", answer.at("conflicts"),
                    {"id", "kind", "severity", "explanation"});
  const Names demand = {"kind", "what", "needed", "present", "met", "text"};
  out["demand"].columns = {"to", "kind", "what", "needed", "present", "met", "text"};
  for (const nlohmann::json& way : answer.at("ways")) {
    for (const nlohmann::json& item : way.at("demands")) {
      detail::add_row(out["demand"], {way.at("to").get<std::string>()}, item, demand);
    }
  }
  return out;
}

}  // namespace scenarios
