#include "store/recorder.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <utility>
#include <variant>

#include "io/json_record.hpp"
#include "model/with_table.hpp"
#include "model/write.hpp"
#include "opportune/model/record_number.hpp"
#include "opportune/model/rules.hpp"

namespace opportune {
namespace {

constexpr std::uint32_t rows_of_entry = 1000;
constexpr std::size_t entries_ahead = 256;  ///< given ahead together
constexpr std::size_t records_kept = 64;    ///< in one table: they may be long

/// Of a history: the number of the table of the records that a change of it alters, which it names
/// first. Of any other table there is none.
template <class Record>
constexpr std::optional<std::size_t> altered_table() {
  if constexpr (requires { Rules<Record>::of_opportunity; }) {
    return record_number<Opportunity>;
  } else if constexpr (std::is_same_v<Record, LeadChange>) {
    return record_number<Lead>;
  } else if constexpr (std::is_same_v<Record, ActivityChange>) {
    return record_number<Activity>;
  } else {
    return std::nullopt;
  }
}

/// The id of a record; of one without, that of what it belongs to.
std::string key_of(const Table& records, std::size_t row) {
  const TableColumn& first = records.columns().front();
  return first.type() == ColumnType::text ? std::string(first.text(row)) : std::string();
}

template <class Record>
std::uint32_t rows_of(const Book& book) {
  return static_cast<std::uint32_t>(book.get<Record>().rows());
}

/// Calls block(rows) for blocks of the rows of a table from the first on.
template <class Record, class Block>
void each_block(const Book& book, std::uint32_t first, const Block& block) {
  const std::uint32_t last = rows_of<Record>(book);
  while (first < last) {
    std::vector<std::uint32_t> rows(std::min(rows_of_entry, last - first));
    std::iota(rows.begin(), rows.end(), first);
    first += static_cast<std::uint32_t>(rows.size());
    block(rows);
  }
}

template <class Record>
PresentRows present_rows(const Book& book, const std::vector<std::uint32_t>& rows) {
  return {export_rows(book, Schema<Record>::table, rows, Decimals::rounded),
          Store<Record>::has_ids};
}

JournalEntry load_entry(const Table& records) {
  JournalEntry out;
  out.kind = JournalEntry::Kind::load;
  out.table = records.name();
  for (std::size_t i = 0; i < records.rows(); ++i) {
    out.payload += i == 0 ? '[' : ',';
    append_json_record(out.payload, records, i, Nulls::left_out);
  }
  out.payload += ']';
  return out;
}

/// Written down with more decimals than are kept; others have the same.
template <class Record>
constexpr bool has_rates = std::is_same_v<Record, FxRate>;

/// Rows of a table as a load's entry, and as they are kept.
template <class Record>
void take_block(const Book& book, const std::vector<std::uint32_t>& rows,
                const JournalCommit::Take& take) {
  const auto records = export_rows(book, Schema<Record>::table, rows, Decimals::exact);
  take(load_entry(*records), has_rates<Record> ? present_rows<Record>(book, rows)
                                               : PresentRows{records, Store<Record>::has_ids});
}

/// The commit of a load.
JournalCommit commit_of_load(const Book& before_it, const std::shared_ptr<const Book>& after) {
  JournalCommit out;
  std::array<std::uint32_t, std::variant_size_v<AnyRecord>> before{};
  each_record([&]<class Record>() {
    const std::uint32_t rows = rows_of<Record>(*after) - rows_of<Record>(before_it);
    out.load_entries += (rows + rows_of_entry - 1) / rows_of_entry;
    before[record_number<Record>] = rows_of<Record>(before_it);
  });
  out.loads = [after, before](const JournalCommit::Take& take) {
    each_record([&]<class Record>() {
      each_block<Record>(
          *after, before[record_number<Record>],
          [&](const std::vector<std::uint32_t>& rows) { take_block<Record>(*after, rows, take); });
    });
  };
  return out;
}

}  // namespace

Recorder::Recorder(const Book& before, Ahead ahead, RecordTables& records)
    : before_(before), ahead_(std::move(ahead)), records_(records) {
  each_record([&]<class Record>() { told_[record_number<Record>] = rows_of<Record>(before); });
}

const Table& Recorder::record_of(const Book& after, std::string_view table, std::uint32_t row) {
  auto at = records_.find(table);
  if (at == records_.end()) {
    at = records_.emplace(table, nullptr).first;
  }
  std::shared_ptr<Table>& records = at->second;
  if (records != nullptr && records->rows() == records_kept) {
    records = nullptr;
  }
  try {
    append_row(after, table, row, Decimals::exact, records);
  } catch (...) {  // its columns may have become of different lengths
    records = nullptr;
    throw;
  }
  return *records;
}

void Recorder::put(const Book& after, std::string_view table, std::uint32_t row, Instant at,
                   std::string_view by) {
  if (ahead_ && entries_.size() == entries_ahead) {
    given_ahead_ += entries_.size();
    std::vector<PresentRows> present = present_now(after, Told::ahead);
    ahead_(std::exchange(entries_, {}), std::move(present));
  }
  JournalEntry& entry = entries_.emplace_back();
  const Table& records = record_of(after, table, row);
  const std::size_t record = records.rows() - 1;
  last_row_ = row;
  entry.kind = JournalEntry::Kind::put;
  entry.at = at;
  entry.by = by;
  entry.table = table;
  entry.record = key_of(records, record);
  append_json_record(entry.payload, records, record, Nulls::left_out);
  with_table(table, [&]<class Record>() {
    if constexpr (Store<Record>::has_ids) {
      altered_[record_number<Record>].insert(row);
    } else if constexpr (constexpr auto number = altered_table<Record>(); number.has_value()) {
      altered_[*number].insert(after.get<Record>().template at<0>()[row]);
    }
  });
}

void Recorder::moved(const Book& after, const std::vector<std::uint32_t>& accounts) {
  const Store<StageChange>& changes = after.get<StageChange>();
  const auto first = static_cast<std::uint32_t>(before_.get<StageChange>().rows());
  Instant at;
  std::string by;
  for (std::uint32_t row = first; row < changes.rows(); ++row) {
    at = changes.get<"at">()[row];
    const std::uint32_t person = changes.get<"by">()[row];
    by = person == no_row ? std::string_view() : after.get<Person>().id(person);
    put(after, Schema<StageChange>::table, row, at, by);
  }
  const auto& was = before_.get<Account>().get<"customer_since">();
  const auto& is = after.get<Account>().get<"customer_since">();
  for (const std::uint32_t account : std::set<std::uint32_t>(accounts.begin(), accounts.end())) {
    if (was[account] != is[account]) {
      put(after, Schema<Account>::table, account, at, by);
    }
  }
}

JournalCommit Recorder::commit(const std::shared_ptr<const Book>& after) {
  if (std::exchange(is_load_, false)) {
    return commit_of_load(before_, after);
  }
  JournalCommit out;
  out.present = present_now(*after, Told::in_the_end);
  out.entries = std::exchange(entries_, {});
  out.added = std::exchange(given_ahead_, 0);
  return out;
}

std::vector<PresentRows> Recorder::present_now(const Book& after, Told when) {
  std::vector<PresentRows> out;
  each_record([&]<class Record>() {
    // It says the process where that is another than the opportunity's, which may change yet.
    if (std::is_same_v<Record, StageChange> && when == Told::ahead) {
      return;
    }
    constexpr std::size_t table = record_number<Record>;
    const std::uint32_t first = std::exchange(told_[table], rows_of<Record>(after));
    if (first < told_[table] || !altered_[table].empty()) {
      out.push_back(present_now<Record>(after, first, altered_[table]));
      altered_[table].clear();
    }
  });
  return out;
}

template <class Record>
PresentRows Recorder::present_now(const Book& after, std::uint32_t first,
                                  const std::set<std::uint32_t>& altered) const {
  std::vector<std::uint32_t> rows(rows_of<Record>(after) - first);
  std::iota(rows.begin(), rows.end(), first);
  rows.insert(rows.end(), altered.begin(), altered.lower_bound(first));
  const bool is_the_put_one = entries_.size() == 1 && given_ahead_ == 0 &&
                              entries_.front().table == Schema<Record>::table && rows.size() == 1 &&
                              rows.front() == last_row_;
  if (is_the_put_one && !has_rates<Record>) {  // it was written down already
    const std::shared_ptr<Table>& record = records_.find(Schema<Record>::table)->second;
    return {record, Store<Record>::has_ids, record->rows() - 1, record->rows()};
  }
  return present_rows<Record>(after, rows);
}

void each_present(const Book& book, const Journal::TakeRows& take) {
  each_record([&]<class Record>() {
    each_block<Record>(book, 0, [&](const std::vector<std::uint32_t>& rows) {
      take(present_rows<Record>(book, rows));
    });
  });
}

}  // namespace opportune
