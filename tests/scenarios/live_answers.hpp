// The answers of changes, of the clock and of what_if as tables.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "scenarios/engine.hpp"

namespace scenarios {

/// effects (one row: applied, groups), and for each of opened, changed and closed a table: id,
/// kind, severity, group, pairs, since, value_minor, members, markets, resolution, explanation; and
/// decision (verdict), where there is one.
inline Answer effects_tables(const std::string& text) {
  const nlohmann::json told = nlohmann::json::parse(text);
  const auto list = [](const nlohmann::json& items) {
    std::string out;
    for (const auto& item : items) {
      out += (out.empty() ? "" : ";") + item.get<std::string>();
    }
    return out;
  };
  Answer out;
  out["effects"] = {{"applied", "groups"},
                    {{std::to_string(told["applied"].get<int>()), list(told["groups"])}}};
  for (const char* name : {"opened", "changed", "closed"}) {
    Rows& rows = out[name];
    rows.columns = {"id",          "kind",    "severity", "group",      "pairs",      "since",
                    "value_minor", "members", "markets",  "resolution", "explanation"};
    for (const nlohmann::json& change : told[name]) {
      std::vector<std::string>& row = rows.cells.emplace_back();
      for (const std::string& column : rows.columns) {
        const nlohmann::json& value = change[column];
        row.push_back(value.is_array()    ? list(value)
                      : value.is_null()   ? ""
                      : value.is_string() ? value.get<std::string>()
                                          : value.dump());
      }
    }
  }
  if (told.contains("verdict")) {
    out["decision"] = {{"verdict"}, {{told["verdict"].get<std::string>()}}};
  }
  return out;
}

}  // namespace scenarios
