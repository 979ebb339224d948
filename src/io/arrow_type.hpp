// The types of Arrow columns that the library reads, parsed once from the schema.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/error.hpp"
#include "opportune/io/arrow_abi.hpp"

namespace opportune::arrow {

enum class Kind : std::uint8_t {
  null,
  boolean,
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  int64,
  uint64,
  half,
  float32,
  float64,
  text,        ///< utf8 or binary, 32-bit offsets
  large_text,  ///< 64-bit offsets
  text_view,
  fixed_text,  ///< width bytes each
  decimal,     ///< width bytes, scale
  date32,
  date64,
  timestamp,  ///< ticks_per_second
  list,
  large_list,
  fixed_list,  ///< width items each
  list_view,
  large_list_view,
  run_end,  ///< children: run ends, values
};

struct Type {
  Kind kind = Kind::null;
  std::int32_t scale = 0;
  std::int64_t width = 0;
  std::int64_t ticks_per_second = 0;
  std::vector<Type> children;
  std::vector<Type> dictionary;  ///< one, where kind is the type of the indices
};

/// Where in the input we are: for error messages.
struct Place {
  std::string table;
  std::string field;
  std::int64_t first_row = 0;  ///< of the batch

  [[noreturn]] void fail(std::string code, std::string reason,
                         std::int64_t row = Issue::no_row) const;
  /// `row` counts within the batch.
  [[noreturn]] void invalid(const std::string& reason, std::int64_t row = Issue::no_row) const;
};

[[nodiscard]] bool is_list(Kind kind) noexcept;
[[nodiscard]] bool is_integer(Kind kind) noexcept;

/// Throws InputError "unsupported_type" or "invalid_arrow".
[[nodiscard]] Type parse_type(const ArrowSchema& schema, const Place& place, int depth = 0);

/// "time of day", "map", ...: a type that parse_type refuses, in words.
[[nodiscard]] std::string type_in_words(std::string_view format);

}  // namespace opportune::arrow
