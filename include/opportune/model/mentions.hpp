// Which records mention a text: a resolution its members, an account its identifiers.
#pragma once

#include <cstdint>
#include <string_view>

#include "opportune/model/chain.hpp"

namespace opportune {

/// Grows only: a record that was put again may be listed for what it no longer mentions, or twice,
/// so who asks looks at the record itself.
class Mentions {
 public:
  Mentions() : rows_(no_row) {}

  void add(std::string_view text, std::uint32_t row) {
    const std::uint32_t number = texts_.add(text);
    const auto mention = static_cast<std::uint32_t>(rows_.size());
    rows_.push_back(row);
    chain_.resize(texts_.size(), rows_.size());
    chain_.add(number, mention);
  }
  /// Calls visit(row) for each.
  template <class Visit>
  void each(std::string_view text, Visit&& visit) const {
    const std::uint32_t number = texts_.size() == 0 ? no_row : texts_.find(text);
    if (number != no_row) {
      chain_.each(number, [&](std::uint32_t mention) { visit(rows_[mention]); });
    }
  }
  [[nodiscard]] std::size_t texts() const noexcept { return texts_.size(); }
  /// Calls visit(text, rows) for each text, of those from the first to before the last, for which
  /// several records are listed, or one twice; rows(f) calls f(row) for each of them.
  template <class Visit>
  void each_repeated(std::size_t first, std::size_t last, Visit&& visit) const {
    for (auto number = static_cast<std::uint32_t>(first); number < last; ++number) {
      const std::uint32_t mention = chain_.first(number);
      if (mention != no_row && chain_.next(mention) != no_row) {
        visit(texts_[number], [&](auto&& row) {
          chain_.each(number, [&](std::uint32_t each) { row(rows_[each]); });
        });
      }
    }
  }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return texts_.bytes() + chain_.bytes() + rows_.bytes();
  }
  template <ByteSink Out>
  void save(Out& out) const {
    texts_.save(out), chain_.save(out), rows_.save(out);
  }
  template <ByteSource In>
  void load(In& in) {
    texts_.load(in), chain_.load(in), rows_.load(in);
  }

 private:
  TextIndex texts_;
  Chain chain_;
  Column<std::uint32_t> rows_;
};

}  // namespace opportune
