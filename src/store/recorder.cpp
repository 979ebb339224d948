#include "store/recorder.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>
#include <variant>

#include "io/json_record.hpp"
#include "model/write.hpp"
#include "opportune/model/rules.hpp"

namespace opportune {
namespace {

constexpr std::uint32_t rows_of_entry = 1000;

/// Of a history: the table of the records that a change of it alters, which it names first. Empty:
/// of any other table.
template <class Record>
constexpr std::string_view altered_table() {
  if constexpr (requires { Rules<Record>::of_opportunity; }) {
    return Schema<Opportunity>::table;
  } else if constexpr (std::is_same_v<Record, LeadChange>) {
    return Schema<Lead>::table;
  } else if constexpr (std::is_same_v<Record, ActivityChange>) {
    return Schema<Activity>::table;
  } else {
    return {};
  }
}

/// The id of a record; of one without, that of what it belongs to.
std::string key_of(const Table& row) {
  const TableColumn& first = row.columns().front();
  return first.type() == ColumnType::text ? std::string(first.text(0)) : std::string();
}

template <class Record>
std::uint32_t rows_of(const Book& book) {
  return static_cast<std::uint32_t>(book.get<Record>().rows());
}

/// The rows [first, last) of a table as a load's entry, and as they are kept.
template <class Record>
void take_block(const Book& book, std::uint32_t first, std::uint32_t last,
                const JournalCommit::Take& take) {
  std::vector<std::uint32_t> rows(last - first);
  std::iota(rows.begin(), rows.end(), first);
  const auto records = export_rows(book, Schema<Record>::table, rows, Decimals::exact);
  JournalEntry entry;
  entry.kind = JournalEntry::Kind::load;
  entry.table = Schema<Record>::table;
  for (std::size_t i = 0; i < records->rows(); ++i) {
    entry.payload += i == 0 ? '[' : ',';
    append_json_record(entry.payload, *records, i, Nulls::left_out);
  }
  entry.payload += ']';
  const bool has_rates = std::is_same_v<Record, FxRate>;  // only they have other decimals there
  take(std::move(entry),
       {has_rates ? export_rows(book, Schema<Record>::table, rows, Decimals::rounded) : records,
        Store<Record>::has_ids});
}

/// The commit of a load.
JournalCommit commit_of_load(const Book& before_it, const std::shared_ptr<const Book>& after) {
  JournalCommit out;
  std::array<std::uint32_t, std::variant_size_v<AnyRecord>> before{};
  std::size_t table = 0;
  each_record([&]<class Record>() {
    const std::uint32_t rows = rows_of<Record>(*after) - rows_of<Record>(before_it);
    out.load_entries += (rows + rows_of_entry - 1) / rows_of_entry;
    before[table++] = rows_of<Record>(before_it);
  });
  out.loads = [after, before](const JournalCommit::Take& take) {
    std::size_t at = 0;
    each_record([&]<class Record>() {
      const std::uint32_t last = rows_of<Record>(*after);
      for (std::uint32_t row = before[at++]; row < last;
           row += std::min(rows_of_entry, last - row)) {
        take_block<Record>(*after, row, std::min(row + rows_of_entry, last), take);
      }
    });
  };
  return out;
}

}  // namespace

Recorder::Recorder(const Book& before) : before_(before) {}

void Recorder::put(const Book& after, std::string_view table, std::uint32_t row, Instant at,
                   std::string_view by) {
  JournalEntry& entry = entries_.emplace_back();
  const auto record = export_rows(after, table, {row}, Decimals::exact);
  entry.kind = JournalEntry::Kind::put;
  entry.at = at;
  entry.by = by;
  entry.table = table;
  entry.record = key_of(*record);
  append_json_record(entry.payload, *record, 0, Nulls::left_out);
  each_record([&]<class Record>() {
    if (Schema<Record>::table == table) {
      if constexpr (Store<Record>::has_ids) {
        altered_[std::string(table)].insert(row);
      } else if constexpr (!altered_table<Record>().empty()) {
        altered_[std::string(altered_table<Record>())].insert(
            after.get<Record>().template at<0>()[row]);
      }
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
  out.entries = std::exchange(entries_, {});
  const auto altered = std::exchange(altered_, {});
  each_record([&]<class Record>() {
    const std::uint32_t first = rows_of<Record>(before_);
    std::vector<std::uint32_t> rows(rows_of<Record>(*after) - first);
    std::iota(rows.begin(), rows.end(), first);
    if (const auto at = altered.find(Schema<Record>::table); at != altered.end()) {
      for (const std::uint32_t row : at->second) {
        if (row < first) {
          rows.push_back(row);
        }
      }
    }
    if (!rows.empty()) {
      out.present.push_back({export_rows(*after, Schema<Record>::table, rows, Decimals::rounded),
                             Store<Record>::has_ids});
    }
  });
  return out;
}

}  // namespace opportune
