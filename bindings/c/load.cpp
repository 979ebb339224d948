#include "opportune/model/load.hpp"

#include "arguments.hpp"
#include "handles.hpp"
#include "issues.hpp"
#include "opportune/io/arrow.hpp"
#include "opportune/io/csv.hpp"
#include "stream_in.hpp"

using namespace opportune::c;

namespace {

opportune::LoadOptions options_in(const opp_load_options* given) {
  opportune::LoadOptions options;
  if (given == nullptr) {
    return options;
  }
  constexpr std::size_t least = offsetof(opp_load_options, progress_context) + sizeof(void*);
  const opp_load_options fields = struct_in(*given, least, "options");
  if (fields.on_error != OPP_ON_ERROR_FAIL && fields.on_error != OPP_ON_ERROR_QUARANTINE) {
    throw bad_argument("on_error is " + std::to_string(fields.on_error) +
                       ", which is no opp_on_error");
  }
  if (fields.on_error == OPP_ON_ERROR_QUARANTINE) {
    options.on_error = opportune::LoadOptions::OnError::quarantine;
  }
  if (fields.issue_limit != 0) {
    options.issue_limit = fields.issue_limit;
  }
  if (fields.progress != nullptr) {
    options.progress = [report = fields.progress, context = fields.progress_context](
                           const opportune::LoadProgress& progress) {
      report(context, text_out(progress.table), progress.done, progress.total);
    };
  }
  return options;
}

std::vector<opportune::InputTable> tables_in(const opp_named_stream* tables, std::size_t count) {
  if (count > 0) {
    required(tables, "tables");
  }
  std::vector<opportune::InputTable> out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name(text_in(tables[i].name, "name of a table"));
    ArrowArrayStream& stream = required(tables[i].stream, ("stream of table " + name).c_str());
    if (stream.release == nullptr) {
      throw bad_argument("the stream of table '" + name + "' was released before");
    }
    out.push_back(opportune::read_arrow(&stream, name));
  }
  return out;
}

void load(opp_workspace* workspace, const std::vector<opportune::InputTable>& tables,
          const opp_load_options* options, opp_load_report** report) {
  const auto space = use(workspace);
  NewHandle<opp_load_report> handle;
  handle.object() = space->load(tables, options_in(options));
  if (report != nullptr) {
    *report = handle.publish();
  }
}

}  // namespace

extern "C" {

opp_status opp_workspace_load(opp_workspace* workspace, const opp_named_stream* tables,
                              size_t count, const opp_load_options* options,
                              opp_load_report** report, opp_error** error) noexcept {
  const ConsumedStreams consumed(tables, count);
  return guarded(error, [&] {
    (void)use(workspace);
    load(workspace, tables_in(tables, count), options, report);
  });
}

opp_status opp_workspace_load_csv(opp_workspace* workspace, opp_str directory,
                                  const opp_load_options* options, opp_load_report** report,
                                  opp_error** error) noexcept {
  return guarded(error, [&] {
    (void)use(workspace);
    const std::string path(text_in(directory, "directory"));
    load(workspace, opportune::read_csv_directory(path), options, report);
  });
}

}  // extern "C"
