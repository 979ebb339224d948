// A JSON document looked at in place: which part of the text is which value, without a tree of
// values being made.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace opportune {

/// One value of a document that was checked; a view into its text.
class JsonSlice {
 public:
  /// The document. Nothing: it is not valid JSON, or has more than 200 levels of objects and
  /// arrays.
  [[nodiscard]] static std::optional<JsonSlice> of(std::string_view text);

  /// As it stands in the document.
  [[nodiscard]] std::string_view json() const noexcept { return json_; }
  [[nodiscard]] bool is_object() const noexcept { return json_.front() == '{'; }
  [[nodiscard]] bool is_array() const noexcept { return json_.front() == '['; }
  [[nodiscard]] bool is_text() const noexcept { return json_.front() == '"'; }
  [[nodiscard]] bool is_null() const noexcept { return json_ == "null"; }
  /// Of a text: what it says.
  [[nodiscard]] std::string text() const;
  /// Without white space between its parts, for who is to read it.
  [[nodiscard]] std::string compact() const;

  /// Calls visit(name, value) for each member of an object, in their order.
  template <class Visit>
  void each_member(const Visit& visit) const {
    for (std::size_t at = next(1); json_[at] != '}'; at = after_comma(at)) {
      const JsonSlice name = value_at(at);
      at = next(at + name.json_.size()) + 1;  // behind the colon
      at = next(at);
      const JsonSlice value = value_at(at);
      at += value.json_.size();
      visit(name.text(), value);
    }
  }
  /// Calls visit(value) for each item of an array.
  template <class Visit>
  void each_item(const Visit& visit) const {
    for (std::size_t at = next(1); json_[at] != ']'; at = after_comma(at)) {
      const JsonSlice value = value_at(at);
      at += value.json_.size();
      visit(value);
    }
  }

 private:
  explicit JsonSlice(std::string_view json) : json_(json) {}
  /// The first place from here on that is no white space.
  [[nodiscard]] std::size_t next(std::size_t at) const noexcept {
    return json_.find_first_not_of(" \t\n\r", at);
  }
  [[nodiscard]] std::size_t after_comma(std::size_t at) const noexcept {
    at = next(at);
    return json_[at] == ',' ? next(at + 1) : at;
  }
  [[nodiscard]] JsonSlice value_at(std::size_t at) const noexcept;

  std::string_view json_;
};

}  // namespace opportune
