// What is said to a person, apart from the language that it is said in: an id with arguments. A
// catalogue of one language renders it; a CRM may take the message itself and render its own.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace opportune {

/// A vector whose items are moved out of the braces that it is made from: what a plain vector is
/// given in braces is copied, and messages hold messages. An item has a name or id first, and then
/// the rest of it.
template <class Item>
class MovedVector : public std::vector<Item> {
 public:
  class Given {
   public:
    Given(Item item) : item_(std::move(item)) {}
    Given(std::string_view name, typename Item::Rest rest) : item_{name, std::move(rest)} {}

   private:
    friend class MovedVector;
    mutable Item item_;  // the items of braces are const
  };

  MovedVector() = default;
  MovedVector(std::initializer_list<Given> given) {
    this->reserve(given.size());
    for (const Given& one : given) {
      this->push_back(std::move(one.item_));
    }
  }
};

struct Message;
/// Said one after another: "a, b and c".
using MessageList = MovedVector<Message>;

struct Message {
  struct Argument;
  using Rest = MovedVector<Argument>;
  std::string_view id;  ///< of the catalogues; a literal
  Rest arguments;
};

struct Message::Argument {
  using Rest = std::variant<std::string, std::int64_t, MessageList>;
  std::string_view name;
  Rest value;
};

/// The words of one language.
struct Catalogue {
  struct Entry {
    std::string_view id;
    std::string_view text;  ///< {name} stands for an argument
  };
  std::string_view language;       ///< ISO 639-1
  std::span<const Entry> entries;  ///< by id: see entries_by_id()

  /// The text of an id; the id itself where the catalogue lacks it.
  [[nodiscard]] constexpr std::string_view find(std::string_view id) const noexcept {
    const auto at = std::lower_bound(
        entries.begin(), entries.end(), id,
        [](const Entry& entry, std::string_view other) { return entry.id < other; });
    return at != entries.end() && at->id == id ? at->text : id;
  }
};

template <std::size_t n>
[[nodiscard]] constexpr std::array<Catalogue::Entry, n> entries_by_id(
    const Catalogue::Entry (&entries)[n]) {
  std::array<Catalogue::Entry, n> out{};
  std::copy(std::begin(entries), std::end(entries), out.begin());
  std::sort(out.begin(), out.end(),
            [](const Catalogue::Entry& a, const Catalogue::Entry& b) { return a.id < b.id; });
  return out;
}

namespace detail {

inline void render(std::string& out, const Message& message, const Catalogue& catalogue);

inline void render_list(std::string& out, const MessageList& list, const Catalogue& catalogue) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    out += i == 0                 ? ""
           : i + 1 == list.size() ? catalogue.find("list.last")
                                  : catalogue.find("list.next");
    render(out, list[i], catalogue);
  }
}

inline void render(std::string& out, const Message& message, const Catalogue& catalogue) {
  std::string_view rest = catalogue.find(message.id);
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    const std::size_t close = open == std::string_view::npos ? open : rest.find('}', open);
    out += rest.substr(0, close == std::string_view::npos ? close : open);
    if (close == std::string_view::npos) {
      break;
    }
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    for (const Message::Argument& argument : message.arguments) {
      if (argument.name != name) {
        continue;
      }
      if (const auto* text = std::get_if<std::string>(&argument.value)) {
        out += *text;
      } else if (const auto* number = std::get_if<std::int64_t>(&argument.value)) {
        out += std::to_string(*number);
      } else {
        render_list(out, std::get<MessageList>(argument.value), catalogue);
      }
    }
    rest.remove_prefix(close + 1);
  }
}

}  // namespace detail

[[nodiscard]] inline std::string render(const Message& message, const Catalogue& catalogue) {
  std::string out;
  detail::render(out, message, catalogue);
  return out;
}

}  // namespace opportune
