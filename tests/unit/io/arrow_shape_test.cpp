// Slices, batches, ownership, and arrays that break the interface's rules.
#include <algorithm>

#include "arrow_build.hpp"
#include "io_check.hpp"
#include "opportune/io/arrow.hpp"

using namespace opportune;
using namespace io_check;
using namespace arrow_build;

namespace {

std::vector<Array> list_of(Array&& first) {
  std::vector<Array> out;
  out.push_back(std::move(first));
  return out;
}

Array integers(std::vector<std::int32_t> values) {
  return Array("i", static_cast<std::int64_t>(values.size())).buffer(nullptr).values(values);
}

Array texts(std::int64_t length, std::vector<std::int32_t> offsets) {
  return Array("u", length).buffer(nullptr).values(offsets).buffer(text_bytes("abcdefgh"));
}

void check_invalid(Array&& batch, const std::string& reason) {
  INFO(reason);
  ArrowArrayStream stream = stream_of(list_of(std::move(batch)));
  const Issue issue = issue_of([&] { (void)read_arrow(&stream, "deal"); });
  CHECK(issue.code == "invalid_arrow");
  CHECK(issue.table == "deal");
  CHECK(issue.reason.find(reason) != std::string::npos);
  CHECK(alive() == 0);
}

void check_invalid_column(Array&& column, const std::string& reason) {
  check_invalid(batch_of(std::move(column)), reason);
}

}  // namespace

TEST_CASE("Arrow: offsets of the batch, the column and the items add up") {
  // items: b c d e f g h; lists (from 1): [c d] [e] [] [f g h]; the batch starts at the second.
  Array items = texts(7, {0, 1, 2, 3, 4, 5, 6, 7, 8}).at_offset(1);
  Array lists = Array("+l", 4)
                    .at_offset(1)
                    .buffer(nullptr)
                    .values(std::vector<std::int32_t>{0, 1, 3, 4, 4, 7})
                    .child(std::move(items));
  Array numbers = integers({9, 9, 1, 2, 3, 4}).at_offset(2);
  numbers.length = 4;
  Array batch = Array("+s", 3)
                    .at_offset(1)
                    .buffer(nullptr)
                    .child(std::move(lists).named("l"))
                    .child(std::move(numbers).named("n"));
  ArrowArrayStream stream = stream_of(list_of(std::move(batch)));
  const InputTable table = read_arrow(&stream, "t");
  CHECK(column(table, "l") == Shown{"[t:e]", "[]", "[t:f t:g t:h]"});
  CHECK(column(table, "n") == Shown{"i:2", "i:3", "i:4"});
}

TEST_CASE("Arrow: a null row of the batch is null in every column") {
  Array batch = Array("+s", 3)
                    .with_nulls(-1)
                    .values(std::vector<std::uint8_t>{0b101})
                    .child(integers({1, 2, 3}).named("c"));
  ArrowArrayStream stream = stream_of(list_of(std::move(batch)));
  CHECK(column(read_arrow(&stream, "t"), "c") == Shown{"i:1", "null", "i:3"});
}

TEST_CASE("Arrow: batches of any size are one column; the last column releases them") {
  std::vector<Array> batches;
  std::int32_t next = 0;
  for (const int size : {3, 0, 1, 2000, 0}) {
    std::vector<std::int32_t> values;
    for (int i = 0; i < size; ++i) {
      values.push_back(next++);
    }
    batches.push_back(size == 0 ? batch_of(Array("i", 0).buffer(nullptr).buffer(nullptr))
                                : batch_of(integers(values)));
  }
  ArrowArrayStream stream = stream_of(std::move(batches));
  std::shared_ptr<const InputColumn> kept;
  {
    const InputTable table = read_arrow(&stream, "t");
    REQUIRE(table.rows == 2004);
    kept = table.columns.front().column;
  }
  CHECK(alive() == 5);  // the batches, but neither the stream nor the schema
  std::vector<Cell> cells(1500);
  for (std::size_t first = 0; first < 2004; ++first) {
    const std::size_t count = std::min<std::size_t>(1500, 2004 - first);
    kept->read(first, count, cells.data());
    REQUIRE(cells[0].integer == static_cast<std::int64_t>(first));
    REQUIRE(cells[count - 1].integer == static_cast<std::int64_t>(first + count - 1));
  }
  kept.reset();
  CHECK(alive() == 0);
}

TEST_CASE("Arrow: a single record batch, and tables without rows or columns") {
  auto source = std::make_shared<Array>(batch_of(integers({5})));
  ArrowSchema schema{};
  ArrowArray array{};
  fill(&schema, source, *source);
  fill(&array, source, *source);
  CHECK(column(read_arrow(&schema, &array, "t"), "c") == Shown{"i:5"});
  CHECK(schema.release == nullptr);
  CHECK(array.release == nullptr);
  CHECK(alive() == 0);
  CHECK(issue_of([&] { (void)read_arrow(&schema, &array, "t"); }).code == "invalid_arrow");

  ArrowArrayStream stream = stream_of(list_of(batch_of(Array("u", 0))));
  CHECK(read_arrow(&stream, "t").rows == 0);
  stream = stream_of(list_of(Array("+s", 4).buffer(nullptr)));
  CHECK(read_arrow(&stream, "t").rows == 4);
  CHECK(alive() == 0);
}

TEST_CASE("Arrow: NULL pointers and released streams") {
  CHECK(issue_of([] { (void)read_arrow(nullptr, "t"); }).code == "null_pointer");
  CHECK(issue_of([] { (void)read_arrow(nullptr, nullptr, "t"); }).code == "null_pointer");
  ArrowArrayStream stream{};
  CHECK(issue_of([&] { (void)read_arrow(&stream, "t"); }).code == "invalid_arrow");
  stream = stream_of(list_of(batch_of(integers({1}))));
  stream.get_next = nullptr;
  CHECK(issue_of([&] { (void)read_arrow(&stream, "t"); }).code == "invalid_arrow");
  CHECK(alive() == 0);
}

TEST_CASE("Arrow: a stream that fails half-way says where and why") {
  for (const std::size_t at : {std::size_t{1}, SIZE_MAX - 1}) {
    std::vector<Array> batches = list_of(batch_of(integers({1})));
    batches.push_back(batch_of(integers({2})));
    ArrowArrayStream stream = stream_of(std::move(batches), at);
    try {
      (void)read_arrow(&stream, "deal");
      FAIL("no error");
    } catch (const StoreError& error) {
      CHECK(std::string(error.what()) == std::string("table 'deal': the Arrow stream failed at ") +
                                             (at == 1 ? "batch 1" : "the schema") +
                                             ": Input/output error (5): the disk is on fire");
    }
    CHECK(alive() == 0);
  }
}

TEST_CASE("Arrow: duplicate columns") {
  ArrowArrayStream stream = stream_of(list_of(Array("+s", 1)
                                                  .buffer(nullptr)
                                                  .child(integers({1}).named("a"))
                                                  .child(integers({1}).named("a"))));
  const Issue issue = issue_of([&] { (void)read_arrow(&stream, "t"); });
  CHECK(issue.code == "duplicate_column");
  CHECK(issue.field == "a");
  CHECK(alive() == 0);
}

TEST_CASE("Arrow: what breaks the rules is refused") {
  Array released = integers({1});
  released.released = true;
  check_invalid_column(std::move(released), "released");
  Array negative = integers({1});
  negative.length = -1;
  check_invalid(Array("+s", 1).buffer(nullptr).child(std::move(negative)), "length -1");
  check_invalid_column(integers({1}).at_offset(INT64_MAX), "offset 9223372036854775807");
  check_invalid_column(integers({1}).with_nulls(1), "validity buffer is NULL");
  check_invalid_column(integers({1}).with_nulls(7), "7 nulls in 1 rows");
  check_invalid_column(Array("i", 1).buffer(nullptr).buffer(nullptr), "buffer 1 is NULL");
  check_invalid_column(Array("i", 1).buffer(nullptr), "1 buffers");
  check_invalid_column(Array("i", 1), "0 buffers");
  check_invalid(Array("+s", 2).buffer(nullptr).child(integers({1})), "are needed of an array of 1");
  check_invalid_column(texts(2, {0, 3, 2}), "go backwards");
  check_invalid_column(texts(1, {-1, 2}), "negative");
  check_invalid_column(
      Array("u", 1).buffer(nullptr).values(std::vector<std::int32_t>{0, 2}).buffer(nullptr),
      "the text buffer is NULL");
  const auto list = [](std::vector<std::int32_t> offsets) {
    return Array("+l", 2).buffer(nullptr).values(offsets).child(integers({1, 2, 3}));
  };
  check_invalid_column(list({0, 2, 4}), "end after the 3 items");
  check_invalid_column(list({2, 1, 3}), "go backwards");
  check_invalid_column(Array("+w:2", 2).buffer(nullptr).child(integers({1, 2, 3})), "only 3 items");
  check_invalid_column(Array("+vl", 1)
                           .buffer(nullptr)
                           .values(std::vector<std::int32_t>{2})
                           .values(std::vector<std::int32_t>{2})
                           .child(integers({1, 2, 3})),
                       "outside the items");
  check_invalid_column(integers({0, 3}).encoded_by(integers({1, 2, 3})), "one of the 3 values");
  check_invalid_column(integers({-1}).encoded_by(integers({1, 2, 3})), "one of the 3 values");
  check_invalid_column(Array("+l", 0), "0 children");
  check_invalid_column(texts(1, {0, 1}).encoded_by(integers({1})), "must be integers");
}

TEST_CASE("Arrow: views that point outside their buffers") {
  const auto view = [](std::int32_t length, std::int32_t buffer, std::int32_t offset) {
    return Array("vu", 1)
        .buffer(nullptr)
        .values(std::vector<std::int32_t>{length, 0, buffer, offset})
        .buffer(text_bytes("0123456789ABCDEF"))
        .values(std::vector<std::int64_t>{16});
  };
  check_invalid_column(view(16, 1, 0), "outside the buffers");
  check_invalid_column(view(16, -1, 0), "outside the buffers");
  check_invalid_column(view(16, 0, 1), "outside the buffers");
  check_invalid_column(view(16, 0, -1), "outside the buffers");
  check_invalid_column(view(-1, 0, 0), "outside the buffers");
  ArrowArrayStream stream = stream_of(list_of(batch_of(view(16, 0, 0))));
  CHECK(column(read_arrow(&stream, "t"), "c") == Shown{"t:0123456789ABCDEF"});
}

TEST_CASE("Arrow: batches that do not match the schema") {
  std::vector<Array> batches = list_of(batch_of(integers({1})));
  batches.push_back(Array("+s", 1).buffer(nullptr));
  ArrowArrayStream stream = stream_of(std::move(batches));
  const Issue issue = issue_of([&] { (void)read_arrow(&stream, "t"); });
  CHECK(issue.code == "invalid_arrow");
  CHECK(alive() == 0);
}
