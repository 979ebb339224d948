// Results as Arrow, and back.
#include "io_check.hpp"
#include "opportune/io/arrow.hpp"

using namespace opportune;
using namespace io_check;

namespace {

constexpr ColumnType all_types[] = {ColumnType::text,     ColumnType::integer, ColumnType::real,
                                    ColumnType::boolean,  ColumnType::date,    ColumnType::instant,
                                    ColumnType::text_list};

void add(TableColumn& column, int value) {
  switch (column.type()) {
    case ColumnType::text:
      return column.add_text(std::string(static_cast<std::size_t>(value % 20), 'x'));
    case ColumnType::integer:
      return column.add_integer(-value);
    case ColumnType::real:
      return column.add_real(value / 4.0);
    case ColumnType::boolean:
      return column.add_boolean(value % 3 == 0);
    case ColumnType::date:
      return column.add(Date{value});
    case ColumnType::instant:
      return column.add(Instant{value * 1'000'003LL});
    case ColumnType::text_list:
      return column.add_list(std::vector<std::string>(static_cast<std::size_t>(value % 4), "item"));
  }
}

/// A column of each type, with nulls and (its name ending in "_full") without.
std::shared_ptr<const Table> make_table(int rows) {
  auto table = std::make_shared<Table>("result");
  for (const ColumnType type : all_types) {
    const std::string name = "c" + std::to_string(static_cast<int>(type));
    for (const bool nulls : {true, false}) {
      TableColumn& column = table->column(nulls ? name : name + "_full", type);
      for (int i = 0; i < rows; ++i) {
        nulls&& i % 5 == 2 ? column.add_null() : add(column, i);
      }
    }
  }
  return table;
}

void check_equal(const InputTable& left, const InputTable& right) {
  REQUIRE(left.rows == right.rows);
  REQUIRE(left.columns.size() == right.columns.size());
  for (const InputTable::Named& named : left.columns) {
    CHECK(column(left, named.name) == column(right, named.name));
  }
}

}  // namespace

TEST_CASE("Arrow: a table goes out and comes back the same") {
  for (const int rows : {0, 1, 7, 8, 9, 5000}) {
    std::shared_ptr<const Table> table = make_table(rows);
    const std::weak_ptr<const Table> watched = table;
    {
      ArrowArrayStream stream{};
      write_arrow(table, &stream);
      const InputTable back = read_arrow(&stream, "result");
      check_equal(back, as_input(table));

      ArrowSchema schema{};
      ArrowArray array{};
      write_arrow(table, &schema, &array);
      check_equal(read_arrow(&schema, &array, "result"), as_input(table));
    }
    table.reset();
    CHECK(watched.expired());
  }
}

TEST_CASE("Arrow: no needed buffer is NULL, and children live on their own") {
  std::shared_ptr<const Table> table = make_table(0);
  const std::weak_ptr<const Table> watched = table;
  ArrowSchema schema{};
  ArrowArray array{};
  write_arrow(std::move(table), &schema, &array);
  REQUIRE(array.n_children == 14);
  CHECK(array.length == 0);
  for (std::int64_t i = 0; i < array.n_children; ++i) {
    for (std::int64_t b = 1; b < array.children[i]->n_buffers; ++b) {
      CHECK(array.children[i]->buffers[b] != nullptr);
    }
  }
  ArrowArray moved = *array.children[13];
  array.children[13]->release = nullptr;
  ArrowArray items = *moved.children[0];
  moved.children[0]->release = nullptr;
  ArrowSchema moved_schema = *schema.children[13];
  schema.children[13]->release = nullptr;
  schema.release(&schema);
  CHECK(schema.release == nullptr);
  array.release(&array);
  CHECK(array.release == nullptr);
  CHECK_FALSE(watched.expired());
  CHECK(std::string(moved_schema.format) == "+L");
  CHECK(std::string(moved_schema.children[0]->name) == "item");
  moved_schema.release(&moved_schema);
  moved.release(&moved);
  CHECK_FALSE(watched.expired());
  CHECK(items.buffers[2] != nullptr);
  items.release(&items);
  CHECK(watched.expired());
}

TEST_CASE("Arrow: a stream gives one batch, then its end, and the schema as often as asked") {
  ArrowArrayStream stream{};
  write_arrow(make_table(3), &stream);
  for (int i = 0; i < 2; ++i) {
    ArrowSchema schema{};
    REQUIRE(stream.get_schema(&stream, &schema) == 0);
    CHECK(std::string(schema.children[10]->format) == "tsu:UTC");
    schema.release(&schema);
  }
  ArrowArray batch{};
  REQUIRE(stream.get_next(&stream, &batch) == 0);
  CHECK(batch.length == 3);
  ArrowArray end{};
  REQUIRE(stream.get_next(&stream, &end) == 0);
  CHECK(end.release == nullptr);
  stream.release(&stream);
  CHECK(stream.release == nullptr);
  CHECK(batch.children[1]->length == 3);  // the batch outlives the stream
  batch.release(&batch);
}

TEST_CASE("Arrow: what cannot be written") {
  ArrowArrayStream stream{};
  CHECK(issue_of([&] { write_arrow(nullptr, &stream); }).code == "null_pointer");
  CHECK(issue_of([] { write_arrow(make_table(1), nullptr); }).code == "null_pointer");
  auto table = std::make_shared<Table>("t");
  table->column("a", ColumnType::integer).add_integer(1);
  (void)table->column("b", ColumnType::integer);
  CHECK(issue_of([&] { write_arrow(table, &stream); }).code == "unequal_columns");
}
