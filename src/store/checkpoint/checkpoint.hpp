// A copy of the state as a journal had it at a position, in a file: so that opening need not read
// the whole log. It is a cache: whoever opens a journal believes it only where the log has, at that
// position, the checksum that it names, and does without it where anything is wrong with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "opportune/model/book.hpp"
#include "opportune/store/journal.hpp"
#include "store/checkpoint/file.hpp"

namespace opportune::checkpoint {

/// Puts a file at the path, in place of what was there: the Book as it is after the entry of the
/// mark. How many bytes. StoreError: it cannot be written; then what was there is there.
std::uint64_t write(const std::string& path, const Book& book, const JournalMark& mark,
                    const JournalHead& head);

/// One that was made by this build of the library, for a journal of that head.
class Checkpoint {
 public:
  /// Nothing where there is none that can be used.
  [[nodiscard]] static std::optional<Checkpoint> find(const std::string& path,
                                                      const JournalHead& head);
  /// The last entry that it has in it, as it was when this was written.
  [[nodiscard]] const JournalMark& mark() const noexcept { return mark_; }
  [[nodiscard]] std::uint64_t bytes() const noexcept { return file_.bytes(); }
  /// Makes an empty Book that one. False: it is damaged; then the Book is of no use.
  [[nodiscard]] bool load(Book& book) const;

 private:
  Checkpoint(Reader file, const JournalMark& mark) : file_(std::move(file)), mark_(mark) {}
  Reader file_;
  JournalMark mark_;
};

}  // namespace opportune::checkpoint
