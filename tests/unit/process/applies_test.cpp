// Which process applies, and which processes tie: against the rule of domain 4 written anew, slow
// and obvious, on random markets and processes.
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "model/run_loader.hpp"
#include "opportune/io/json.hpp"
#include "opportune/process/market_rules.hpp"
#include "opportune/process/ties.hpp"
#include "support/catch.hpp"

using namespace opportune;

namespace {

using Random = std::mt19937;
using nlohmann::json;
using Texts = std::vector<std::string>;

const Texts maturities = {"emerging", "growing", "mature"};
const Texts structures = {"direct", "partner", "hybrid"};
const Texts kinds = {"new_business", "new_agreement", "renewal", "expansion"};

std::uint32_t below(Random& random, std::uint32_t bound) {
  return static_cast<std::uint32_t>(random() % bound);
}

/// One or two of these, or (mostly) none.
Texts some(Random& random, const Texts& from) {
  std::set<std::string> out;
  for (std::uint32_t i = below(random, 4); i > 1; --i) {
    out.insert(from[below(random, static_cast<std::uint32_t>(from.size()))]);
  }
  return {out.begin(), out.end()};
}

struct OneMarket {
  std::string id, parent, maturity, structure;
};
struct OneProcess {
  std::string id;
  bool global = false;
  Texts markets, maturity, structure, kinds;
};
struct World {
  std::vector<OneMarket> markets;
  std::vector<OneProcess> processes;
};

World random_world(Random& random) {
  World out;
  Texts ids;
  const std::uint32_t count = 1 + below(random, 6);
  for (std::uint32_t i = 0; i < count; ++i) {
    OneMarket market{"m" + std::to_string((i * 5 + 3) % 7), "", "", ""};
    if (i > 0 && below(random, 4) != 0) {
      market.parent = ids[below(random, i)];
    }
    if (below(random, 3) != 0) {
      market.maturity = maturities[below(random, 3)];
    }
    if (below(random, 3) != 0) {
      market.structure = structures[below(random, 3)];
    }
    ids.push_back(market.id);
    out.markets.push_back(market);
  }
  for (std::uint32_t i = below(random, 5); i > 0; --i) {
    out.processes.push_back({"p" + std::to_string(i), below(random, 3) == 0, some(random, ids),
                             some(random, maturities), some(random, structures),
                             some(random, kinds)});
  }
  return out;
}

InputTable table_of(const json& rows, const char* name) {
  return read_json_records(rows.dump(), name);
}

std::vector<InputTable> tables_of(const World& world) {
  const auto text = [](const std::string& value) { return value.empty() ? json() : json(value); };
  json markets = json::array(), processes = json::array();
  for (const OneMarket& market : world.markets) {
    markets.push_back({{"id", market.id},
                       {"parent", text(market.parent)},
                       {"maturity", text(market.maturity)},
                       {"structure", text(market.structure)}});
  }
  for (const OneProcess& process : world.processes) {
    processes.push_back(
        {{"id", process.id},
         {"definition",
          {{"scope", process.global ? "global" : "local"},
           {"markets", process.markets},
           {"maturity", process.maturity},
           {"structure", process.structure},
           {"kinds", process.kinds},
           {"stages",
            {{{"id", "a"}, {"milestone", "qualified"}}, {{"id", "w"}, {"milestone", "won"}}}}}}});
  }
  std::vector<InputTable> out;
  out.push_back(table_of(markets, "market"));
  if (!world.processes.empty()) {
    out.push_back(table_of(processes, "process"));
  }
  return out;
}

// --- the rule in words --------------------------------------------------------------------------

const OneMarket& market_of(const World& world, const std::string& id) {
  for (const OneMarket& market : world.markets) {
    if (market.id == id) {
      return market;
    }
  }
  throw std::logic_error("no market " + id);
}

bool holds(const Texts& allowed, const std::string& value) {
  return allowed.empty() || std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

/// How many steps above the market the closest of the process's markets is: 0 the market itself.
/// Far away where the process names none; nothing where none of those that it names holds it.
std::optional<int> distance(const World& world, const OneProcess& process, std::string market) {
  constexpr int far_away = 1000;
  if (process.markets.empty()) {
    return far_away;
  }
  for (int steps = 0; !market.empty(); ++steps) {
    if (std::find(process.markets.begin(), process.markets.end(), market) !=
        process.markets.end()) {
      return steps;
    }
    market = market_of(world, market).parent;
  }
  return std::nullopt;
}

bool fits_in_words(const World& world, const OneProcess& process, const std::string& market,
                   const std::string& kind) {
  const OneMarket& here = market_of(world, market);
  return distance(world, process, market) && holds(process.maturity, here.maturity) &&
         holds(process.structure, here.structure) && holds(process.kinds, kind);
}

int conditions(const OneProcess& process) {
  return (process.maturity.empty() ? 0 : 1) + (process.structure.empty() ? 0 : 1) +
         (process.kinds.empty() ? 0 : 1);
}

/// The ids of those that apply: none, one, or several that tie, by id.
std::set<std::string> apply_in_words(const World& world, bool global_group,
                                     const std::string& market, const std::string& kind) {
  std::vector<OneProcess> globals, locals;
  for (const OneProcess& process : world.processes) {
    if (fits_in_words(world, process, market, kind)) {
      (process.global ? globals : locals).push_back(process);
    }
  }
  const std::vector<OneProcess>& asked = global_group && !globals.empty() ? globals : locals;
  std::set<std::string> out;
  for (const OneProcess& process : asked) {
    bool beaten = false;
    for (const OneProcess& other : asked) {
      const int mine = *distance(world, process, market);
      const int theirs = *distance(world, other, market);
      beaten =
          beaten || theirs < mine || (theirs == mine && conditions(other) > conditions(process));
    }
    if (!beaten) {
      out.insert(process.id);
    }
  }
  return out;
}

/// Calls visit(global, market, kind) for every case, markets by id.
template <class Visit>
void each_case(const World& world, Visit&& visit) {
  std::set<std::string> markets;
  for (const OneMarket& market : world.markets) {
    markets.insert(market.id);
  }
  for (const bool global : {false, true}) {
    for (const std::string& market : markets) {
      visit(global, market, std::string());
      for (const std::string& kind : kinds) {
        visit(global, market, kind);
      }
    }
  }
}

using Pair = std::pair<std::string, std::string>;
using Where = std::pair<std::string, std::string>;  // market, kind

/// The first of those that tie with each other one, and the first case in which they do.
std::map<Pair, Where> ties_in_words(const World& world) {
  std::map<Pair, Where> out;
  each_case(world, [&](bool global, const std::string& market, const std::string& kind) {
    const std::set<std::string> best = apply_in_words(world, global, market, kind);
    for (const std::string& other : best) {
      if (other != *best.begin()) {
        out.insert({{*best.begin(), other}, {market, kind}});
      }
    }
  });
  return out;
}

}  // namespace

TEST_CASE("the process that applies, and the ties, are those of the rule") {
  Random random(5);
  std::size_t tied = 0, applied = 0;
  for (int round = 0; round < 1'500; ++round) {
    const World world = random_world(random);
    Book book(*Currency::parse("EUR"));
    IssueList issues(100);
    run_loader(book, tables_of(world), issues);
    const std::map<Pair, Where> expected = ties_in_words(world);

    std::map<Pair, Where> found;
    const Store<Process>& processes = book.get<Process>();
    for (const ProcessTie& tie : process_ties(book)) {
      REQUIRE(tie.market != no_row);
      found.insert({{std::string(processes.id(tie.a)), std::string(processes.id(tie.b))},
                    {std::string(book.get<Market>().id(tie.market)), tie.kind}});
    }
    REQUIRE(found == expected);
    REQUIRE(issues.total() == expected.size());
    for (const Issue& issue : issues.issues()) {
      CHECK(issue.code == "process_tie");
    }
    tied += expected.empty() ? 0U : 1U;

    each_case(world, [&](bool global, const std::string& market, const std::string& kind) {
      const std::set<std::string> best = apply_in_words(world, global, market, kind);
      const std::uint32_t process =
          process_for(book, {global, book.get<Market>().find(market), kind});
      const std::string id(process == no_row ? "" : processes.id(process));
      const ProcessCase asked{global, book.get<Market>().find(market), kind};
      REQUIRE(market_rules_of(book).process(book, asked) == process);
      REQUIRE(market_rules_of(book).process(book, asked) == process);  // remembered
      REQUIRE(id == (best.empty() ? "" : *best.begin()));
      applied += best.empty() ? 0U : 1U;
    });
  }
  CHECK(tied > 30);
  CHECK(applied > 1'000);
}

TEST_CASE("every process is told with why it does not apply") {
  Random random(6);
  for (int round = 0; round < 300; ++round) {
    const World world = random_world(random);
    Book book(*Currency::parse("EUR"));
    IssueList issues(100);
    run_loader(book, tables_of(world), issues);
    each_case(world, [&](bool global, const std::string& market, const std::string& kind) {
      const auto found = fits(book, {global, book.get<Market>().find(market), kind});
      REQUIRE(found.size() == world.processes.size());
      std::set<std::string> best;
      for (const ProcessFit& fit : found) {
        if (fit.applies() && fit.ties(found.front())) {
          best.insert(std::string(book.get<Process>().id(fit.process)));
        }
      }
      REQUIRE(best == apply_in_words(world, global, market, kind));
    });
  }
}

TEST_CASE("two processes for everything tie in the first market, also before there is one") {
  const json both = {
      {"stages", {{{"id", "a"}, {"milestone", "qualified"}}, {{"id", "w"}, {"milestone", "won"}}}}};
  const json rows = {{{"id", "one"}, {"definition", both}}, {{"id", "two"}, {"definition", both}}};
  for (const bool with_markets : {true, false}) {
    Book book(*Currency::parse("EUR"));
    IssueList issues(10);
    std::vector<InputTable> tables;
    tables.push_back(table_of(rows, "process"));
    if (with_markets) {
      tables.push_back(table_of({{{"id", "se"}}, {{"id", "dk"}}}, "market"));
    }
    run_loader(book, tables, issues);
    REQUIRE(issues.total() == 1);
    const Issue& issue = issues.issues().front();
    CHECK(issue.value == "two");
    CHECK(issue.reason.find("'one'") != std::string::npos);
    CHECK(issue.reason.find(with_markets ? "of market dk" : "without a market") !=
          std::string::npos);
  }
}

TEST_CASE("a tie that no opportunity can meet is none") {
  const json stages = {{{"id", "a"}, {"milestone", "qualified"}},
                       {{"id", "w"}, {"milestone", "won"}}};
  const json rows = {{{"id", "one"}, {"definition", {{"stages", stages}}}},
                     {{"id", "two"}, {"definition", {{"stages", stages}}}},
                     {{"id", "here"}, {"definition", {{"markets", {"se"}}, {"stages", stages}}}}};
  Book book(*Currency::parse("EUR"));
  IssueList issues(10);
  std::vector<InputTable> tables;
  tables.push_back(table_of(rows, "process"));
  tables.push_back(table_of(json::array({{{"id", "se"}}}), "market"));
  run_loader(book, tables, issues);
  CHECK(issues.empty());
}

TEST_CASE("a group is global by its root's flag, or by two countries") {
  Random random(7);
  const Texts countries = {"SE", "DK", "JP"};
  for (int round = 0; round < 500; ++round) {
    std::vector<std::string> market_country;
    json markets = json::array(), accounts = json::array();
    const std::uint32_t count = 1 + below(random, 4);
    std::vector<std::uint32_t> above;
    for (std::uint32_t i = 0; i < count; ++i) {
      const bool has_parent = i > 0 && below(random, 2) == 0;
      above.push_back(has_parent ? below(random, i) : i);
      market_country.push_back(below(random, 3) == 0 ? "" : countries[below(random, 3)]);
      json row = {{"id", "m" + std::to_string(i)}, {"parent", nullptr}, {"country", nullptr}};
      if (has_parent) {
        row["parent"] = "m" + std::to_string(above[i]);
      }
      if (!market_country[i].empty()) {
        row["country"] = market_country[i];
      }
      markets.push_back(row);
    }
    const auto country_of = [&](std::uint32_t market) {
      while (market_country[market].empty() && above[market] != market) {
        market = above[market];
      }
      return market_country[market];
    };
    const std::uint32_t companies = 1 + below(random, 6);
    std::vector<std::uint32_t> root(companies);
    std::vector<bool> flagged(companies);
    std::vector<std::set<std::string>> lies_in(companies);
    for (std::uint32_t i = 0; i < companies; ++i) {
      const std::uint32_t market = below(random, count);
      const std::uint32_t parent = below(random, i + 1);  // itself: independent
      root[i] = parent == i ? i : root[parent];
      flagged[i] = below(random, 5) == 0;
      json row = {{"id", "a" + std::to_string(i)},
                  {"parent", nullptr},
                  {"market", "m" + std::to_string(market)},
                  {"global", nullptr}};
      if (parent != i) {
        row["parent"] = "a" + std::to_string(parent);
      }
      if (flagged[i]) {
        row["global"] = true;
      }
      accounts.push_back(row);
      if (!country_of(market).empty()) {
        lies_in[root[i]].insert(country_of(market));
      }
    }
    Book book(*Currency::parse("EUR"));
    IssueList issues(10);
    run_loader(book, {table_of(markets, "market"), table_of(accounts, "account")}, issues);
    REQUIRE(issues.empty());
    const auto groups = book.ownership().groups(Date{20'000});
    for (std::uint32_t i = 0; i < companies; ++i) {
      if (root[i] == i) {
        const std::uint32_t row = book.get<Account>().find("a" + std::to_string(i));
        CHECK(global_group(book, *groups, row) == (flagged[i] || lies_in[i].size() > 1));
      }
    }
  }
}
