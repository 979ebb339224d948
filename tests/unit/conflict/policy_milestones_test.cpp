// The organisation's own milestones, in a policy.
#include "policy_check.hpp"

using namespace policy_check;

TEST_CASE("policy: the organisation's milestones, which the other members then name") {
  const Policy read = parse_policy(R"({
      "lead_collision_milestone": "offer",
      "severity": {"lead_collision": {"when": [{"milestone": "meet", "severity": "info"}]}},
      "milestones": ["meet", {"name": "offer", "probability": 0.5},
                     {"name": "order", "outcome": "won"}, {"name": "gone", "outcome": "lost"}]})");
  CHECK(read.milestones.names() == "meet, offer, order, gone");
  CHECK(read.lead_milestone == 1);
  CHECK(severity_in<LeadCollision>(read).when[0].milestone == std::uint8_t{0});
  const Policy other =
      parse_policy(R"({"milestones": ["meet", {"name": "order", "outcome": "won"}]})");
  CHECK(other.lead_milestone == 0);
  CHECK(severity_in<RequirementGap>(other).when[0].milestone == std::uint8_t{0});
  check_refused({
      {R"({"lead_collision_milestone": "demo"})", "lead_collision_milestone",
       "must be one of: qualified, discovery, proposal, negotiation"},
      {R"({"lead_collision_milestone": "lost"})", "lead_collision_milestone", "must be one of"},
      {R"({"lead_collision_milestone": 3})", "lead_collision_milestone", "must be one of"},
      {R"({"lead_collision_milestone": "negotiation",
           "milestones": ["meet", {"name": "order", "outcome": "won"}]})",
       "lead_collision_milestone", "must be one of: meet"},
  });
}

TEST_CASE("policy: milestones that are wrong") {
  check_refused({
      {R"({"milestones": "qualified"})", "milestones", "must be a list"},
      {R"({"milestones": []})", "milestones", "none is open"},
      {R"({"milestones": [7]})", "milestones[0]", "must be a name, or an object"},
      {R"({"milestones": ["a", {"title": "b"}]})", "milestones[1].title",
       "is unknown; a milestone has: name, outcome, probability"},
      {R"({"milestones": ["a", {"name": 1}]})", "milestones[1].name", "must be a text"},
      {R"({"milestones": ["a", {"name": "b", "outcome": "gone"}]})", "milestones[1].outcome",
       "must be one of: open, won, lost, abandoned"},
      {R"({"milestones": ["a", {"name": "b", "outcome": "won", "probability": 1.01}]})",
       "milestones[1].probability", "must be a number from 0 to 1"},
      {R"({"milestones": ["a", {"name": "b", "outcome": "won", "probability": "1"}]})",
       "milestones[1].probability", "must be a number from 0 to 1"},
      {R"({"milestones": ["", {"name": "b", "outcome": "won"}]})", "milestones",
       "a milestone must have a name"},
      {R"({"milestones": ["a", {"outcome": "won"}]})", "milestones",
       "a milestone must have a name"},
      {R"({"milestones": ["a", "a", {"name": "b", "outcome": "won"}]})", "milestones",
       "'a' stands twice"},
      {R"({"milestones": [{"name": "b", "outcome": "won"}, "a"]})", "milestones",
       "the closed ones come last"},
      {R"({"milestones": ["a", {"name": "b", "outcome": "lost"}]})", "milestones",
       "none is closed as won"},
      {R"({"milestones": ["a", {"name": "b", "outcome": "lost"}, {"name": "c", "outcome": "won"}]})",
       "milestones", "must come first of the closed ones"},
      {R"({"milestones": ["a", {"name": "b", "outcome": "won"}, {"name": "c", "outcome": "won"}]})",
       "milestones", "and alone be won"},
      {R"({"milestones": ["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16",
                          {"name": "b", "outcome": "won"}]})",
       "milestones", "more than 16"},
  });
}

TEST_CASE("policy: for one question the milestones stand") {
  const Milestones own(std::vector<Milestone>{
      {"meet", Outcome::open, 0}, {"offer", Outcome::open, 0}, {"order", Outcome::won, 1'000'000}});
  CHECK(parse_policy("", own).lead_milestone == 1);
  CHECK(parse_policy(R"({"lead_collision_milestone": "meet"})", own).lead_milestone == 0);
  CHECK_THROWS_AS(parse_policy(R"({"lead_collision_milestone": "negotiation"})", own), InputError);
  CHECK_THROWS_AS(parse_policy(R"({"milestones": ["a"]})", own), InputError);
}
