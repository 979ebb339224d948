// How a field of each kind is stored: one class per kind, all with the same members:
//   parse(row, cell, env)   sets the row from a cell, or says why not (env.refusal) and sets
//   nothing get(row), set(row, v)   the stored form; empty(row) emit(row, column, env)  appends it
//   to a result resize, bytes, type
// `Env` gives access to the Book (see model/loader.hpp): find<Target>(id), id_of<Target>(row),
// symbols, currency(row), stage(row, id), stage_id(row).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/column.hpp"
#include "opportune/core/parse.hpp"
#include "opportune/core/table.hpp"
#include "opportune/core/text.hpp"
#include "opportune/model/field.hpp"

namespace opportune {

template <class Kind>
class Storage;

namespace detail {

/// What the storages of fixed-size values share.
template <class T>
class FixedStorage {
 public:
  using Value = T;
  explicit FixedStorage(T fallback) : values_(fallback), fallback_(fallback) {}
  [[nodiscard]] T operator[](std::size_t row) const noexcept { return values_[row]; }
  [[nodiscard]] T get(std::size_t row) const noexcept { return values_[row]; }
  void set(std::size_t row, T value) { values_.set(row, value); }
  [[nodiscard]] bool empty(std::size_t row) const noexcept { return values_[row] == fallback_; }
  void clear(std::size_t row) { values_.set(row, fallback_); }
  [[nodiscard]] T empty_value() const noexcept { return fallback_; }
  void resize(std::size_t rows) { values_.resize(rows); }
  [[nodiscard]] std::size_t bytes() const noexcept { return values_.bytes(); }

 protected:
  Column<T> values_;
  T fallback_;
};

}  // namespace detail

template <Need need>
class Storage<Text<need>> {
 public:
  using Value = std::string;
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = need == Need::required;

  [[nodiscard]] std::string_view operator[](std::size_t row) const noexcept { return texts_[row]; }
  [[nodiscard]] std::string get(std::size_t row) const { return std::string(texts_[row]); }
  void set(std::size_t row, const std::string& value) { texts_.set(row, value); }
  [[nodiscard]] bool empty(std::size_t row) const noexcept { return texts_[row].empty(); }
  void clear(std::size_t row) { texts_.set(row, {}); }
  void resize(std::size_t rows) { texts_.resize(rows); }
  [[nodiscard]] std::size_t bytes() const noexcept { return texts_.bytes(); }

  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto text = parse_text(cell, env.buffer, env.refusal)) {
      texts_.set(row, *text);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    out.add_text_or_null(texts_[row]);
  }

 private:
  TextColumn texts_;
};

template <>
class Storage<Json> : public Storage<Text<>> {
 public:
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (cell.kind != Cell::Kind::text) {
      detail::refuse(env.refusal, "wrong_type", "must be a JSON object as text");
      return;
    }
    if (env.check_json(cell.text)) {
      Storage<Text<>>::parse(row, cell, env);
    }
  }
};

template <Need need>
class Storage<TextList<need>> : public Storage<Text<need>> {
 public:
  static constexpr ColumnType type = ColumnType::text_list;
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (cell.kind != Cell::Kind::list) {
      return Storage<Text<need>>::parse(row, cell, env);
    }
    std::string joined;
    for (std::size_t i = 0; i < cell.count; ++i) {
      const Cell item = cell.items->cell(cell.first + i);
      const auto text = parse_text(item, env.buffer, env.refusal);
      if (!text) {
        return;
      }
      joined += (joined.empty() ? "" : ";") + std::string(*text);
    }
    this->set(row, joined);
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    out.add_list(items(row));
  }
  [[nodiscard]] std::vector<std::string> items(std::size_t row) const {
    std::vector<std::string> out;
    for (std::string_view rest = (*this)[row]; !rest.empty();) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      out.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
  }
};

template <Need need>
class Storage<Symbol<need>> : public detail::FixedStorage<std::uint32_t> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = need == Need::required;
  Storage() : FixedStorage(no_row) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto text = parse_text(cell, env.buffer, env.refusal)) {
      set(row, env.add_symbol(*text));
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env& env) const {
    empty(row) ? out.add_null() : out.add_text(env.symbol(values_[row]));
  }
};

template <class Target, Need need>
class Storage<Ref<Target, need>> : public detail::FixedStorage<std::uint32_t> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = need == Need::required;
  Storage() : FixedStorage(no_row) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const auto id = parse_text(cell, env.buffer, env.refusal);
    if (!id) {
      return;
    }
    const std::uint32_t found = env.template find<Target>(*id);
    if (found == no_row) {
      detail::refuse(env.refusal, "unknown_reference",
                     "there is no " + std::string(Schema<Target>::table) + " with this id");
      return;
    }
    set(row, found);
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env& env) const {
    empty(row) ? out.add_null() : out.add_text(env.template id_of<Target>(values_[row]));
  }
};

/// Distinct sets of rows, each once: set 0 is the empty set. Members are ascending.
class SetPool {
 public:
  SetPool() { starts_.push_back(0), starts_.push_back(0), numbers_.emplace(Members{}, 0); }

  using Members = std::vector<std::uint32_t>;

  std::uint32_t add(Members members) {
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    const auto number = static_cast<std::uint32_t>(starts_.size() - 1);
    const auto [at, is_new] = numbers_.emplace(members, number);
    if (is_new) {
      members_.insert(members_.end(), members.begin(), members.end());
      starts_.push_back(static_cast<std::uint32_t>(members_.size()));
    }
    return at->second;
  }
  struct Range {
    const std::uint32_t* first;
    const std::uint32_t* last;
    [[nodiscard]] const std::uint32_t* begin() const noexcept { return first; }
    [[nodiscard]] const std::uint32_t* end() const noexcept { return last; }
    [[nodiscard]] std::size_t size() const noexcept {
      return static_cast<std::size_t>(last - first);
    }
    [[nodiscard]] bool empty() const noexcept { return first == last; }
  };
  [[nodiscard]] Range operator[](std::uint32_t set) const noexcept {
    return {members_.data() + starts_[set], members_.data() + starts_[set + 1]};
  }
  [[nodiscard]] std::size_t size() const noexcept { return starts_.size() - 1; }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return (members_.capacity() + starts_.capacity()) * 4 + numbers_.size() * 80;
  }

 private:
  std::vector<std::uint32_t> members_;
  std::vector<std::uint32_t> starts_;
  std::map<Members, std::uint32_t> numbers_;
};

template <class Target>
class Storage<RefSet<Target>> : public detail::FixedStorage<std::uint32_t> {
 public:
  static constexpr ColumnType type = ColumnType::text_list;
  static constexpr bool required = false;
  Storage() : FixedStorage(0), pool_(std::in_place) {}
  [[nodiscard]] const SetPool& pool() const noexcept { return *pool_; }
  [[nodiscard]] SetPool::Range members(std::size_t row) const noexcept {
    return (*pool_)[values_[row]];
  }
  std::uint32_t add_set(SetPool::Members members) { return pool_.edit().add(std::move(members)); }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return FixedStorage::bytes() + pool_->bytes();
  }

  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    SetPool::Members members;
    if (cell.kind == Cell::Kind::list) {
      for (std::size_t i = 0; i < cell.count; ++i) {
        if (!add_member(cell.items->cell(cell.first + i), members, env)) {
          return;
        }
      }
    } else if (cell.kind == Cell::Kind::text) {
      for (std::string_view rest = cell.text; !rest.empty();) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        if (end > 0 && !add_member(Cell::of_text(rest.substr(0, end)), members, env)) {
          return;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    } else if (!add_member(cell, members, env)) {
      return;
    }
    if (members.size() == 1 && !empty(row) && this->members(row).size() == 1 &&
        *this->members(row).begin() == members[0]) {
      return;
    }
    set(row, add_set(std::move(members)));
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env& env) const {
    std::vector<std::string> ids;
    for (const std::uint32_t member : members(row)) {
      ids.emplace_back(env.template id_of<Target>(member));
    }
    std::sort(ids.begin(), ids.end());
    out.add_list(ids);
  }

 private:
  template <class Env>
  bool add_member(const Cell& cell, SetPool::Members& members, Env& env) {
    const auto id = parse_text(cell, env.buffer, env.refusal);
    const std::uint32_t found = id ? env.template find<Target>(*id) : no_row;
    if (id && found == no_row) {
      detail::refuse(
          env.refusal, "unknown_reference",
          "there is no " + std::string(Schema<Target>::table) + " '" + shown_value(*id) + "'");
    }
    members.push_back(found);
    return found != no_row;
  }

  Shared<SetPool> pool_;
};

template <Need need, Name... names>
class Storage<Choice<need, names...>> : public detail::FixedStorage<std::uint8_t> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = need == Need::required;
  static constexpr std::uint8_t none = 255;
  Storage() : FixedStorage(none) {}

  /// The stored number of a name; none where it is not one of them.
  static constexpr std::uint8_t number(std::string_view name) {
    constexpr std::string_view all[] = {names.view()...};
    for (std::size_t i = 0; i < sizeof...(names); ++i) {
      if (all[i] == name) {
        return static_cast<std::uint8_t>(i);
      }
    }
    return none;
  }
  static constexpr std::string_view name_of(std::uint8_t number) {
    constexpr std::string_view all[] = {names.view()...};
    return number < sizeof...(names) ? all[number] : std::string_view{};
  }
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const auto text = parse_text(cell, env.buffer, env.refusal);
    if (!text) {
      return;
    }
    if (number(*text) == none) {
      std::string known;
      ((known += (known.empty() ? "" : ", ") + std::string(names.view())), ...);
      detail::refuse(env.refusal, "unknown_choice", "must be one of: " + known);
      return;
    }
    set(row, number(*text));
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    out.add_text_or_null(name_of(values_[row]));
  }
};

template <Need need>
class Storage<DateField<need>> : public detail::FixedStorage<Date> {
 public:
  static constexpr ColumnType type = ColumnType::date;
  static constexpr bool required = need == Need::required;
  Storage() : FixedStorage(Date{}) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto date = parse_date_cell(cell, env.refusal)) {
      set(row, *date);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    out.add(values_[row]);
  }
};

template <Need need>
class Storage<InstantField<need>> : public detail::FixedStorage<Instant> {
 public:
  static constexpr ColumnType type = ColumnType::instant;
  static constexpr bool required = need == Need::required;
  Storage() : FixedStorage(Instant{}) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto instant = parse_instant_cell(cell, env.refusal)) {
      set(row, *instant);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    out.add(values_[row]);
  }
};

template <>
class Storage<Flag> : public detail::FixedStorage<std::uint8_t> {
 public:
  static constexpr ColumnType type = ColumnType::boolean;
  static constexpr bool required = false;
  static constexpr std::uint8_t unset = 2;
  Storage() : FixedStorage(unset) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto flag = parse_flag(cell, env.refusal)) {
      set(row, *flag ? 1 : 0);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    empty(row) ? out.add_null() : out.add_boolean(values_[row] == 1);
  }
};

template <>
class Storage<CurrencyField> : public detail::FixedStorage<Currency> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = false;
  Storage() : FixedStorage(Currency{}) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const auto code = parse_text(cell, env.buffer, env.refusal);
    if (!code) {
      return;
    }
    const auto currency = Currency::parse(*code);
    if (!currency) {
      detail::refuse(env.refusal, "unknown_currency", "is not an ISO 4217 currency code");
      return;
    }
    set(row, *currency);
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    out.add_text_or_null(values_[row].code());
  }
};

template <>
class Storage<Country> : public detail::FixedStorage<std::uint16_t> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = false;
  Storage() : FixedStorage(0) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const auto code = parse_text(cell, env.buffer, env.refusal);
    if (!code) {
      return;
    }
    const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (code->size() != 2 || !letter((*code)[0]) || !letter((*code)[1])) {
      detail::refuse(env.refusal, "unknown_country", "must be two capital letters (ISO 3166-1)");
      return;
    }
    set(row, static_cast<std::uint16_t>((*code)[0] << 8 | (*code)[1]));
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    const std::uint16_t code = values_[row];
    const char letters[] = {static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
    out.add_text_or_null(code == 0 ? std::string_view{} : std::string_view{letters, 2});
  }
};

template <>
class Storage<Amount> : public detail::FixedStorage<std::int64_t> {
 public:
  static constexpr ColumnType type = ColumnType::integer;
  static constexpr bool required = false;
  Storage() : FixedStorage(no_amount) {}
  /// env.major: the cell is in major units of env.currency(row).
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const Currency currency = env.currency(row);
    if (!currency.has_value()) {
      detail::refuse(env.refusal, "missing_currency",
                     "has no currency: give one, or give its market one");
      return;
    }
    const auto minor = parse_decimal(cell, env.major ? currency.digits() : 0, env.refusal);
    if (!minor) {
      return;
    }
    if (*minor < 0) {
      detail::refuse(env.refusal, "negative_amount", "must not be negative");
      return;
    }
    if (*minor > max_amount) {
      detail::refuse(env.refusal, "out_of_range", "is above 10^15 minor units");
      return;
    }
    set(row, *minor);
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    empty(row) ? out.add_null() : out.add_integer(values_[row]);
  }
};

template <>
class Storage<Percent> : public detail::FixedStorage<std::int32_t> {
 public:
  static constexpr ColumnType type = ColumnType::real;
  static constexpr bool required = false;
  static constexpr int digits = 4;
  static constexpr std::int32_t unit = 10'000;  // one percent
  Storage() : FixedStorage(std::numeric_limits<std::int32_t>::min()) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const auto scaled = parse_decimal(cell, digits, env.refusal);
    if (scaled && (*scaled < 0 || *scaled > 100 * unit)) {
      detail::refuse(env.refusal, "out_of_range", "must be a percentage from 0 to 100");
      return;
    }
    if (scaled) {
      set(row, static_cast<std::int32_t>(*scaled));
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    empty(row) ? out.add_null() : out.add_real(values_[row] / static_cast<double>(unit));
  }
};

template <Need need>
class Storage<Number<need>> : public detail::FixedStorage<double> {
 public:
  static constexpr ColumnType type = ColumnType::real;
  static constexpr bool required = need == Need::required;
  Storage() : FixedStorage(std::numeric_limits<double>::lowest()) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto number = parse_number(cell, env.refusal)) {
      set(row, *number);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    empty(row) ? out.add_null() : out.add_real(values_[row]);
  }
};

template <>
class Storage<RateField> : public detail::FixedStorage<std::int64_t> {
 public:
  static constexpr ColumnType type = ColumnType::real;
  static constexpr bool required = true;
  Storage() : FixedStorage(0) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    // A real is read as the decimal number that it is shown as; a rate has no natural last digit.
    std::string shown = cell.kind == Cell::Kind::real ? detail::real_text(cell.real) : "";
    const Cell exact = cell.kind == Cell::Kind::real ? Cell::of_text(shown) : cell;
    auto pico = parse_decimal(exact, Rate::digits, env.refusal);
    if (!pico && env.refusal.code == "too_many_decimals" && cell.kind == Cell::Kind::real) {
      env.refusal = {};
      pico = std::llround(cell.real * 1e12);
    }
    if (pico && *pico <= 0) {
      detail::refuse(env.refusal, "out_of_range", "must be above 0");
      return;
    }
    if (pico) {
      set(row, *pico);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    out.add_real(static_cast<double>(values_[row]) / 1e12);
  }
};

template <Need need>
class Storage<Stage<need>> : public detail::FixedStorage<std::uint16_t> {
 public:
  static constexpr ColumnType type = ColumnType::text;
  static constexpr bool required = need == Need::required;
  static constexpr std::uint16_t none = std::numeric_limits<std::uint16_t>::max();
  Storage() : FixedStorage(none) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    const auto id = parse_text(cell, env.buffer, env.refusal);
    if (!id) {
      return;
    }
    const std::uint16_t stage = env.stage(row, *id);
    if (stage != none) {
      set(row, stage);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env& env) const {
    empty(row) ? out.add_null() : out.add_text(env.stage_id(values_[row]));
  }
};

}  // namespace opportune
