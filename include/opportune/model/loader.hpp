// The write path: rows of input become records of a Book. The Book that a loader works on is the
// caller's own copy; on any issue the caller drops it, so that nothing is half done.
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/model/field_env.hpp"
#include "opportune/model/issues.hpp"
#include "opportune/model/load.hpp"
#include "opportune/model/row_order.hpp"

namespace opportune {

namespace detail {

template <class Record>
concept HasLinks = requires {
  typename Rules<Record>::Before;
};
struct Nothing {};
template <class Record>
struct BeforeType {
  using type = Nothing;
};
template <HasLinks Record>
struct BeforeType<Record> {
  using type = typename Rules<Record>::Before;
};

}  // namespace detail

class Loader {
 public:
  /// `put`: null for a bulk load, in which ids must be new; else records replace their like.
  Loader(Book& book, const JsonHooks& json, IssueList& issues, const Put* put = nullptr)
      : book_(book), json_(json), issues_(issues), put_(put) {}

  std::function<void(std::string_view table, std::uint64_t rows)> progress;

  /// Loads the tables as one unit. On return without an issue the Book is whole.
  void load(const std::vector<InputTable>& tables) {
    if (!known_tables(tables)) {
      return;
    }
    each_record([&]<class Record>() { check_columns<Record>(given<Record>(tables)); });
    if (!issues_.empty()) {
      return;
    }
    each_record([&]<class Record>() { enter<Record>(given<Record>(tables)); });
    each_record([&]<class Record>() { read<Record>(given<Record>(tables)); });
    finish();
  }

 private:
  static constexpr std::size_t block_rows = 1024;
  template <class Record>
  static constexpr bool has_links = detail::HasLinks<Record>;
  template <class Record>
  using BeforeOf = typename detail::BeforeType<Record>::type;

  template <class Record>
  static const InputTable* given(const std::vector<InputTable>& tables) {
    for (const InputTable& table : tables) {
      if (table.name == Schema<Record>::table) {
        return &table;
      }
    }
    return nullptr;
  }
  bool known_tables(const std::vector<InputTable>& tables);
  template <class Record>
  void check_columns(const InputTable* table);
  template <class Record>
  void enter(const InputTable* table);
  template <class Record>
  void read(const InputTable* table);
  template <class Record, class F, std::size_t index>
  void read_field(const InputTable& table, Store<Record>& store, FieldEnv<Record>& env);
  template <class Record>
  void link(const InputTable& table, const std::vector<BeforeOf<Record>>& before);
  template <class Record>
  void read_stages(const InputTable& table);
  template <class Record>
  Forest settled_tree();
  void finish();

  [[nodiscard]] std::uint32_t input_row(std::size_t i) const noexcept {
    return order_->empty() ? static_cast<std::uint32_t>(i) : (*order_)[i];
  }
  void report(std::string_view table, std::int64_t row, std::string_view field,
              std::string_view value, std::string code, std::string reason) {
    issues_.add({std::move(code), std::string(table), row, std::string(field), shown_value(value),
                 std::move(reason)});
  }
  /// Hands the issues of a table on, row by row.
  void report_by_row(std::vector<Issue>& found) {
    std::stable_sort(found.begin(), found.end(),
                     [](const Issue& a, const Issue& b) { return a.row < b.row; });
    for (Issue& issue : found) {
      issues_.add(std::move(issue));
    }
  }

  Book& book_;
  const JsonHooks& json_;
  IssueList& issues_;
  const Put* put_;

  struct Placed {
    RowOrder order;                   // input rows in the order in which they are laid down
    std::vector<std::uint32_t> rows;  // where each of them is; no_row: refused
    std::vector<bool> is_new;
    std::vector<bool> bad;      // something was wrong already: what follows from that is not said
    std::vector<Issue> issues;  // of the table's cells, by field

    void report(std::string_view table, std::size_t i, std::int64_t row, std::string_view field,
                std::string_view value, std::string code, std::string reason) {
      bad[i] = true;
      issues.push_back({std::move(code), std::string(table), row, std::string(field),
                        shown_value(value), std::move(reason)});
    }
  };
  std::array<Placed, std::variant_size_v<AnyRecord>> placed_;
  const RowOrder* order_ = nullptr;

  template <class Record>
  Placed& placed() {
    constexpr std::size_t index = []<class... R>(std::tuple<R...>*) {
      std::size_t at = 0;
      std::size_t i = 0;
      ((at = std::is_same_v<R, Record> ? i : at, ++i), ...);
      return at;
    }(static_cast<ForAllRecords<std::tuple>*>(nullptr));
    return placed_[index];
  }
};

namespace detail {

template <class Kind>
inline constexpr bool is_amount = std::is_same_v<Kind, Amount>;

/// An amount needs the row's currency, a stage the row's process.
template <class Kind>
inline constexpr bool depends_on_others = is_amount<Kind>;
template <Need need>
inline constexpr bool depends_on_others<Stage<need>> = true;

/// The input column of a field: amounts come in major or in minor units.
template <class F>
const InputColumn* field_column(const InputTable& table) {
  const InputColumn* column = table.find(F::name);
  if constexpr (is_amount<typename F::Kind>) {
    return column != nullptr ? column : table.find(std::string(F::name) + "_minor");
  }
  return column;
}

}  // namespace detail

inline bool Loader::known_tables(const std::vector<InputTable>& tables) {
  std::vector<std::string_view> known;
  each_record([&]<class Record>() { known.push_back(Schema<Record>::table); });
  std::string list;
  for (const std::string_view name : known) {
    list += (list.empty() ? "" : ", ") + std::string(name);
  }
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (std::find(known.begin(), known.end(), tables[i].name) == known.end()) {
      report(tables[i].name, Issue::no_row, "", "", "unknown_table",
             "is not a table; the tables are: " + list);
    }
    for (std::size_t k = 0; k < i; ++k) {
      if (tables[k].name == tables[i].name) {
        report(tables[i].name, Issue::no_row, "", "", "duplicate_table", "is given twice");
      }
    }
  }
  return issues_.empty();
}

template <class Record>
void Loader::check_columns(const InputTable* table) {
  if (table == nullptr) {
    return;
  }
  using Fields = typename Schema<Record>::Fields;
  std::vector<std::string> known;
  Fields::each([&]<class F, std::size_t index>() {
    known.emplace_back(F::name);
    bool required = std::is_same_v<typename F::Kind, Key>;
    if constexpr (!std::is_same_v<typename F::Kind, Key>) {
      required = Storage<typename F::Kind>::required &&
                 !(F::name == "market" && Fields::index_of("account") < Fields::size);
    }
    const bool there = detail::field_column<F>(*table) != nullptr;
    if (required && !there && (table->rows > 0 || !table->columns.empty())) {
      report(table->name, Issue::no_row, F::name, "", "missing_column", "the column is missing");
    }
    if constexpr (detail::is_amount<typename F::Kind>) {
      known.push_back(known.back() + "_minor");
      if (table->find(F::name) != nullptr && table->find(known.back()) != nullptr) {
        report(table->name, Issue::no_row, F::name, "", "duplicate_column",
               "is given in major and in minor units; give one of them");
      }
    }
  });
  for (const InputTable::Named& column : table->columns) {
    if (std::find(known.begin(), known.end(), column.name) == known.end()) {
      std::string list;
      for (const std::string& name : known) {
        list += (list.empty() ? "" : ", ") + name;
      }
      report(table->name, Issue::no_row, column.name, "", "unknown_column",
             "is not a column of this table; it has: " + list);
    }
  }
}

template <class Record>
void Loader::enter(const InputTable* table) {
  if (table == nullptr) {
    return;
  }
  Placed& here = placed<Record>();
  here.order = row_order<Record>(book_, *table);
  here.rows.resize(table->rows, no_row);
  here.is_new.resize(table->rows, true);
  here.bad.resize(table->rows);
  order_ = &here.order;
  Store<Record>& store = book_.edit<Record>();
  const std::size_t before = store.rows();
  if (before + table->rows >= no_row) {
    report(table->name, Issue::no_row, "", "", "too_many_rows", "holds 4,294,967,294 rows at most");
    return;
  }
  if constexpr (Store<Record>::has_ids) {
    store.ids().reserve(before + table->rows);
    const InputColumn* ids = table->find("id");
    std::string buffer;
    for (std::size_t i = 0; ids != nullptr && i < table->rows; ++i) {
      const std::uint32_t row = input_row(i);
      const Cell cell = ids->cell(row);
      Refusal refusal;
      if (is_empty(cell)) {
        report(table->name, row, "id", "", "missing_value", "must be filled");
        continue;
      }
      const auto id = parse_text(cell, buffer, refusal);
      if (id && id->size() > detail::max_id_bytes) {
        detail::refuse(refusal, "too_long", "is longer than 1024 bytes");
      }
      if (!refusal.code.empty()) {
        report(table->name, row, "id", cell_text(cell), refusal.code, refusal.reason);
        continue;
      }
      const std::size_t known = store.ids().size();
      here.rows[i] = store.ids().add(*id);
      here.is_new[i] = store.ids().size() > known;
      if (!here.is_new[i] && put_ == nullptr) {
        report(table->name, row, "id", *id, "duplicate_id",
               here.rows[i] < before ? "is there already" : "stands in more than one row");
        here.rows[i] = no_row;
      }
    }
    store.resize(store.ids().size());
  } else {
    for (std::size_t i = 0; i < table->rows; ++i) {
      here.rows[i] = static_cast<std::uint32_t>(before + i);
    }
    store.resize(before + table->rows);
  }
}

template <class Record, class F, std::size_t index>
void Loader::read_field(const InputTable& table, Store<Record>& store, FieldEnv<Record>& env) {
  using Kind = typename F::Kind;
  if constexpr (!std::is_same_v<Kind, Key>) {
    Placed& here = placed<Record>();
    const InputColumn* column = detail::field_column<F>(table);
    env.major = table.find(F::name) != nullptr;
    std::array<Cell, block_rows> block;
    auto& values = store.template at<index>();
    for (std::size_t i = 0; i < table.rows; ++i) {
      if (column != nullptr && here.order.empty() && i % block_rows == 0) {
        column->read(i, std::min(block_rows, table.rows - i), block.data());
      }
      const std::uint32_t row = here.rows[i];
      if (row == no_row) {
        continue;
      }
      const Cell cell = column == nullptr    ? Cell::none()
                        : here.order.empty() ? block[i % block_rows]
                                             : column->cell(here.order[i]);
      if (!is_empty(cell)) {
        values.parse(row, cell, env);
        if (!env.refusal.code.empty()) {
          const bool follows = here.bad[i] && detail::depends_on_others<Kind>;
          if (!follows) {
            here.report(table.name, i, input_row(i), F::name, cell_text(cell), env.refusal.code,
                        env.refusal.reason);
          }
          env.refusal = {};
        }
        continue;
      }
      if (!here.is_new[i]) {
        values.clear(row);
      }
      if constexpr (requires { Rules<Record>::template fill<F::literal>(book_, store, row); }) {
        Rules<Record>::template fill<F::literal>(book_, store, row);
      }
      constexpr bool filled = requires {
        Rules<Record>::template fill<F::literal>(book_, store, row);
      };
      if (Storage<Kind>::required && values.empty(row) && !(filled && here.bad[i])) {
        here.report(table.name, i, input_row(i), F::name, "", "missing_value", "must be filled");
      }
    }
  }
}

template <class Record>
void Loader::read(const InputTable* table) {
  if (table == nullptr || table->rows == 0) {
    return;
  }
  Placed& here = placed<Record>();
  order_ = &here.order;
  std::vector<BeforeOf<Record>> before;
  if constexpr (has_links<Record>) {
    if (put_ != nullptr) {
      for (std::size_t i = 0; i < table->rows; ++i) {
        const bool replaces = here.rows[i] != no_row && !here.is_new[i];
        before.push_back(replaces ? Rules<Record>::before(book_, here.rows[i])
                                  : BeforeOf<Record>{});
      }
    }
  }
  Store<Record>& store = book_.edit<Record>();
  FieldEnv<Record> env(book_, json_);
  Schema<Record>::Fields::each(
      [&]<class F, std::size_t index>() { read_field<Record, F, index>(*table, store, env); });
  if constexpr (requires(void (*f)(std::string_view, std::string, std::string, std::string)) {
                  Rules<Record>::check(book_, store, std::uint32_t{}, f);
                }) {
    for (std::size_t i = 0; i < table->rows; ++i) {
      if (here.rows[i] != no_row && !here.bad[i]) {
        Rules<Record>::check(book_, store, here.rows[i],
                             [&](std::string_view field, std::string_view value, std::string code,
                                 std::string reason) {
                               here.report(table->name, i, input_row(i), field, value,
                                           std::move(code), std::move(reason));
                             });
      }
    }
  }
  report_by_row(here.issues);
  if constexpr (std::is_same_v<Record, Process>) {
    read_stages<Record>(*table);
  }
  if (issues_.empty()) {
    link<Record>(*table, before);
  }
  if (progress) {
    progress(table->name, table->rows);
  }
}

template <class Record>
void Loader::link(const InputTable& table, const std::vector<BeforeOf<Record>>& before) {
  if constexpr (has_links<Record>) {
    const Placed& here = placed<Record>();
    for (std::size_t i = 0; i < table.rows; ++i) {
      try {
        if (put_ == nullptr) {
          Rules<Record>::linked(book_, here.rows[i], {}, nullptr);
        } else {
          Put put = *put_;
          put.is_new = here.is_new[i];
          Rules<Record>::linked(book_, here.rows[i], before[i], &put);
        }
      } catch (const InputError& error) {
        Issue issue = error.issues().front();
        issue.row = input_row(i);
        issues_.add(std::move(issue));
      }
    }
  }
  if constexpr (std::is_same_v<Record, Account>) {
    Rules<Account>::linked_all(book_);
  } else if constexpr (std::is_same_v<Record, Market>) {
    book_.set_markets(settled_tree<Market>());
  } else if constexpr (std::is_same_v<Record, Product>) {
    book_.set_products(settled_tree<Product>());
  }
}

template <class Record>
void Loader::read_stages(const InputTable& table) {
  const Placed& here = placed<Record>();
  for (std::size_t i = 0; i < table.rows; ++i) {
    const std::uint32_t row = here.rows[i];
    if (row == no_row) {
      continue;
    }
    const auto& definitions = book_.get<Record>().template get<"definition">();
    std::string reason = definitions.empty(row) ? "must be filled" : "";
    std::vector<StageDefinition> stages;
    if (reason.empty()) {
      stages = json_.stages(definitions[row], reason);
    }
    if (reason.empty() && !book_.edit_stages().add(row, stages)) {
      reason = "there is no room for more stages (65,534 in all processes together)";
    }
    if (!reason.empty()) {
      report(table.name, input_row(i), "definition", definitions[row], "invalid_process", reason);
    }
  }
}

template <class Record>
Forest Loader::settled_tree() {
  const Store<Record>& store = book_.get<Record>();
  Forest forest(store.rows(), [&](std::size_t row) { return store.template get<"parent">()[row]; });
  if (!forest.cycle().empty()) {
    std::string names;
    for (const std::uint32_t row : forest.cycle()) {
      names += std::string(store.id(row)) + " > ";
    }
    const std::string_view first = store.id(forest.cycle().front());
    report(Schema<Record>::table, Issue::no_row, "parent", first, "ownership_cycle",
           "parents form a cycle: " + names + std::string(first));
  }
  return forest;
}

inline void Loader::finish() {
  if (!issues_.empty()) {
    return;
  }
  const bool touched = !placed<Account>().rows.empty() || !placed<AccountParent>().rows.empty();
  Date day;
  const std::vector<std::uint32_t> cycle =
      touched ? book_.ownership().cycle(&day) : std::vector<std::uint32_t>{};
  if (cycle.empty()) {
    return;
  }
  const Store<Account>& accounts = book_.get<Account>();
  std::string names;
  for (const std::uint32_t account : cycle) {
    names += std::string(accounts.id(account)) + " > ";
  }
  const std::string first(accounts.id(cycle.front()));
  // The row to show: the first of the load that has a part in the cycle.
  const auto first_row = [&](const Placed& here, const auto& takes_part) {
    std::int64_t shown = Issue::no_row;
    for (std::size_t i = 0; i < here.rows.size(); ++i) {
      if (takes_part(here.rows[i])) {
        const std::int64_t row = here.order.empty() ? static_cast<std::int64_t>(i) : here.order[i];
        shown = shown == Issue::no_row ? row : std::min(shown, row);
      }
    }
    return shown;
  };
  const auto in_cycle = [&](std::uint32_t account) {
    return std::find(cycle.begin(), cycle.end(), account) != cycle.end();
  };
  const Store<AccountParent>& links = book_.get<AccountParent>();
  const std::int64_t link = first_row(placed<AccountParent>(), [&](std::uint32_t row) {
    return links.get<"from">()[row] == day && in_cycle(links.get<"account">()[row]);
  });
  const bool dated = link != Issue::no_row;
  report(dated ? "account_parent" : "account",
         dated ? link : first_row(placed<Account>(), in_cycle), "parent", first, "ownership_cycle",
         "ownership forms a cycle" + (day.has_value() ? " on " + to_string(day) : std::string()) +
             ": " + names + first);
}

}  // namespace opportune
