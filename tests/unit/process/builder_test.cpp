// Definitions built in C++, and written as JSON: what is written reads as what it was.
#include "opportune/process/builder.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "opportune/model/book.hpp"
#include "opportune/workspace.hpp"
#include "process/definition_json.hpp"
#include "support/catch.hpp"

using namespace opportune;
using nlohmann::json;

namespace {

ProcessDefinition read(const std::string& text) {
  std::vector<DefinitionFault> faults;
  ProcessDefinition out = parse_definition(text, Milestones(), faults);
  for (const DefinitionFault& fault : faults) {
    UNSCOPED_INFO(fault.path << " " << fault.reason);
  }
  REQUIRE(faults.empty());
  return out;
}

/// Every member that a definition has; Python's builder is held to the same file.
std::string full() {
  std::ifstream in(OPP_SOURCE_DIR "/tests/data/process.json");
  return {std::istreambuf_iterator<char>(in), {}};
}
/// What counts of it: the id and name are the row's.
json counting() {
  json out = json::parse(full());
  out.erase("id");
  out.erase("name");
  return out;
}

ProcessBuilder built() {
  return ProcessBuilder("own", "Our own")
      .global()
      .markets({"se", "dk"})
      .maturity({"mature", "growing"})
      .structure({"direct"})
      .kinds({"renewal", "expansion"})
      .stage({.id = "a",
              .milestone = "qualified",
              .name = "Meet",
              .probability = 0.125,
              .max_days = 9,
              .days = DaysUnit::business,
              .suppress = {"mailing", "seminar"},
              .exit = {.activities = {{"call"}, {"demo", 2}},
                       .fields = {"amount", "buyer"},
                       .roles = {{"legal", 3}, {"seller"}},
                       .approvals = {"sales_manager"},
                       .requirements = true}})
      .stage({.id = "b",
              .milestone = "negotiation",
              .probability = 0.333333,
              .max_days = 0,
              .suppress = {"*"}})
      .stage({.id = "w", .milestone = "won", .probability = 1.0})
      .stage({.id = "l", .milestone = "lost"})
      .move("a", {"b"})
      .move("b", {"w"})
      .move("a", {"l"})
      .move("l", {"a"});
}

}  // namespace

TEST_CASE("a definition that is written is the JSON that it was read from") {
  CHECK(json::parse(to_json(read(full()))) == counting());
}

TEST_CASE("a definition that is built is the JSON that says the same") {
  CHECK(json::parse(built().json()) == json::parse(full()));
  CHECK((read(built().json()) == read(full())));
  CHECK(to_json(read(built().json())) == to_json(read(full())));
}

TEST_CASE("only what differs from the defaults is written") {
  const ProcessBuilder plain = ProcessBuilder("p")
                                   .stage({.id = "a", .milestone = "qualified"})
                                   .stage({.id = "w", .milestone = "won"});
  CHECK(plain.json() ==
        R"({"id":"p","stages":[{"id":"a","milestone":"qualified"},{"id":"w","milestone":"won"}]})");
  const std::string said = R"({"scope": "local", "markets": [], "kinds": null,
      "stages": [{"id": "a", "name": "a", "milestone": "qualified", "probability": 0, "days": "calendar",
                  "suppress": [], "max_days": null,
                  "exit": {"activities": [], "requirements": false}},
                 {"id": "w", "milestone": "won"}], "transitions": null})";
  CHECK(to_json(read(said)) ==
        R"({"stages":[{"id":"a","milestone":"qualified"},{"id":"w","milestone":"won"}]})");
}

TEST_CASE("every probability of up to six decimals comes back") {
  for (const std::int32_t ppm : {1, 7, 100'000, 333'333, 666'667, 700'001, 999'999, 1'000'000}) {
    ProcessDefinition definition = read(full());
    definition.stages[0].probability_ppm = ppm;
    CHECK(read(to_json(definition)).stages[0].probability_ppm == ppm);
  }
}

TEST_CASE("a built process is put as it is, and once more makes no new version") {
  Workspace workspace;
  Market se, dk;
  se.id = "se";
  dk.id = "dk";
  workspace.apply({{se, {}, {}}, {dk, {}, {}}, {built().record(), {}, {}}});
  const auto book = workspace.book();
  const ProcessDefinition* stands = book->stages().definition(book->get<Process>().find("own"));
  REQUIRE(stands != nullptr);
  CHECK((*stands == read(full())));
  CHECK(book->get<Process>().get<"name">()[0] == "Our own");

  Process again = built().record();
  again.definition = to_json(*stands);
  workspace.apply({{again, {}, {}}});
  CHECK(workspace.count("process_version") == 0);
  workspace.apply(
      {{built().stage({.id = "x", .milestone = "abandoned"}).move("a", {"x"}).record(), {}, {}}});
  CHECK(workspace.count("process_version") == 1);
}

TEST_CASE("what is wrong in a built process is told when it is put") {
  Workspace workspace;
  const ProcessBuilder wrong = ProcessBuilder("p")
                                   .stage({.id = "a", .milestone = "somewhere", .probability = 2.0})
                                   .stage({.id = "w", .milestone = "won"})
                                   .move("a", {"nowhere"});
  try {
    workspace.apply({{wrong.record(), {}, {}}});
    FAIL("it was taken");
  } catch (const InputError& error) {
    REQUIRE(error.issues().size() == 3);
    CHECK(error.issues()[0].reason.rfind("stages[0].milestone must be one of", 0) == 0);
    CHECK(error.issues()[1].reason == "stages[0].probability must be a number from 0 to 1");
    CHECK(error.issues()[2].reason == "transitions[0].to there is no stage 'nowhere'");
  }
}
