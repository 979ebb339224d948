#include "arguments.hpp"
#include "demands.hpp"
#include "handles.hpp"
#include "opportune/workspace.hpp"

using namespace opportune::c;

namespace {

opportune::MigrateRequest request_in(const opp_migrate& given) {
  constexpr std::size_t least = offsetof(opp_migrate, reason) + sizeof(opp_str);
  const opp_migrate fields = struct_in(given, least, "request");
  opportune::MigrateRequest request;
  request.process = text_in(fields.process, "process");
  if (fields.opportunities != nullptr || fields.opportunity_count > 0) {
    request.opportunities =
        texts_in(fields.opportunities, fields.opportunity_count, "opportunities");
  }
  request.version = fields.version;
  if (fields.stage_count > 0) {
    required(fields.stages, "stages");
  }
  for (std::size_t i = 0; i < fields.stage_count; ++i) {
    request.stages.push_back({std::string(text_in(fields.stages[i].from, "stages")),
                              std::string(text_in(fields.stages[i].to, "stages"))});
  }
  request.at = instant_in(fields.at, "at");
  request.by = text_in(fields.by, "by");
  request.reason = text_in(fields.reason, "reason");
  return request;
}

opp_migration_info info_out(const opportune::Migration& result) {
  opp_migration_info out = OPP_MIGRATION_INFO_INIT;
  out.process = text_out(result.process);
  out.version = result.version;
  out.at = instant_out(result.at);
  out.moved_count = result.moved.size();
  out.unchanged = result.unchanged;
  out.pause_count = result.pause.size();
  out.resume_count = result.resume.size();
  out.opened_count = result.opened.size();
  out.closed_count = result.closed.size();
  return out;
}

/// `ask` migrates, and returns the result.
template <class Ask>
opp_status migrate(opp_workspace* workspace, opp_migration** migration, opp_error** error,
                   Ask&& ask) noexcept {
  return guarded(error, [&] {
    const auto space = use(workspace);
    opp_migration*& out = required(migration, "migration");
    NewHandle<opp_migration> made;
    made.object() = ask(*space);
    out = made.publish();
  });
}

}  // namespace

extern "C" {

opp_status opp_workspace_migrate(opp_workspace* workspace, const opp_migrate* request,
                                 opp_migration** migration, opp_error** error) noexcept {
  return migrate(workspace, migration, error, [&](opportune::Workspace& space) {
    return space.migrate(request_in(required(request, "request")));
  });
}

opp_status opp_workspace_migrate_json(opp_workspace* workspace, opp_str request,
                                      opp_migration** migration, opp_error** error) noexcept {
  return migrate(workspace, migration, error, [&](opportune::Workspace& space) {
    return space.migrate_json(text_in(request, "request"));
  });
}

opp_status opp_migration_free(opp_migration* migration) noexcept { return free_handle(migration); }

opp_status opp_migration_get(const opp_migration* migration, opp_migration_info* info,
                             opp_error** error) noexcept {
  return guarded(error, [&] {
    constexpr std::size_t least = offsetof(opp_migration_info, closed_count) + sizeof(size_t);
    const auto result = use(migration);
    opp_migration_info& place = struct_place(info, least, "info");
    struct_out(place, info_out(*result));
  });
}

opp_status opp_migration_moved(const opp_migration* migration, size_t index, opp_migrated* moved,
                               opp_error** error) noexcept {
  return guarded(error, [&] {
    constexpr std::size_t least = offsetof(opp_migrated, to) + sizeof(opp_str);
    const auto result = use(migration);
    opp_migrated& place = struct_place(moved, least, "moved");
    const opportune::Migration::Moved& one = item(result->moved, index, "opportunity");
    struct_out(place, opp_migrated{0, text_out(one.opportunity), one.from_version,
                                   text_out(one.from), text_out(one.to)});
  });
}

opp_status opp_migration_pause(const opp_migration* migration, size_t index,
                               opp_activity_effect* activity, opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto result = use(migration);
    activity_out(result->pause, index, activity);
  });
}

opp_status opp_migration_resume(const opp_migration* migration, size_t index,
                                opp_activity_effect* activity, opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto result = use(migration);
    activity_out(result->resume, index, activity);
  });
}

opp_status opp_migration_json(const opp_migration* migration, opp_text** json,
                              opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto result = use(migration);
    opp_text*& out = required(json, "json");
    out = NewHandle<opp_text>(opportune::to_json(*result)).publish();
  });
}

}  // extern "C"
