// The write path: rows of input become records of a Book. The Book that a loader works on is the
// caller's own copy; on any issue the caller drops it, so that nothing is half done.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "opportune/model/issues.hpp"
#include "opportune/model/load.hpp"
#include "opportune/model/loader/columns.hpp"
#include "opportune/model/loader/definitions.hpp"
#include "opportune/model/loader/enter.hpp"
#include "opportune/model/loader/fields.hpp"
#include "opportune/model/loader/links.hpp"
#include "opportune/model/loader/placed.hpp"
#include "opportune/model/loader/trees.hpp"

namespace opportune {

class Loader {
 public:
  /// `put`: null for a bulk load, in which ids must be new; else records replace their like.
  Loader(Book& book, const JsonHooks& json, IssueList& issues, const Put* put = nullptr)
      : book_(book), json_(json), issues_(issues), put_(put) {}

  std::function<void(std::string_view table, std::uint64_t rows)> progress;

  /// Loads the tables as one unit. On return without an issue the Book is whole.
  void load(const std::vector<InputTable>& tables) {
    given_ = detail::given_tables(tables, issues_);
    if (!issues_.empty()) {
      return;
    }
    each_given([&]<class Record>(const InputTable& table) {
      detail::check_columns<Record>(table, issues_);
    });
    if (!issues_.empty()) {
      return;
    }
    each_given([&]<class Record>(const InputTable& table) {
      detail::enter<Record>(book_, table, put_ != nullptr, placed<Record>(), issues_);
    });
    if (put_ == nullptr) {
      book_.edit_revisions().restart();
    }
    each_given([&]<class Record>(const InputTable& table) { read<Record>(table); });
    if (issues_.empty()) {
      detail::check_ownership(book_, placed<Account>(), placed<AccountParent>(), put_ != nullptr,
                              issues_);
    }
  }

 private:
  /// Calls f.template operator()<Record>(table) for the tables that were given, in the order of the
  /// records: what is referred to comes first.
  template <class Function>
  void each_given(const Function& f) {
    std::size_t at = 0;
    each_record([&]<class Record>() {
      if (const InputTable* table = given_[at++]) {
        f.template operator()<Record>(*table);
      }
    });
  }

  template <class Record>
  void read(const InputTable& table) {
    if (table.rows == 0) {
      return;
    }
    detail::Placed& here = placed<Record>();
    const auto before = detail::before_links<Record>(book_, table, here, put_);
    detail::read_fields<Record>(book_, json_, table, here, issues_);
    if constexpr (std::is_same_v<Record, Process>) {
      detail::read_definitions(book_, json_, table, here, issues_);
    } else if constexpr (std::is_same_v<Record, ProcessVersion>) {
      detail::read_earlier_versions(book_, json_, table, here, put_ != nullptr, issues_);
    }
    if (issues_.empty()) {
      detail::link<Record>(book_, table, here, before, put_, issues_);
      if (put_ != nullptr) {
        detail::note_revisions<Record>(book_, here);
      }
    }
    if (progress) {
      progress(table.name, table.rows);
    }
  }

  template <class Record>
  detail::Placed& placed() {
    constexpr std::size_t index = []<class... R>(std::tuple<R...>*) {
      std::size_t at = 0;
      std::size_t i = 0;
      ((at = std::is_same_v<R, Record> ? i : at, ++i), ...);
      return at;
    }(static_cast<ForAllRecords<std::tuple>*>(nullptr));
    return placed_[index];
  }

  Book& book_;
  const JsonHooks& json_;
  IssueList& issues_;
  const Put* put_;
  detail::GivenTables given_{};
  std::array<detail::Placed, std::variant_size_v<AnyRecord>> placed_;
};

}  // namespace opportune
