// Values looked at in place are those that a tree of the document has.
#include "io/json_slices.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "support/catch.hpp"

using namespace opportune;
using nlohmann::json;

namespace {

using Random = std::mt19937;

std::string space(Random& random) {
  static const std::string all[] = {"", "", " ", "\n", "\t \r\n"};
  return all[random() % 5];
}

std::string random_text(Random& random) {
  static const std::string parts[] = {"a", "\\\"", "\\\\", "{",       "}", "[", "]",  ",",
                                      ":", " ",    "\\n",  "\\u00e5", "ö", "",  "\\/"};
  std::string out = "\"";
  for (auto i = random() % 6; i > 0; --i) {
    out += parts[random() % 15];
  }
  return out + '"';
}

std::string random_json(Random& random, int depth) {
  static const std::string plain[] = {"null", "true",    "false",
                                      "0",    "-12.5e3", "123456789012345678"};
  switch (depth == 0 ? random() % 2 : random() % 4) {
    case 0:
      return plain[random() % 6];
    case 1:
      return random_text(random);
    case 2: {
      std::string out = "[" + space(random);
      for (auto i = random() % 4; i > 0; --i) {
        out += random_json(random, depth - 1) + space(random) + (i > 1 ? "," + space(random) : "");
      }
      return out + "]";
    }
    default: {
      std::string out = "{" + space(random);
      for (auto i = random() % 4; i > 0; --i) {
        out += random_text(random) + space(random) + ":" + space(random) +
               random_json(random, depth - 1) + space(random) + (i > 1 ? "," + space(random) : "");
      }
      return out + "}";
    }
  }
}

void check_same(const JsonSlice& slice, const json& value) {
  REQUIRE(slice.compact() == value.dump());
  REQUIRE(slice.is_object() == value.is_object());
  REQUIRE(slice.is_array() == value.is_array());
  REQUIRE(slice.is_text() == value.is_string());
  REQUIRE(slice.is_null() == value.is_null());
  if (value.is_string()) {
    REQUIRE(slice.text() == value.get<std::string>());
  } else if (value.is_array()) {
    std::size_t i = 0;
    slice.each_item([&](const JsonSlice& item) { check_same(item, value.at(i++)); });
    REQUIRE(i == value.size());
  } else if (value.is_object()) {
    std::map<std::string, JsonSlice> last;  // of a name that comes twice the tree has the last
    slice.each_member([&](const std::string& name, const JsonSlice& member) {
      last.insert_or_assign(name, member);
    });
    REQUIRE(last.size() == value.size());
    for (const auto& [name, member] : last) {
      check_same(member, value.at(name));
    }
  }
}

}  // namespace

TEST_CASE("values looked at in place are those of a tree", "[io]") {
  Random random(3);
  for (int i = 0; i < 3'000; ++i) {
    const std::string text = space(random) + random_json(random, 4) + space(random);
    CAPTURE(text);
    const auto slice = JsonSlice::of(text);
    REQUIRE(slice.has_value());
    check_same(*slice, json::parse(text));
  }
}

TEST_CASE("what is not JSON has no values", "[io]") {
  for (const std::string text : {"", " ", "{", "}", "{\"a\" 1}", "[1,]", "nul", "\"", "\"\\\"",
                                 "1 2", "{\"a\":1,}", "\"\xFF\"", "[\"a\" \"b\"]"}) {
    CAPTURE(text);
    CHECK_FALSE(JsonSlice::of(text).has_value());
    CHECK_FALSE(json::accept(text));
  }
  const auto levels = [](std::size_t count) {
    return std::string(count, '[') + std::string(count, ']');
  };
  CHECK(JsonSlice::of(levels(200)).has_value());
  CHECK_FALSE(JsonSlice::of(levels(201)).has_value());
  Random random(5);
  std::size_t valid = 0;
  for (int i = 0; i < 3'000; ++i) {  // damaged anywhere: the same opinion as the parser's
    std::string text = random_json(random, 3);
    text[random() % text.size()] = static_cast<char>(random() % 128);
    CAPTURE(text);
    const auto slice = JsonSlice::of(text);
    REQUIRE(slice.has_value() == json::accept(text));
    if (slice) {
      ++valid;
      check_same(*slice, json::parse(text));
    }
  }
  CHECK(valid > 100);
}

TEST_CASE("a byte order mark before a document is no part of it", "[io]") {
  const auto slice = JsonSlice::of("\xEF\xBB\xBF {\"a\": [1]} ");
  REQUIRE(slice.has_value());
  CHECK(slice->json() == "{\"a\": [1]}");
}
