// Numbers as text that reads back as the same number.
#pragma once

#include <array>
#include <charconv>
#include <string>

namespace opportune {

template <class Number>
void append_number(std::string& out, Number value) {
  std::array<char, 32> text;
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  static_cast<void>(error);  // 32 characters hold every 64-bit number
  out.append(text.data(), end);
}

}  // namespace opportune
