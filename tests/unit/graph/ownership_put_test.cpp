// A put that would make an account own itself, on whatever day, is refused; the whole ownership is
// looked at here, where a put looks at what it touched.
#include <random>
#include <string>

#include "opportune/workspace.hpp"
#include "support/catch.hpp"

using namespace opportune;

TEST_CASE("no put makes a cycle of ownership on any day", "[graph]") {
  std::size_t refused = 0, accepted = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    std::mt19937 random(seed);
    const auto account = [&] { return "a" + std::to_string(random() % 7); };
    Workspace workspace;
    for (int i = 0; i < 7; ++i) {
      Account record;
      record.id = "a" + std::to_string(i);
      static_cast<void>(workspace.apply({{record, {}, ""}}));
    }
    for (int i = 0; i < 60; ++i) {
      Account standing;
      standing.id = account();
      standing.parent = random() % 4 == 0 ? std::string() : account();
      AccountParent dated;
      dated.account = account();
      dated.parent = random() % 4 == 0 ? std::string() : account();
      dated.from = random() % 5 == 0 ? Date{} : Date{static_cast<std::int32_t>(random() % 40)};
      try {
        static_cast<void>(workspace.apply(
            {random() % 2 == 0 ? Change{standing, {}, ""} : Change{dated, {}, ""}}));
        ++accepted;
      } catch (const InputError& error) {
        const std::string& code = error.issues().front().code;
        REQUIRE((code == "ownership_cycle" || code == "duplicate_id"));
        refused += code == "ownership_cycle" ? 1 : 0;
      }
      Date day;
      REQUIRE(workspace.book()->ownership().cycle(&day).empty());
    }
  }
  CHECK(accepted > 500);
  CHECK(refused > 200);
}
