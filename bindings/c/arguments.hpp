// What callers of C pass in, checked; and what they get, cut to the structure that they know.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "failure.hpp"
#include "opportune/c/opportune.h"
#include "opportune/core/calendar.hpp"

namespace opportune::c {

/// The pointer's target; OPP_INVALID_ARGUMENT where it is NULL.
template <class Target>
Target& required(Target* pointer, const char* name) {
  if (pointer == nullptr) {
    throw bad_argument(std::string(name) + " is NULL");
  }
  return *pointer;
}

/// UTF-8 text of a non-NULL pointer (or empty).
[[nodiscard]] std::string_view text_in(opp_str text, const char* name);
[[nodiscard]] std::vector<std::string> texts_in(const opp_str* texts, std::size_t count,
                                                const char* name);
/// A date (the end of its day), an instant, or nothing (now).
[[nodiscard]] Instant as_of_in(opp_str text, const char* name = "as_of");
/// An instant or a date (its start), or nothing.
[[nodiscard]] Instant instant_in(opp_str text, const char* name);
[[nodiscard]] Date date_in(opp_str text, const char* name);

[[nodiscard]] inline opp_str text_out(std::string_view text) noexcept {
  return {text.data(), text.size()};
}
inline constexpr opp_str no_text = {nullptr, 0};
[[nodiscard]] inline std::int64_t instant_out(Instant instant) noexcept {
  static_assert(Instant{}.micros == OPP_NO_INSTANT);
  return instant.micros;
}

/// A structure of the interface as this version knows it: its size, where its fields may end, and
/// its size in the first version of the interface.
struct StructSize {
  std::size_t known, alignment, least;
};
template <class Struct>
[[nodiscard]] constexpr StructSize size_of(std::size_t least) noexcept {
  return {sizeof(Struct), alignof(Struct), least};
}
/// Throws unless `size` can be the size of one, older or newer, and what lies behind the known
/// bytes is zero.
void check_struct(const void* data, std::size_t size, const StructSize& is, const char* name);

/// A growable structure as this version knows it: a shorter one is filled up with zeros. `least`
/// is the structure's size in the first version of the interface.
template <class Struct>
[[nodiscard]] Struct struct_in(const Struct& given, std::size_t least, const char* name) {
  static_assert(std::is_trivially_copyable_v<Struct>);
  check_struct(&given, given.struct_size, size_of<Struct>(least), name);
  Struct out;
  std::memset(&out, 0, sizeof out);
  std::memcpy(&out, &given, std::min(given.struct_size, sizeof out));
  return out;
}

/// Checks an output structure before the work is done.
template <class Struct>
Struct& struct_place(Struct* place, std::size_t least, const char* name) {
  Struct& out = required(place, name);
  check_struct(nullptr, out.struct_size, size_of<Struct>(least), name);
  return out;
}

/// Writes as much of `value` as the caller's structure holds, and zeros to the rest of it.
template <class Struct>
void struct_out(Struct& place, Struct value) noexcept {
  static_assert(std::is_trivially_copyable_v<Struct>);
  value.struct_size = place.struct_size;
  auto* bytes = reinterpret_cast<std::byte*>(&place);
  const std::size_t known = std::min(value.struct_size, sizeof value);
  std::memcpy(bytes, &value, known);
  std::fill(bytes + known, bytes + value.struct_size, std::byte{0});
}

}  // namespace opportune::c
