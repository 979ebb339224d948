// Documents from outside as JSON values.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

namespace opportune {

namespace detail {

inline bool nested_deeper_than(std::size_t limit, std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      in_string = !in_string;
    } else if (in_string) {
      i += c == '\\' ? 1U : 0U;
    } else if (c == '{' || c == '[') {
      if (++depth > limit) {
        return true;
      }
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return false;
}

}  // namespace detail

/// To copy a value or to write it takes as much stack as it has levels of objects and arrays.
inline constexpr std::size_t max_json_depth = 200;

/// What to say of a document that is discarded.
inline constexpr const char* not_json = "is not valid JSON (of at most 200 levels)";

/// The document; discarded where it is not JSON, or has too many levels.
[[nodiscard]] inline nlohmann::json parse_json(std::string_view text) {
  return detail::nested_deeper_than(max_json_depth, text)
             ? nlohmann::json(nlohmann::json::value_t::discarded)
             : nlohmann::json::parse(text, nullptr, false);
}

}  // namespace opportune
