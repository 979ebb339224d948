#include "store/audit.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "io/json_parse.hpp"
#include "opportune/core/error.hpp"
#include "store/layout.hpp"

namespace opportune {
namespace {

using nlohmann::json;
using Fields = std::map<std::string, std::string>;

Fields fields_of(const json& record) {
  Fields out;
  for (const auto& [name, value] : record.items()) {
    if (!value.is_null() && !(value.is_array() && value.empty())) {
      out[name] = value.is_string() ? value.get<std::string>() : value.dump();
    }
  }
  return out;
}

/// The record among those of a load; nothing where it is not.
json found_in(const json& records, std::string_view id) {
  for (const json& record : records) {
    if (record.is_object() && record.value("id", json()) == id) {
      return record;
    }
  }
  return {};
}

class Trail {
 public:
  Trail() : table_(std::make_shared<Table>("audit")) {
    table_->columns().reserve(7);
    table_->column("sequence", ColumnType::integer);
    table_->column("recorded", ColumnType::instant);
    table_->column("at", ColumnType::instant);
    for (const char* name : {"by", "field", "from", "to"}) {
      table_->column(name, ColumnType::text);
    }
  }
  void changed(const JournalEntry& entry, Fields now) {
    std::set<std::string> names;
    for (const Fields* fields : {&was_, &now}) {
      for (const auto& [name, value] : *fields) {
        names.insert(name);
      }
    }
    for (const std::string& name : names) {
      add(entry, name, value(was_, name), value(now, name));
    }
    was_ = std::move(now);
  }
  [[nodiscard]] std::shared_ptr<Table> table() const { return table_; }

 private:
  static std::string_view value(const Fields& fields, const std::string& name) {
    const auto at = fields.find(name);
    return at == fields.end() ? std::string_view() : at->second;
  }
  void add(const JournalEntry& entry, const std::string& field, std::string_view from,
           std::string_view to) {
    if (from == to || field == "id") {
      return;
    }
    std::vector<TableColumn>& columns = table_->columns();
    columns[0].add_integer(static_cast<std::int64_t>(entry.sequence));
    columns[1].add(entry.recorded);
    columns[2].add(entry.at);
    columns[3].add_text_or_null(entry.by);
    columns[4].add_text(field);
    columns[5].add_text_or_null(from);
    columns[6].add_text_or_null(to);
  }

  std::shared_ptr<Table> table_;
  Fields was_;
};

}  // namespace

std::shared_ptr<Table> audit_trail(Journal& journal, std::string_view table, std::string_view id) {
  const auto& tables = stored_tables();
  const auto known = std::find_if(tables.begin(), tables.end(), [&](const StoredTable& stored) {
    return stored.name == table && stored.has_ids;
  });
  if (known == tables.end()) {
    throw NotFoundError("there is no table '" + shown_value(table) + "' whose records have ids");
  }
  Trail trail;
  bool found = false;
  journal.read_record(table, id, [&](JournalEntry&& entry) {
    json record = parse_json(entry.payload);
    if (entry.kind == JournalEntry::Kind::load) {
      record = found_in(record, id);
    }
    if (record.is_object()) {
      found = true;
      trail.changed(entry, fields_of(record));
    }
  });
  if (!found) {
    throw NotFoundError("the journal has no record '" + shown_value(id) + "' of the table '" +
                        std::string(table) + "'");
  }
  return trail.table();
}

}  // namespace opportune
