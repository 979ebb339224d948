#include "opportune/io/json.hpp"

#include <limits>

#include "io_check.hpp"

using namespace opportune;
using namespace io_check;

TEST_CASE("JSON: an object is a row, numbers stay exact") {
  const InputTable table = read_json_records(
      R"({"id":"o1","amount":1234.50,"big":12345678901234567890,"n":-7,"rate":1.5e-3,"k":2e3,
          "global":true,"owner":null,"products":["p1","p\"2"],"none":[],
          "attributes":{"a":[1,2.50,{"b":null}],"c":"\u00e9"},"mixed":["x",1],
          "long":0.1234567890123456789012})",
      "opportunity");
  CHECK(table.rows == 1);
  const auto at = [&](const char* name) { return column(table, name).front(); };
  CHECK(at("id") == "t:o1");
  CHECK(at("amount") == "d:12345/1");
  CHECK(at("big") == "t:12345678901234567890");
  CHECK(at("n") == "i:-7");
  CHECK(at("rate") == "d:15/4");
  CHECK(at("k") == "d:2000/0");
  CHECK(at("global") == "true");
  CHECK(at("owner") == "null");
  CHECK(at("products") == "[t:p1 t:p\"2]");
  CHECK(at("none") == "[]");
  CHECK(at("attributes") == "t:{\"a\":[1,2.50,{\"b\":null}],\"c\":\"\xC3\xA9\"}");
  CHECK(at("mixed") == "t:[\"x\",1]");
  CHECK(at("long") == "r:0.123457");
}

TEST_CASE("JSON: an array of objects; a missing key is null") {
  const InputTable table = read_json_records(R"([{"a":1},{"b":"x","a":null},{},{"a":4}])", "t");
  CHECK(table.rows == 4);
  CHECK(column(table, "a") == Shown{"i:1", "null", "null", "i:4"});
  CHECK(column(table, "b") == Shown{"null", "t:x", "null", "null"});
  CHECK(shown(table.find("a")->cell(3)) == "i:4");
  CHECK(read_json_records("[]", "t").rows == 0);
}

TEST_CASE("JSON: what is refused, and where") {
  const auto issue = [](const std::string& text) {
    return issue_of([&] { (void)read_json_records(text, "t"); });
  };
  for (const char* text : {"", "1", "\"a\"", "null", "[1]", "[[]]", "{", "[{\"a\":1}", "{\"a\":}",
                           "{} {}", "{\"a\":1e999}", "{\"a\":\"\xFF\"}", "[{},]", "{\"a\":[1,]}",
                           "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":2}}"}) {
    INFO(text);
    CHECK(issue(text).code == "invalid_json");
  }
  const Issue twice = issue(R"([{"a":1},{"a":1,"a":2}])");
  CHECK(twice.row == 1);
  CHECK(twice.reason == "byte 19: the key 'a' is given twice in one object");
  CHECK(issue("{\"a\":x}").reason.find("byte 6: syntax error") == 0);
  CHECK(issue("{\"a\":1e999}").reason == "byte 10: number overflow parsing '1e999'");

  const std::string key(5'000'000, 'x');
  CHECK(issue("{\"a\":\"" + key).reason.size() < 300);
}

TEST_CASE("JSON: levels are limited and do not use the stack") {
  const auto nested = [](std::size_t levels) {
    return "{\"a\":" + std::string(levels, '[') + std::string(levels, ']') + "}";
  };
  CHECK(read_json_records(nested(199), "t").rows == 1);
  CHECK(issue_of([&] { (void)read_json_records(nested(200), "t"); }).code == "invalid_json");
  CHECK(issue_of([&] { (void)read_json_records(nested(5'000'000), "t"); }).code == "invalid_json");
}

TEST_CASE("JSON: many keys in many records need little memory") {
  std::string text = "[";
  for (int i = 0; i < 50'000; ++i) {
    text += (i == 0 ? "{\"k" : ",{\"k") + std::to_string(i) + "\":1}";
  }
  const InputTable table = read_json_records(text + "]", "t");
  CHECK(table.columns.size() == 50'000);
  CHECK(shown(table.find("k49999")->cell(49'999)) == "i:1");
}

TEST_CASE("JSON: a table is written as records of valid UTF-8") {
  Table table("t");
  table.column("text", ColumnType::text).add_text("\"\\\n\x01\xC3\xA9\xFF\xED\xA0\x80");
  table.column("integer", ColumnType::integer).add_integer(-5);
  table.column("real", ColumnType::real).add_real(0.1);
  table.column("infinite", ColumnType::real).add_real(std::numeric_limits<double>::infinity());
  table.column("boolean", ColumnType::boolean).add_boolean(true);
  table.column("date", ColumnType::date).add(Date{1});
  table.column("instant", ColumnType::instant).add(Instant{1'000'000});
  table.column("list", ColumnType::text_list).add_list({"a", "b"});
  table.column("none", ColumnType::text).add_null();
  const std::string text = write_json_records(table);
  CHECK(text ==
        "[{\"text\":\"\\\"\\\\\\n\\u0001\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\","
        "\"integer\":-5,\"real\":0.1,\"infinite\":null,\"boolean\":true,\"date\":\"1970-01-02\","
        "\"instant\":\"1970-01-01T00:00:01Z\",\"list\":[\"a\",\"b\"],\"none\":null}]");
  CHECK(shown(read_json_records(text, "t").find("list")->cell(0)) == "[t:a t:b]");
  CHECK(write_json_records(Table("t")) == "[]");
}
