// What holds in a market is remembered for all copies of a Book, until one of them changes what it
// is made of.
#include "opportune/process/market_rules.hpp"

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "model/run_loader.hpp"
#include "opportune/io/json.hpp"
#include "support/catch.hpp"

using namespace opportune;

namespace {

InputTable table_of(const std::string& name, const std::string& rows) {
  return read_json_records(rows, name);
}

std::string process(const std::string& id, const std::string& markets, const std::string& scope) {
  return R"([{"id": ")" + id + R"(", "definition": {"scope": ")" + scope + R"(", "markets": [)" +
         markets + R"(], "stages": [{"id": "a", "milestone": "qualified"},
                                    {"id": "w", "milestone": "won"}]}}])";
}

void put(Book& book, const std::string& name, const std::string& rows) {
  Put as_put;
  IssueList issues(100);
  run_loader(book, {table_of(name, rows)}, issues, &as_put);
  REQUIRE(issues.empty());
}

Book book_of_two_markets() {
  Book book(*Currency::parse("EUR"));
  IssueList issues(100);
  run_loader(book,
             {table_of("market", R"([{"id": "EU"}, {"id": "SE", "parent": "EU",
                                     "jurisdiction": "se"}])"),
              table_of("process", process("local", "", "local")),
              table_of("requirement", R"([{"id": "r1", "jurisdiction": "se",
                                          "milestone": "negotiation"}])")},
             issues);
  REQUIRE(issues.empty());
  return book;
}

/// All that may be asked, worked out anew.
void check_rules(const Book& book) {
  const MarketRules& rules = market_rules_of(book);
  const auto markets = static_cast<std::uint32_t>(book.get<Market>().rows());
  for (std::uint32_t market = 0; market <= markets; ++market) {
    const std::uint32_t asked = market == markets ? no_row : market;
    for (const bool global : {false, true}) {
      for (const char* kind : {"", "new_business", "renewal"}) {
        const ProcessCase each{global, asked, kind};
        REQUIRE(rules.process(book, each) == process_for(book, each));
        REQUIRE(rules.process(book, each) == process_for(book, each));
      }
    }
    std::vector<std::string> found, expected;
    for (const RequirementRow& row : rules.requirements(asked)) {
      found.emplace_back(book.get<Requirement>().id(row.row));
      CHECK(row.milestone ==
            book.stages().milestones().find(
                book.symbols()[book.get<Requirement>().get<"milestone">()[row.row]]));
    }
    const std::uint32_t jurisdiction = book.of_market<"jurisdiction">(asked);
    for (std::uint32_t row = 0; row < book.get<Requirement>().rows(); ++row) {
      if (jurisdiction != no_row &&
          book.get<Requirement>().get<"jurisdiction">()[row] == jurisdiction) {
        expected.emplace_back(book.get<Requirement>().id(row));
      }
    }
    std::sort(expected.begin(), expected.end());
    REQUIRE(found == expected);
  }
}

}  // namespace

TEST_CASE("what holds in a market follows the tables that say it, in each copy of a Book") {
  const Book first = book_of_two_markets();
  check_rules(first);

  Book copy = first;
  CHECK(&market_rules_of(copy) == &market_rules_of(first));
  put(copy, "account", R"([{"id": "acme", "market": "SE"}])");
  CHECK(&market_rules_of(copy) == &market_rules_of(first));  // nothing of it is read from accounts

  put(copy, "process", process("swedish", R"("SE")", "local"));
  check_rules(copy);
  CHECK(market_rules_of(copy).process(copy, {false, 1, ""}) == 1);
  put(copy, "process", process("swedish", R"("SE")", "global"));
  check_rules(copy);
  CHECK(market_rules_of(copy).process(copy, {false, 1, ""}) == 0);
  put(copy, "requirement", R"([{"id": "r0", "jurisdiction": "se", "milestone": "won"}])");
  check_rules(copy);
  CHECK(market_rules_of(copy).requirements(1).size() == 2);
  put(copy, "market", R"([{"id": "EU", "jurisdiction": "eu"}, {"id": "DE", "parent": "EU"}])");
  put(copy, "requirement", R"([{"id": "r2", "jurisdiction": "eu", "milestone": "won"}])");
  check_rules(copy);
  CHECK(market_rules_of(copy).requirements(2).size() == 1);

  check_rules(first);
  CHECK(market_rules_of(first).requirements(1).size() == 1);
}

TEST_CASE("any number of threads may ask what holds in a market") {
  const Book book = book_of_two_markets();
  std::vector<std::thread> threads;
  std::vector<std::uint32_t> found(4, no_row);
  for (std::size_t i = 0; i < found.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 100; ++round) {
        found[i] = market_rules_of(book).process(book, {false, 1, "renewal"});
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(found == std::vector<std::uint32_t>(4, 0));
}
