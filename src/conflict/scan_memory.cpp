#include "conflict/scan_memory.hpp"

#include <algorithm>
#include <utility>

#include "conflict/asked.hpp"

namespace opportune {

ConflictTables ScanMemory::find(const Book& book, std::uint64_t version, const Policy& policy,
                                const ConflictQuery& query, const Touched& touched) {
  // With more groups to look at, all are looked at.
  constexpr std::size_t few = 64, share = 4;
  Kept asked{query.as_of, kinds_for(query.kinds), query.language, version, nullptr};
  const Kept before = latest(asked);
  if (before.scan != nullptr && before.version <= version) {
    const auto accounts = touched(before.version, version);
    if (accounts && accounts->empty()) {
      asked.scan = before.scan;
    } else if (accounts && accounts->size() < std::max(few, before.scan->groups() / share)) {
      asked.scan = before.scan->after(book, policy, query, *accounts);
    }
  }
  if (asked.scan == nullptr) {
    asked.scan = KeptScan::anew(book, policy, query);
  }
  ConflictTables out = asked.scan->tables();
  keep(std::move(asked));
  return out;
}

ScanMemory::Kept ScanMemory::latest(const Kept& asked) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(kept_.begin(), kept_.end(),
                                  [&](const Kept& kept) { return kept.answers(asked); });
  return found == kept_.end() ? Kept{} : *found;
}

void ScanMemory::keep(Kept kept) {
  constexpr std::size_t most = 4, most_rows = 200'000;
  const std::lock_guard lock(mutex_);
  const auto found =
      std::find_if(kept_.begin(), kept_.end(), [&](const Kept& one) { return one.answers(kept); });
  if (found != kept_.end()) {
    if (found->version > kept.version) {  // another thread has asked of a later state
      return;
    }
    kept_.erase(found);
  }
  if (kept.scan->rows() <= most_rows) {
    kept_.push_back(std::move(kept));
  }
  if (kept_.size() > most) {
    kept_.erase(kept_.begin());
  }
}

}  // namespace opportune
