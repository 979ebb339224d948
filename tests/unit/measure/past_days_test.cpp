// How opportunities stood at an instant is as the records have it, whatever the index knows of it.
#include "measure/past_days.hpp"

#include <algorithm>
#include <functional>

#include "support/catch.hpp"
#include "unit/live/random_world.hpp"

using namespace random_world;

namespace {

struct Seen {
  std::size_t known = 0;   ///< from its life alone
  std::size_t closed = 0;  ///< likewise
  std::size_t read = 0;    ///< from the records
  std::size_t left_out = 0, asked_for = 0;
};

void check_standing(const PastDays& days, std::uint32_t row, const AsOf& as_of, Seen& seen) {
  const Standing standing = days.standing(row, as_of);
  std::uint16_t stage = StageTable::none;
  REQUIRE(standing.is_opened == as_of.opened(row));
  REQUIRE(standing.is_open == as_of.open(row, &stage));
  REQUIRE(standing.closed_on == as_of.closed_on(row));
  if (standing.closed_on.has_value()) {
    REQUIRE(standing.outcome == as_of.book().stages()[as_of.stage(row)].outcome);
  }
  REQUIRE(days.amount(row, as_of) == as_of.amount(row));
  REQUIRE(days.expected_close(row, as_of) == as_of.expected_close(row));
  const bool is_known = days.plain_life(row, as_of) != nullptr;
  seen.known += is_known ? 1U : 0U;
  seen.closed += is_known && standing.closed_on.has_value() ? 1U : 0U;
  seen.read += is_known ? 0U : 1U;
}

constexpr std::int32_t days_of_world = 30;

/// What is open, or closed in a period drawn at random, is found, in order; each once.
void check_found(Random& random, const PastDays& days, const AsOf& as_of, Seen& seen) {
  const auto some_day = [&] {
    return chance(random, 20)
               ? Date{}
               : Date{first_day + static_cast<std::int32_t>(below(random, days_of_world))};
  };
  const Date from = some_day(), to = some_day();
  const auto rows = static_cast<std::uint32_t>(as_of.book().get<Opportunity>().rows());
  const std::uint32_t first = below(random, rows), last = first + below(random, rows - first + 1);
  std::vector<std::uint32_t> found{7};  // what was found before stays
  days.find(first, last, as_of.day(), from, to, found);
  REQUIRE(found[0] == 7);
  found.erase(found.begin());
  REQUIRE(std::adjacent_find(found.begin(), found.end(), std::greater_equal<>()) == found.end());
  REQUIRE((found.empty() || (first <= found.front() && found.back() < last)));
  for (std::uint32_t row = first; row < last; ++row) {
    const Standing standing = days.standing(row, as_of);
    const bool is_asked_for = standing.is_open || opportune::within(from, standing.closed_on, to);
    const bool is_found = std::find(found.begin(), found.end(), row) != found.end();
    REQUIRE((is_found || !is_asked_for));
    seen.asked_for += is_asked_for ? 1U : 0U;
    seen.left_out += is_found ? 0U : 1U;
  }
}

/// Whole days, and an instant within each.
void check_book(Random& random, const PastDays& days, const Book& book, Seen& seen) {
  for (std::int32_t day = first_day - 2; day < first_day + days_of_world + 2; ++day) {
    const AsOf whole(book, end_of_day(Date{day}));
    const auto second = static_cast<std::int64_t>(below(random, 86'400));
    const AsOf within(book, Instant{start_of_day(Date{day}).micros + second * 1'000'000});
    for (std::uint32_t row = 0; row < book.get<Opportunity>().rows(); ++row) {
      check_standing(days, row, whole, seen);
      check_standing(days, row, within, seen);
    }
    check_found(random, days, whole, seen);
    check_found(random, days, within, seen);
  }
}

/// Opportunities that are opened, moved, closed and reopened within few days, often within one.
class Pursuits {
 public:
  explicit Pursuits(std::uint32_t seed) : random_(seed), workspace_(clocked()) {
    Market market;
    market.id = "se";
    market.currency = "EUR";
    static_cast<void>(workspace_.apply({{market, {}, ""}}));
    for (const char* id : {"acme", "borg"}) {
      Account account;
      account.id = id;
      account.market = "se";
      static_cast<void>(workspace_.apply({{account, {}, ""}}));
    }
  }

  [[nodiscard]] Workspace& workspace() { return workspace_; }
  [[nodiscard]] Random& random() { return random_; }

  /// Puts one, and what became of it. One in four has no history.
  void add(const std::string& account) {
    Opportunity one;
    one.id = "o" + std::to_string(++last_);
    one.account = account;
    const auto opened = first_day + static_cast<std::int32_t>(below(random_, days_of_world / 2));
    one.opened = Date{opened};
    one.amount_minor = 1;
    Instant at = start_of_day(one.opened);
    if (chance(random_, 25)) {
      one.stage = one_of(random_, stages_);
      if (is_closed(one)) {
        one.closed = Date{opened + static_cast<std::int32_t>(below(random_, 8))};
      }
      put(one, at);
      return;
    }
    one.stage = "qualified";
    put(one, at);
    for (std::uint32_t steps = below(random_, 6); steps > 0; --steps) {
      at.micros += static_cast<std::int64_t>(below(random_, 60)) * 3'600'000'000 + 1'000'000;
      one.stage = one_of(random_, stages_);
      one.closed = is_closed(one) ? day_of(at) : Date{};
      one.amount_minor = static_cast<std::int64_t>(below(random_, 5));
      one.expected_close = Date{first_day + static_cast<std::int32_t>(below(random_, 90))};
      put(one, at);
    }
  }

 private:
  static Config clocked() {
    Config out;
    out.clock = start_of_day(Date{first_day + 10 * days_of_world});
    return out;
  }
  static bool is_closed(const Opportunity& one) {
    return one.stage != "qualified" && one.stage != "proposal";
  }
  void put(const Opportunity& one, Instant at) {
    static_cast<void>(workspace_.apply({{one, at, ""}}));
  }

  Random random_;
  Workspace workspace_;
  int last_ = 0;
  std::vector<std::string> stages_{"qualified", "proposal", "won", "lost", "abandoned"};
};

}  // namespace

TEST_CASE("how an opportunity stood at any instant is as the records have it") {
  Seen seen;
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    Pursuits pursuits(seed);
    for (int i = 0; i < 60; ++i) {
      pursuits.add(i % 2 == 0 ? "acme" : "borg");
    }
    const auto before = pursuits.workspace().book();
    check_book(pursuits.random(), PastDays(*before, 1), *before, seen);
    for (int i = 0; i < 5; ++i) {  // after these the index is kept, and not true of all any more
      pursuits.add("acme");
    }
    const auto book = pursuits.workspace().book();
    check_book(pursuits.random(), PastDays(*book, 1), *book, seen);
  }
  CHECK(seen.known > 10'000);
  CHECK(seen.closed > 3'000);
  CHECK(seen.read > 3'000);
  CHECK(seen.asked_for > 3'000);
  CHECK(seen.left_out > 1'000);
}
