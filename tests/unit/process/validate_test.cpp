// The graph of a process: what is refused, by small examples and against a slow reference on random
// graphs.
#include "opportune/process/validate.hpp"

#include <random>
#include <set>
#include <string>
#include <utility>

#include "process/definition_json.hpp"
#include "support/catch.hpp"

using namespace opportune;

namespace {

using Random = std::mt19937;

constexpr std::uint8_t qualified = 0, discovery = 1, proposal = 2, won = 4, lost = 5, abandoned = 6;

std::uint32_t below(Random& random, std::uint32_t bound) {
  return static_cast<std::uint32_t>(random() % bound);
}

/// Stages with these milestones, named S0, S1, ...
ProcessDefinition process(const std::vector<std::uint8_t>& milestones) {
  ProcessDefinition out;
  for (std::size_t i = 0; i < milestones.size(); ++i) {
    StageDefinition& stage = out.stages.emplace_back();
    stage.id = "s" + std::to_string(i);
    stage.name = "S" + std::to_string(i);
    stage.milestone = milestones[i];
    stage.outcome = Milestones()[milestones[i]].outcome;
  }
  return out;
}
ProcessDefinition process(const std::vector<std::uint8_t>& milestones,
                          std::vector<Transition> transitions) {
  ProcessDefinition out = process(milestones);
  out.transitions = std::move(transitions);
  return out;
}

enum class Wrong : std::uint8_t { start, second_start, unreachable, no_won, stuck, closed, falls };

/// What is wrong, where: a stage, or a move; -1 where that says nothing.
struct Finding {
  Wrong wrong;
  int from = -1, to = -1;
  auto operator<=>(const Finding&) const = default;
};
using Findings = std::multiset<Finding>;

bool open(const ProcessDefinition& definition, std::size_t stage) {
  return definition.stages[stage].milestone < won;
}

/// Domain 4, in words: one step forward, any step back, and any open stage to lost or abandoned.
std::set<std::pair<int, int>> moves_in_words(const ProcessDefinition& definition) {
  std::set<std::pair<int, int>> out;
  const int count = static_cast<int>(definition.stages.size());
  if (definition.transitions) {
    for (const Transition& move : *definition.transitions) {
      out.insert({move.from, move.to});
    }
    return out;
  }
  for (int from = 0; from < count; ++from) {
    if (!open(definition, static_cast<std::size_t>(from))) {
      continue;
    }
    if (from + 1 < count) {
      out.insert({from, from + 1});
    }
    for (int to = 0; to < count; ++to) {
      const std::uint8_t milestone = definition.stages[static_cast<std::size_t>(to)].milestone;
      if ((to < from && milestone < won) || milestone == lost || milestone == abandoned) {
        out.insert({from, to});
      }
    }
  }
  return out;
}

/// The rules of domain 4, on the closure of the graph by Floyd and Warshall.
Findings faults_in_words(const ProcessDefinition& definition) {
  const std::size_t count = definition.stages.size();
  const std::set<std::pair<int, int>> moves = moves_in_words(definition);
  if (!open(definition, 0)) {
    return {{Wrong::start, 0}};
  }
  std::vector<std::vector<bool>> way(count, std::vector<bool>(count));
  std::vector<bool> entered(count);
  for (const auto& [from, to] : moves) {
    way[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)] = true;
    entered[static_cast<std::size_t>(to)] = true;
  }
  for (std::size_t i = 0; i < count; ++i) {
    way[i][i] = true;
  }
  for (std::size_t via = 0; via < count; ++via) {
    for (std::size_t a = 0; a < count; ++a) {
      for (std::size_t b = 0; b < count; ++b) {
        way[a][b] = way[a][b] || (way[a][via] && way[via][b]);
      }
    }
  }
  Findings out;
  bool any_won = false;
  for (const StageDefinition& stage : definition.stages) {
    any_won = any_won || stage.milestone == won;
  }
  if (!any_won) {
    out.insert({Wrong::no_won});
  }
  for (std::size_t i = 0; i < count; ++i) {
    bool to_won = false;
    for (std::size_t j = 0; j < count; ++j) {
      to_won = to_won || (definition.stages[j].milestone == won && way[i][j]);
    }
    if (i > 0 && !entered[i] && open(definition, i)) {
      out.insert({Wrong::second_start, static_cast<int>(i)});
    } else if (!way[0][i]) {
      out.insert({Wrong::unreachable, static_cast<int>(i)});
    }
    if (any_won && open(definition, i) && !to_won) {
      out.insert({Wrong::stuck, static_cast<int>(i)});
    }
  }
  for (const auto& [a, b] : moves) {
    const auto from = static_cast<std::size_t>(a), to = static_cast<std::size_t>(b);
    if (!open(definition, from) && !open(definition, to)) {
      out.insert({Wrong::closed, a, b});
    }
    if (open(definition, from) && open(definition, to) && b > a &&
        definition.stages[to].milestone < definition.stages[from].milestone) {
      out.insert({Wrong::falls, a, b});
    }
  }
  return out;
}

int stage_named(const std::string& name) { return std::stoi(name.substr(1)); }

/// The stages that a sentence names, in order.
std::vector<int> stages_in(const std::string& sentence) {
  std::vector<int> out;
  for (std::size_t at = sentence.find("'S"); at != std::string::npos;
       at = sentence.find("'S", at + 1)) {
    out.push_back(stage_named(sentence.substr(at + 1)));
  }
  return out;
}

/// A fault as a finding: kind by its words, stages by their names; the path names the first stage.
Finding finding_of(const DefinitionFault& fault) {
  const auto says = [&](const char* words) {
    return fault.reason.find(words) != std::string::npos;
  };
  const std::vector<int> stages = stages_in(fault.reason);
  if (says("no stage has the milestone won")) {
    CHECK(fault.path == "stages");
    return {Wrong::no_won};
  }
  REQUIRE_FALSE(stages.empty());
  CHECK(fault.path == "stages[" + std::to_string(stages[0]) + "]");
  if (says("comes first")) {
    return {Wrong::start, stages[0]};
  }
  if (says("second start")) {
    return {Wrong::second_start, stages[0]};
  }
  if (says("cannot be reached from the start")) {
    return {Wrong::unreachable, stages[0]};
  }
  if (says("no won stage can be reached")) {
    return {Wrong::stuck, stages[0]};
  }
  REQUIRE(stages.size() == 2);
  CHECK((says("closed stage") || says("milestone falls")));
  return {says("milestone falls") ? Wrong::falls : Wrong::closed, stages[0], stages[1]};
}

Findings found_in(const ProcessDefinition& definition) {
  Findings out;
  for (const DefinitionFault& fault : graph_faults(definition)) {
    out.insert(finding_of(fault));
  }
  return out;
}

std::vector<DefinitionFault> read(const char* text) {
  std::vector<DefinitionFault> faults;
  static_cast<void>(parse_definition(text, Milestones(), faults));
  return faults;
}

}  // namespace

TEST_CASE("the usual moves: one step forward, any step back, given up from anywhere open") {
  const ProcessDefinition usual = process({qualified, discovery, proposal, won, lost, abandoned});
  std::set<std::pair<int, int>> moves;
  for (const Transition& move : usual.moves()) {
    CHECK(moves.insert({move.from, move.to}).second);
  }
  CHECK(moves == std::set<std::pair<int, int>>{{0, 1},
                                               {0, 4},
                                               {0, 5},
                                               {1, 0},
                                               {1, 2},
                                               {1, 4},
                                               {1, 5},
                                               {2, 0},
                                               {2, 1},
                                               {2, 3},
                                               {2, 4},
                                               {2, 5}});
  CHECK(graph_faults(usual).empty());
}

TEST_CASE("a process of one stage has no way to win") {
  CHECK(found_in(process({qualified})) == Findings{{Wrong::no_won}});
  CHECK(found_in(process({won})) == Findings{{Wrong::start, 0}});
}

TEST_CASE("what leads in a circle is not reached, and no start either") {
  CHECK(
      found_in(process({qualified, discovery, proposal, won}, {{0, 3}, {1, 2}, {2, 1}, {2, 3}})) ==
      Findings{{Wrong::unreachable, 1}, {Wrong::unreachable, 2}});
}

TEST_CASE("a reopening is allowed wherever the closed stage is listed") {
  CHECK(graph_faults(process({qualified, proposal, won, lost}, {{0, 1}, {1, 2}, {1, 3}, {3, 1}}))
            .empty());
  CHECK(graph_faults(process({qualified, lost, proposal, won}, {{0, 2}, {0, 1}, {2, 3}, {1, 2}}))
            .empty());
}

TEST_CASE(
    "winning is a way forward wherever the won stage is listed, giving up and reopening none") {
  const ProcessDefinition definition =
      process({qualified, won, proposal, lost}, {{0, 2}, {2, 1}, {0, 3}, {3, 0}, {1, 2}});
  CHECK(definition.forward({0, 2}));
  CHECK(definition.forward({2, 1}));
  CHECK_FALSE(definition.forward({2, 0}));
  CHECK_FALSE(definition.forward({0, 3}));
  CHECK_FALSE(definition.forward({3, 0}));
  CHECK_FALSE(definition.forward({1, 2}));
}

TEST_CASE("the faults of random graphs are those that the rules give, one by one") {
  Random random(11);
  std::size_t sound = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::uint32_t count = 1 + below(random, 8);
    std::vector<std::uint8_t> milestones;
    for (std::uint32_t i = 0; i < count; ++i) {
      milestones.push_back(static_cast<std::uint8_t>(below(random, 7)));
    }
    if (below(random, 2) == 0) {
      std::sort(milestones.begin(), milestones.end());
    }
    ProcessDefinition definition = process(milestones);
    if (below(random, 4) != 0) {
      std::vector<Transition>& moves = definition.transitions.emplace();
      const std::uint32_t density = 1 + below(random, 6);
      for (std::uint16_t from = 0; from < count; ++from) {
        for (std::uint16_t to = 0; to < count; ++to) {
          if (from != to && below(random, density) == 0) {
            moves.push_back({from, to});
          }
        }
      }
      std::shuffle(moves.begin(), moves.end(), random);
    }
    const Findings expected = faults_in_words(definition);
    sound += expected.empty() ? 1U : 0U;
    REQUIRE((found_in(definition) == expected));
    const Moves allowed(definition);
    for (std::uint16_t from = 0; from < count; ++from) {
      for (std::uint16_t to = 0; to < count; ++to) {
        REQUIRE(allowed.allows({from, to}) == moves_in_words(definition).contains({from, to}));
      }
    }
  }
  CHECK(sound > 200);  // so that the sound ones are tried too
}

TEST_CASE("a stage needs an id and a milestone, also where they are written as null") {
  const auto faults =
      read(R"({"stages": [{"id": null, "milestone": null}, {"milestone": "won"}]})");
  std::set<std::string> paths;
  for (const DefinitionFault& fault : faults) {
    paths.insert(fault.path + " " + fault.reason);
  }
  CHECK(paths == std::set<std::string>{"stages[0].id is missing", "stages[0].milestone is missing",
                                       "stages[1].id is missing"});
}

TEST_CASE("a demand names what it asks for, also where that is written as null") {
  const auto faults = read(
      R"({"stages": [{"id": "a", "milestone": "qualified",
          "exit": {"activities": [{"kind": null}], "roles": [{"minimum": 2}]}},
          {"id": "w", "milestone": "won"}]})");
  REQUIRE(faults.size() == 2);
  CHECK(faults[0].path == "stages[0].exit.activities[0]");
  CHECK(faults[1].path == "stages[0].exit.roles[0]");
}

TEST_CASE("the text of a definition: days are calendar or business") {
  const auto days = [](const std::string& value, std::vector<DefinitionFault>& faults) {
    return parse_definition(R"({"stages": [{"id": "a", "milestone": "qualified", "days": )" +
                                value + R"(}, {"id": "w", "milestone": "won"}]})",
                            Milestones(), faults);
  };
  std::vector<DefinitionFault> none;
  CHECK((days(R"("calendar")", none).stages[0].days == DaysUnit::calendar));
  CHECK((days("null", none).stages[0].days == DaysUnit::calendar));
  CHECK((days(R"("business")", none).stages[0].days == DaysUnit::business));
  CHECK((days(R"("business")", none).stages[1].days == DaysUnit::calendar));
  CHECK(none.empty());
  for (const char* wrong : {R"("working")", R"("Business")", R"("")", "5", "true", "[]"}) {
    std::vector<DefinitionFault> faults;
    static_cast<void>(days(wrong, faults));
    INFO(wrong);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].path == "stages[0].days");
    CHECK(faults[0].reason == "must be one of: calendar, business");
  }
}

TEST_CASE("the text of a definition: every member comes back as it was written") {
  std::vector<DefinitionFault> faults;
  const ProcessDefinition read = parse_definition(
      R"({"scope": "global", "markets": ["se"], "maturity": ["mature"], "structure": ["direct"],
          "kinds": ["renewal"],
          "stages": [{"id": "a", "name": "Meet", "milestone": "qualified", "probability": 0.125,
                      "max_days": 9, "days": "business", "suppress": ["*"],
                      "exit": {"activities": ["call", {"kind": "demo", "minimum": 2}],
                               "fields": ["amount"], "roles": [{"role": "legal"}],
                               "approvals": ["sales_manager"], "requirements": true}},
                     {"id": "w", "milestone": "won"}],
          "transitions": [{"from": "a", "to": "w"}]})",
      Milestones(), faults);
  REQUIRE(faults.empty());
  ProcessDefinition expected;
  expected.global = true;
  expected.markets = {"se"};
  expected.maturity = {"mature"};
  expected.structure = {"direct"};
  expected.kinds = {"renewal"};
  StageDefinition a;
  a.id = "a";
  a.name = "Meet";
  a.milestone = qualified;
  a.probability_ppm = 125'000;
  a.max_days = 9;
  a.days = DaysUnit::business;
  a.suppress = {"*"};
  a.exit = {{{"call", 1}, {"demo", 2}}, {"amount"}, {{"legal", 1}}, {"sales_manager"}, true};
  StageDefinition w;
  w.id = w.name = "w";
  w.milestone = won;
  w.outcome = Outcome::won;
  expected.stages = {a, w};
  expected.transitions = {{{0, 1}}};
  CHECK((read == expected));
}
