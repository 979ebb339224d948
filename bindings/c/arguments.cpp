#include "arguments.hpp"

#include <cstdint>
#include <optional>

#include "opportune/core/utf8.hpp"

namespace opportune::c {
namespace {

// A structure that claims more than this was not initialised.
constexpr std::size_t largest_struct = 4096;

}  // namespace

std::string_view text_in(opp_str text, const char* name) {
  if (text.size == 0) {
    return {};
  }
  if (text.data == nullptr) {
    throw bad_argument(std::string(name) + " has a size but no data");
  }
  const std::string_view out(text.data, text.size);
  if (!is_utf8(out)) {
    throw bad_argument(std::string(name) + " is not UTF-8");
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

Instant as_of_in(opp_str given, const char* name) {
  const std::string_view text = text_in(given, name);
  if (text.empty()) {
    return {};
  }
  if (const std::optional<Date> date = parse_date(text)) {
    return end_of_day(*date);
  }
  if (const std::optional<Instant> instant = parse_instant(text)) {
    return *instant;
  }
  throw bad_argument(std::string(name) + " '" + shown_value(text) +
                     "' is neither a date (2026-01-31) nor an instant (2026-01-31T10:20:30Z)");
}

Instant instant_in(opp_str given, const char* name) {
  const std::string_view text = text_in(given, name);
  if (text.empty()) {
    return {};
  }
  if (const std::optional<Instant> instant = parse_instant(text)) {
    return *instant;
  }
  throw bad_argument(std::string(name) + " '" + shown_value(text) +
                     "' is no instant (2026-01-31T10:20:30Z)");
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

void check_struct(const void* data, std::size_t size, const StructSize& is, const char* name) {
  if (size < is.least || size > largest_struct || size % is.alignment != 0) {
    throw bad_argument(std::string(name) + ": struct_size is " + std::to_string(size) +
                       ", but must be the size of the structure (" + std::to_string(is.known) +
                       " in this version)");
  }
  if (data == nullptr) {
    return;
  }
  const auto* bytes = static_cast<const unsigned char*>(data);
  for (std::size_t at = is.known; at < size; ++at) {
    if (bytes[at] != 0) {
      throw bad_argument(std::string(name) +
                         " sets a field that this version of the library does not have");
    }
  }
}

}  // namespace opportune::c
