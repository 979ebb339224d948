// One Arrow array as a column of cells. An array is checked when its column is made (in time
// proportional to its length), so that reading need not check anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "io/arrow_type.hpp"
#include "opportune/core/cell.hpp"
#include "opportune/io/arrow_abi.hpp"

namespace opportune::arrow {

using Column = std::unique_ptr<const InputColumn>;

/// The rows [first, first + count) of an array (counted after the array's own offset) as a column.
/// The array must outlive it. Throws InputError "invalid_arrow".
[[nodiscard]] Column make_column(const Type& type, const ArrowArray& array, std::int64_t first,
                                 std::int64_t count, const Place& place);

/// `inner`, with null where `validity` (bits from `start` on) says so.
[[nodiscard]] Column make_masked(Column inner, const void* validity, std::int64_t start);

/// Throws InputError unless the array is alive and its counts are possible.
void check_array(const ArrowArray& array, const Place& place);

/// The array's validity bits, or NULL where it has no nulls.
[[nodiscard]] const std::uint8_t* validity_of(const ArrowArray& array, const Place& place);

// --- what the kinds of columns share ---------------------------------------------------------

/// Rows of an array: positions [start, start + count) in its buffers.
struct Slice {
  const std::uint8_t* validity = nullptr;  ///< NULL: all valid
  std::size_t start = 0;
  std::size_t count = 0;

  [[nodiscard]] bool valid(std::size_t position) const noexcept {
    return validity == nullptr || (validity[position / 8] >> (position % 8) & 1U) != 0;
  }
};

/// Buffers need not be aligned.
template <class Value>
[[nodiscard]] Value load(const void* buffer, std::size_t position) noexcept {
  Value value;
  std::memcpy(&value, static_cast<const char*>(buffer) + position * sizeof(Value), sizeof(Value));
  return value;
}

/// Writes make(position) for the valid rows of [first, first + count), null for the others.
template <class Make>
void fill(const Slice& slice, std::size_t first, std::size_t count, Cell* out, const Make& make) {
  const std::size_t begin = slice.start + first;
  if (slice.validity == nullptr) {
    for (std::size_t i = 0; i < count; ++i) {
      out[i] = make(begin + i);
    }
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = slice.valid(begin + i) ? make(begin + i) : Cell::none();
  }
}

/// What the makers of the single kinds are given; everything in it was checked.
struct Source {
  const Type& type;
  const ArrowArray& array;
  Slice slice;
  const Place& place;

  /// The buffer, which must not be NULL.
  [[nodiscard]] const void* buffer(std::int64_t index) const;
  [[nodiscard]] std::int64_t row_of(std::size_t position) const noexcept {
    return static_cast<std::int64_t>(position - slice.start);
  }
};

[[nodiscard]] Column make_scalar(const Source& source);      // arrow_scalar.cpp
[[nodiscard]] Column make_decimal(const Source& source);     // arrow_decimal.cpp
[[nodiscard]] Column make_text(const Source& source);        // arrow_text.cpp
[[nodiscard]] Column make_list(const Source& source);        // arrow_list.cpp
[[nodiscard]] Column make_dictionary(const Source& source);  // arrow_encoded.cpp
[[nodiscard]] Column make_run_end(const Source& source);     // arrow_encoded.cpp

}  // namespace opportune::arrow
