// The write path: rows of input become records of a Book. The Book that a loader works on is the
// caller's own copy; on any issue the caller drops it, so that nothing is half done.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "opportune/core/parallel.hpp"
#include "opportune/model/issues.hpp"
#include "opportune/model/load.hpp"
#include "opportune/model/loader/columns.hpp"
#include "opportune/model/loader/definitions.hpp"
#include "opportune/model/loader/enter.hpp"
#include "opportune/model/loader/fields.hpp"
#include "opportune/model/loader/links.hpp"
#include "opportune/model/loader/placed.hpp"
#include "opportune/model/loader/trees.hpp"
#include "opportune/model/record_number.hpp"

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
      if (!is_apart<Record>()) {
        detail::enter<Record>(book_, table, put_ != nullptr, placed<Record>(), issues_);
      }
    });
    if (put_ == nullptr) {
      book_.edit_revisions().restart();
    }
    bool apart_are_read = false;
    each_given([&]<class Record>(const InputTable& table) {
      if (!is_apart<Record>()) {
        read<Record>(table, issues_);
        told(table);
      } else if (!std::exchange(apart_are_read, true)) {
        read_apart();
      }
    });
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

  /// Is it of a table to which no other refers, and that alters nothing but itself and its own
  /// links? In a load these, which are most of all rows, are read at the same time.
  template <class Record>
  [[nodiscard]] bool is_apart() const noexcept {
    return detail::is_history<Record> && put_ == nullptr;
  }

  void read_apart() {
    struct Task {
      const InputTable* table;
      std::function<void(IssueList&)> run;
      IssueList issues;
    };
    std::vector<Task> tasks;
    each_given([&]<class Record>(const InputTable& table) {
      if (is_apart<Record>()) {
        const auto run = [this, &table](IssueList& issues) {
          detail::enter<Record>(book_, table, false, placed<Record>(), issues);
          read<Record>(table, issues);
        };
        static_cast<void>(book_.edit<Record>());  // is ours alone before there are several threads
        tasks.push_back({&table, run, issues_.like()});
      }
    });
    static_cast<void>(book_.edit_links());
    static_cast<void>(book_.edit_symbols());
    std::vector<Task*> order;  // the largest first, so that all end together
    std::size_t rows = 0;
    for (Task& task : tasks) {
      order.push_back(&task);
      rows += task.table->rows;
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const Task* a, const Task* b) { return a->table->rows > b->table->rows; });
    constexpr std::size_t worth_a_thread = 10'000;
    const auto worker = [&] {
      return [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) {
          order[i]->run(order[i]->issues);
        }
      };
    };
    parallel_chunks(order.size(), 1, rows < worth_a_thread ? 1 : 0, worker, [](const auto&) {});
    for (Task& task : tasks) {
      issues_.add_all(task.issues);
      told(*task.table);
    }
  }

  template <class Record>
  void read(const InputTable& table, IssueList& issues) {
    if (table.rows == 0) {
      return;
    }
    detail::Placed& here = placed<Record>();
    const auto before = detail::before_links<Record>(book_, table, here, put_);
    detail::read_fields<Record>(book_, json_, table, here, issues);
    if constexpr (std::is_same_v<Record, Process>) {
      detail::read_definitions(book_, json_, table, here, issues);
    } else if constexpr (std::is_same_v<Record, ProcessVersion>) {
      detail::read_earlier_versions(book_, json_, table, here, put_ != nullptr, issues);
    }
    if (issues_.empty() && issues.empty()) {
      detail::link<Record>(book_, table, here, before, put_, issues);
      if (put_ != nullptr) {
        detail::note_revisions<Record>(book_, here);
      }
    }
  }

  void told(const InputTable& table) const {
    if (progress && table.rows > 0) {
      progress(table.name, table.rows);
    }
  }

  template <class Record>
  detail::Placed& placed() {
    return placed_[record_number<Record>];
  }

  Book& book_;
  const JsonHooks& json_;
  IssueList& issues_;
  const Put* put_;
  detail::GivenTables given_{};
  std::array<detail::Placed, std::variant_size_v<AnyRecord>> placed_;
};

}  // namespace opportune
