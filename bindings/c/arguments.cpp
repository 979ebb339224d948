#include "arguments.hpp"

#include <cstdint>
#include <optional>

namespace opportune::c {
namespace {

// A structure that claims more than this was not initialised.
constexpr std::size_t largest_struct = 4096;

/// The number of continuation bytes after a first byte, or -1.
int continuation_bytes(unsigned char first) noexcept {
  if (first < 0x80) {
    return 0;
  }
  if (first < 0xC2 || first > 0xF4) {
    return -1;
  }
  return first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
}

/// Where the text stops being UTF-8, or its size.
std::size_t valid_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const int more = continuation_bytes(first);
    if (more < 0 || text.size() - at <= static_cast<std::size_t>(more)) {
      return at;
    }
    for (int i = 1; i <= more; ++i) {
      const auto next = static_cast<unsigned char>(text[at + static_cast<std::size_t>(i)]);
      // The second byte excludes overlong forms, surrogates and what lies beyond U+10FFFF.
      const unsigned least = i > 1 ? 0x80U : first == 0xE0 ? 0xA0U : first == 0xF0 ? 0x90U : 0x80U;
      const unsigned most = i > 1 ? 0xBFU : first == 0xED ? 0x9FU : first == 0xF4 ? 0x8FU : 0xBFU;
      if (next < least || next > most) {
        return at;
      }
    }
    at += static_cast<std::size_t>(more) + 1;
  }
  return text.size();
}

}  // namespace

std::string_view text_in(opp_str text, const char* name) {
  if (text.size == 0) {
    return {};
  }
  if (text.data == nullptr) {
    throw bad_argument(std::string(name) + " has a size but no data");
  }
  const std::string_view out(text.data, text.size);
  const std::size_t valid = valid_utf8(out);
  if (valid != out.size()) {
    throw bad_argument(std::string(name) + " is not UTF-8 from byte " + std::to_string(valid));
  }
  return out;
}

std::vector<std::string> texts_in(const opp_str* texts, std::size_t count, const char* name) {
  std::vector<std::string> out;
  if (count > 0) {
    required(texts, name);
  }
  for (std::size_t i = 0; i < count; ++i) {
    out.emplace_back(text_in(texts[i], name));
  }
  return out;
}

Instant as_of_in(opp_str given) {
  const std::string_view text = text_in(given, "as_of");
  if (text.empty()) {
    return {};
  }
  if (const std::optional<Date> date = parse_date(text)) {
    return end_of_day(*date);
  }
  if (const std::optional<Instant> instant = parse_instant(text)) {
    return *instant;
  }
  throw bad_argument("as_of '" + shown_value(text) +
                     "' is neither a date (2026-01-31) nor an instant (2026-01-31T10:20:30Z)");
}

Date date_in(opp_str given, const char* name) {
  const std::string_view text = text_in(given, name);
  if (text.empty()) {
    return {};
  }
  if (const std::optional<Date> date = parse_date(text)) {
    return *date;
  }
  throw bad_argument(std::string(name) + " '" + shown_value(text) + "' is no date (2026-01-31)");
}

void check_struct(const void* data, std::size_t size, std::size_t least, std::size_t known,
                  const char* name) {
  if (size < least || size > largest_struct) {
    throw bad_argument(std::string(name) + ": struct_size is " + std::to_string(size) +
                       ", but must be the size of the structure (" + std::to_string(known) +
                       " in this version)");
  }
  if (data == nullptr) {
    return;
  }
  const auto* bytes = static_cast<const unsigned char*>(data);
  for (std::size_t at = known; at < size; ++at) {
    if (bytes[at] != 0) {
      throw bad_argument(std::string(name) +
                         " sets a field that this version of the library does not have");
    }
  }
}

}  // namespace opportune::c
