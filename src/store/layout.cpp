#include "store/layout.hpp"

#include <boost/crc.hpp>

#include "io/json_text.hpp"
#include "io/write_cell.hpp"
#include "model/write.hpp"
#include "opportune/core/error.hpp"
#include "opportune/workspace.hpp"

namespace opportune {

const std::vector<StoredTable>& stored_tables() {
  static const std::vector<StoredTable> all = [] {
    std::vector<StoredTable> out;
    const Book empty{Currency{}};
    for (const std::string& name : table_names()) {
      StoredTable table{name, {}, false};
      const std::shared_ptr<Table> records = export_records(empty, name);
      for (const TableColumn& column : records->columns()) {
        table.columns.emplace_back(column.name(), column.type());
      }
      table.has_ids = table.columns.front().first == "id";
      out.push_back(std::move(table));
    }
    return out;
  }();
  return all;
}

std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    out += c;
    out += c == '"' ? "\"" : "";
  }
  return out + '"';
}

std::string list_of(std::size_t count, std::string_view what) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += i == 0 ? "" : ", ";
    out += what;
  }
  return out;
}

std::string_view kind_name(JournalEntry::Kind kind) {
  return kind == JournalEntry::Kind::put ? "put" : "load";
}

JournalEntry::Kind kind_named(std::string_view name) {
  if (name != "put" && name != "load") {
    throw StoreError("the change log has an entry of kind '" + shown_value(name) +
                     "', which this version does not know");
  }
  return name == "put" ? JournalEntry::Kind::put : JournalEntry::Kind::load;
}

std::int64_t checksum_of(std::int64_t before, const JournalEntry& entry) {
  boost::crc_optimal<64, 0x42F0E1EBA9EA3693, 0xFFFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF, true, true>
      crc;
  const auto number = [&](std::int64_t value) { crc.process_bytes(&value, sizeof value); };
  const auto text = [&](std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    crc.process_bytes(value.data(), value.size());
  };
  number(before);
  number(static_cast<std::int64_t>(entry.sequence));
  number(static_cast<std::int64_t>(entry.commit));
  number(entry.recorded.micros);
  number(entry.at.micros);
  text(entry.by);
  text(kind_name(entry.kind));
  text(entry.table);
  text(entry.record);
  text(entry.payload);
  return static_cast<std::int64_t>(crc.checksum() >> 1U);
}

bool LogCheck::is_next(const JournalEntry& entry, std::int64_t checksum) {
  if (!begun_) {
    begun_ = entry.sequence == sequence_;
    checksum_ = checksum;
    if (!begun_) {
      finish();
    }
    return false;
  }
  if (entry.sequence != sequence_ + 1) {
    fail("the change log has a gap: entry " + std::to_string(entry.sequence) +
         " comes after entry " + std::to_string(sequence_));
  }
  sequence_ = entry.sequence;
  checksum_ = checksum_of(checksum_, entry);
  if (checksum_ != checksum) {
    fail("entry " + std::to_string(entry.sequence) +
         " of the change log is damaged: its checksum is not that of what it says");
  }
  return true;
}

void LogCheck::finish() const {
  if (!begun_) {
    fail("entry " + std::to_string(sequence_) + " of the change log is missing");
  }
}

void LogCheck::fail(const std::string& what) const {
  throw StoreError("'" + shown_value(where_) + "': " + what);
}

void append_to(JournalMark& last, JournalEntry& entry, std::uint64_t commit, Instant at) {
  entry.sequence = last.sequence + 1;
  entry.commit = commit;
  entry.recorded = at;
  last = {entry.sequence, at, checksum_of(last.checksum, entry)};
}

std::string stored_text(const TableColumn& column, std::size_t row) {
  std::string out;
  append_cell(
      out, column, row, [](std::string& to, std::string_view text) { to += text; },
      [&](std::string& list) {
        list += '[';
        append_items(list, column, row, ',', append_json_string);
        list += ']';
      });
  return out;
}

}  // namespace opportune
