// From the entries of a journal to the state that they make.
#pragma once

#include <cstdint>

#include "live/standing.hpp"
#include "opportune/model/book.hpp"
#include "opportune/store/journal.hpp"
#include "store/gathered.hpp"

namespace opportune {

class Replay {
 public:
  /// Alters the Book, as the entries come. It is whole after finish().
  explicit Replay(Book& book) : book_(book) {}

  /// Entries in order. StoreError: one cannot be carried out.
  void take(const JournalEntry& entry);
  void finish();

  /// What they touched; `all` where records were loaded.
  [[nodiscard]] const TouchedAccounts& touched() const noexcept { return touched_; }

 private:
  [[nodiscard]] bool is_ready(const JournalEntry& next) const;
  void load();

  Book& book_;
  TouchedAccounts touched_;
  std::uint64_t commit_ = 0;  // of the entry that was taken last
  GatheredRecords gathered_;
};

}  // namespace opportune
