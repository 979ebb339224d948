// What a command has put, for the journal.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "opportune/model/book.hpp"
#include "opportune/store/journal.hpp"

namespace opportune {

/// Records as they were put, by table; kept from command to command, so that not each makes its
/// own.
using RecordTables = std::map<std::string, std::shared_ptr<Table>, std::less<>>;

class Recorder {
 public:
  /// Takes entries while the command goes on, with the rows that are new or others by then.
  using Ahead =
      std::function<void(std::vector<JournalEntry>&& entries, std::vector<PresentRows>&& present)>;

  /// `before`: the state that the command begins with. It and `records` must live as long, and
  /// `records` as what commit() returns. `ahead` may be null.
  Recorder(const Book& before, Ahead ahead, RecordTables& records);

  /// A record was put, and is now in this row of its table.
  void put(const Book& after, std::string_view table, std::uint32_t row, Instant at,
           std::string_view by);
  /// Opportunities were moved: puts what came to the stage histories, and those of the accounts
  /// that became customers.
  void moved(const Book& after, const std::vector<std::uint32_t>& accounts);
  /// Records were loaded: all that are new, and nothing else was put.
  void loaded() noexcept { is_load_ = true; }

  [[nodiscard]] bool empty() const noexcept {
    return entries_.empty() && given_ahead_ == 0 && !is_load_;
  }
  /// All that was put; nothing is left here.
  [[nodiscard]] JournalCommit commit(const std::shared_ptr<const Book>& after);

 private:
  /// Of a table: those of its rows that are new or others, from the first new one on.
  template <class Record>
  [[nodiscard]] PresentRows present_now(const Book& after, std::uint32_t first,
                                        const std::set<std::uint32_t>& altered) const;
  /// The rows that are new or others since it was asked last; ahead: but those that what comes may
  /// alter without a trace.
  enum class Told : std::uint8_t { ahead, in_the_end };
  [[nodiscard]] std::vector<PresentRows> present_now(const Book& after, Told when);
  /// The record as it is now, in the last row of a table of such records.
  const Table& record_of(const Book& after, std::string_view table, std::uint32_t row);

  const Book& before_;
  Ahead ahead_;
  bool is_load_ = false;
  std::vector<JournalEntry> entries_;
  std::uint64_t given_ahead_ = 0;
  std::uint32_t last_row_ = 0;  // of the last record that was put
  RecordTables& records_;
  // What present_now() has not told of, by table: rows that are others, and those from here on.
  std::array<std::set<std::uint32_t>, std::variant_size_v<AnyRecord>> altered_;
  std::array<std::uint32_t, std::variant_size_v<AnyRecord>> told_{};
};

/// All present records, a block of rows at a time.
void each_present(const Book& book, const Journal::TakeRows& take);

}  // namespace opportune
