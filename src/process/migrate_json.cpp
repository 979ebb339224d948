#include <nlohmann/json.hpp>

#include "opportune/workspace.hpp"
#include "process/json_members.hpp"
#include "process/process_json.hpp"

namespace opportune {

MigrateRequest migrate_of_json(std::string_view text) {
  const json request = parsed(text, "migrate");
  MigrateRequest out;
  Members members("migrate", request, Issue::no_row);
  members.text("process", out.process, true);
  members.texts("opportunities", out.opportunities);
  members.number("version", out.version);
  members.mapping("stages", [&](const std::string& from, std::string to) {
    out.stages.push_back({from, std::move(to)});
  });
  members.instant("at", out.at);
  members.text("by", out.by);
  members.text("reason", out.reason);
  members.finish();
  return out;
}

std::string to_json(const Migration& migration) {
  json moved = json::array();
  for (const Migration::Moved& one : migration.moved) {
    moved.push_back({{"opportunity", one.opportunity},
                     {"from_version", one.from_version},
                     {"from", one.from},
                     {"to", one.to}});
  }
  return shown({{"process", migration.process},
                {"version", migration.version},
                {"at", to_string(migration.at)},
                {"moved", std::move(moved)},
                {"unchanged", migration.unchanged},
                {"pause", json_of(migration.pause)},
                {"resume", json_of(migration.resume)},
                {"opened", json_of(migration.opened)},
                {"closed", json_of(migration.closed)}});
}

}  // namespace opportune
