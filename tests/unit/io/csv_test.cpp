#include "opportune/io/csv.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "io_check.hpp"
#include "opportune/model/storage/list_text.hpp"

using namespace opportune;
using namespace io_check;

TEST_CASE("CSV: quotes, doubled quotes, line ends, a byte order mark") {
  const InputTable table = read_csv_text(
      "\xEF\xBB\xBFid,name\r\na,\"Acme, \"\"the\"\" Inc\"\r\n\"b\",\"two\r\nlines\"\nc,5\" disk\n"
      "d,\"\"\ne,",
      "account");
  CHECK(table.name == "account");
  CHECK(table.rows == 5);
  CHECK(column(table, "id") == Shown{"t:a", "t:b", "t:c", "t:d", "t:e"});
  CHECK(column(table, "name") ==
        Shown{"t:Acme, \"the\" Inc", "t:two\r\nlines", "t:5\" disk", "null", "null"});
}

TEST_CASE("CSV: blank lines are skipped, but are rows of a single column") {
  CHECK(read_csv_text("a,b\n1,2\n\n\r\n3,4\n\n", "t").rows == 2);
  CHECK(column(read_csv_text("a\n1\n\n2", "t"), "a") == Shown{"t:1", "null", "t:2"});
  CHECK(read_csv_text("a,b\n", "t").rows == 0);
  CHECK(read_csv_text("a,b", "t").columns.size() == 2);
}

TEST_CASE("CSV: what is refused") {
  const auto code = [](const char* text) {
    return issue_of([&] { (void)read_csv_text(text, "t"); }).code;
  };
  CHECK(code("") == "missing_header");
  CHECK(code("\n\n") == "missing_header");
  CHECK(code("a,,b\n") == "unnamed_column");
  CHECK(code("a,b,a\n") == "duplicate_column");
  CHECK(code("a,b\n1,\"2\n") == "invalid_csv");
  CHECK(code("a,b\n1,\"2\"x\n") == "invalid_csv");
  CHECK(code("\"") == "invalid_csv");

  const Issue ragged = issue_of([] { (void)read_csv_text("a,b\n1,\"x\ny\"\n1,2,3\n", "deal"); });
  CHECK(ragged.code == "ragged_row");
  CHECK(ragged.table == "deal");
  CHECK(ragged.row == 1);
  CHECK(ragged.reason == "line 4 has 3 fields; the header has 2");
}

TEST_CASE("CSV: a table is read back as it was written") {
  Table table("opportunity");
  TableColumn text("name", ColumnType::text);
  for (const char* value : {"plain", "a,b", "say \"no\"", "two\nlines", " padded "}) {
    text.add_text(value);
  }
  text.add_null();
  table.columns().push_back(text);
  TableColumn list("products", ColumnType::text_list);
  TableColumn real("rate", ColumnType::real);
  TableColumn date("opened", ColumnType::date);
  TableColumn at("at", ColumnType::instant);
  TableColumn flag("active", ColumnType::boolean);
  TableColumn number("amount_minor", ColumnType::integer);
  for (int i = 0; i < 6; ++i) {
    list.add_list({"a", "b,c"});
    real.add_real(0.1);
    date.add(Date{i});
    at.add(Instant{i});
    flag.add_boolean(i == 1);
    number.add_integer(-i);
  }
  for (const TableColumn& each : {list, real, date, at, flag, number}) {
    table.columns().push_back(each);
  }

  std::ostringstream out;
  write_csv(table, out);
  const InputTable back = read_csv_text(out.str(), "opportunity");
  CHECK(back.rows == 6);
  CHECK(column(back, "name") ==
        Shown{"t:plain", "t:a,b", "t:say \"no\"", "t:two\nlines", "t: padded ", "null"});
  CHECK(shown(back.find("products")->cell(0)) == "t:a;b,c");
  CHECK(shown(back.find("rate")->cell(0)) == "t:0.1");
  CHECK(shown(back.find("opened")->cell(1)) == "t:1970-01-02");
  CHECK(shown(back.find("at")->cell(1)) == "t:1970-01-01T00:00:00.000001Z");
  CHECK(shown(back.find("active")->cell(1)) == "t:true");
  CHECK(shown(back.find("amount_minor")->cell(5)) == "t:-5");
}

TEST_CASE("CSV: a list keeps its empty items, wherever they stand") {
  const std::vector<std::vector<std::string>> lists = {
      {}, {"a"}, {"", "a"}, {"a", ""}, {"a", "", "b"}, {""}, {"", ""}, {"", "", "a", "", ""},
  };
  Table table("t");
  TableColumn& column = table.column("products", ColumnType::text_list);
  for (const std::vector<std::string>& list : lists) {
    column.add_list(list);
  }
  table.column("n", ColumnType::integer);
  for (std::size_t i = 0; i < lists.size(); ++i) {
    table.columns().back().add_integer(static_cast<std::int64_t>(i));
  }
  std::ostringstream out;
  write_csv(table, out);
  const InputTable back = read_csv_text(out.str(), "t");
  REQUIRE(back.rows == lists.size());
  for (std::size_t row = 0; row < lists.size(); ++row) {
    const Cell cell = back.find("products")->cell(row);
    std::vector<std::string> items;
    detail::each_item(cell.kind == Cell::Kind::text ? cell.text : std::string_view{},
                      [&](std::string_view item) {
                        items.emplace_back(item);
                        return true;
                      });
    INFO(out.str());
    CHECK(items == lists[row]);
  }
}

TEST_CASE("CSV: a list item with a semicolon cannot be written") {
  Table table("t");
  table.column("products", ColumnType::text_list).add_list({"a;b"});
  std::ostringstream out;
  CHECK(issue_of([&] { write_csv(table, out); }).code == "unwritable_list");
}

TEST_CASE("CSV: a directory holds one file per table") {
  namespace fs = std::filesystem;
  const fs::path directory = fs::temp_directory_path() / "opportune_csv_test";
  fs::remove_all(directory);
  CHECK_THROWS_AS(read_csv_directory(directory), StoreError);
  CHECK_THROWS_AS(read_csv(directory / "none.csv", "none"), StoreError);
  fs::create_directories(directory);
  CHECK(issue_of([&] { (void)read_csv_directory(directory); }).code == "no_tables");
  std::ofstream(directory / "market.csv") << "id\nde\n";
  std::ofstream(directory / "account.csv") << "id\na1\n";
  std::ofstream(directory / "README.md") << "no table";
  const std::vector<InputTable> tables = read_csv_directory(directory);
  REQUIRE(tables.size() == 2);
  CHECK(tables[0].name == "account");
  CHECK(tables[1].name == "market");
  CHECK(column(tables[1], "id") == Shown{"t:de"});
  fs::remove_all(directory);
}
