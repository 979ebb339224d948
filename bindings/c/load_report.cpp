#include "handles.hpp"
#include "issues.hpp"
#include "stream_out.hpp"

using namespace opportune::c;

extern "C" {

opp_status opp_load_report_free(opp_load_report* report) noexcept { return free_handle(report); }

opp_status opp_load_report_get(const opp_load_report* report, opp_load_info* info,
                               opp_error** error) noexcept {
  return guarded(error, [&] {
    constexpr std::size_t least = offsetof(opp_load_info, quarantine_count) + sizeof(uint64_t);
    const auto done = use(report);
    opp_load_info& place = struct_place(info, least, "info");
    opp_load_info out = OPP_LOAD_INFO_INIT;
    out.table_count = done->loaded.size();
    out.notice_count = done->notices.size();
    for (const opportune::LoadReport::Loaded& table : done->loaded) {
      out.row_count += table.rows;
    }
    out.quarantine_count = done->quarantine ? done->quarantine->rows() : 0;
    struct_out(place, out);
  });
}

opp_status opp_load_report_table(const opp_load_report* report, size_t index,
                                 opp_loaded_table* table, opp_error** error) noexcept {
  return guarded(error, [&] {
    constexpr std::size_t least = offsetof(opp_loaded_table, rows) + sizeof(uint64_t);
    const auto done = use(report);
    opp_loaded_table& place = struct_place(table, least, "table");
    const opportune::LoadReport::Loaded& loaded = item(done->loaded, index, "table");
    struct_out(place, opp_loaded_table{0, text_out(loaded.table), loaded.rows});
  });
}

opp_status opp_load_report_notice(const opp_load_report* report, size_t index, opp_issue* notice,
                                  opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto done = use(report);
    opp_issue& place = struct_place(notice, least_issue_size, "notice");
    struct_out(place, issue_out(item(done->notices, index, "notice")));
  });
}

opp_status opp_load_report_quarantine(const opp_load_report* report, struct ArrowArrayStream* rows,
                                      opp_error** error) noexcept {
  return guarded(error, [&] {
    const auto done = use(report);
    required(rows, "rows");
    std::shared_ptr<const opportune::Table> table = done->quarantine;
    if (!table) {
      auto none = std::make_shared<opportune::Table>("quarantine");
      for (const char* name : {"table", "row", "field", "value", "code", "reason", "record"}) {
        const bool number = std::string_view(name) == "row";
        none->column(name, number ? opportune::ColumnType::integer : opportune::ColumnType::text);
      }
      table = std::move(none);
    }
    StreamOut(table).move_to(rows);
  });
}

}  // extern "C"
