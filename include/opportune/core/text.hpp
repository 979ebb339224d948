// Columns of text, and interned text: each distinct string once, known by a small number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/column.hpp"
#include "opportune/core/spine.hpp"

namespace opportune {

/// A row number that means "none".
inline constexpr std::uint32_t no_row = std::numeric_limits<std::uint32_t>::max();

/// A column of strings in shared chunks; a chunk of empty strings takes no memory.
class TextColumn {
 public:
  static constexpr std::size_t chunk_rows = 256;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::string_view operator[](std::size_t row) const noexcept {
    const Chunk* chunk = chunks_.get(row / chunk_rows);
    return chunk == nullptr ? std::string_view{} : chunk->at(row % chunk_rows);
  }
  void push_back(std::string_view value) {
    resize(size_ + 1);
    set(size_ - 1, value);
  }
  void set(std::size_t row, std::string_view value) {
    if ((*this)[row] != value) {
      chunks_.edit(row / chunk_rows).edit().set(row % chunk_rows, value);
    }
  }
  void resize(std::size_t rows) {
    for (std::size_t row = rows; row < size_ && row % chunk_rows != 0; ++row) {
      set(row, {});
    }
    for (std::size_t chunk = count_of(rows); chunk < count_of(size_); ++chunk) {
      if (chunks_.get(chunk) != nullptr) {
        chunks_.edit(chunk) = {};
      }
    }
    chunks_.resize(count_of(rows));
    size_ = rows;
  }
  [[nodiscard]] std::size_t bytes() const noexcept {
    std::size_t total = chunks_.bytes();
    chunks_.each([&](const Chunk& chunk) {
      total +=
          sizeof(Chunk) + chunk.bytes.capacity() + chunk.ends.capacity() * sizeof(std::uint32_t);
    });
    return total;
  }
  template <ByteSink Out>
  void save(Out& out) const {
    put_count(out, size_);
    for (std::size_t chunk = 0; chunk < count_of(size_); ++chunk) {
      const Chunk* there = chunks_.get(chunk);
      put_value(out, static_cast<std::uint8_t>(there != nullptr));
      if (there != nullptr) {
        put_vector(out, there->ends);
        put_count(out, there->bytes.size());
        out.put(there->bytes.data(), there->bytes.size());
      }
    }
  }
  /// Has the rows that were saved then, and no others.
  template <ByteSource In>
  void load(In& in) {
    *this = {};
    resize(get_count(in, chunk_rows));
    for (std::size_t chunk = 0; chunk < count_of(size_); ++chunk) {
      if (get_value<std::uint8_t>(in) != 0) {
        Chunk& here = chunks_.edit(chunk).edit();
        here.ends = get_vector<std::uint32_t>(in);
        here.bytes.resize(get_count(in));
        in.get(here.bytes.data(), here.bytes.size());
      }
    }
  }

 private:
  static std::size_t count_of(std::size_t rows) noexcept {
    return (rows + chunk_rows - 1) / chunk_rows;
  }
  struct Chunk {
    std::string bytes;
    std::vector<std::uint32_t> ends;  // of the rows written so far; later rows are empty

    [[nodiscard]] std::string_view at(std::size_t row) const noexcept {
      if (row >= ends.size()) {
        return {};
      }
      const std::uint32_t begin = row == 0 ? 0 : ends[row - 1];
      return {bytes.data() + begin, ends[row] - begin};
    }
    void set(std::size_t row, std::string_view value) {
      const bool fills = ends.size() < chunk_rows && row + 1 == chunk_rows;
      while (ends.size() <= row) {
        ends.push_back(static_cast<std::uint32_t>(bytes.size()));
      }
      const std::uint32_t begin = row == 0 ? 0 : ends[row - 1];
      const std::uint32_t old_size = ends[row] - begin;
      bytes.replace(begin, old_size, value);
      for (std::size_t later = row; later < ends.size(); ++later) {
        ends[later] = static_cast<std::uint32_t>(ends[later] + value.size() - old_size);
      }
      if (fills) {  // it grew by doubling, and mostly grows no more
        bytes.shrink_to_fit();
      }
    }
  };

  std::size_t size_ = 0;
  DeepSpine<Chunk, 5> chunks_;
};

/// Distinct strings, numbered from 0 in the order in which they were added.
class TextIndex {
 public:
  TextIndex() : slots_(empty_slot) { slots_.resize(16); }

  [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t number) const noexcept {
    return texts_[number];
  }
  /// The number of the text, or no_row.
  [[nodiscard]] std::uint32_t find(std::string_view text) const noexcept {
    return static_cast<std::uint32_t>(slots_[slot_of(text, hash(text))]);
  }
  /// The number of the text, which is added where it is new.
  std::uint32_t add(std::string_view text) {
    const std::uint32_t code = hash(text);
    const std::size_t slot = slot_of(text, code);
    const auto found = static_cast<std::uint32_t>(slots_[slot]);
    if (found != no_row) {
      return found;
    }
    const auto number = static_cast<std::uint32_t>(texts_.size());
    texts_.push_back(text);
    slots_.set(slot, entry(code, number));
    if (texts_.size() * 4 > slots_.size() * 3) {
      rehash(slots_.size() * 2);
    }
    return number;
  }
  /// Takes the last text out again.
  void drop_last() {
    // A rehash is the simple way to take a key out of an open-addressing table; undo is rare.
    const std::size_t slots = slots_.size();
    texts_.resize(texts_.size() - 1);
    rehash(slots);
  }
  void reserve(std::size_t count) {
    std::size_t slots = slots_.size();
    while (count * 4 > slots * 3) {
      slots *= 2;
    }
    if (slots != slots_.size()) {
      rehash(slots);
    }
  }
  [[nodiscard]] std::size_t bytes() const noexcept { return texts_.bytes() + slots_.bytes(); }
  /// To be loaded only where texts have the same hash_mark().
  template <ByteSink Out>
  void save(Out& out) const {
    texts_.save(out);
    slots_.save(out);
  }
  template <ByteSource In>
  void load(In& in) {
    texts_.load(in);
    slots_.load(in);
    if (slots_.size() <= texts_.size() || (slots_.size() & (slots_.size() - 1)) != 0) {
      throw DamagedBytes("an index of texts has too little room");
    }
  }
  [[nodiscard]] static std::uint32_t hash_mark() noexcept { return hash("opportune"); }

 private:
  using Slots = Column<std::uint64_t, 10>;
  static constexpr std::uint64_t empty_slot = no_row;  // hash 0, number no_row

  static std::uint32_t hash(std::string_view text) noexcept {
    const std::uint64_t code = std::hash<std::string_view>{}(text);
    return static_cast<std::uint32_t>(code ^ code >> 32U);
  }
  static std::uint64_t entry(std::uint32_t code, std::uint32_t number) noexcept {
    return static_cast<std::uint64_t>(code) << 32U | number;
  }
  [[nodiscard]] std::size_t slot_of(std::string_view text, std::uint32_t code) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t slot = code & mask;; slot = (slot + 1) & mask) {
      const std::uint64_t held = slots_[slot];
      const auto number = static_cast<std::uint32_t>(held);
      if (number == no_row || (held >> 32U == code && texts_[number] == text)) {
        return slot;
      }
    }
  }
  void rehash(std::size_t slots) {
    Slots bigger(empty_slot);
    bigger.resize(slots);
    const std::size_t mask = slots - 1;
    for (std::size_t number = 0; number < texts_.size(); ++number) {
      const std::uint32_t code = hash(texts_[number]);
      std::size_t slot = code & mask;
      while (static_cast<std::uint32_t>(bigger[slot]) != no_row) {
        slot = (slot + 1) & mask;
      }
      bigger.set(slot, entry(code, static_cast<std::uint32_t>(number)));
    }
    slots_ = bigger;
  }

  TextColumn texts_;
  Slots slots_;  // a power of two; hash in the upper half, number in the lower
};

}  // namespace opportune
