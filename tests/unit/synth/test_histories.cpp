// Every history ends in the present value.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "reference.hpp"

using namespace opportune;
using namespace synth_reference;

namespace {

const synth::Organisation& example() {
  static const synth::Organisation made = synth::organisation({.seed = 11, .opportunities = 6000});
  return made;
}
const Date until = synth::Options{}.until;

std::string shown(const TableColumn& column, std::size_t row) {
  if (column.is_null(row)) {
    return {};
  }
  switch (column.type()) {
    case ColumnType::integer:
      return std::to_string(column.integer(row));
    case ColumnType::date:
      return to_string(column.date(row));
    default:
      return std::string(column.text(row));
  }
}

/// Follows each record's changes: a chain, in time, within `first` .. until, that ends in
/// `present`.
void check_chain(std::string_view history, std::string_view record, std::string_view from,
                 std::string_view to, const std::map<std::string, std::string>& present,
                 const std::map<std::string, Date>& begun) {
  const Table& table = example().table(history);
  std::map<std::string, std::string> value;
  std::map<std::string, Instant> last;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const std::string id = text(table, record, i);
    const Instant at = table.at("at").instant(i);
    INFO(history << " of " << id << " at " << to_string(at));
    REQUIRE(day_of(at) <= until);
    REQUIRE(day_of(at) >= begun.at(id));
    if (last.count(id) > 0) {
      REQUIRE(last[id] < at);
      REQUIRE(value[id] == shown(table.at(from), i));
    }
    last[id] = at;
    value[id] = shown(table.at(to), i);
  }
  REQUIRE(!value.empty());
  for (const auto& [id, end] : value) {
    INFO(history << " of " << id);
    REQUIRE(end == present.at(id));
  }
}

std::map<std::string, std::string> column_of(std::string_view table_name, std::string_view column) {
  const Table& table = example().table(table_name);
  std::map<std::string, std::string> out;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    out[text(table, "id", i)] = shown(table.at(column), i);
  }
  return out;
}

std::map<std::string, Date> dates_of(std::string_view table_name, std::string_view column) {
  const Table& table = example().table(table_name);
  std::map<std::string, Date> out;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    out[text(table, "id", i)] = table.at(column).date(i);
  }
  return out;
}

}  // namespace

TEST_CASE("synth: histories lead to the present stage, amount, expected close, owner and status") {
  const auto opened = dates_of("opportunity", "opened");
  check_chain("stage_change", "opportunity", "from", "to", column_of("opportunity", "stage"),
              opened);
  check_chain("amount_change", "opportunity", "from_minor", "to_minor",
              column_of("opportunity", "amount_minor"), opened);
  check_chain("close_date_change", "opportunity", "from", "to",
              column_of("opportunity", "expected_close"), opened);
  check_chain("owner_change", "opportunity", "from", "to", column_of("opportunity", "owner"),
              opened);
  check_chain("lead_change", "lead", "from", "to", column_of("lead", "status"),
              dates_of("lead", "created"));
}

TEST_CASE("synth: a closed date exactly in a closed stage, on the day it was entered") {
  const Reference reference(example(), until);
  const Table& changes = example().table("stage_change");
  std::map<std::string, Date> first;
  std::map<std::string, Date> entered;
  for (std::size_t i = 0; i < changes.rows(); ++i) {
    const std::string id = text(changes, "opportunity", i);
    const Date day = day_of(changes.at("at").instant(i));
    if (changes.at("from").is_null(i)) {
      REQUIRE(first.emplace(id, day).second);
    }
    entered[id] = day;
  }
  const Table& table = example().table("opportunity");
  std::size_t open = 0;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const std::string id = text(table, "id", i);
    INFO(id);
    const std::string milestone = reference.milestone_of.at(text(table, "stage", i));
    const bool closed = milestone == "won" || milestone == "lost" || milestone == "abandoned";
    const Date day = table.at("closed").date(i);
    REQUIRE(day.has_value() == closed);
    REQUIRE(first.at(id) == table.at("opened").date(i));
    REQUIRE(text(table, "stage", i).find(text(table, "process", i) + ".") == 0);
    if (closed) {
      REQUIRE(day == entered.at(id));
      REQUIRE(table.at("opened").date(i) <= day);
      REQUIRE(day <= until);
    } else {
      ++open;
    }
  }
  const double share = static_cast<double>(open) / static_cast<double>(table.rows());
  CHECK(share > 0.2);
  CHECK(share < 0.32);
}

TEST_CASE("synth: what is won makes a customer") {
  const Reference reference(example(), until);
  const Table& table = example().table("opportunity");
  for (std::size_t i = 0; i < table.rows(); ++i) {
    if (reference.milestone_of.at(text(table, "stage", i)) == "won") {
      REQUIRE(reference.customers.count(reference.group_of.at(text(table, "account", i))) == 1);
    }
  }
}

TEST_CASE("synth: the lines of an opportunity add up to its amount") {
  const auto amounts = column_of("opportunity", "amount_minor");
  const Table& lines = example().table("opportunity_product");
  std::map<std::string, std::int64_t> sums;
  for (std::size_t i = 0; i < lines.rows(); ++i) {
    sums[text(lines, "opportunity", i)] += lines.at("amount_minor").integer(i);
  }
  CHECK(sums.size() > 2000);
  for (const auto& [id, sum] : sums) {
    REQUIRE(std::to_string(sum) == amounts.at(id));
  }
}
