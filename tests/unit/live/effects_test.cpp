// The live set of conflicts equals a fresh scan, after every change of a random sequence and every
// move of the clock; check and what_if foretell what applying does.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <string>

#include "opportune/model/book.hpp"
#include "opportune/workspace.hpp"
#include "support/catch.hpp"

using namespace opportune;

namespace {

using Random = std::mt19937;

std::uint32_t below(Random& random, std::uint32_t bound) {
  return static_cast<std::uint32_t>(random() % bound);
}
bool chance(Random& random, std::uint32_t percent) { return below(random, 100) < percent; }
template <class Value>
const Value& one_of(Random& random, const std::vector<Value>& values) {
  return values[below(random, static_cast<std::uint32_t>(values.size()))];
}

constexpr std::int32_t first_day = 20'000;

Date day_near(Random& random, Instant now, std::int32_t back, std::int32_t ahead) {
  return Date{day_of(now).days - back +
              static_cast<std::int32_t>(below(random, static_cast<std::uint32_t>(back + ahead)))};
}

/// What is told of a conflict.
std::string told(const ConflictChange& change) {
  std::string out = std::string(to_string(change.severity)) + "|" + change.group + "|" +
                    std::to_string(change.pairs) + "|" + to_string(change.since) + "|" +
                    std::to_string(change.value_minor) + "|" + change.resolution;
  for (const std::string& member : change.members) {
    out += "|" + member;
  }
  return out;
}

using Live = std::map<std::string, std::string>;

void follow(Live& live, const Effects& effects) {
  for (const ConflictChange& change : effects.opened) {
    REQUIRE(live.emplace(change.id, told(change)).second);
  }
  for (const ConflictChange& change : effects.changed) {
    REQUIRE(live.contains(change.id));
    live[change.id] = told(change);
  }
  for (const ConflictChange& change : effects.closed) {
    REQUIRE(live.erase(change.id) == 1);
  }
}

Live scanned(const Workspace& workspace, Instant at) {
  ConflictQuery query;
  query.as_of = at;
  const ConflictTables found = workspace.conflicts(query);
  Live out;
  const Table& rows = *found.conflicts;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    ConflictChange change;
    change.id = rows.at("id").text(row);
    const std::string severity(rows.at("severity").text(row));
    change.severity = severity == "critical"  ? Severity::critical
                      : severity == "warning" ? Severity::warning
                                              : Severity::info;
    change.group = rows.at("group").text(row);
    change.pairs = static_cast<std::uint64_t>(rows.at("pairs").integer(row));
    change.since = rows.at("since").instant(row);
    change.value_minor = rows.at("value_minor").integer(row);
    change.resolution = rows.at("resolution").text(row);
    const Table& members = *found.members;
    for (std::size_t i = 0; i < members.rows(); ++i) {
      if (members.at("conflict").text(i) == change.id) {
        change.members.push_back(std::string(members.at("type").text(i)) + ":" +
                                 std::string(members.at("id").text(i)));
      }
    }
    out.emplace(change.id, told(change));
  }
  return out;
}

/// A small world in which everything happens often.
class World {
 public:
  explicit World(std::uint32_t seed, Config config = {})
      : random_(seed), now_(start_of_day(Date{first_day})), workspace_(with_clock(config, now_)) {
    const std::vector<std::pair<std::string, std::string>> markets{
        {"world", ""}, {"emea", "world"}, {"se", "emea"}, {"dk", "emea"}, {"us", "world"}};
    std::vector<Change> changes;
    for (const auto& [id, parent] : markets) {
      Market market;
      market.id = id;
      market.parent = parent;
      market.currency = "EUR";
      market.country = id.size() == 2 ? (id == "se" ? "SE" : id == "dk" ? "DK" : "US") : "";
      market.jurisdiction = id == "us" ? "US" : "EU";
      changes.push_back({market, {}, ""});
    }
    for (const std::string& id : people_) {
      Person person;
      person.id = id;
      changes.push_back({person, {}, ""});
    }
    for (const auto& [id, parent] :
         std::vector<std::pair<std::string, std::string>>{{"soft", ""}, {"crm", "soft"}, {"hard", ""}}) {
      Product product;
      product.id = id;
      product.parent = parent;
      changes.push_back({product, {}, ""});
    }
    Process process;
    process.id = "own";
    process.definition =
        R"({"stages":[{"id":"a","milestone":"qualified"},{"id":"b","milestone":"negotiation","suppress":["mailing"]},)"
        R"({"id":"w","milestone":"won"},{"id":"l","milestone":"lost"}]})";
    changes.push_back({process, {}, ""});
    Requirement requirement;
    requirement.id = "clause";
    requirement.jurisdiction = "EU";
    requirement.milestone = "negotiation";
    changes.push_back({requirement, {}, ""});
    for (const std::string& id : accounts_) {
      Account account;
      account.id = id;
      account.market = one_of(random_, leaves_);
      changes.push_back({account, {}, ""});
    }
    static_cast<void>(workspace_.apply(changes));
  }

  [[nodiscard]] Workspace& workspace() noexcept { return workspace_; }
  [[nodiscard]] Instant now() const noexcept { return now_; }
  Random& random() noexcept { return random_; }

  Instant later() {
    now_.micros += chance(random_, 50) ? micros_per_day / 7
                                       : micros_per_day * (1 + below(random_, 40));
    return now_;
  }
  Change change() {
    Change out{any(), {}, ""};
    if (chance(random_, 10)) {  // takes effect later, or did earlier
      out.at.micros = now_.micros + micros_per_day * (static_cast<std::int64_t>(below(random_, 20)) - 5);
    }
    return out;
  }
  Opportunity opportunity() {
    Opportunity out;
    out.id = "o" + std::to_string(below(random_, 14));
    out.account = one_of(random_, accounts_);
    out.market = one_of(random_, leaves_);
    out.owner = chance(random_, 10) ? "" : one_of(random_, people_);
    out.process = chance(random_, 60) ? "own" : "";
    out.opened = day_near(random_, now_, 60, 5);
    const std::uint32_t end = below(random_, 10);
    out.stage = out.process == "own" ? (end == 0 ? "w" : end == 1 ? "l" : end < 5 ? "b" : "a")
                                     : (end == 0 ? "won" : end < 5 ? "negotiation" : "qualified");
    if (end == 0 || (end == 1 && out.process == "own")) {
      out.closed = std::max(out.opened, day_near(random_, now_, 20, 3));
    }
    if (chance(random_, 70)) {
      out.products = {one_of(random_, products_)};
    }
    out.amount_minor = 1000 + below(random_, 5) * 1000;
    if (chance(random_, 30) && has_agreement_) {
      out.agreement = "g0";
    }
    out.discount = below(random_, 3) * 10;
    return out;
  }

 private:
  static Config with_clock(Config config, Instant now) {
    config.clock = now;
    return config;
  }
  AnyRecord any() {
    switch (below(random_, 14)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return opportunity();
      case 4:
        return lead();
      case 5:
        return activity();
      case 6:
        return agreement();
      case 7:
        return claim();
      case 8:
        return team_member();
      case 9:
        return account();
      case 10:
        return parent();
      case 11:
        return delegation();
      case 12:
        return fulfilment();
      default:
        return chance(random_, 30) ? market() : resolution();
    }
  }
  AnyRecord lead() {
    Lead out;
    out.id = "l" + std::to_string(below(random_, 6));
    out.account = one_of(random_, accounts_);
    out.market = one_of(random_, leaves_);
    out.status = chance(random_, 70) ? "working" : "disqualified";
    out.created = day_near(random_, now_, 40, 3);
    if (out.status == "disqualified") {
      out.closed = std::max(out.created, day_near(random_, now_, 10, 3));
    }
    return out;
  }
  AnyRecord activity() {
    Activity out;
    out.id = "m" + std::to_string(below(random_, 10));
    out.account = one_of(random_, accounts_);
    out.kind = chance(random_, 70) ? "mailing" : "event";
    out.channel = "marketing";
    out.material = chance(random_, 60) ? "brochure" : "";
    out.status = one_of(random_, std::vector<std::string>{"planned", "active", "done", "paused"});
    out.start = day_near(random_, now_, 40, 60);
    out.end = Date{out.start.days + static_cast<std::int32_t>(below(random_, 20))};
    return out;
  }
  AnyRecord agreement() {
    Agreement out;
    out.id = "g" + std::to_string(has_agreement_ ? below(random_, 4) : 0);
    has_agreement_ = true;
    out.account = one_of(random_, accounts_);
    out.owner = one_of(random_, people_);
    out.discount = 10.0 * below(random_, 3);
    if (chance(random_, 50)) {
      out.products = {one_of(random_, products_)};
    }
    if (chance(random_, 60)) {
      out.valid_from = day_near(random_, now_, 40, 20);
      out.valid_to = Date{out.valid_from.days + static_cast<std::int32_t>(below(random_, 60))};
    }
    return out;
  }
  AnyRecord claim() {
    Claim out;
    out.id = "c" + std::to_string(below(random_, 4));
    out.person = one_of(random_, people_);
    out.account = one_of(random_, accounts_);
    out.from = day_near(random_, now_, 60, 10);
    if (chance(random_, 60)) {
      out.until = Date{out.from.days + static_cast<std::int32_t>(below(random_, 60))};
    }
    return out;
  }
  AnyRecord team_member() {
    TeamMember out;
    out.account = one_of(random_, accounts_);
    out.person = one_of(random_, people_);
    out.role = chance(random_, 50) ? "global_account_manager" : "key_account_manager";
    out.market = chance(random_, 60) ? one_of(random_, leaves_) : "";
    return out;
  }
  AnyRecord account() {
    Account out;
    out.id = one_of(random_, accounts_);
    out.market = one_of(random_, leaves_);
    out.owner = chance(random_, 50) ? one_of(random_, people_) : "";
    out.domain = chance(random_, 40) ? one_of(random_, std::vector<std::string>{"a.example", "www.A.example", "b.example"}) : "";
    out.duns = chance(random_, 30) ? one_of(random_, std::vector<std::string>{"12-345", "12345", "999"}) : "";
    if (chance(random_, 40)) {
      out.customer_since = day_near(random_, now_, 30, 20);
    }
    return out;
  }
  AnyRecord parent() {
    AccountParent out;
    out.account = one_of(random_, accounts_);
    out.parent = chance(random_, 25) ? "" : one_of(random_, accounts_);
    out.from = day_near(random_, now_, 5, 25);
    return out;
  }
  AnyRecord delegation() {
    Delegation out;
    out.agreement = "g" + std::to_string(below(random_, 4));
    out.person = one_of(random_, people_);
    return out;
  }
  AnyRecord fulfilment() {
    Fulfilment out;
    out.opportunity = "o" + std::to_string(below(random_, 14));
    out.requirement = "clause";
    out.at = now_;
    return out;
  }
  AnyRecord market() {
    Market out;
    out.id = "dk";
    out.parent = chance(random_, 50) ? "emea" : "se";
    out.currency = "EUR";
    out.country = "DK";
    out.jurisdiction = chance(random_, 50) ? "EU" : "DK";
    return out;
  }
  /// Among the members of some conflict that stands.
  AnyRecord resolution() {
    Resolution out;
    out.id = "r" + std::to_string(below(random_, 8));
    ConflictQuery query;
    query.as_of = now_;
    const ConflictTables found = workspace_.conflicts(query);
    const std::size_t rows = found.conflicts->rows();
    const std::size_t row = rows == 0 ? 0 : below(random_, static_cast<std::uint32_t>(rows));
    out.kind = rows == 0 ? "duplicate_pursuit" : found.conflicts->at("kind").text(row);
    const std::string id(rows == 0 ? "" : found.conflicts->at("id").text(row));
    for (std::size_t i = 0; i < found.members->rows(); ++i) {
      if (found.members->at("conflict").text(i) == id && chance(random_, 80)) {
        out.members.push_back(std::string(found.members->at("type").text(i)) + ":" +
                              std::string(found.members->at("id").text(i)));
      }
    }
    out.decision = "allowed";
    out.at = now_;
    if (chance(random_, 60)) {
      out.until = Date{day_of(now_).days + static_cast<std::int32_t>(below(random_, 30))};
    }
    return out;
  }

  Random random_;
  Instant now_;
  bool has_agreement_ = false;
  std::vector<std::string> accounts_{"a0", "a1", "a2", "a3", "a4", "a5"};
  std::vector<std::string> people_{"ann", "bo", "cy"};
  std::vector<std::string> leaves_{"se", "dk", "us"};
  std::vector<std::string> products_{"soft", "crm", "hard"};
  Workspace workspace_;
};

/// 10,000 changes in a long run.
std::uint32_t worlds() { return std::getenv("OPPORTUNE_LONG") != nullptr ? 50 : 4; }

}  // namespace

TEST_CASE("what is told of changes and of time adds up to a fresh scan", "[live]") {
  std::size_t accepted = 0, refused = 0, by_time = 0;
  for (std::uint32_t seed = 1; seed <= worlds(); ++seed) {
    World world(seed);
    Workspace& workspace = world.workspace();
    Live live = scanned(workspace, world.now());
    for (int step = 0; step < 200; ++step) {
      CAPTURE(seed, step);
      if (chance(world.random(), 25)) {
        const Effects effects = workspace.advance_clock(world.later());
        by_time += effects.opened.size() + effects.changed.size() + effects.closed.size();
        follow(live, effects);
      } else {
        const Change change = world.change();
        try {
          const WhatIf foreseen = workspace.what_if({change});
          const Effects effects = workspace.apply({change});
          REQUIRE(to_json(foreseen.effects) == to_json(effects));
          follow(live, effects);
          ++accepted;
        } catch (const InputError&) {
          REQUIRE_THROWS_AS(workspace.apply({change}), InputError);
          ++refused;
        }
      }
      REQUIRE(live == scanned(workspace, world.now()));
    }
  }
  CHECK(accepted > 100 * worlds());
  CHECK(refused > 0);
  CHECK(by_time > 10 * worlds());
}

TEST_CASE("a subscriber hears what the effects say, in their order", "[live]") {
  World world(7);
  Workspace& workspace = world.workspace();
  Live heard;
  std::size_t calls = 0;
  const SubscriptionId subscription = workspace.subscribe([&](const Effects& effects) {
    ++calls;
    follow(heard, effects);
  });
  for (int step = 0; step < 300; ++step) {
    if (chance(world.random(), 20)) {
      static_cast<void>(workspace.advance_clock(world.later()));
    } else {
      try {
        static_cast<void>(workspace.apply({world.change()}));
      } catch (const InputError&) {
        continue;
      }
    }
    REQUIRE(heard == scanned(workspace, world.now()));
  }
  CHECK(calls > 50);
  CHECK(workspace.unsubscribe(subscription));
  CHECK_FALSE(workspace.unsubscribe(subscription));
}

TEST_CASE("a subscriber that throws, calls back or leaves harms nobody", "[live]") {
  World world(11);
  Workspace& workspace = world.workspace();
  std::size_t errors = 0, told = 0, nested = 0;
  SubscriptionId leaving = 0;
  static_cast<void>(workspace.subscribe([](const Effects&) { throw std::runtime_error("no"); },
                                        [&](const std::exception_ptr&) { ++errors; }));
  leaving = workspace.subscribe([&](const Effects&) {
    ++nested;
    CHECK(workspace.unsubscribe(leaving));
    Person person;
    person.id = "from inside";
    static_cast<void>(workspace.apply({Change{person, {}, ""}}));
    static_cast<void>(workspace.conflicts());
  });
  static_cast<void>(workspace.subscribe([&](const Effects&) { ++told; }));
  for (int step = 0; step < 60; ++step) {
    try {
      static_cast<void>(workspace.apply({Change{world.opportunity(), {}, ""}}));
    } catch (const InputError&) {
    }
  }
  CHECK(told > 5);
  CHECK(errors == told);
  CHECK(nested == 1);
  CHECK(workspace.book()->get<Person>().find("from inside") != no_row);
}

TEST_CASE("the clock does not run backwards", "[live]") {
  World world(3);
  static_cast<void>(world.workspace().advance_clock(world.later()));
  const Instant before = world.workspace().clock();
  CHECK_THROWS_AS(world.workspace().advance_clock(Instant{before.micros - 1}), InputError);
  CHECK(world.workspace().clock() == before);
}
