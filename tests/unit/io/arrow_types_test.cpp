// Every Arrow type that is read, and those that are not.
#include <limits>

#include "arrow_build.hpp"
#include "io_check.hpp"
#include "opportune/io/arrow.hpp"

using namespace opportune;
using namespace io_check;
using namespace arrow_build;

namespace {

InputTable read(Array&& batch) {
  ArrowArrayStream stream = stream_of([&] {
    std::vector<Array> batches;
    batches.push_back(std::move(batch));
    return batches;
  }());
  InputTable table = read_arrow(&stream, "t");
  CHECK(stream.release == nullptr);
  return table;
}

/// The cells of a column given as an array.
Shown cells(Array&& array) {
  const Shown out = column(read(batch_of(std::move(array))), "c");
  CHECK(alive() == 0);
  return out;
}

template <class Value>
Shown fixed(const char* format, const std::vector<Value>& values) {
  return cells(
      Array(format, static_cast<std::int64_t>(values.size())).buffer(nullptr).values(values));
}

/// Rows: "a", null, "", "long text of 26 characters".
const char* const all_text = "along text of 26 characters";
const std::vector<std::uint8_t> second_is_null{0b1101};
const Shown four_texts{"t:a", "null", "t:", "t:long text of 26 characters"};

template <class Offset>
Array text_array(const char* format) {
  return Array(format, 4)
      .with_nulls(1)
      .values(second_is_null)
      .values(std::vector<Offset>{0, 1, 1, 1, 27})
      .buffer(text_bytes(all_text));
}

Array view_array(std::int32_t buffer = 0, std::int32_t offset = 1) {
  std::vector<char> views(64, '\x7F');
  const auto put = [&](std::size_t at, std::int32_t value) {
    std::memcpy(views.data() + at, &value, sizeof value);
  };
  put(0, 1);
  views[4] = 'a';
  put(16, -5);  // null: anything
  put(32, 0);
  put(48, 26);
  put(56, buffer);
  put(60, offset);
  return Array("vu", 4)
      .with_nulls(-1)
      .values(second_is_null)
      .values(views)
      .buffer(text_bytes(all_text))
      .values(std::vector<std::int64_t>{27});
}

}  // namespace

TEST_CASE("Arrow: numbers of every width") {
  CHECK(fixed<std::int8_t>("c", {-1, 127}) == Shown{"i:-1", "i:127"});
  CHECK(fixed<std::uint8_t>("C", {255}) == Shown{"i:255"});
  CHECK(fixed<std::int16_t>("s", {-300}) == Shown{"i:-300"});
  CHECK(fixed<std::uint16_t>("S", {65535}) == Shown{"i:65535"});
  CHECK(fixed<std::int32_t>("i", {-70000}) == Shown{"i:-70000"});
  CHECK(fixed<std::uint32_t>("I", {4294967295}) == Shown{"i:4294967295"});
  CHECK(fixed<std::int64_t>("l", {std::numeric_limits<std::int64_t>::min()}) ==
        Shown{"i:-9223372036854775808"});
  CHECK(fixed<std::uint64_t>("L", {5, 18446744073709551615U}) ==
        Shown{"i:5", "t:18446744073709551615"});
  CHECK(fixed<std::uint16_t>("e", {0x3C00, 0xC100, 0x0001, 0x7C00, 0x0000}) ==
        Shown{"r:1.000000", "r:-2.500000", "r:0.000000", "r:inf", "r:0.000000"});
  CHECK(fixed<float>("f", {0.5F}) == Shown{"r:0.500000"});
  CHECK(fixed<double>("g", {-0.25}) == Shown{"r:-0.250000"});
}

TEST_CASE("Arrow: booleans, nulls and the null type") {
  CHECK(cells(Array("b", 3)
                  .with_nulls(-1)
                  .values(std::vector<std::uint8_t>{0b101})
                  .values(std::vector<std::uint8_t>{0b011})) == Shown{"true", "null", "false"});
  CHECK(cells(Array("n", 2).with_nulls(2)) == Shown{"null", "null"});
  // A validity buffer is not looked at where the array says that it has no nulls.
  CHECK(
      cells(
          Array("c", 1).values(std::vector<std::uint8_t>{0}).values(std::vector<std::int8_t>{7})) ==
      Shown{"i:7"});
}

TEST_CASE("Arrow: text and binary in every layout") {
  for (const char* format : {"u", "z"}) {
    CHECK(cells(text_array<std::int32_t>(format)) == four_texts);
  }
  for (const char* format : {"U", "Z"}) {
    CHECK(cells(text_array<std::int64_t>(format)) == four_texts);
  }
  CHECK(cells(view_array()) == four_texts);
  CHECK(cells(Array("w:2", 2).buffer(nullptr).buffer(text_bytes("abcd"))) == Shown{"t:ab", "t:cd"});
  CHECK(
      cells(
          Array("u", 1).buffer(nullptr).values(std::vector<std::int32_t>{0, 0}).buffer(nullptr)) ==
      Shown{"t:"});
}

TEST_CASE("Arrow: dates and instants of every unit") {
  CHECK(fixed<std::int32_t>("tdD", {0, -1}) == Shown{"1970-01-01", "1969-12-31"});
  CHECK(fixed<std::int64_t>("tdm", {86'400'000, -1, 1}) ==
        Shown{"1970-01-02", "1969-12-31", "1970-01-01"});
  CHECK(fixed<std::int64_t>("tss:", {-1}) == Shown{"1969-12-31T23:59:59Z"});
  CHECK(fixed<std::int64_t>("tsm:Europe/Paris", {1'500}) == Shown{"1970-01-01T00:00:01.500000Z"});
  CHECK(fixed<std::int64_t>("tsu:UTC", {1}) == Shown{"1970-01-01T00:00:00.000001Z"});
  CHECK(fixed<std::int64_t>("tsn:", {1'999, -1}) ==
        Shown{"1970-01-01T00:00:00.000001Z", "1969-12-31T23:59:59.999999Z"});
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  CHECK(fixed<std::int64_t>("tss:", {most, 0}) ==
        Shown{"t:9223372036854775807 s since 1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"});
}

TEST_CASE("Arrow: decimals of 32 and 64 bits") {
  CHECK(fixed<std::int32_t>("d:9,2,32", {-12345}) == Shown{"d:-12345/2"});
  CHECK(fixed<std::int64_t>("d:18,3,64", {-1, 1}) == Shown{"d:-1/3", "d:1/3"});
}

TEST_CASE("Arrow: wider decimals, beyond 64 bits as text") {
  const auto wide = [](const char* format, std::int64_t rows,
                       const std::vector<std::uint64_t>& words) {
    return cells(Array(format, rows).buffer(nullptr).values(words));
  };
  CHECK(wide("d:38,2", 5, {12345, 0, ~0ULL, ~0ULL, 0, 1, 0, ~0ULL, 1ULL << 63U, 0}) ==
        Shown{"d:12345/2", "d:-1/2", "t:184467440737095516.16", "t:-184467440737095516.16",
              "t:92233720368547758.08"});
  CHECK(wide("d:76,0,256", 2, {7, 0, 0, 0, 0, 1, 0, 0}) ==
        Shown{"d:7/0", "t:18446744073709551616"});
  CHECK(wide("d:5,-2", 2, {7, 0, 0, 0}) == Shown{"t:700", "t:0"});
  CHECK(wide("d:38,30", 1, {1, 1}) == Shown{"t:0.000000000018446744073709551617"});
}

TEST_CASE("Arrow: dictionaries with indices of any width") {
  const auto encoded = [](const char* format, const auto& indices) {
    return cells(Array(format, 3)
                     .with_nulls(1)
                     .values(std::vector<std::uint8_t>{0b011})
                     .values(indices)
                     .encoded_by(text_array<std::int32_t>("u")));
  };
  const Shown expected{"t:a", "null", "null"};  // index 1 is a null of the dictionary
  CHECK(encoded("c", std::vector<std::int8_t>{0, 1, -1}) == expected);
  CHECK(encoded("C", std::vector<std::uint8_t>{0, 1, 200}) == expected);
  CHECK(encoded("s", std::vector<std::int16_t>{0, 1, 99}) == expected);
  CHECK(encoded("S", std::vector<std::uint16_t>{0, 1, 99}) == expected);
  CHECK(encoded("i", std::vector<std::int32_t>{0, 1, 99}) == expected);
  CHECK(encoded("I", std::vector<std::uint32_t>{0, 1, 99}) == expected);
  CHECK(encoded("l", std::vector<std::int64_t>{0, 1, 99}) == expected);
  CHECK(encoded("L", std::vector<std::uint64_t>{0, 1, 99}) == expected);
  std::vector<std::int32_t> many(2000);
  for (std::size_t i = 0; i < many.size(); ++i) {
    many[i] = static_cast<std::int32_t>(i);
  }
  CHECK(cells(Array("c", 2)
                  .buffer(nullptr)
                  .values(std::vector<std::int8_t>{3, 9})
                  .encoded_by(Array("i", 2000).buffer(nullptr).values(many))) ==
        Shown{"i:3", "i:9"});
}

TEST_CASE("Arrow: lists in every layout") {
  const Shown expected{"[t:a null]", "[]", "null", "[t: t:long text of 26 characters]"};
  const std::vector<std::uint8_t> third_is_null{0b1011};
  const auto list = [&](const char* format, const auto& offsets) {
    return cells(Array(format, 4)
                     .with_nulls(1)
                     .values(third_is_null)
                     .values(offsets)
                     .child(text_array<std::int32_t>("u")));
  };
  CHECK(list("+l", std::vector<std::int32_t>{0, 2, 2, 2, 4}) == expected);
  CHECK(list("+L", std::vector<std::int64_t>{0, 2, 2, 2, 4}) == expected);
  const auto view = [&](const char* format, const auto& offsets, const auto& sizes) {
    return cells(Array(format, 4)
                     .with_nulls(1)
                     .values(third_is_null)
                     .values(offsets)
                     .values(sizes)
                     .child(view_array()));
  };
  CHECK(view("+vl", std::vector<std::int32_t>{0, 4, 99, 2},
             std::vector<std::int32_t>{2, 0, 9, 2}) == expected);
  CHECK(view("+vL", std::vector<std::int64_t>{0, 4, 99, 2},
             std::vector<std::int64_t>{2, 0, 9, 2}) == expected);
  CHECK(cells(Array("+w:2", 2).buffer(nullptr).child(text_array<std::int64_t>("U"))) ==
        Shown{"[t:a null]", "[t: t:long text of 26 characters]"});
  CHECK(cells(Array("+l", 1)
                  .buffer(nullptr)
                  .values(std::vector<std::int32_t>{0, 0})
                  .child(Array("n", 0))) == Shown{"[]"});
}

TEST_CASE("Arrow: run-end encoded columns") {
  const auto runs = [](std::int64_t length, std::int64_t offset) {
    return Array("+r", length)
        .at_offset(offset)
        .child(Array("i", 3).buffer(nullptr).values(std::vector<std::int32_t>{2, 3, 6}))
        .child(text_array<std::int32_t>("u"));
  };
  CHECK(cells(runs(6, 0)) == Shown{"t:a", "t:a", "null", "t:", "t:", "t:"});
  CHECK(cells(runs(3, 1)) == Shown{"t:a", "null", "t:"});
  CHECK(issue_of([&] { (void)read(batch_of(runs(7, 0))); }).code == "invalid_arrow");
}

TEST_CASE("Arrow: types that are not read are named in words") {
  const auto issue = [](Array&& array) {
    const Issue found = issue_of([&] { (void)read(batch_of(std::move(array))); });
    CHECK(found.code == "unsupported_type");
    CHECK(found.table == "t");
    CHECK(found.field == "c");
    CHECK(alive() == 0);
    return found.reason;
  };
  CHECK(issue(Array("tts", 0)).find("time of day") != std::string::npos);
  CHECK(issue(Array("tDu", 0)).find("duration") != std::string::npos);
  CHECK(issue(Array("tiM", 0)).find("interval") != std::string::npos);
  CHECK(issue(Array("+s", 0)).find("struct") != std::string::npos);
  CHECK(issue(Array("+m", 0)).find("map") != std::string::npos);
  CHECK(issue(Array("+ud:0,1", 0)).find("union") != std::string::npos);
  CHECK(issue(Array("?", 0)).find("'?'") != std::string::npos);
  CHECK(issue(Array("d:x", 0)).find("'d:x'") != std::string::npos);
  CHECK(issue(Array("+l", 0).child(Array("+l", 0).child(Array("u", 0)))).find("list of lists") !=
        std::string::npos);
  CHECK(issue_of([] { (void)read(Array("u", 0)); }).code == "unsupported_type");
}
