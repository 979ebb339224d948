// A policy from JSON: what it says, what it leaves as it is, and every way to get it wrong.
#include <fstream>
#include <iterator>

#include "policy_check.hpp"

using namespace policy_check;

namespace {

/// The first JSON block of the manual page: the default policy.
std::string documented_default() {
  std::ifstream file(std::string(OPP_SOURCE_DIR) + "/docs/policy.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const std::size_t begin = page.find("```json\n") + 8;
  return page.substr(begin, page.find("```", begin) - begin);
}

}  // namespace

TEST_CASE("policy: the manual's default policy is the default") {
  const Policy defaults;
  const Policy read = parse_policy(documented_default());
  REQUIRE(read.severities.size() == kind_count);
  each_kind([&]<class Kind, std::size_t index>() {
    INFO(Kind::name);
    REQUIRE(read.severities[index].has_value());
    CHECK(same(*read.severities[index], Kind::defaults(defaults.milestones)));
  });
  CHECK(read.milestones == defaults.milestones);
  CHECK(read.lead_milestone == defaults.lead_milestone);
  CHECK(read.marketing_horizon_days == defaults.marketing_horizon_days);
  CHECK(read.repeated_material_days == defaults.repeated_material_days);
  CHECK(read.repeated_material_reach == defaults.repeated_material_reach);
  CHECK(read.agreement_bypass_days == defaults.agreement_bypass_days);
  CHECK(read.recommendation == defaults.recommendation);
  CHECK(read.suppression == defaults.suppression);
  CHECK(read.force.roles == defaults.force.roles);
  CHECK(read.force.demands == defaults.force.demands);
}

TEST_CASE("policy: nothing, and an empty object, are the default") {
  for (const char* json : {"", "{}", R"({"severity": {}, "force": {}, "repeated_material": {}})"}) {
    const Policy read = parse_policy(json);
    each_kind([&]<class Kind, std::size_t index>() {
      CHECK(same(severities<Kind, index>(read), Kind::defaults(read.milestones)));
    });
    CHECK(read.force.roles == Policy{}.force.roles);
    CHECK(read.repeated_material_days == Policy{}.repeated_material_days);
  }
}

TEST_CASE("policy: what is not one is refused as a whole") {
  check_refused({{"{", "", "valid JSON"},
                 {"[]", "", "must be a JSON object"},
                 {"null", "", "must be a JSON object"},
                 {"\"severity\"", "", "must be a JSON object"},
                 {R"({"severity": {}} trailing)", "", "valid JSON"},
                 {R"({"quarrel": 1})", "quarrel", "is unknown; a policy has: milestones, severity"},
                 {R"({"Severity": {}})", "Severity", "is unknown"}});
  const std::string deep =
      R"({"severity": )" + std::string(1'000'000, '[') + std::string(1'000'000, ']') + "}";
  CHECK(refused(deep).reason.find("200 levels") != std::string::npos);
}

TEST_CASE("policy: days from 0 to a hundred years") {
  const Policy read = parse_policy(R"({"marketing_horizon_days": 0, "agreement_bypass_days": 36500,
                                       "repeated_material": {"days": 1, "reach": "country"}})");
  CHECK(read.marketing_horizon_days == 0);
  CHECK(read.agreement_bypass_days == 36'500);
  CHECK(read.repeated_material_days == 1);
  CHECK(read.repeated_material_reach == Reach::country);
  const char* reason = "must be a whole number of days from 0 to 36500";
  check_refused({
      {R"({"marketing_horizon_days": -1})", "marketing_horizon_days", reason},
      {R"({"marketing_horizon_days": 36501})", "marketing_horizon_days", reason},
      {R"({"marketing_horizon_days": 4294967296})", "marketing_horizon_days", reason},
      {R"({"marketing_horizon_days": 18446744073709551615})", "marketing_horizon_days", reason},
      {R"({"marketing_horizon_days": 1e300})", "marketing_horizon_days", reason},
      {R"({"marketing_horizon_days": 30.0})", "marketing_horizon_days", reason},
      {R"({"marketing_horizon_days": "30"})", "marketing_horizon_days", reason},
      {R"({"marketing_horizon_days": true})", "marketing_horizon_days", reason},
      {R"({"marketing_horizon_days": null})", "marketing_horizon_days", reason},
      {R"({"agreement_bypass_days": -365})", "agreement_bypass_days", reason},
      {R"({"agreement_bypass_days": [365]})", "agreement_bypass_days", reason},
      {R"({"repeated_material": {"days": 40000}})", "repeated_material.days", reason},
      {R"({"repeated_material": {"days": {}}})", "repeated_material.days", reason},
  });
}

TEST_CASE("policy: how far something reaches") {
  CHECK(parse_policy(R"({"suppression": "account"})").suppression == Reach::account);
  CHECK(parse_policy(R"({"repeated_material": {"reach": "group"}})").repeated_material_reach ==
        Reach::group);
  check_refused({
      {R"({"suppression": "world"})", "suppression", "must be one of: account, country, group"},
      {R"({"suppression": ["group"]})", "suppression", "must be one of"},
      {R"({"suppression": null})", "suppression", "must be one of"},
      {R"({"repeated_material": 90})", "repeated_material", "must be an object with: days, reach"},
      {R"({"repeated_material": {"reach": "market"}})", "repeated_material.reach",
       "must be one of: account, country, group"},
      {R"({"repeated_material": {"within": 90}})", "repeated_material.within",
       "is unknown; repeated_material has: days, reach"},
  });
}

TEST_CASE("policy: rules of engagement, each once") {
  const Policy read = parse_policy(R"({"recommendation": ["largest_amount", "claim"]})");
  CHECK(read.recommendation == std::vector<std::string>{"largest_amount", "claim"});
  CHECK(parse_policy(R"({"recommendation": []})").recommendation.empty());
  check_refused({
      {R"({"recommendation": "claim"})", "recommendation", "must be a list of rules"},
      {R"({"recommendation": {"claim": 1}})", "recommendation", "must be a list of rules"},
      {R"({"recommendation": ["claim", "loudest"]})", "recommendation",
       "is no rule of engagement; the rules are: claim, agreement_owner, global_account_manager"},
      {R"({"recommendation": ["claim", 1]})", "recommendation", "is no rule of engagement"},
      {R"({"recommendation": [null]})", "recommendation", "is no rule of engagement"},
      {R"({"recommendation": ["claim", "account_owner", "claim"]})", "recommendation",
       "is named twice"},
  });
  CHECK(refused(R"({"recommendation": ["claim", "loudest"]})").value == "\"loudest\"");
}

TEST_CASE("policy: who may force over what") {
  const Policy read =
      parse_policy(R"({"force": {"roles": ["legal"], "demands": ["requirement"]}})");
  CHECK(read.force.roles == std::vector<std::string>{"legal"});
  CHECK(read.force.demands == std::vector<DemandKind>{DemandKind::requirement});
  CHECK(parse_policy(R"({"force": {"roles": []}})").force.roles.empty());
  CHECK(parse_policy(R"({"force": {"roles": []}})").force.demands == Policy{}.force.demands);
  check_refused({
      {R"({"force": ["legal"]})", "force", "must be an object with: roles, demands"},
      {R"({"force": {"people": []}})", "force.people", "is unknown; force has: roles, demands"},
      {R"({"force": {"roles": "legal"}})", "force.roles", "must be a list"},
      {R"({"force": {"roles": ["legal", 7]}})", "force.roles", "must be a role's name"},
      {R"({"force": {"roles": [""]}})", "force.roles", "must be a role's name"},
      {R"({"force": {"demands": "field"}})", "force.demands", "must be a list"},
      {R"({"force": {"demands": ["law"]}})", "force.demands",
       "must be one of: activity, field, role, approval, requirement"},
      {R"({"force": {"demands": [null]}})", "force.demands", "must be one of"},
  });
}
