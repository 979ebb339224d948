#include "opportune/core/column.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "opportune/core/text.hpp"
#include "support/catch.hpp"

using namespace opportune;

namespace {

/// A column and what must be in it.
struct Pair {
  Column<int> column{-1};
  std::vector<int> model;

  void append(int value) {
    column.push_back(value);
    model.push_back(value);
  }
  void set(std::size_t row, int value) {
    column.set(row, value);
    model[row] = value;
  }
  void resize(std::size_t rows) {
    column.resize(rows);
    model.resize(rows, -1);
  }
  [[nodiscard]] bool agrees() const {
    bool same = column.size() == model.size();
    for (std::size_t row = 0; same && row < model.size(); ++row) {
      same = column[row] == model[row];
    }
    return same;
  }
};

/// A few writes to rows that are there, and to new ones; now and then the rows grow or shrink.
void write(Pair& pair, std::mt19937& random) {
  for (auto i = random() % 20; i > 0; --i) {
    const auto value = static_cast<int>(random() % 50) - 1;
    pair.model.empty() || random() % 2 == 0 ? pair.append(value)
                                            : pair.set(random() % pair.model.size(), value);
  }
  if (random() % 20 == 0) {
    const std::size_t rows = pair.model.size();
    pair.resize(random() % 2 == 0 ? rows - std::min<std::size_t>(rows, random() % 30)
                                  : rows + random() % 9'000);
  }
  if (pair.model.size() > 60'000) {
    pair.resize(random() % 5'000);
  }
}

}  // namespace

TEST_CASE("a column behaves like a vector, and its copies do not see what others write") {
  std::mt19937 random(5);
  std::vector<Pair> pairs(5);
  for (int step = 0; step < 20'000; ++step) {
    Pair& pair = pairs[random() % pairs.size()];
    Pair& other = pairs[random() % pairs.size()];
    switch (random() % 12) {
      case 0:
        pair = other;
        break;
      case 1:
        pair = std::move(other);
        other = Pair();
        break;
      case 2: {  // a branch that comes to nothing
        Pair branch = other;
        write(branch, random);
        REQUIRE(branch.agrees());
        break;
      }
      default:
        write(pair, random);
    }
    if (step % 50 == 0) {
      for (const Pair& each : pairs) {
        REQUIRE(each.agrees());
      }
    }
  }
}

TEST_CASE("a column is read and branched off while its successors are written") {
  std::mutex mutex;
  Pair present;
  for (int i = 0; i < 3'000; ++i) {
    present.append(i);
  }
  const auto snapshot = [&] {
    const std::lock_guard lock(mutex);
    return present;
  };
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  const auto read = [&](std::uint32_t seed) {
    std::mt19937 random(seed);
    while (!stop) {
      const Pair seen = snapshot();
      Pair branch = seen;
      write(branch, random);
      wrong += seen.agrees() && branch.agrees() ? 0 : 1;
    }
  };
  std::thread one(read, 1), two(read, 2);
  std::mt19937 random(3);
  for (int step = 0; step < 400; ++step) {
    Pair next = snapshot();
    write(next, random);
    const std::lock_guard lock(mutex);
    present = std::move(next);
  }
  stop = true;
  one.join();
  two.join();
  CHECK(wrong == 0);
  CHECK(present.agrees());
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

TEST_CASE("a full chunk of texts takes what its texts take, and little more") {
  constexpr std::size_t length = 37, chunks = 16;
  TextColumn column;
  for (std::size_t row = 0; row < chunks * TextColumn::chunk_rows; ++row) {
    column.push_back(std::string(length, 'a'));
  }
  const std::size_t needed = column.size() * (length + sizeof(std::uint32_t));
  CHECK(column.bytes() >= needed);
  CHECK(column.bytes() < needed + needed / 10);
}

TEST_CASE("a column of texts behaves like a vector of them, and its copies stay as they were") {
  std::mt19937 random(4);
  TextColumn column;
  std::vector<std::string> model;
  std::vector<std::pair<TextColumn, std::vector<std::string>>> copies;
  const auto agrees = [](const TextColumn& texts, const std::vector<std::string>& expected) {
    bool same = texts.size() == expected.size();
    for (std::size_t row = 0; same && row < expected.size(); ++row) {
      same = texts[row] == expected[row];
    }
    return same;
  };
  for (int round = 0; round < 60; ++round) {
    // Over the ends of many chunks, and of the blocks that hold them.
    const std::size_t rows = random() % 4 == 0 ? random() % 40'000 : model.size() + random() % 700;
    column.resize(rows);
    model.resize(rows);
    for (int i = 0; i < 200 && rows > 0; ++i) {
      const std::size_t row = random() % rows;
      model[row] = std::string(random() % 12, static_cast<char>('a' + random() % 26));
      column.set(row, model[row]);
    }
    REQUIRE(agrees(column, model));
    copies.emplace_back(column, model);
    if (copies.size() > 5) {
      copies.erase(copies.begin());
    }
    REQUIRE(agrees(copies.front().first, copies.front().second));
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
