// The dimensions of a query, and how opportunities (or leads) fall into cells by them: a cell is a
// combination of the dimensions' values.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "opportune/core/table.hpp"
#include "opportune/measure/dimension.hpp"

namespace opportune {

/// Says that a query makes no sense, as an InputError.
[[noreturn]] void refuse_query(std::string_view field, std::string_view value, std::string reason);

/// The dimensions, roll-ups and filters of a query, resolved.
class Cube {
 public:
  static constexpr std::size_t max_dimensions = 8;
  using Key = std::array<std::uint32_t, max_dimensions>;
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept {
      std::uint64_t code = 0x9E3779B97F4A7C15U;
      for (std::size_t i = 0; i < key.size(); i += 2) {
        if (key[i] == no_key && key[i + 1] == no_key) {
          continue;  // mostly there are one or two dimensions
        }
        code = (code ^ key[i] ^ std::uint64_t{key[i + 1]} << 32U) * 0xFF51AFD7ED558CCDU;
        code ^= code >> 32U;
      }
      return static_cast<std::size_t>(code);
    }
  };

  /// Read in the pieces in which a key was just written: a processor waits for a value of which
  /// parts are still on their way to the memory.
  struct Equal {
    bool operator()(const Key& a, const Key& b) const noexcept {
      for (std::size_t i = 0; i < a.size(); i += 2) {
        if (pair(a, i) != pair(b, i)) {
          return false;
        }
      }
      return true;
    }

   private:
    static std::uint64_t pair(const Key& key, std::size_t first) noexcept {
      std::uint64_t out = 0;
      std::memcpy(&out, &key[first], sizeof(out));
      return out;
    }
  };

  /// What is counted.
  enum class Subject : std::uint8_t { opportunities, leads };

  Cube(const MeasureContext& context, const MeasureQuery& query,
       Subject subject = Subject::opportunities);

  /// Does the opportunity (or lead) pass the filters? `whole`: what is known of it already.
  [[nodiscard]] bool accepts(std::uint32_t row, const Part& whole = {}) const {
    return filters_.empty() || passes_all(row, whole);
  }
  /// What an opportunity is counted as: one part, or one for each product where these (or their
  /// families) are told apart. The parts' amounts add up exactly to its amount at the instant, in
  /// both currencies.
  void parts(std::uint32_t opportunity, std::vector<Part>& out) const {
    parts_of(opportunity, context_.as_of.amount(opportunity), out);
  }
  /// The same of another amount (no_amount: 0). The products are the same, in the same order.
  void parts_of(std::uint32_t opportunity, std::int64_t amount_minor,
                std::vector<Part>& out) const {
    if (divides_) {
      divide(opportunity, amount_minor, out);
    } else {
      out.assign(1, whole_of(opportunity, amount_minor));
    }
  }
  /// Calls f(key) for each cell that a part belongs to.
  template <class Function>
  void each_cell(std::uint32_t row, const Part& part, Function&& f) const {
    Key key;
    key.fill(no_key);
    if (rolls_up_) {
      each_cell_from(0, row, part, key, f);
      return;
    }
    for (std::size_t d = 0; d < by_.size(); d += 2) {
      const std::array pair = {by_[d].key(context_, row, part),
                               d + 1 < by_.size() ? by_[d + 1].key(context_, row, part) : no_key};
      const auto written = std::bit_cast<std::uint64_t>(pair);
      std::memcpy(&key[d], &written, sizeof(written));
    }
    f(std::as_const(key));
  }
  /// Calls f(key, part) for each cell that an opportunity counts in, once, with what of it falls to
  /// the cell: several of its parts may meet in that of a family, or of products rolled up.
  template <class Function>
  void each_counted(std::uint32_t row, const std::vector<Part>& parts, Function&& f) const {
    if (!joins_ || parts.size() == 1) {
      for (const Part& part : parts) {
        each_cell(row, part, [&](const Key& key) { f(key, part); });
      }
      return;
    }
    std::vector<std::pair<Key, Part>> counted;
    for (const Part& part : parts) {
      each_cell(row, part, [&](const Key& key) {
        const auto at = std::find_if(counted.begin(), counted.end(),
                                     [&](const auto& other) { return other.first == key; });
        if (at == counted.end()) {
          counted.emplace_back(key, part);
        } else {
          at->second.add(part);
        }
      });
    }
    for (const auto& [key, part] : counted) {
      f(key, part);
    }
  }
  [[nodiscard]] bool is_by(std::string_view dimension) const;
  /// Do cells or filters depend on who owns whom?
  [[nodiscard]] bool depends_on_ownership() const { return depends_on(&Dimension::of_ownership); }
  /// Do they depend on the stage in which an opportunity stands?
  [[nodiscard]] bool depends_on_stage() const { return depends_on(&Dimension::of_stage); }
  /// Are opportunities divided among their products?
  [[nodiscard]] bool divides() const noexcept { return divides_; }
  [[nodiscard]] std::size_t dimension_count() const noexcept { return by_.size(); }
  /// The numbers of the keys in the order of a result's rows.
  [[nodiscard]] std::vector<std::uint32_t> order(const std::vector<Key>& keys) const;
  /// A result with the dimensions' columns, `repeat` rows for each key.
  [[nodiscard]] std::shared_ptr<Table> result(std::string name, const std::vector<Key>& keys,
                                              std::size_t repeat = 1) const;

 private:
  struct By {
    const Dimension* dimension;
    Dimension::KeyOf* key;
    bool rolled_up;
  };
  struct Filter {
    const Dimension* dimension;
    Dimension::KeyOf* key;
    std::set<std::string> values;
  };
  template <class Function>
  void each_cell_from(std::size_t d, std::uint32_t row, const Part& part, Key& key,
                      Function& f) const {
    if (d == by_.size()) {
      f(std::as_const(key));
      return;
    }
    std::uint32_t value = by_[d].key(context_, row, part);
    do {
      key[d] = value;
      each_cell_from(d + 1, row, part, key, f);
      value =
          by_[d].rolled_up && value != no_key ? by_[d].dimension->above(context_, value) : no_key;
    } while (value != no_key);
  }
  /// Of each key the place of its value among those that the keys have in a dimension, by label.
  struct Ranks {
    std::vector<std::uint32_t> of_key;
    std::uint32_t count = 0;
  };
  [[nodiscard]] bool depends_on(bool Dimension::*trait) const;
  [[nodiscard]] Ranks ranks(std::size_t d, const std::vector<Key>& keys) const;
  [[nodiscard]] Dimension::KeyOf* key_of(const Dimension& dimension, std::string_view field) const;
  [[nodiscard]] bool passes(const Filter& filter, std::uint32_t row, const Part& part) const;
  [[nodiscard]] bool passes_all(std::uint32_t row, const Part& whole) const;
  /// Of an opportunity or a lead, by id.
  [[nodiscard]] std::vector<std::uint32_t> products_of(std::uint32_t row) const;
  /// One part, which is of no product.
  [[nodiscard]] Part whole_of(std::uint32_t opportunity, std::int64_t amount_minor) const {
    Part out(no_key, amount_minor == no_amount ? 0 : amount_minor);
    out.reporting_minor = context_.in_reporting(opportunity, out.amount_minor);
    return out;
  }
  /// A part for each product.
  void divide(std::uint32_t opportunity, std::int64_t amount_minor, std::vector<Part>& out) const;
  /// Fills in the amounts of such parts.
  void split(std::uint32_t opportunity, std::int64_t amount_minor, std::vector<Part>& out) const;

  const MeasureContext& context_;
  Subject subject_;
  std::vector<By> by_;
  std::vector<Filter> filters_;
  bool divides_ = false;   // opportunities among their products
  bool rolls_up_ = false;  // some dimension
  bool joins_ = false;     // several products of one may meet in a cell
};

/// InputError: the period ends before it begins.
void check_period(const MeasureQuery& query);
/// Is the day in the period of the query? Never where it is empty.
[[nodiscard]] inline bool in_period(const MeasureQuery& query, Date day) {
  return within(query.from, day, query.to);
}

/// Of measures of records that have a market: InputError where another dimension is filtered.
void refuse_filters_but_market(const MeasureQuery& query, std::string_view measure);
/// Is the market in those that such a query keeps? Always where it does not say.
[[nodiscard]] bool is_kept_by_market(const Book& book, const MeasureQuery& query,
                                     std::uint32_t market);

}  // namespace opportune
