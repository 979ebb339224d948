// What a Book holds: names, counts, groups, memory.
#include <algorithm>

#include "measure/day_index.hpp"
#include "model/with_table.hpp"
#include "model/write.hpp"

namespace opportune {

std::vector<std::string> table_names() {
  std::vector<std::string> out;
  each_record([&]<class Record>() { out.emplace_back(Schema<Record>::table); });
  return out;
}

std::uint64_t count_records(const Book& book, std::string_view table) {
  std::uint64_t rows = 0;
  if (!with_table(table, [&]<class Record>() { rows = book.get<Record>().rows(); })) {
    throw NotFoundError("there is no table '" + shown_value(table) + "'");
  }
  return rows;
}

std::shared_ptr<Table> export_groups(const Book& book, Date day) {
  const Store<Account>& accounts = book.get<Account>();
  std::vector<std::uint32_t> order(accounts.rows());
  for (std::uint32_t row = 0; row < order.size(); ++row) {
    order[row] = row;
  }
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return accounts.id(a) < accounts.id(b); });
  auto out = std::make_shared<Table>("group");
  out->columns().reserve(3);
  TableColumn& account = out->column("account", ColumnType::text);
  TableColumn& group = out->column("group", ColumnType::text);
  TableColumn& depth = out->column("depth", ColumnType::integer);
  for (const std::uint32_t row : order) {
    std::int64_t steps = 0;
    std::uint32_t root = row;
    for (std::uint32_t up = book.ownership().parent(row, day); up != no_row;
         up = book.ownership().parent(up, day)) {
      root = up;
      ++steps;
    }
    account.add_text(accounts.id(row));
    group.add_text(accounts.id(root));
    depth.add_integer(steps);
  }
  return out;
}

std::shared_ptr<Table> memory_use(const Book& book) {
  auto out = std::make_shared<Table>("memory");
  out->columns().reserve(3);
  TableColumn& table = out->column("table", ColumnType::text);
  TableColumn& rows = out->column("rows", ColumnType::integer);
  TableColumn& bytes = out->column("bytes", ColumnType::integer);
  const auto add = [&](std::string_view name, std::size_t count, std::size_t size) {
    table.add_text(name);
    rows.add_integer(static_cast<std::int64_t>(count));
    bytes.add_integer(static_cast<std::int64_t>(size));
  };
  each_record([&]<class Record>() {
    add(Schema<Record>::table, book.get<Record>().rows(), book.get<Record>().bytes());
  });
  add("(links)", 0, book.links().bytes());
  add("(ownership)", book.ownership().accounts(), book.ownership().bytes());
  add("(symbols)", book.symbols().size(), book.symbols().bytes());
  if (const auto days = DayIndex::made_for(book)) {
    add("(days)", days->rows(), days->bytes());
  }
  return out;
}

}  // namespace opportune
