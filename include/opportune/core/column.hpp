// A column of fixed-size values in chunks. Copying a column is cheap (the chunks are shared and
// copied when written), so a whole Book can be snapshot while a writer goes on. A chunk in which
// every value is the default takes no memory.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "opportune/core/archive.hpp"
#include "opportune/core/shared.hpp"
#include "opportune/core/spine.hpp"

namespace opportune {

/// Rows are appended without a copy: a chunk that others share may be written behind the rows that
/// they see. Of several copies of a column that all append, the first one claims those rows of the
/// chunk; the others get their own. Threads: a column that nobody changes may be read and copied
/// from any number of threads, also while another one that shares its chunks is changed.
/// `bits`: a chunk has 2^bits rows; fewer where single rows anywhere are written, as each copies
/// its chunk.
template <class T, std::size_t bits = 12>
class Column {
 public:
  static constexpr std::size_t chunk_bits = bits;
  static constexpr std::size_t chunk_rows = std::size_t{1} << chunk_bits;

  explicit Column(T fallback = T{}) noexcept : fallback_(fallback) {}
  Column(const Column& other) noexcept
      : fallback_(other.fallback_),
        size_(other.size_),
        own_from_(other.size_),
        chunks_(other.chunks_) {
    other.own_from_.store(other.size_, std::memory_order_relaxed);
  }
  Column(Column&& other) noexcept
      : fallback_(other.fallback_),
        size_(std::exchange(other.size_, 0)),
        own_from_(other.own_from_.exchange(0, std::memory_order_relaxed)),
        chunks_(std::exchange(other.chunks_, {})) {}
  Column& operator=(Column other) noexcept {
    std::swap(fallback_, other.fallback_);
    std::swap(size_, other.size_);
    std::swap(chunks_, other.chunks_);
    other.own_from_.store(own_from_.exchange(other.own_from_.load(std::memory_order_relaxed),
                                             std::memory_order_relaxed),
                          std::memory_order_relaxed);
    return *this;
  }
  ~Column() { disown(); }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] T operator[](std::size_t row) const noexcept {
    const Chunk* chunk = chunks_.get(row >> chunk_bits);
    return chunk == nullptr ? fallback_ : chunk->values[row & row_mask];
  }

  void push_back(T value) {
    resize(size_ + 1);
    if (!(value == fallback_)) {
      writable(size_ - 1) = value;
    }
  }
  void set(std::size_t row, T value) {
    if (!((*this)[row] == value)) {
      writable(row) = value;
    }
  }
  /// Grows with the default, or drops rows from the end.
  void resize(std::size_t rows) {
    if (rows < size_) {
      for (std::size_t row = rows; row < size_ && (row & row_mask) != 0; ++row) {
        set(row, fallback_);
      }
      for (std::size_t chunk = count_of(rows); chunk < count_of(size_); ++chunk) {
        if (chunks_.get(chunk) != nullptr) {
          chunks_.edit(chunk) = {};
        }
      }
      size_ = rows;
      own_from_.store(std::min(own_from(), rows), std::memory_order_relaxed);
    }
    chunks_.resize(count_of(rows));
    if (rows > size_) {
      claim(rows);
      size_ = rows;
    }
  }
  [[nodiscard]] std::size_t bytes() const noexcept {
    std::size_t total = chunks_.bytes();
    chunks_.each([&](const Chunk&) { total += sizeof(Chunk); });
    return total;
  }
  template <ByteSink Out>
  void save(Out& out) const {
    static_assert(std::is_trivially_copyable_v<T>);
    put_count(out, size_);
    for (std::size_t chunk = 0; chunk < count_of(size_); ++chunk) {
      const Chunk* there = chunks_.get(chunk);
      put_value(out, static_cast<std::uint8_t>(there != nullptr));
      if (there != nullptr) {
        out.put(there->values.data(), rows_in(chunk, size_) * sizeof(T));
      }
    }
  }
  /// Has the rows that were saved then, and no others.
  template <ByteSource In>
  void load(In& in) {
    *this = Column(fallback_);
    resize(get_count(in, chunk_rows));
    for (std::size_t chunk = 0; chunk < count_of(size_); ++chunk) {
      if (get_value<std::uint8_t>(in) != 0) {
        in.get(unshared(chunk).values.data(), rows_in(chunk, size_) * sizeof(T));
      }
    }
  }

 private:
  static constexpr std::size_t row_mask = chunk_rows - 1;
  struct Chunk {
    /// Those rows of another one; the rest is empty.
    Chunk(const Chunk* from, std::uint32_t rows, T fallback) : claimed(rows) {
      const auto* begin = from == nullptr ? nullptr : from->values.data();
      std::fill(std::copy(begin, from == nullptr ? begin : begin + rows, values.begin()),
                values.end(), fallback);
    }
    std::array<T, chunk_rows> values;
    /// Rows in it that are some column's: there others must not append.
    std::atomic<std::uint32_t> claimed;
  };

  static std::size_t count_of(std::size_t rows) noexcept { return (rows + row_mask) >> chunk_bits; }
  /// How many of a column's first so many rows are in a chunk that they reach.
  static std::uint32_t rows_in(std::size_t chunk, std::size_t rows) noexcept {
    return static_cast<std::uint32_t>(std::min(rows - (chunk << chunk_bits), chunk_rows));
  }
  [[nodiscard]] std::size_t own_from() const noexcept {
    return own_from_.load(std::memory_order_relaxed);
  }
  /// The chunk of a row of our own; others may read other rows in it.
  [[nodiscard]] Chunk* chunk_of_own(std::size_t row) const noexcept {
    return const_cast<Chunk*>(chunks_.get(row >> chunk_bits));
  }
  /// A chunk that no other column shares: a copy of our rows where it was shared, or missing.
  Chunk& unshared(std::size_t chunk) {
    Shared<Chunk>& place = chunks_.edit(chunk);
    if (!place.unique()) {
      place = Shared<Chunk>(std::in_place, place.get(), rows_in(chunk, size_), fallback_);
    }
    return place.edit_unique();
  }
  T& writable(std::size_t row) {
    Chunk* own = row >= own_from() ? chunk_of_own(row) : nullptr;
    return (own != nullptr ? *own : unshared(row >> chunk_bits)).values[row & row_mask];
  }
  /// Makes the rows from the last one up to `rows` our own. Only the chunk in which the last one
  /// stands can be there already.
  void claim(std::size_t rows) {
    const std::size_t chunk = size_ >> chunk_bits;
    Chunk* there = (size_ & row_mask) == 0 ? nullptr : chunk_of_own(size_);
    std::uint32_t expected = rows_in(chunk, size_);
    if (there != nullptr &&
        !there->claimed.compare_exchange_strong(expected, rows_in(chunk, rows))) {
      Chunk& own = unshared(chunk);
      std::fill(own.values.begin() + rows_in(chunk, size_), own.values.end(), fallback_);
      own.claimed = rows_in(chunk, rows);
    }
  }
  /// Gives back the rows that only we have, in the one chunk that others may share.
  void disown() noexcept {
    const std::size_t first = own_from(), chunk = first >> chunk_bits;
    if (first < size_ && (first & row_mask) != 0 && chunks_.is_shared(chunk)) {
      Chunk& shared = *chunk_of_own(first);
      std::uint32_t claimed = rows_in(chunk, size_);
      std::fill(shared.values.begin() + rows_in(chunk, first), shared.values.begin() + claimed,
                fallback_);
      shared.claimed.compare_exchange_strong(claimed, rows_in(chunk, first));
    }
  }

  T fallback_;
  std::size_t size_ = 0;
  mutable std::atomic<std::size_t> own_from_{0};  // rows from here on no other column sees
  Spine<Chunk, 6> chunks_;
};

}  // namespace opportune
