// What a Storage is given while it reads or writes a field (see model/storage.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/parse.hpp"
#include "opportune/model/book.hpp"
#include "opportune/model/rules.hpp"

namespace opportune {

/// What the model needs from outside to read JSON; the core itself has no JSON parser.
struct JsonHooks {
  /// Is the text a JSON object? Fills the reason where not.
  std::function<bool(std::string_view text, std::string& reason)> is_object;
  /// A process definition; adds all that is wrong with it to the faults.
  std::function<ProcessDefinition(std::string_view text, std::vector<DefinitionFault>& faults)>
      definition;
};

/// Reading records of one type into the Book.
template <class Record>
class FieldEnv {
 public:
  FieldEnv(Book& book, const JsonHooks& json)
      : book_(book), store_(book.edit<Record>()), symbols_(book.edit_symbols()), json_(json) {}

  std::string buffer;
  Refusal refusal;
  bool major = false;

  template <class Target>
  [[nodiscard]] std::uint32_t find(std::string_view id) const noexcept {
    return book_.get<Target>().find(id);
  }
  std::uint32_t add_symbol(std::string_view text) {
    if (last_symbol_ == no_row || symbols_[last_symbol_] != text) {
      last_symbol_ = symbols_.add(text);
    }
    return last_symbol_;
  }
  bool check_json(std::string_view text) {
    std::string reason;
    if (text.size() <= detail::max_text_bytes && !json_.is_object(text, reason)) {
      detail::refuse(refusal, "invalid_json", reason);
      return false;
    }
    return true;
  }
  [[nodiscard]] Currency currency(std::size_t row) const {
    return Rules<Record>::currency_of(book_, store_, static_cast<std::uint32_t>(row));
  }
  std::uint16_t stage(std::size_t row, std::string_view id) {
    if constexpr (!Store<Record>::has_ids) {
      if (store_.template at<0>().empty(row)) {  // its opportunity is unknown: reported as such
        return StageTable::none;
      }
    }
    const StageTable::Version version =
        Rules<Record>::version_of(book_, store_, static_cast<std::uint32_t>(row));
    const std::uint16_t found = book_.stages().find(version, id);
    if (found != StageTable::none || version.count == 0) {
      return found;
    }
    std::string known;
    for (std::uint16_t i = 0; i < version.count; ++i) {
      const auto stage = static_cast<std::uint16_t>(version.first + i);
      known += (i == 0 ? "" : ", ") + book_.stages()[stage].id;
    }
    const std::uint32_t process = version.process;
    const std::string_view name =
        process == no_row ? StageTable::standard : book_.get<Process>().id(process);
    detail::refuse(refusal, "unknown_stage",
                   "process '" + std::string(name) + "' has no such stage; it has: " + known);
    return StageTable::none;
  }

 private:
  Book& book_;
  Store<Record>& store_;
  TextIndex& symbols_;
  const JsonHooks& json_;
  std::uint32_t last_symbol_ = no_row;
};

/// Writing records out of the Book.
class EmitEnv {
 public:
  explicit EmitEnv(const Book& book) : book_(book) {}
  template <class Target>
  [[nodiscard]] std::string_view id_of(std::uint32_t row) const noexcept {
    return book_.get<Target>().id(row);
  }
  [[nodiscard]] std::string_view symbol(std::uint32_t number) const noexcept {
    return book_.symbols()[number];
  }
  [[nodiscard]] std::string_view stage_id(std::uint16_t stage) const noexcept {
    return book_.stages()[stage].id;
  }

 private:
  const Book& book_;
};

}  // namespace opportune
