// Several processes on one journal: every accepted change is decided on the state before it, none
// is lost, none is there twice. For minutes in a long run (OPPORTUNE_LONG=1).
#include <chrono>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "opportune/workspace.hpp"
#include "support/catch.hpp"
#include "unit/store/child.hpp"
#include "unit/store/places.hpp"

using namespace opportune;

namespace {

constexpr int processes = 8;
bool is_long() { return std::getenv("OPPORTUNE_LONG") != nullptr; }
std::chrono::seconds duration() { return std::chrono::seconds(is_long() ? 120 : 3); }

double counter_of(const Workspace& workspace) {
  const auto book = workspace.book();
  return book->get<Goal>().get<"target">()[book->get<Goal>().find("counter")];
}
Change counter(double number) {
  Goal out;
  out.id = "counter";
  out.metric = "won_count";
  out.target = number;
  return {out, {}, ""};
}
Change named(const std::string& id) {
  Person out;
  out.id = id;
  return {out, {}, ""};
}

/// Counts one up, and leaves a record of it. Where the database fails, looks whether it did.
bool count_up(Workspace& workspace, const std::string& id) {
  try {
    static_cast<void>(decide_and_apply(workspace, [&](const Workspace& seen) {
      return std::vector<Change>{counter(counter_of(seen) + 1), named(id)};
    }));
    return true;
  } catch (const StoreError&) {
    for (;;) {  // until the database answers again
      try {
        static_cast<void>(workspace.apply({named("asked-" + id)}));
        return workspace.book()->get<Person>().find(id) != no_row;
      } catch (const StoreError&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
    }
  }
}

/// Both pursue one account, each where nobody does.
Decision pursue(Workspace& workspace, const std::string& id, const std::string& person,
                const std::string& account) {
  Opportunity draft;
  draft.id = id;
  draft.account = account;
  draft.owner = person;
  draft.stage = "proposal";
  draft.opened = Date{20'000};
  Decision out;
  static_cast<void>(decide_and_apply(workspace, [&](const Workspace& seen) {
    out = seen.check(draft, end_of_day(Date{20'001}));
    return out.verdict == Verdict::block ? std::vector<Change>()
                                         : std::vector<Change>{{draft, {}, ""}};
  }));
  return out;
}

void count_with_all(const Place& place, const char* control) {
  {
    Workspace workspace = Workspace::open(place.location());
    static_cast<void>(workspace.apply({counter(0)}));
  }
  std::vector<Child> children;
  for (int number = 0; number < processes; ++number) {
    children.emplace_back([&, number](const auto& tell) {
      Workspace workspace = Workspace::open(place.location());
      const auto end = std::chrono::steady_clock::now() + duration();
      for (std::int64_t i = 0; std::chrono::steady_clock::now() < end; ++i) {
        if (count_up(workspace, "p" + std::to_string(number) + "-" + std::to_string(i))) {
          tell(i);
        }
      }
    });
  }
  if (control != nullptr) {
    for (int i = 0; i < (is_long() ? 10 : 2); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(700));
      REQUIRE(std::system((std::string(control) + " stop >/dev/null 2>&1").c_str()) == 0);
      REQUIRE(std::system((std::string(control) + " start >/dev/null 2>&1").c_str()) == 0);
    }
  }
  std::set<std::string> accepted;
  for (int number = 0; number < processes; ++number) {
    for (const std::int64_t i : children[static_cast<std::size_t>(number)].told()) {
      accepted.insert("p" + std::to_string(number) + "-" + std::to_string(i));
    }
    CHECK(children[static_cast<std::size_t>(number)].wait() == 0);
  }
  const Workspace workspace = Workspace::open(place.location());
  CHECK(accepted.size() > 20);
  CHECK(counter_of(workspace) == static_cast<double>(accepted.size()));
  const auto& people = workspace.book()->get<Person>();
  std::size_t found = 0;
  for (std::uint32_t row = 0; row < people.rows(); ++row) {
    const std::string id(people.id(row));
    if (!id.starts_with("asked-")) {
      ++found;
      REQUIRE(accepted.contains(id));
    }
  }
  CHECK(found == accepted.size());
}

}  // namespace

TEST_CASE("eight processes count on one journal, and none is lost", "[store]") {
  at_each_place([](const Place& place) { count_with_all(place, nullptr); });
}

#ifdef OPP_WITH_POSTGRESQL
TEST_CASE("a server that is stopped and started in between loses nothing", "[store]") {
  if (const char* control = std::getenv("OPPORTUNE_TEST_POSTGRES_CONTROL")) {
    count_with_all(ServerPlace(), control);
  }
}
#endif

TEST_CASE("of two processes that pursue one account, one wins and the other sees the conflict",
          "[store]") {
  at_each_place([](const Place& place) {
    constexpr int races = 20;
    {
      Workspace workspace = Workspace::open(place.location());
      Market se, dk;
      se.id = "se";
      dk.id = "dk";
      std::vector<Change> changes{{se, {}, ""}, {dk, {}, ""}, named("ann"), named("bo")};
      for (int i = 0; i < races; ++i) {
        for (const char* market : {"se", "dk"}) {
          Account account;
          account.id = market + std::to_string(i);
          account.market = market;
          account.parent = account.market == "dk" ? "se" + std::to_string(i) : "";
          changes.push_back({account, {}, ""});
        }
      }
      static_cast<void>(workspace.apply(changes));
    }
    std::vector<Child> children;
    for (const std::string person : {"ann", "bo"}) {
      children.emplace_back([&, person](const auto& tell) {
        Workspace workspace = Workspace::open(place.location());
        const std::string market = person == "ann" ? "se" : "dk";
        for (int i = 0; i < races; ++i) {
          const Decision decision =
              pursue(workspace, person + std::to_string(i), person, market + std::to_string(i));
          tell(decision.verdict == Verdict::block ? 0 : 1);
        }
      });
    }
    const std::vector<std::int64_t> first = children[0].told(), second = children[1].told();
    REQUIRE(first.size() == races);
    REQUIRE(second.size() == races);
    for (std::size_t i = 0; i < races; ++i) {
      CHECK(first[i] + second[i] == 1);
    }
    CHECK(Workspace::open(place.location()).count("opportunity") == races);
  });
}
