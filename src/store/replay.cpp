#include "store/replay.hpp"

#include <string_view>
#include <type_traits>

#include "model/write.hpp"
#include "opportune/core/error.hpp"
#include "opportune/io/json.hpp"

namespace opportune {
namespace {

template <class Function>
void carried_out(std::uint64_t sequence, const Function& function) {
  try {
    function();
  } catch (const StoreError&) {
    throw;
  } catch (const Error& error) {
    throw StoreError("entry " + std::to_string(sequence) +
                     " of the change log cannot be carried out: " + error.what());
  }
}

/// Is a table of a load loaded as well after those before it, in the order of the records? Those up
/// to the opportunities may refer to one another, and are checked as a whole.
bool stands_alone(std::string_view table) {
  bool after = false, found = false;
  each_record([&]<class Record>() {
    after = after || std::is_same_v<Record, Opportunity>;
    found = found || (after && Schema<Record>::table == table);
  });
  return found;
}

}  // namespace

void Replay::take(const JournalEntry& entry) {
  if (!gathered_.empty() && (entry.commit != commit_ || is_ready(entry))) {
    load();
  }
  commit_ = entry.commit;
  carried_out(entry.sequence, [&] {
    if (entry.kind == JournalEntry::Kind::load) {
      gathered_.add(entry.table, entry.payload);
      return;
    }
    const RowChange change{read_json_records(entry.payload, entry.table), entry.at, entry.by};
    apply_rows(book_, {change}, entry.at, touched_);
  });
}

bool Replay::is_ready(const JournalEntry& next) const {
  return gathered_.last().name() != next.table && stands_alone(next.table);
}

void Replay::finish() {
  if (!gathered_.empty()) {
    load();
  }
}

void Replay::load() {
  carried_out(commit_,
              [&] { static_cast<void>(load_tables(book_, gathered_.take(), LoadOptions{})); });
  touched_.all = true;
}

}  // namespace opportune
