// Free texts, JSON objects as text, and lists of free texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/text.hpp"
#include "opportune/model/storage/base.hpp"
#include "opportune/model/storage/list_text.hpp"

namespace opportune {

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
  template <ByteSink Out>
  void save(Out& out) const {
    texts_.save(out);
  }
  template <ByteSource In>
  void load(In& in) {
    texts_.load(in);
  }

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
    detail::each_item((*this)[row], [&](std::string_view item) {
      out.emplace_back(item);
      return true;
    });
    return out;
  }
};

}  // namespace opportune
