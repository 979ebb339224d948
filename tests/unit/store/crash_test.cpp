// A writer is killed at random moments: every command that it was told to be done is there, none is
// half there, and opening again needs no help. 1,000 times in a long run (OPPORTUNE_LONG=1).
#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>

#include "opportune/workspace.hpp"
#include "support/catch.hpp"
#include "unit/store/child.hpp"
#include "unit/store/places.hpp"

using namespace opportune;

namespace {

int rounds() { return std::getenv("OPPORTUNE_LONG") != nullptr ? 1000 : 20; }

std::string id(const char* part, std::int64_t number) { return part + std::to_string(number); }

/// Command i puts a market, an account in it and an opportunity there.
void run_command(Workspace& workspace, std::int64_t i) {
  Market market;
  market.id = id("m", i);
  market.currency = "EUR";
  Account account;
  account.id = id("a", i);
  account.market = market.id;
  Opportunity opportunity;
  opportunity.id = id("o", i);
  opportunity.account = account.id;
  opportunity.stage = "qualified";
  opportunity.opened = Date{20'000};
  static_cast<void>(workspace.apply({{market, {}, ""}, {account, {}, ""}, {opportunity, {}, ""}}));
}

/// How many commands are there, each whole, in order; -1: one is half there.
std::int64_t whole_commands(const Workspace& workspace) {
  const auto book = workspace.book();
  const std::size_t rows = book->get<Opportunity>().rows();
  for (std::size_t i = 0; i < rows; ++i) {
    const auto number = static_cast<std::int64_t>(i);
    if (book->get<Market>().find(id("m", number)) == no_row ||
        book->get<Account>().find(id("a", number)) == no_row ||
        book->get<Opportunity>().find(id("o", number)) == no_row) {
      return -1;
    }
  }
  const bool same = book->get<Market>().rows() == rows && book->get<Account>().rows() == rows;
  return same ? static_cast<std::int64_t>(rows) : -1;
}

}  // namespace

TEST_CASE("the commands of the crash test are possible", "[store]") {
  Workspace workspace;
  for (std::int64_t i = 0; i < 3; ++i) {
    run_command(workspace, i);
  }
  CHECK(whole_commands(workspace) == 3);
}

namespace {

/// So many times on one journal, which each writer goes on with; how much was acknowledged.
std::int64_t kill_writers(const Place& place, int times, std::mt19937& random) {
  constexpr unsigned usual = 60'000;  // microseconds; more where a writer does not get that far
  unsigned longest = usual;
  std::int64_t before = 0, acknowledged_in_all = 0;
  for (int i = 0; i < times; ++i) {
    Child writer([&](const auto& tell) {
      Workspace workspace = Workspace::open(place.location());
      for (std::int64_t number = before;; ++number) {
        run_command(workspace, number);
        tell(number);
      }
    });
    std::this_thread::sleep_for(std::chrono::microseconds(2'000 + random() % longest));
    writer.kill();
    const std::vector<std::int64_t> told = writer.told();
    longest = told.empty() ? longest + longest / 4 : std::max(usual, longest - longest / 8);
    const std::int64_t acknowledged = told.empty() ? before : told.back() + 1;
    const std::int64_t found = whole_commands(Workspace::open(place.location()));
    INFO("the " << i << "th time, " << before << " before");
    REQUIRE(found >= acknowledged);
    REQUIRE(found <= acknowledged + 1);
    acknowledged_in_all += acknowledged - before;
    before = found;
  }
  return acknowledged_in_all;
}

}  // namespace

TEST_CASE("a writer that is killed loses nothing that was acknowledged", "[store]") {
  constexpr int times = 20;  // on one journal: opening takes longer with each
  std::mt19937 random(7);
  for (int round = 0; round < rounds(); round += times) {
    at_each_place([&](const Place& place) { CHECK(kill_writers(place, times, random) > times); });
  }
}
