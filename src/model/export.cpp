// Records out of the Book, in an order that does not depend on how they came in.
#include <algorithm>
#include <numeric>

#include "model/with_table.hpp"
#include "model/write.hpp"
#include "opportune/model/field_env.hpp"

namespace opportune {
namespace {

/// For each row its place among all by id.
std::vector<std::uint32_t> ranks(const TextIndex& ids) {
  std::vector<std::uint32_t> order(ids.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto by_id = [&](std::uint32_t a, std::uint32_t b) { return ids[a] < ids[b]; };
  if (!std::is_sorted(order.begin(), order.end(), by_id)) {
    std::sort(order.begin(), order.end(), by_id);
  }
  std::vector<std::uint32_t> rank(ids.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = static_cast<std::uint32_t>(i);
  }
  return rank;
}

template <class Record, class Target, Need need>
void sort_by_reference(const Book& book, const Storage<Ref<Target, need>>& column,
                       std::vector<std::uint32_t>& order) {
  const std::vector<std::uint32_t> rank = ranks(book.get<Target>().ids());
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return rank[column[a]] < rank[column[b]];
  });
}

/// Changes of one record by instant, those of one instant as the history has them.
template <class Record>
std::vector<std::uint32_t> history_order(const Book& book, const History& history,
                                         std::size_t records) {
  std::vector<std::uint32_t> out;
  out.reserve(book.get<Record>().rows());
  for (std::uint32_t record = 0; record < records; ++record) {
    const std::size_t first = out.size();
    for (std::uint32_t at = history.latest(record); at != no_row; at = history.earlier(at)) {
      out.push_back(at);
    }
    std::reverse(out.begin() + static_cast<std::ptrdiff_t>(first), out.end());
  }
  return out;
}

template <class Record>
std::vector<std::uint32_t> stored_order(const Book& book) {
  const Links& links = book.links();
  const std::size_t opportunities = book.get<Opportunity>().rows();
  if constexpr (std::is_same_v<Record, StageChange>) {
    return history_order<Record>(book, links.stage_changes, opportunities);
  } else if constexpr (std::is_same_v<Record, AmountChange>) {
    return history_order<Record>(book, links.amount_changes, opportunities);
  } else if constexpr (std::is_same_v<Record, CloseDateChange>) {
    return history_order<Record>(book, links.close_date_changes, opportunities);
  } else if constexpr (std::is_same_v<Record, OwnerChange>) {
    return history_order<Record>(book, links.owner_changes, opportunities);
  } else if constexpr (std::is_same_v<Record, LeadChange>) {
    return history_order<Record>(book, links.lead_changes, book.get<Lead>().rows());
  } else if constexpr (std::is_same_v<Record, ActivityChange>) {
    return history_order<Record>(book, links.activity_changes, book.get<Activity>().rows());
  } else {
    std::vector<std::uint32_t> out(book.get<Record>().rows());
    std::iota(out.begin(), out.end(), 0U);
    return out;
  }
}

/// A text that sorts as the number does.
std::string sortable(std::int64_t number) {
  constexpr std::uint64_t sign = std::uint64_t{1} << 63U;
  const std::string digits = std::to_string(static_cast<std::uint64_t>(number) ^ sign);
  return std::string(20 - digits.size(), '0') + digits;
}

template <class Record>
std::string text_of_row(const Store<Record>& store, std::uint32_t row, const EmitEnv& env) {
  std::string out;
  Schema<Record>::Fields::each([&]<class F, std::size_t index>() {
    if constexpr (!std::is_same_v<typename F::Kind, Key>) {
      TableColumn one("", Storage<typename F::Kind>::type);
      store.template at<index>().emit(row, one, env);
      if (one.type() == ColumnType::integer && !one.is_null(0)) {
        out += sortable(one.integer(0)) + '\x1f';
        return;
      }
      const auto shared = std::make_shared<Table>();
      shared->columns().push_back(std::move(one));
      out += cell_text(as_input(shared).columns[0].column->cell(0)) + '\x1f';
    }
  });
  return out;
}

template <class Record>
std::vector<std::uint32_t> export_order(const Book& book) {
  const Store<Record>& store = book.get<Record>();
  std::vector<std::uint32_t> order = stored_order<Record>(book);
  if constexpr (Store<Record>::has_ids) {
    const std::vector<std::uint32_t> rank = ranks(store.ids());
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return rank[a] < rank[b]; });
  } else if constexpr (Schema<Record>::Fields::index_of("from") < Schema<Record>::Fields::size &&
                       Schema<Record>::Fields::index_of("at") < Schema<Record>::Fields::size) {
    sort_by_reference<Record>(book, store.template at<0>(), order);
  } else {
    const EmitEnv env(book);
    std::vector<std::string> text(store.rows());
    for (std::uint32_t row = 0; row < store.rows(); ++row) {
      text[row] = text_of_row(store, row, env);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return text[a] < text[b]; });
  }
  return order;
}

/// A rate with all its decimals; a real would keep the first fifteen digits.
std::string exact_rate(std::int64_t pico) {
  constexpr std::int64_t one = 1'000'000'000'000;
  const std::string decimals = std::to_string(pico % one);
  return std::to_string(pico / one) + '.' + std::string(12 - decimals.size(), '0') + decimals;
}

/// Are its values given as texts with all their decimals?
template <class F>
bool is_exact(Decimals decimals) {
  return std::is_same_v<typename F::Kind, RateField> && decimals == Decimals::exact;
}

/// Without rows.
template <class Record>
std::shared_ptr<Table> empty_table(Decimals decimals) {
  auto out = std::make_shared<Table>(std::string(Schema<Record>::table));
  out->columns().reserve(Schema<Record>::Fields::size);
  Schema<Record>::Fields::each([&]<class F, std::size_t index>() {
    std::string name(F::name);
    if constexpr (std::is_same_v<typename F::Kind, Amount>) {
      name += "_minor";
    }
    out->column(std::move(name),
                is_exact<F>(decimals) ? ColumnType::text : Storage<typename F::Kind>::type);
  });
  return out;
}

/// Adds a row's value of one field.
template <class F, std::size_t index, class Record>
void emit(const Store<Record>& store, std::uint32_t row, TableColumn& column, const EmitEnv& env) {
  if constexpr (std::is_same_v<typename F::Kind, RateField>) {
    if (column.type() == ColumnType::text) {
      column.add_text(exact_rate(store.template at<index>()[row]));
      return;
    }
  }
  if constexpr (std::is_same_v<typename F::Kind, Key>) {
    column.add_text(store.id(row));
  } else {
    store.template at<index>().emit(row, column, env);
  }
}

template <class Record>
std::shared_ptr<Table> table_of(const Book& book, const std::vector<std::uint32_t>& order,
                                Decimals decimals) {
  const Store<Record>& store = book.get<Record>();
  const EmitEnv env(book);
  std::shared_ptr<Table> out = empty_table<Record>(decimals);
  Schema<Record>::Fields::each([&]<class F, std::size_t index>() {
    TableColumn& column = out->columns()[index];
    column.reserve(order.size());
    for (const std::uint32_t row : order) {
      emit<F, index>(store, row, column, env);
    }
  });
  return out;
}

/// with.template operator()<Record>() for the table of that name.
template <class With>
std::shared_ptr<Table> table_for(std::string_view table, const With& with) {
  std::shared_ptr<Table> out;
  if (!with_table(table, [&]<class Record>() { out = with.template operator()<Record>(); })) {
    std::vector<std::string_view> known;
    each_record([&]<class Record>() { known.push_back(Schema<Record>::table); });
    throw NotFoundError("there is no table '" + shown_value(table) +
                        "'; the tables are: " + listed_names(known));
  }
  return out;
}

}  // namespace

std::shared_ptr<Table> export_records(const Book& book, std::string_view table) {
  return table_for(table, [&]<class Record>() {
    return table_of<Record>(book, export_order<Record>(book), Decimals::rounded);
  });
}

std::shared_ptr<Table> export_rows(const Book& book, std::string_view table,
                                   const std::vector<std::uint32_t>& rows, Decimals decimals) {
  return table_for(table, [&]<class Record>() { return table_of<Record>(book, rows, decimals); });
}

void append_row(const Book& book, std::string_view table, std::uint32_t row, Decimals decimals,
                std::shared_ptr<Table>& out) {
  with_table(table, [&]<class Record>() {
    if (out == nullptr) {
      out = empty_table<Record>(decimals);
    }
    const EmitEnv env(book);
    Schema<Record>::Fields::each([&]<class F, std::size_t index>() {
      emit<F, index>(book.get<Record>(), row, out->columns()[index], env);
    });
  });
}

}  // namespace opportune
