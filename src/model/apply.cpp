#include <optional>
#include <string>

#include "io/json_parse.hpp"
#include "io/json_slices.hpp"
#include "live/touched.hpp"
#include "model/run_loader.hpp"
#include "model/with_table.hpp"
#include "model/write.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/io/json.hpp"

namespace opportune {
namespace {

[[noreturn]] void refuse_change(std::size_t index, std::string field, std::string_view value,
                                std::string reason) {
  throw InputError(Issue{"invalid_change", "changes", static_cast<std::int64_t>(index),
                         std::move(field), shown_value(value), std::move(reason)});
}

/// The members of a change that is given as JSON.
struct GivenChange {
  std::string table, at, by;
  std::optional<JsonSlice> record;
};

std::string text_of(std::size_t index, const std::string& name, const JsonSlice& value) {
  if (value.is_null()) {
    return {};
  }
  if (!value.is_text()) {
    refuse_change(index, name, value.compact(), "must be a text");
  }
  return value.text();
}

GivenChange given_change(std::size_t index, const JsonSlice& change) {
  if (!change.is_object()) {
    refuse_change(index, "", change.compact(), "must be an object with 'table' and 'record'");
  }
  GivenChange out;
  std::optional<JsonSlice> table, at, by;
  change.each_member([&](const std::string& name, const JsonSlice& value) {
    if (name != "table" && name != "record" && name != "at" && name != "by") {
      refuse_change(index, name, value.compact(),
                    "is not a member of a change (table, record, at, by)");
    }
    (name == "table" ? table : name == "record" ? out.record : name == "at" ? at : by) = value;
  });
  out.table = table ? text_of(index, "table", *table) : std::string();
  if (!out.record || !out.record->is_object()) {
    refuse_change(index, "record", "", "must be an object with the record's fields");
  }
  out.at = at ? text_of(index, "at", *at) : std::string();
  out.by = by ? text_of(index, "by", *by) : std::string();
  return out;
}

RowChange row_of(std::size_t index, const JsonSlice& change) {
  const GivenChange given = given_change(index, change);
  RowChange out;
  out.table = read_json_records(given.record->json(), given.table);
  if (!given.at.empty()) {
    const auto instant = parse_instant(given.at);
    if (!instant) {
      refuse_change(index, "at", given.at, "is not an instant such as 2026-01-31T10:20:30Z");
    }
    out.at = *instant;
  }
  out.by = given.by;
  return out;
}

std::uint32_t rows_of_table(const Book& book, std::string_view table) {
  std::uint32_t out = 0;
  with_table(table,
             [&]<class Record>() { out = static_cast<std::uint32_t>(book.get<Record>().rows()); });
  return out;
}

/// Where a record that was put is. `before`: how many there were; one without an id comes after
/// them.
std::uint32_t row_in_table(const Book& book, const InputTable& table, std::uint32_t before) {
  std::uint32_t out = before;
  with_table(table.name, [&]<class Record>() {
    if constexpr (Store<Record>::has_ids) {
      std::string buffer;
      Refusal refusal;
      out = book.get<Record>().find(*parse_text(table.find("id")->cell(0), buffer, refusal));
    }
  });
  return out;
}

}  // namespace

std::vector<RowChange> rows_of_json(std::string_view text) {
  const std::optional<JsonSlice> changes = JsonSlice::of(text);
  if (!changes) {
    throw InputError(
        Issue{"invalid_json", "changes", Issue::no_row, "", shown_value(text), not_json});
  }
  std::vector<RowChange> out;
  const auto add = [&](const JsonSlice& change) { out.push_back(row_of(out.size(), change)); };
  changes->is_array() ? changes->each_item(add) : add(*changes);
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
    const bool stood = touch(book, change.table, touched);
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
    const bool stands = touch(book, change.table, touched);
    touched.elsewhere = touched.elsewhere || !(stood || stands);
  }
}

}  // namespace opportune
