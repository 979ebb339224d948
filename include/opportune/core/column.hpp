// A column of fixed-size values in chunks. Copying a column is cheap (the chunks are shared and
// copied when written), so a whole Book can be snapshot while a writer goes on. A chunk in which
// every value is the default takes no memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "opportune/core/shared.hpp"

namespace opportune {

template <class T>
class Column {
 public:
  static constexpr std::size_t chunk_bits = 12;
  static constexpr std::size_t chunk_rows = std::size_t{1} << chunk_bits;

  explicit Column(T fallback = T{}) : fallback_(fallback), spine_(std::in_place) {}

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] T operator[](std::size_t row) const noexcept {
    const Chunk* chunk = (*spine_)[row >> chunk_bits].get();
    return chunk == nullptr ? fallback_ : (*chunk)[row & (chunk_rows - 1)];
  }

  void push_back(T value) {
    if (size_ >> chunk_bits == spine_->size()) {
      spine_.edit().emplace_back();
    }
    ++size_;
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
      for (std::size_t row = rows; row < size_ && (row & (chunk_rows - 1)) != 0; ++row) {
        set(row, fallback_);
      }
    }
    if ((rows + chunk_rows - 1) >> chunk_bits != spine_->size()) {
      spine_.edit().resize((rows + chunk_rows - 1) >> chunk_bits);
    }
    size_ = rows;
  }
  [[nodiscard]] std::size_t bytes() const noexcept {
    std::size_t total = spine_->capacity() * sizeof(Shared<Chunk>);
    for (const Shared<Chunk>& chunk : *spine_) {
      total += chunk ? sizeof(Chunk) : 0;
    }
    return total;
  }

 private:
  using Chunk = std::array<T, chunk_rows>;

  T& writable(std::size_t row) {
    Shared<Chunk>& chunk = spine_.edit()[row >> chunk_bits];
    if (!chunk) {
      chunk = Shared<Chunk>(std::in_place);
      chunk.edit().fill(fallback_);
    }
    return chunk.edit()[row & (chunk_rows - 1)];
  }

  T fallback_;
  std::size_t size_ = 0;
  Shared<std::vector<Shared<Chunk>>> spine_;
};

}  // namespace opportune
