// Strings as JSON.
#pragma once

#include <string>
#include <string_view>

namespace opportune {

/// Appends the value in quotes, escaping only what must be; bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view value);

/// The text with U+FFFD for every byte that is not UTF-8.
[[nodiscard]] std::string as_utf8(std::string_view text);

}  // namespace opportune
