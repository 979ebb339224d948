// Text within Graphviz's language DOT (docs/decisions/graphs.md).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace opportune::dot {

/// Text within a quoted string of DOT, so that it is drawn as it is: Graphviz would read escapes
/// after a backslash, and entities after an ampersand. Line breaks and other controls: spaces.
[[nodiscard]] inline std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.append(1, '\\').append(1, c);
    } else if (c == '&') {
      out.append("&amp;");
    } else {
      out.append(1, byte < 0x20 || byte == 0x7F ? ' ' : c);
    }
  }
  return out;
}

/// The same for a tooltip, in which Graphviz reads escapes twice.
[[nodiscard]] inline std::string escaped_tooltip(std::string_view text) {
  std::string once;
  for (const char c : text) {
    once.append(c == '\\' ? 2 : 1, c);
  }
  return escaped(once);
}

/// At most so many characters; what is cut off ends in an ellipsis.
[[nodiscard]] inline std::string cut(std::string_view text, std::size_t most) {
  std::size_t characters = 0, end = text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (starts && ++characters == most) {
      end = i;  // where the ellipsis goes if there is more
    } else if (starts && characters > most) {
      return std::string(text.substr(0, end)) + "…";
    }
  }
  return std::string(text);
}

/// A list of attributes: [name="value", ...].
class Attributes {
 public:
  /// `value` is written as it is: escape what is not ours.
  Attributes& set(std::string_view name, std::string_view value) {
    text_.append(text_.empty() ? "" : ", ").append(name).append("=\"").append(value).append("\"");
    return *this;
  }
  [[nodiscard]] std::string text() const { return " [" + text_ + "]"; }

 private:
  std::string text_;
};

}  // namespace opportune::dot
