#include "io/json_slices.hpp"

#include <nlohmann/json.hpp>

#include "io/json_parse.hpp"

namespace opportune {
namespace {

/// The place behind a text that begins here.
std::size_t end_of_text(std::string_view json, std::size_t at) noexcept {
  for (++at; json[at] != '"'; ++at) {
    at += json[at] == '\\' ? 1U : 0U;
  }
  return at + 1;
}

/// ... behind an object or an array.
std::size_t end_of_nested(std::string_view json, std::size_t at) noexcept {
  std::size_t depth = 0;
  do {
    const char c = json[at];
    if (c == '"') {
      at = end_of_text(json, at);
      continue;
    }
    depth += c == '{' || c == '[' ? 1U : 0U;
    depth -= c == '}' || c == ']' ? 1U : 0U;
    ++at;
  } while (depth > 0);
  return at;
}

}  // namespace

std::optional<JsonSlice> JsonSlice::of(std::string_view text) {
  if (detail::nested_deeper_than(max_json_depth, text) || !nlohmann::json::accept(text)) {
    return std::nullopt;
  }
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  text.remove_prefix(text.find_first_not_of(" \t\n\r"));
  return JsonSlice(text).value_at(0);
}

JsonSlice JsonSlice::value_at(std::size_t at) const noexcept {
  const char first = json_[at];
  const std::size_t end = first == '"'                   ? end_of_text(json_, at)
                          : first == '{' || first == '[' ? end_of_nested(json_, at)
                                                         : json_.find_first_of(",]} \t\n\r", at);
  return JsonSlice(json_.substr(at, end == std::string_view::npos ? end : end - at));
}

std::string JsonSlice::text() const {
  return json_.find('\\') == std::string_view::npos
             ? std::string(json_.substr(1, json_.size() - 2))
             : nlohmann::json::parse(json_).get<std::string>();
}

std::string JsonSlice::compact() const { return nlohmann::json::parse(json_).dump(); }

}  // namespace opportune
