// How grave kinds are, in a policy.
#include "policy_check.hpp"

using namespace policy_check;

TEST_CASE("policy: a word for a kind is all that there is to say of it") {
  const Policy read =
      parse_policy(R"({"severity": {"requirement_gap": "info", "cross_market_pursuit": "off"}})");
  CHECK(same(severity_in<RequirementGap>(read), {Severity::info, Severity::info}));
  CHECK(severity_in<CrossMarketPursuit>(read).off(true));
  CHECK(severity_in<CrossMarketPursuit>(read).off(false));
  CHECK(same(severity_in<ClaimBreach>(read), ClaimBreach::defaults(read.milestones)));
}

TEST_CASE("policy: of an object what is not named keeps the kind's default, `when` too") {
  const std::uint8_t negotiation = Milestones().negotiation();
  const SeverityWhen late{{}, negotiation, {}, Severity::critical};
  const auto gap = [](const char* json) { return severity_in<RequirementGap>(parse_policy(json)); };
  CHECK(same(gap(R"({"severity": {"requirement_gap": {"prospect": "off", "customer": "off"}}})"),
             {Severity::off, Severity::off, {late}}));
  CHECK(same(gap(R"({"severity": {"requirement_gap": {"customer": "info"}}})"),
             {Severity::warning, Severity::info, {late}}));
  CHECK(same(gap(R"({"severity": {"requirement_gap": {}}})"),
             {Severity::warning, Severity::warning, {late}}));
  CHECK(same(gap(R"({"severity": {"requirement_gap": {"when": []}}})"),
             {Severity::warning, Severity::warning}));
  const KindPolicy pursuit = severity_in<CrossMarketPursuit>(
      parse_policy(R"({"severity": {"cross_market_pursuit": {"customer": "off"}}})"));
  CHECK(same(pursuit, {Severity::critical, Severity::off}));
}

TEST_CASE("policy: entries of when, in their order") {
  const Policy read = parse_policy(R"({"severity": {"duplicate_pursuit": {"when": [
      {"group": "customer", "milestone": "discovery", "value_minor": 5000, "severity": "off"},
      {"value_minor": 9223372036854775807, "severity": "info"},
      {"severity": "warning"}]}}})");
  const KindPolicy kind = severity_in<DuplicatePursuit>(read);
  REQUIRE(kind.when.size() == 3);
  CHECK(same(kind.when[0], {false, std::uint8_t{1}, 5000, Severity::off}));
  CHECK(same(kind.when[1], {{}, {}, 9'223'372'036'854'775'807, Severity::info}));
  CHECK(same(kind.when[2], {{}, {}, {}, Severity::warning}));
}

TEST_CASE("policy: severities that are wrong") {
  check_refused({
      {R"({"severity": "critical"})", "severity", "must be an object of kinds"},
      {R"({"severity": []})", "severity", "must be an object of kinds"},
      {R"({"severity": null})", "severity", "must be an object of kinds"},
      {R"({"severity": {"quarrel": "info"}})", "severity.quarrel",
       "is no kind of conflict; the kinds are: duplicate_pursuit, cross_market_pursuit"},
      {R"({"severity": {"": "info"}})", "severity.", "is no kind of conflict"},
      {R"({"severity": {"claim_breach": "grave"}})", "severity.claim_breach",
       "must be one of: off, info, warning, critical"},
      {R"({"severity": {"claim_breach": "Critical"}})", "severity.claim_breach", "must be one of"},
      {R"({"severity": {"claim_breach": 2}})", "severity.claim_breach", "must be one of"},
      {R"({"severity": {"claim_breach": null}})", "severity.claim_breach", "must be one of"},
      {R"({"severity": {"claim_breach": true}})", "severity.claim_breach", "must be one of"},
      {R"({"severity": {"claim_breach": ["info"]}})", "severity.claim_breach", "must be one of"},
      {R"({"severity": {"claim_breach": {"prospect": "grave"}}})", "severity.claim_breach.prospect",
       "must be one of: off, info, warning, critical"},
      {R"({"severity": {"claim_breach": {"customer": {}}}})", "severity.claim_breach.customer",
       "must be one of"},
      {R"({"severity": {"claim_breach": {"lead": "info"}}})", "severity.claim_breach.lead",
       "is unknown; a severity has: prospect, customer, when"},
  });
}

TEST_CASE("policy: entries of when that are wrong") {
  check_refused({
      {R"({"severity": {"claim_breach": {"when": {"severity": "info"}}}})",
       "severity.claim_breach.when", "must be a list"},
      {R"({"severity": {"claim_breach": {"when": null}}})", "severity.claim_breach.when",
       "must be a list"},
      {R"({"severity": {"claim_breach": {"when": ["info"]}}})", "severity.claim_breach.when[0]",
       "must be an object with a severity"},
      {R"({"severity": {"claim_breach": {"when": [{"severity": "info"}, {"value_minor": 5}]}}})",
       "severity.claim_breach.when[1]", "must be an object with a severity"},
      {R"({"severity": {"claim_breach": {"when": [{}]}}})", "severity.claim_breach.when[0]",
       "must be an object with a severity; it may have: group, milestone, value_minor, severity"},
      {R"({"severity": {"claim_breach": {"when": [{"severity": "grave"}]}}})",
       "severity.claim_breach.when[0].severity", "must be one of"},
      {R"({"severity": {"claim_breach": {"when": [{"severity": "info", "group": "lead"}]}}})",
       "severity.claim_breach.when[0].group", "must be one of: prospect, customer"},
      {R"({"severity": {"claim_breach": {"when": [{"severity": "info", "milestone": "demo"}]}}})",
       "severity.claim_breach.when[0].milestone",
       "must be one of: qualified, discovery, proposal, negotiation"},
      {R"({"severity": {"claim_breach": {"when": [{"severity": "info", "milestone": "won"}]}}})",
       "severity.claim_breach.when[0].milestone", "must be one of"},
      {R"({"severity": {"claim_breach": {"when": [{"severity": "info", "milestone": 3}]}}})",
       "severity.claim_breach.when[0].milestone", "must be one of"},
      {R"({"severity": {"claim_breach": {"when": [{"severity": "info", "value_minor": -1}]}}})",
       "severity.claim_breach.when[0].value_minor", "0 or more"},
      {R"({"severity": {"claim_breach": {"when": [{"severity": "info", "value_minor": 1.5}]}}})",
       "severity.claim_breach.when[0].value_minor", "must be a whole number"},
      {R"({"severity": {"claim_breach": {"when": [{"severity": "info", "value_minor": "9"}]}}})",
       "severity.claim_breach.when[0].value_minor", "must be a whole number"},
      {R"({"severity": {"claim_breach":
           {"when": [{"severity": "info", "value_minor": 9223372036854775808}]}}})",
       "severity.claim_breach.when[0].value_minor", "must be a whole number"},
      {R"({"severity": {"claim_breach": {"when": [{"severity": "info", "value": 5}]}}})",
       "severity.claim_breach.when[0].value",
       "is unknown; an entry has: group, milestone, value_minor, severity"},
  });
}
