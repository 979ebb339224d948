// Lists as one text: items with a semicolon between them.
#pragma once

#include <algorithm>
#include <string_view>

namespace opportune {

namespace detail {

/// Calls f(item) for each item, also for empty ones (but not for one after a last semicolon), until
/// it returns false. Did it never?
template <class Function>
bool each_item(std::string_view text, const Function& f) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    if (!f(text.substr(0, end))) {
      return false;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return true;
}

}  // namespace detail

}  // namespace opportune
