#include "opportune/core/column.hpp"

#include <random>
#include <string>

#include "opportune/core/text.hpp"
#include "support/catch.hpp"

using namespace opportune;

TEST_CASE("a column behaves like a vector, and its copies do not see later writes") {
  std::mt19937 random(5);
  Column<int> column(-1);
  std::vector<int> model;
  Column<int> copy;
  std::vector<int> copied;
  for (int step = 0; step < 60'000; ++step) {
    const auto value = static_cast<int>(random() % 50) - 1;
    if (model.empty() || random() % 3 == 0) {
      column.push_back(value);
      model.push_back(value);
    } else {
      const std::size_t row = random() % model.size();
      column.set(row, value);
      model[row] = value;
    }
    if (step % 9'973 == 0) {
      copy = column;
      copied = model;
    }
    if (step % 7'919 == 0) {
      const std::size_t rows = random() % (model.size() + 5'000);
      column.resize(rows);
      model.resize(rows, -1);
    }
  }
  REQUIRE(column.size() == model.size());
  REQUIRE(copy.size() == copied.size());
  for (std::size_t row = 0; row < model.size(); ++row) {
    REQUIRE(column[row] == model[row]);
  }
  for (std::size_t row = 0; row < copied.size(); ++row) {
    REQUIRE(copy[row] == copied[row]);
  }
}

TEST_CASE("a column of defaults takes no memory for them") {
  Column<std::int64_t> column(7);
  column.resize(1'000'000);
  CHECK(column[999'999] == 7);
  CHECK(column.bytes() < 10'000);
}

TEST_CASE("texts can be replaced by shorter and longer ones") {
  std::mt19937 random(6);
  TextColumn column;
  std::vector<std::string> model;
  for (int step = 0; step < 20'000; ++step) {
    const std::string value(random() % 12, static_cast<char>('a' + random() % 26));
    if (model.empty() || random() % 2 == 0) {
      column.push_back(value);
      model.push_back(value);
    } else {
      const std::size_t row = random() % model.size();
      column.set(row, value);
      model[row] = value;
    }
  }
  for (std::size_t row = 0; row < model.size(); ++row) {
    REQUIRE(column[row] == model[row]);
  }
}

TEST_CASE("an index finds each text and no other, and copies stay as they were") {
  TextIndex index;
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    REQUIRE(index.add("id" + std::to_string(i)) == i);
  }
  const TextIndex copy = index;
  CHECK(index.add("id77") == 77);
  CHECK(index.add("new") == 5'000);
  CHECK(index.find("new") == 5'000);
  CHECK(copy.find("new") == no_row);
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    REQUIRE(copy.find("id" + std::to_string(i)) == i);
  }
  CHECK(index.find("") == no_row);
}
