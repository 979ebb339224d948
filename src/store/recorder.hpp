// What a command has put, for the journal.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/model/book.hpp"
#include "opportune/store/journal.hpp"

namespace opportune {

class Recorder {
 public:
  /// `before`: the state that the command begins with; must live as long.
  explicit Recorder(const Book& before);

  /// A record was put, and is now in this row of its table.
  void put(const Book& after, std::string_view table, std::uint32_t row, Instant at,
           std::string_view by);
  /// Opportunities were moved: puts what came to the stage histories, and those of the accounts
  /// that became customers.
  void moved(const Book& after, const std::vector<std::uint32_t>& accounts);
  /// Records were loaded: all that are new, and nothing else was put.
  void loaded() noexcept { is_load_ = true; }

  [[nodiscard]] bool empty() const noexcept { return entries_.empty() && !is_load_; }
  /// All that was put; nothing is left here.
  [[nodiscard]] JournalCommit commit(const std::shared_ptr<const Book>& after);

 private:
  const Book& before_;
  bool is_load_ = false;
  std::vector<JournalEntry> entries_;
  std::map<std::string, std::set<std::uint32_t>, std::less<>> altered_;  // rows of tables with ids
};

/// All present records, a block of rows at a time.
void each_present(const Book& book, const Journal::TakeRows& take);

}  // namespace opportune
