// A plain record read where it stands is what the reader of all records makes of it.
#include "io/json_plain.hpp"

#include <random>
#include <set>
#include <string>

#include "opportune/core/parse.hpp"
#include "opportune/io/json.hpp"
#include "support/catch.hpp"

using namespace opportune;

namespace {

using Random = std::mt19937;

std::string one_of(Random& random, const std::vector<std::string>& from) {
  return from[random() % from.size()];
}

const std::vector<std::string> texts{R"("")", R"("A1")", R"("a b, {c} [d]: e")", R"("ö")"};
const std::vector<std::string> plain{
    "null", "true", "false", "0", "-0", "-7", "123456789012345678", "9223372036854775807"};
const std::vector<std::string> others{
    R"("a\"b")",  R"("\u00e5")", "1.5",  "1e3",      "9223372036854775808",
    R"({"a":1})", R"(["a",1])",  "[[]]", R"(["\n"])"};

/// A record, and whether all in it is plain.
std::pair<std::string, bool> random_record(Random& random) {
  std::string out = "{";
  bool is_plain = true;
  std::set<std::string> names;
  for (auto count = random() % 5; count > 0; --count) {
    const std::string name = one_of(random, {R"("id")", R"("account")", R"("products")", R"("å")"});
    if (!names.insert(name).second) {
      continue;
    }
    out += (out.size() > 1 ? ", " : " ") + name + " : ";
    switch (random() % 8) {
      case 0:
        out += one_of(random, others);
        is_plain = false;
        break;
      case 1:
      case 2:
        out += "[";
        for (auto items = random() % 3; items > 0; --items) {
          out += one_of(random, texts) + (items > 1 ? " ," : "");
        }
        out += "]";
        break;
      case 3:
      case 4:
        out += one_of(random, plain);
        break;
      default:
        out += one_of(random, texts);
    }
  }
  return {out + "}", is_plain};
}

void check_same(const Cell& a, const Cell& b) {
  REQUIRE(a.kind == b.kind);
  REQUIRE(cell_text(a) == cell_text(b));
  if (a.kind == Cell::Kind::list) {
    REQUIRE(a.count == b.count);
  }
}

}  // namespace

TEST_CASE("a plain record is what the reader of all records makes of it", "[io]") {
  Random random(8);
  std::size_t read = 0, left = 0;
  for (int i = 0; i < 5'000; ++i) {
    const auto [text, is_plain] = random_record(random);
    CAPTURE(text);
    const auto slice = JsonSlice::of(text);
    REQUIRE(slice.has_value());
    const auto found = read_plain_record(*slice, "opportunity");
    REQUIRE(found.has_value() == is_plain);
    if (!found) {
      ++left;
      continue;
    }
    ++read;
    const InputTable expected = read_json_records(text, "opportunity");
    REQUIRE(found->name == expected.name);
    REQUIRE(found->rows == expected.rows);
    REQUIRE(found->columns.size() == expected.columns.size());
    for (std::size_t column = 0; column < expected.columns.size(); ++column) {
      REQUIRE(found->columns[column].name == expected.columns[column].name);
      check_same(found->columns[column].column->cell(0), expected.columns[column].column->cell(0));
    }
  }
  CHECK(read > 1'000);
  CHECK(left > 500);
}

TEST_CASE("a name that comes twice is left to the reader that refuses it", "[io]") {
  const auto slice = JsonSlice::of(R"({"id": "a", "id": "b"})");
  REQUIRE(slice.has_value());
  CHECK_FALSE(read_plain_record(*slice, "opportunity").has_value());
}
