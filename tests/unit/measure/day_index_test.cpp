// The index of days equals what the histories say, and is kept up by changes.
#include "measure/day_index.hpp"

#include <set>
#include <sstream>

#include "opportune/io/csv.hpp"
#include "questions.hpp"
#include "support/catch.hpp"
#include "unit/measure/world_step.hpp"

using namespace random_world;

namespace {

/// Where its states say nothing else, it was not open.
DayState state_on(DayIndex::Block::Range states, Date day) {
  DayState out;
  for (const DayState& state : states) {
    out = state.from <= day ? state : out;
  }
  return out;
}

void check_days(const Book& book, const DayIndex& index, std::uint32_t row, Date day) {
  const AsOf as_of(book, end_of_day(day));
  const DayIndex::Block& block = index.block_of(row);
  const DayState found = state_on(block.states(row % DayIndex::block_rows), day);
  DayState expected;
  const bool is_open = as_of.open(row, &expected.stage);
  REQUIRE((found.stage != StageTable::none) == is_open);
  if (is_open) {
    REQUIRE(block.may_be_open(row % DayIndex::block_rows, day, day));
    CHECK(found.stage == expected.stage);
  }
  if (as_of.opened(row)) {
    CHECK(found.amount == as_of.amount(row));
    CHECK(found.expected_close == as_of.expected_close(row));
    CHECK(found.owner == as_of.owner(row));
  }
}

void check_state(const AsOf& as_of, std::uint32_t row, const DayState& state) {
  CHECK(state.stage == as_of.stage(row));
  CHECK(state.amount == as_of.amount(row));
  CHECK(state.expected_close == as_of.expected_close(row));
  CHECK(state.owner == as_of.owner(row));
}

/// From a day on those that are listed as lasting are open, in their states, and no others.
std::size_t check_lasting(const Book& book, const DayIndex::Block& block, Date day) {
  const AsOf as_of(book, end_of_day(day));
  std::size_t listed = 0;
  for (std::uint32_t row = 0; row < block.rows(); ++row) {
    std::uint16_t stage = StageTable::none;
    const bool is_open = as_of.open(row, &stage);
    const bool is_listed = listed < block.lasting().size() && block.lasting()[listed] == row;
    REQUIRE(is_listed == is_open);
    if (is_listed) {
      check_state(as_of, row, block.lasting_states()[listed++]);
    }
  }
  REQUIRE(listed == block.lasting().size());
  return listed;
}

/// Those that are found on a day are all that are open then and overlap with no other, in their
/// states, in the order of their rows.
std::size_t check_found(const Book& book, const DayIndex::Block& block, Date day) {
  const AsOf as_of(book, end_of_day(day));
  std::vector<std::uint32_t> expected, found;
  for (std::uint32_t row = 0; row < block.rows(); ++row) {
    std::uint16_t stage = StageTable::none;
    if (as_of.open(row, &stage) && !block.life(row).overlaps) {
      expected.push_back(row);
    }
  }
  DayIndex::Found room;
  block.each_alone_on(day, room, [&](std::uint32_t row, const DayState& state) {
    found.push_back(row);
    check_state(as_of, row, state);
  });
  REQUIRE(found == expected);
  return found.size();
}

std::string pipeline(const Book& book, const MeasureQuery& query) {
  std::ostringstream out;
  write_csv(*run_measure(book, Policy(), query), out);
  return out.str();
}

/// The days on which a history of an opportunity says that something has changed.
std::set<Date> days_of_changes(const Book& book) {
  std::set<Date> out;
  const auto add = [&]<class Change>(const Store<Change>& changes) {
    for (std::uint32_t row = 0; row < changes.rows(); ++row) {
      out.insert(day_of(changes.template get<"at">()[row]));
    }
  };
  add(book.get<StageChange>());
  add(book.get<AmountChange>());
  add(book.get<CloseDateChange>());
  add(book.get<OwnerChange>());
  return out;
}

/// The same records in a Book that has no index yet.
Book made_anew(const Workspace& workspace) {
  Workspace other;
  std::vector<InputTable> tables;
  for (const std::string& name : table_names()) {
    tables.push_back(as_input(workspace.export_table(name)));
  }
  static_cast<void>(other.load(tables));
  return *other.book();
}

}  // namespace

TEST_CASE("every day of the index is as the histories have it") {
  std::size_t open = 0, lasting = 0, found = 0, overlapping = 0;
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    World world(seed);
    steps(world, 150);
    const auto book = world.workspace().book();
    const auto index = DayIndex::of(*book, 1);
    for (std::uint32_t row = 0; row < book->get<Opportunity>().rows(); ++row) {
      for (std::int32_t day = first_day - 100; day < day_of(world.now()).days + 60; ++day) {
        check_days(*book, *index, row, Date{day});
      }
      open += index->block_of(row).states(row).begin()->stage != StageTable::none ? 1U : 0U;
    }
    REQUIRE(index->blocks().size() == 1);
    const DayIndex::Block& block = index->blocks().front();
    for (const std::int32_t later : {0, 1, 400}) {
      lasting += check_lasting(*book, block, Date{block.lasts_from().days + later});
    }
    for (std::int32_t day = first_day - 100; day < day_of(world.now()).days + 60; ++day) {
      found += check_found(*book, block, Date{day});
    }
    overlapping += block.overlapping().size();
  }
  CHECK(open > 50);
  CHECK(lasting > 50);
  CHECK(found > 1000);
  CHECK(overlapping > 50);
}

TEST_CASE("a pipeline after changes is that of the same records made anew") {
  std::size_t rows = 0, kept_up = 0;
  for (std::uint32_t seed = 21; seed <= 26; ++seed) {
    World world(seed);
    std::shared_ptr<const DayIndex> before;
    for (int i = 0; i < 60; ++i) {
      world.later();
      step(world);
      step(world);
      const auto book = world.workspace().book();
      const Book anew = made_anew(world.workspace());
      MeasureQuery query;
      query.measure = "pipeline";
      query.by = {"market", "owner", "stage", "account", "close_month"};
      query.as_of =
          Instant{world.now().micros -
                  static_cast<std::int64_t>(below(world.random(), 60)) * micros_per_day / 3};
      CHECK(pipeline(*book, query) == pipeline(anew, query));
      query.as_of = end_of_day(day_of(query.as_of));
      CHECK(pipeline(*book, query) == pipeline(anew, query));
      query.as_of = {};
      for (int days = 40; days >= 0; days -= 8) {
        query.dates.push_back(Date{day_of(world.now()).days - days});
      }
      const std::string found = pipeline(*book, query);
      CHECK(found == pipeline(anew, query));
      rows += static_cast<std::size_t>(std::count(found.begin(), found.end(), '\n'));
      const auto index = DayIndex::of(*book, 1);
      kept_up += index == before ? 1U : 0U;
      before = index;
    }
  }
  CHECK(rows > 1000);
  CHECK(kept_up > 100);
}

TEST_CASE("on a day without changes the pipeline at noon is that of its end") {
  std::size_t rows = 0, after_the_last = 0;
  for (std::uint32_t seed = 31; seed <= 36; ++seed) {
    World world(seed);
    steps(world, 100);
    const auto book = world.workspace().book();
    const std::set<Date> changed = days_of_changes(*book);
    MeasureQuery query;
    query.measure = "pipeline";
    query.by = {"market", "owner", "stage", "account", "close_month"};
    const std::int32_t end = day_of(world.now()).days + 3;
    for (Date day{first_day}; day.days < end; day = Date{day.days + 1}) {
      if (changed.contains(day)) {
        continue;
      }
      query.as_of = end_of_day(day);
      const std::string whole = pipeline(*book, query);
      query.as_of = Instant{start_of_day(day).micros + micros_per_day / 2};
      REQUIRE(pipeline(*book, query) == whole);
      rows += static_cast<std::size_t>(std::count(whole.begin(), whole.end(), '\n'));
      after_the_last += changed.upper_bound(day) == changed.end() ? 1U : 0U;
    }
  }
  CHECK(rows > 1000);
  CHECK(after_the_last >= 6);
}

TEST_CASE("what_if on a copy does not disturb the index of the original") {
  World world(5);
  steps(world, 100);
  const auto book = world.workspace().book();
  const auto index = DayIndex::of(*book, 1);
  Book copy = *book;
  copy.edit_revisions().touch(0);
  CHECK(DayIndex::of(copy, 1) == index);
  CHECK(index->changed_accounts(copy).size() == 1);
  CHECK(index->changed_accounts(*book).empty());
  Book other = *book;
  other.edit_revisions().touch(1);
  const auto of_other = DayIndex::of(other, 1);
  CHECK(of_other == index);
  copy.edit_revisions().restart();  // not of one past with the original any more
  CHECK(DayIndex::of(copy, 1) != index);
  CHECK(DayIndex::of(*book, 1) != index);
}
