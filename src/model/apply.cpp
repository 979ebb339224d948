#include <limits>
#include <nlohmann/json.hpp>

#include "io/json_parse.hpp"
#include "live/touched.hpp"
#include "model/run_loader.hpp"
#include "model/write.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/io/json.hpp"

namespace opportune {
namespace {

using nlohmann::json;

[[noreturn]] void refuse_change(std::size_t index, std::string field, std::string_view value,
                                std::string reason) {
  throw InputError(Issue{"invalid_change", "changes", static_cast<std::int64_t>(index),
                         std::move(field), shown_value(value), std::move(reason)});
}

std::string text_member(const json& change, const char* name, std::size_t index) {
  if (!change.contains(name) || change[name].is_null()) {
    return {};
  }
  if (!change[name].is_string()) {
    refuse_change(index, name, change[name].dump(), "must be a text");
  }
  return change[name].get<std::string>();
}

std::uint32_t rows_of_table(const Book& book, std::string_view table) {
  std::uint32_t out = 0;
  each_record([&]<class Record>() {
    out = Schema<Record>::table == table ? static_cast<std::uint32_t>(book.get<Record>().rows())
                                         : out;
  });
  return out;
}

/// Where a record that was put is. `before`: how many there were; one without an id comes after
/// them.
std::uint32_t row_in_table(const Book& book, const InputTable& table, std::uint32_t before) {
  std::uint32_t out = before;
  each_record([&]<class Record>() {
    if constexpr (Store<Record>::has_ids) {
      if (Schema<Record>::table == table.name) {
        std::string buffer;
        Refusal refusal;
        out = book.get<Record>().find(*parse_text(table.find("id")->cell(0), buffer, refusal));
      }
    }
  });
  return out;
}

}  // namespace

std::vector<RowChange> rows_of_json(std::string_view text) {
  json changes = parse_json(text);
  if (changes.is_discarded()) {
    throw InputError(
        Issue{"invalid_json", "changes", Issue::no_row, "", shown_value(text), not_json});
  }
  if (!changes.is_array()) {
    changes = json::array({std::move(changes)});
  }
  std::vector<RowChange> out;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const json& change = changes[i];
    if (!change.is_object()) {
      refuse_change(i, "", change.dump(), "must be an object with 'table' and 'record'");
    }
    for (const auto& [key, value] : change.items()) {
      if (key != "table" && key != "record" && key != "at" && key != "by") {
        refuse_change(i, key, value.dump(), "is not a member of a change (table, record, at, by)");
      }
    }
    RowChange row;
    const std::string table = text_member(change, "table", i);
    if (!change.contains("record") || !change["record"].is_object()) {
      refuse_change(i, "record", "", "must be an object with the record's fields");
    }
    row.table = read_json_records(change["record"].dump(), table);
    const std::string at = text_member(change, "at", i);
    if (!at.empty()) {
      const auto instant = parse_instant(at);
      if (!instant) {
        refuse_change(i, "at", at, "is not an instant such as 2026-01-31T10:20:30Z");
      }
      row.at = *instant;
    }
    row.by = text_member(change, "by", i);
    out.push_back(std::move(row));
  }
  return out;
}

void apply_rows(Book& book, const std::vector<RowChange>& changes, Instant now,
                TouchedAccounts& touched, const WhenApplied& done) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const RowChange& change = changes[i];
    Put put;
    put.at = change.at.has_value() ? change.at : now;
    if (!change.by.empty()) {
      put.by = book.get<Person>().find(change.by);
      if (put.by == no_row) {
        throw InputError(Issue{"unknown_reference", "changes", static_cast<std::int64_t>(i), "by",
                               shown_value(change.by), "there is no person with this id"});
      }
    }
    touch(book, change.table, touched);
    IssueList issues(100);
    const std::uint32_t rows = done ? rows_of_table(book, change.table.name) : 0;
    run_loader(book, {change.table}, issues, &put);
    if (issues.empty() && done) {
      try {
        done({change, book, row_in_table(book, change.table, rows), put.at});
      } catch (const InputError& error) {
        issues.add(error.issues().front());
      }
    }
    if (!issues.empty()) {
      std::vector<Issue> found = issues.issues();
      for (Issue& issue : found) {
        issue.row = static_cast<std::int64_t>(i);
      }
      throw InputError(std::move(found), issues.total());
    }
    touch(book, change.table, touched);
  }
}

}  // namespace opportune
