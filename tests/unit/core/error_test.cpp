#include "opportune/core/error.hpp"

#include <string>
#include <type_traits>
#include <vector>

#include "support/catch.hpp"

using opportune::Error;
using opportune::InputError;
using opportune::Issue;
using opportune::shown_value;

namespace {

Issue issue() {
  return {"unknown_reference", "opportunity", 3, "account_id", "A9", "no account has this id"};
}

bool is_utf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC0 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                                             : 4;
    if (length == 0 || i + length > text.size()) {
      return false;
    }
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U) {
        return false;
      }
    }
    i += length;
  }
  return true;
}

}  // namespace

TEST_CASE("An issue says table, row, field, value and reason", "[core][error]") {
  CHECK(issue().text() ==
        "table 'opportunity', row 3, field 'account_id', value 'A9': no account has this id");
}

TEST_CASE("An issue leaves out what it does not have", "[core][error]") {
  Issue partial = issue();
  partial.row = Issue::no_row;
  partial.value.clear();
  CHECK(partial.text() == "table 'opportunity', field 'account_id': no account has this id");
  partial.field.clear();
  partial.table.clear();
  CHECK(partial.text() == "input: no account has this id");
}

TEST_CASE("Row 0 is a row", "[core][error]") {
  Issue first = issue();
  first.row = 0;
  CHECK(first.text().find("row 0") != std::string::npos);
}

TEST_CASE("An input error has its first issue's code and every issue's line", "[core][error]") {
  Issue second = issue();
  second.code = "duplicate_id";
  second.row = 5;
  const InputError error({issue(), second}, 7);
  CHECK(error.code() == "unknown_reference");
  CHECK(error.total() == 7);
  CHECK(error.issues().size() == 2);
  CHECK(std::string(error.what()) == issue().text() + "\n" + second.text() + "\n... and 5 more");
}

TEST_CASE("An input error of one issue counts one", "[core][error]") {
  const InputError error(issue());
  CHECK(error.total() == 1);
  CHECK(std::string(error.what()) == issue().text());
}

TEST_CASE("An input error without issues has a code still", "[core][error]") {
  CHECK(InputError({}, 0).code() == "input");
}

TEST_CASE("Every error is an opportune::Error with a stable code", "[core][error]") {
  STATIC_REQUIRE(std::is_base_of_v<std::runtime_error, Error>);
  const auto code_of = [](auto raise) {
    try {
      raise();
    } catch (const Error& error) {
      return error.code() + ": " + error.what();
    }
    return std::string();
  };
  CHECK(code_of([] { throw opportune::NotFoundError("a"); }) == "not_found: a");
  CHECK(code_of([] { throw opportune::StaleError("b"); }) == "stale: b");
  CHECK(code_of([] { throw opportune::StoreError("c"); }) == "store: c");
  CHECK(code_of([] { throw opportune::AccessError("d"); }) == "access: d");
}

TEST_CASE("A short value is shown whole, a long one is cut", "[core][error]") {
  const std::string limit(Issue::max_shown_value, 'x');
  CHECK(shown_value("") == "");
  CHECK(shown_value(limit) == limit);
  CHECK(shown_value(limit + "y") == limit + "... (81 bytes)");
  CHECK(shown_value(std::string(10'000'000, 'x')).size() < 120);
}

TEST_CASE("No cut halves a UTF-8 character", "[core][error]") {
  const std::vector<std::string> characters = {"é", "€", "😀"};
  for (const std::string& character : characters) {
    for (std::size_t before = 0; before < 8; ++before) {
      std::string value(before, 'a');
      while (value.size() <= Issue::max_shown_value + 8) {
        value += character;
      }
      INFO(value);
      CHECK(is_utf8(shown_value(value)));
    }
  }
}

TEST_CASE("Bytes that are no UTF-8 are cut somewhere, not lost", "[core][error]") {
  const std::string shown = shown_value(std::string(200, '\x80'));
  CHECK(shown.find("(200 bytes)") != std::string::npos);
  CHECK(shown.size() > Issue::max_shown_value);
}
