#include "opportune/core/table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "opportune/core/error.hpp"
#include "support/catch.hpp"

using opportune::as_input;
using opportune::Cell;
using opportune::ColumnType;
using opportune::Date;
using opportune::InputColumn;
using opportune::InputTable;
using opportune::Instant;
using opportune::Table;
using opportune::TableColumn;

namespace {

constexpr ColumnType every_type[] = {ColumnType::text,     ColumnType::integer, ColumnType::real,
                                     ColumnType::boolean,  ColumnType::date,    ColumnType::instant,
                                     ColumnType::text_list};

std::vector<std::string> list_of(std::size_t row) {
  std::vector<std::string> items;
  for (std::size_t i = 0; i < row % 4; ++i) {
    items.push_back(std::string(i, 'x') + std::to_string(row));
  }
  return items;
}

// The value that a row has in these tests, whatever the type.
void add_value(TableColumn& column, std::size_t row) {
  const auto number = static_cast<std::int64_t>(row);
  switch (column.type()) {
    case ColumnType::text:
      return column.add_text(std::string(row % 5, 'x') + std::to_string(row));
    case ColumnType::integer:
      return column.add_integer(number - 3);
    case ColumnType::real:
      return column.add_real(static_cast<double>(row) / 8);
    case ColumnType::boolean:
      return column.add_boolean(row % 3 == 0);
    case ColumnType::date:
      return column.add(Date{static_cast<std::int32_t>(row) - 5});
    case ColumnType::instant:
      return column.add(Instant{number * 1'000'001 - 5});
    case ColumnType::text_list:
      return column.add_list(list_of(row));
  }
}

bool has_value(const TableColumn& column, std::size_t row) {
  const auto number = static_cast<std::int64_t>(row);
  switch (column.type()) {
    case ColumnType::text:
      return column.text(row) == std::string(row % 5, 'x') + std::to_string(row);
    case ColumnType::integer:
      return column.integer(row) == number - 3;
    case ColumnType::real:
      return std::fabs(column.real(row) - static_cast<double>(row) / 8) < 1e-12;
    case ColumnType::boolean:
      return column.boolean(row) == (row % 3 == 0);
    case ColumnType::date:
      return column.date(row) == Date{static_cast<std::int32_t>(row) - 5};
    case ColumnType::instant:
      return column.instant(row) == Instant{number * 1'000'001 - 5};
    case ColumnType::text_list:
      return column.list(row) == list_of(row);
  }
  return false;
}

bool is_empty(const TableColumn& column, std::size_t row) {
  switch (column.type()) {
    case ColumnType::text:
      return column.text(row).empty();
    case ColumnType::date:
      return column.date(row) == Date{};
    case ColumnType::instant:
      return column.instant(row) == Instant{};
    case ColumnType::text_list:
      return column.list(row).empty();
    default:
      return true;
  }
}

// The value that add_value gave to the row, seen as an input cell.
bool is_cell(const Cell& cell, ColumnType type, std::size_t row) {
  const auto number = static_cast<std::int64_t>(row);
  switch (type) {
    case ColumnType::text:
      return cell.kind == Cell::Kind::text &&
             cell.text == std::string(row % 5, 'x') + std::to_string(row);
    case ColumnType::integer:
      return cell.kind == Cell::Kind::integer && cell.integer == number - 3;
    case ColumnType::real:
      return cell.kind == Cell::Kind::real &&
             std::fabs(cell.real - static_cast<double>(row) / 8) < 1e-12;
    case ColumnType::boolean:
      return cell.kind == Cell::Kind::boolean && cell.integer == (row % 3 == 0 ? 1 : 0);
    case ColumnType::date:
      return cell.kind == Cell::Kind::date && cell.integer == number - 5;
    case ColumnType::instant:
      return cell.kind == Cell::Kind::instant && cell.integer == number * 1'000'001 - 5;
    case ColumnType::text_list:
      break;
  }
  const std::vector<std::string> expected = list_of(row);
  if (cell.kind != Cell::Kind::list || cell.count != expected.size()) {
    return false;
  }
  std::vector<Cell> items(cell.count);
  cell.items->read(cell.first, cell.count, items.data());
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind != Cell::Kind::text || items[i].text != expected[i]) {
      return false;
    }
  }
  return true;
}

std::size_t set_bits(const std::vector<std::uint8_t>& bytes, std::size_t count) {
  std::size_t bits = 0;
  for (std::size_t row = 0; row < count; ++row) {
    bits += bytes[row / 8] >> (row % 8) & 1U;
  }
  return bits;
}

}  // namespace

TEST_CASE("Values and nulls in any order come back as they went in", "[core][table]") {
  std::mt19937 random(1);
  for (const ColumnType type : every_type) {
    for (std::size_t rows = 0; rows < 70; ++rows) {
      for (const unsigned null_percent : {0U, 10U, 50U, 100U}) {
        TableColumn column("c", type);
        std::vector<bool> null(rows);
        std::size_t nulls = 0;
        for (std::size_t row = 0; row < rows; ++row) {
          null[row] = random() % 100 < null_percent;
          nulls += null[row] ? 1U : 0U;
          null[row] ? column.add_null() : add_value(column, row);
        }
        REQUIRE(column.size() == rows);
        REQUIRE(column.null_count() == nulls);
        for (std::size_t row = 0; row < rows; ++row) {
          INFO("type " << static_cast<int>(type) << ", row " << row << " of " << rows);
          REQUIRE(column.is_null(row) == null[row]);
          REQUIRE((null[row] ? is_empty(column, row) : has_value(column, row)));
        }
        if (nulls == 0) {
          REQUIRE(column.validity().empty());
        } else {
          REQUIRE(column.validity().size() == (rows + 7) / 8);
          REQUIRE(set_bits(column.validity(), rows) == rows - nulls);
        }
      }
    }
  }
}

TEST_CASE("The first null may stand on either side of a byte's end", "[core][table]") {
  for (std::size_t first = 0; first <= 17; ++first) {
    TableColumn column("c", ColumnType::integer);
    for (std::size_t row = 0; row < 20; ++row) {
      row == first ? column.add_null() : column.add_integer(1);
    }
    REQUIRE(column.null_count() == 1);
    REQUIRE(column.validity().size() == 3);
    for (std::size_t row = 0; row < 20; ++row) {
      REQUIRE(column.is_null(row) == (row == first));
    }
  }
}

TEST_CASE("Buffers have the sizes that Arrow asks for", "[core][table]") {
  for (std::size_t rows : {0U, 1U, 7U, 8U, 9U, 100U}) {
    for (const ColumnType type : every_type) {
      TableColumn column("c", type);
      column.reserve(rows);
      for (std::size_t row = 0; row < rows; ++row) {
        row % 3 == 1 ? column.add_null() : add_value(column, row);
      }
      switch (type) {
        case ColumnType::text:
          REQUIRE(column.offsets().size() == rows + 1);
          REQUIRE(column.offsets().front() == 0);
          REQUIRE(column.offsets().back() == static_cast<std::int64_t>(column.bytes().size()));
          break;
        case ColumnType::integer:
        case ColumnType::instant:
          REQUIRE(column.integers().size() == rows);
          break;
        case ColumnType::real:
          REQUIRE(column.reals().size() == rows);
          break;
        case ColumnType::boolean:
          REQUIRE(column.bits().size() == (rows + 7) / 8);
          break;
        case ColumnType::date:
          REQUIRE(column.days().size() == rows);
          break;
        case ColumnType::text_list:
          REQUIRE(column.list_offsets().size() == rows + 1);
          REQUIRE(column.list_offsets().back() ==
                  static_cast<std::int64_t>(column.offsets().size()) - 1);
          break;
      }
    }
  }
}

TEST_CASE("Empty dates, instants and texts are null where that is said", "[core][table]") {
  TableColumn dates("d", ColumnType::date);
  dates.add(Date{});
  CHECK(dates.is_null(0));
  TableColumn instants("i", ColumnType::instant);
  instants.add(Instant{});
  CHECK(instants.is_null(0));
  TableColumn texts("t", ColumnType::text);
  texts.add_text("");
  texts.add_text_or_null("");
  texts.add_text_or_null("x");
  CHECK_FALSE(texts.is_null(0));
  CHECK(texts.is_null(1));
  CHECK(texts.text(2) == "x");
}

TEST_CASE("Extreme values survive", "[core][table]") {
  TableColumn integers("n", ColumnType::integer);
  integers.add_integer(std::numeric_limits<std::int64_t>::min());
  integers.add_integer(std::numeric_limits<std::int64_t>::max());
  CHECK(integers.integer(0) == std::numeric_limits<std::int64_t>::min());
  CHECK(integers.integer(1) == std::numeric_limits<std::int64_t>::max());
  TableColumn texts("t", ColumnType::text);
  const std::string with_zero("a\0b", 3);
  texts.add_text(with_zero);
  texts.add_text(std::string(10'000'000, 'x'));
  CHECK(texts.text(0) == with_zero);
  CHECK(texts.text(1).size() == 10'000'000);
}

TEST_CASE("A null list and an empty list differ", "[core][table]") {
  TableColumn column("l", ColumnType::text_list);
  column.add_null();
  column.add_list({});
  column.add_list({"", "a"});
  CHECK(column.is_null(0));
  CHECK_FALSE(column.is_null(1));
  CHECK(column.list(1).empty());
  CHECK(column.list(2) == std::vector<std::string>{"", "a"});
}

TEST_CASE("A table finds its columns by name and says which it has", "[core][table]") {
  Table table("deals");
  CHECK(table.rows() == 0);
  table.column("id", ColumnType::text).add_text("o1");
  table.column("amount", ColumnType::integer).add_integer(7);
  CHECK(table.rows() == 1);
  CHECK(table.at("amount").integer(0) == 7);
  try {
    (void)table.at("amuont");
    FAIL("no error");
  } catch (const opportune::NotFoundError& error) {
    CHECK(std::string(error.what()) == "table 'deals' has no column 'amuont'; it has: id, amount");
  }
}

TEST_CASE("A result read as input has the same cells", "[core][table]") {
  constexpr std::size_t rows = 100;
  const auto table = std::make_shared<Table>("t");
  for (const ColumnType type : every_type) {
    TableColumn& column = table->column("c" + std::to_string(static_cast<int>(type)), type);
    for (std::size_t row = 0; row < rows; ++row) {
      row % 7 == 2 ? column.add_null() : add_value(column, row);
    }
  }
  const InputTable input = as_input(table);
  CHECK(input.name == "t");
  CHECK(input.rows == rows);
  CHECK(input.find("nothing") == nullptr);
  for (const ColumnType type : every_type) {
    const InputColumn* column = input.find("c" + std::to_string(static_cast<int>(type)));
    REQUIRE(column != nullptr);
    for (const std::size_t block : {1U, 8U, 33U}) {
      for (std::size_t first = 0; first < rows; first += block) {
        std::vector<Cell> cells(std::min(block, rows - first));
        column->read(first, cells.size(), cells.data());
        for (std::size_t i = 0; i < cells.size(); ++i) {
          INFO("type " << static_cast<int>(type) << ", row " << first + i);
          const bool null = (first + i) % 7 == 2;
          REQUIRE((null ? cells[i].kind == Cell::Kind::null : is_cell(cells[i], type, first + i)));
        }
      }
    }
  }
}

TEST_CASE("An input keeps its table alive", "[core][table]") {
  auto table = std::make_shared<Table>("t");
  table->column("id", ColumnType::text).add_text("only");
  InputTable input = as_input(table);
  const std::weak_ptr<Table> watch = table;
  table.reset();
  CHECK_FALSE(watch.expired());
  CHECK(input.find("id")->cell(0).text == "only");
  input.columns.clear();
  CHECK(watch.expired());
}

TEST_CASE("A table without columns is an input without rows", "[core][table]") {
  const InputTable input = as_input(std::make_shared<Table>("empty"));
  CHECK(input.rows == 0);
  CHECK(input.columns.empty());
}
