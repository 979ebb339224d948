#include "store/replay.hpp"

#include <utility>
#include <vector>

#include "model/write.hpp"
#include "opportune/core/error.hpp"
#include "opportune/io/json.hpp"

namespace opportune {
namespace {

template <class Function>
void carried_out(std::uint64_t sequence, const Function& function) {
  try {
    function();
  } catch (const InputError& error) {
    throw StoreError("entry " + std::to_string(sequence) +
                     " of the change log cannot be carried out: " + error.what());
  }
}

}  // namespace

void Replay::take(const JournalEntry& entry) {
  if (!gathered_.empty() && entry.commit != commit_) {
    load();
  }
  if (entry.kind == JournalEntry::Kind::load) {
    commit_ = entry.commit;
    std::string& records = gathered_[entry.table];
    if (entry.payload.size() >= 2) {
      records += records.empty() ? "[" : ",";
      records.append(entry.payload, 1, entry.payload.size() - 2);
    }
    return;
  }
  carried_out(entry.sequence, [&] {
    const RowChange change{read_json_records(entry.payload, entry.table), entry.at, entry.by};
    apply_rows(book_, {change}, entry.at, touched_);
  });
}

void Replay::finish() {
  if (!gathered_.empty()) {
    load();
  }
}

void Replay::load() {
  carried_out(commit_, [&] {
    std::vector<InputTable> tables;
    for (auto& [name, records] : std::exchange(gathered_, {})) {
      tables.push_back(read_json_records(records + ']', name));
    }
    static_cast<void>(load_tables(book_, tables, {}));
  });
  touched_.all = true;
}

}  // namespace opportune
