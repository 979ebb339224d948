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
  std::function<ProcessDefinition(std::string_view text, const Milestones& milestones,
                                  std::vector<DefinitionFault>& faults)>
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
  /// The stage with this id. `placed`: what stands in its place, of the version that was chosen for
  /// it; or none.
  std::uint16_t stage(std::size_t row, std::string_view id, std::uint16_t placed) {
    if constexpr (!Store<Record>::has_ids) {
      if (store_.template at<0>().empty(row)) {  // its opportunity is unknown: reported as such
        return StageTable::none;
      }
    }
    const StageTable::Version version =
        Rules<Record>::version_of(book_, store_, static_cast<std::uint32_t>(row), placed);
    const std::uint16_t found = book_.stages().find(version, id);
    if (found != StageTable::none || version.count == 0) {
      return found;
    }
    std::string known;
    for (std::uint16_t i = 0; i < version.count; ++i) {
      const auto stage = static_cast<std::uint16_t>(version.first + i);
      known += (i == 0 ? "" : ", ") + book_.stages()[stage].id;
    }
    detail::refuse(
        refusal, "unknown_stage",
        "process '" + process_name(version.process) + "' has no such stage; it has: " + known);
    return StageTable::none;
  }
  /// The stage in `field`, which is read next, is one of this version of the row's process: until
  /// then the version's first stage stands in its place.
  template <Name field>
  void choose_version(std::size_t at, std::uint32_t number) {
    const auto row = static_cast<std::uint32_t>(at);
    if constexpr (!Store<Record>::has_ids) {
      if (store_.template at<0>().empty(row)) {
        return;
      }
    }
    const std::uint32_t process = Rules<Record>::process_of(book_, store_, row);
    const StageTable::Version latest = book_.stages().latest(process);
    if (latest.count == 0) {  // what is wrong with its definition is told already
      return;
    }
    const auto version = book_.stages().version(process, number);
    if (!version) {
      detail::refuse(refusal, "unknown_version",
                     "process '" + process_name(process) + "' has no such version; its latest is " +
                         std::to_string(latest.number) +
                         " (those before the latest are in the table process_version)");
      return;
    }
    store_.template get<field>().set(row, version->first);
  }
  /// ... of the latest version of this process.
  template <Name field>
  void choose_process(std::size_t row, std::string_view id) {
    const std::uint32_t process = book_.get<Process>().find(id);
    if (process == no_row && id != StageTable::standard) {
      detail::refuse(refusal, "unknown_reference", "there is no process with this id");
      return;
    }
    if (book_.stages().count(process) > 0) {
      store_.template get<field>().set(row, book_.stages().first(process));
    }
  }

 private:
  [[nodiscard]] std::string process_name(std::uint32_t process) const {
    return std::string(process == no_row ? StageTable::standard : book_.get<Process>().id(process));
  }

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
  /// The number of the version that a stage belongs to; 0: no stage, or one of the built-in
  /// process.
  template <class Record, Name field>
  [[nodiscard]] std::uint32_t version_number(std::size_t row) const noexcept {
    const std::uint16_t stage = book_.get<Record>().template get<field>()[row];
    if (stage == StageTable::none) {
      return 0;
    }
    const StageTable::Version version = book_.stages().version_of(stage);
    return version.process == no_row ? 0 : version.number;
  }
  /// The process of a stage where it is another than that of the row's opportunity; else empty.
  template <class Record, Name field>
  [[nodiscard]] std::string_view other_process(std::size_t row) const noexcept {
    const Store<Record>& store = book_.get<Record>();
    const std::uint32_t process =
        book_.stages().version_of(store.template get<field>()[row]).process;
    const std::uint32_t opportunity = store.template get<"opportunity">()[row];
    if (process == book_.get<Opportunity>().template get<"process">()[opportunity]) {
      return {};
    }
    return process == no_row ? StageTable::standard : book_.get<Process>().id(process);
  }

 private:
  const Book& book_;
};

}  // namespace opportune
