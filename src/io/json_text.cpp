#include "io/json_text.hpp"

#include <cstddef>

namespace opportune {

namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// The length of the UTF-8 character (two bytes or more) at the position; 0 where there is none.
/// Overlong forms, surrogates and what lies beyond U+10FFFF are none (Unicode, table 3-7).
std::size_t character_length(std::string_view text, std::size_t at) {
  const unsigned lead = byte_at(text, at);
  const std::size_t length = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (length == 0 || at + length > text.size()) {
    return 0;
  }
  const unsigned second = byte_at(text, at + 1);
  const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (second < low || second > high) {
    return 0;
  }
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte_at(text, at + i) & 0xC0U) != 0x80U) {
      return 0;
    }
  }
  return length;
}

/// Appends the character (or U+FFFD) and returns how many bytes it took of the text.
std::size_t append_character(std::string& out, std::string_view text, std::size_t at) {
  const std::size_t length = character_length(text, at);
  out += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(at, length);
  return length == 0 ? 1 : length;
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += hex[static_cast<unsigned char>(c) >> 4U];
      out += hex[static_cast<unsigned char>(c) & 0xFU];
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view value) {
  out += '"';
  for (std::size_t at = 0; at < value.size();) {
    const unsigned byte = byte_at(value, at);
    if (byte >= 0x80) {
      at += append_character(out, value, at);
      continue;
    }
    if (byte < 0x20 || byte == '"' || byte == '\\') {
      append_escaped(out, value[at]);
    } else {
      out += value[at];
    }
    ++at;
  }
  out += '"';
}

std::string as_utf8(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (byte_at(text, at) < 0x80) {
      out += text[at++];
    } else {
      at += append_character(out, text, at);
    }
  }
  return out;
}

}  // namespace opportune
