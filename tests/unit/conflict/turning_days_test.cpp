// The days that records tell of, and no others.
#include "opportune/conflict/turning_days.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "opportune/workspace.hpp"
#include "support/catch.hpp"

using namespace opportune;

namespace {

using nlohmann::json;
using Days = std::set<std::string>;

/// One record of a table, with what it refers to put before it, and the days that it tells of.
class Records {
 public:
  Records() {
    put("market", {{"id", "se"}, {"currency", "EUR"}});
    put("person", {{"id", "ann"}});
    put("account", {{"id", "acme"}, {"market", "se"}});
  }
  void put(const char* table, const json& record) {
    workspace_.apply_json(
        json({{"table", table}, {"record", record}, {"at", "2026-01-02T12:00:00Z"}}).dump());
  }
  /// Of the record that was put last.
  template <class Record>
  Days days(const Policy& policy = {}) const {
    const auto book = workspace_.book();
    Days out;
    each_turning_day<Record>(*book, policy,
                             static_cast<std::uint32_t>(book->get<Record>().rows() - 1),
                             [&](Date day) { out.insert(to_string(day)); });
    return out;
  }
  /// Of everything at acme.
  Days of_account(const Policy& policy = {}) const {
    const auto book = workspace_.book();
    Days out;
    each_turning_day_of_account(*book, policy, book->get<Account>().find("acme"),
                                [&](Date day) { out.insert(to_string(day)); });
    return out;
  }
  /// The kinds that may alter at acme, by day.
  std::map<std::string, Days> kinds_of_account(const Policy& policy) const {
    const auto book = workspace_.book();
    std::map<std::string, Days> out;
    each_turning_day_of_account(*book, policy, book->get<Account>().find("acme"),
                                [&](Date day, const KindSet& kinds) {
                                  for (std::size_t kind = 0; kind < kind_count; ++kind) {
                                    if (kinds[kind]) {
                                      out[to_string(day)].emplace(conflict_kinds[kind]);
                                    }
                                  }
                                });
    return out;
  }

 private:
  Workspace workspace_;
};

json opportunity(const char* stage) {
  return {{"id", "o1"}, {"account", "acme"}, {"stage", stage}, {"opened", "2026-01-05"}};
}

}  // namespace

TEST_CASE("validity turns on its first day and on the day after its last") {
  Records records;
  records.put("agreement", {{"id", "g1"},
                            {"account", "acme"},
                            {"valid_from", "2026-01-10"},
                            {"valid_to", "2026-12-31"}});
  CHECK(records.days<Agreement>() == Days{"2026-01-10", "2027-01-01"});
  records.put("agreement", {{"id", "g2"}, {"account", "acme"}});
  CHECK(records.days<Agreement>().empty());
  records.put("claim", {{"id", "c1"},
                        {"person", "ann"},
                        {"account", "acme"},
                        {"from", "2026-02-01"},
                        {"until", "2026-02-28"}});
  CHECK(records.days<Claim>() == Days{"2026-02-01", "2026-03-01"});
  CHECK(records.of_account() == Days{"2026-01-10", "2027-01-01", "2026-02-01", "2026-03-01"});
}

TEST_CASE("an opportunity turns when it is opened and closed, and a won one after the look-back") {
  Policy policy;
  policy.agreement_bypass_days = 10;
  Records records;
  records.put("opportunity", opportunity("qualified"));
  CHECK(records.days<Opportunity>(policy) == Days{"2026-01-05"});
  json lost = opportunity("lost");
  lost["closed"] = "2026-02-01";
  Records others;
  others.put("opportunity", lost);
  CHECK(others.days<Opportunity>(policy) == Days{"2026-01-05", "2026-02-01"});
  json won = opportunity("won");
  won["closed"] = "2026-02-01";
  Records third;
  third.put("opportunity", won);
  CHECK(third.days<Opportunity>(policy) == Days{"2026-01-05", "2026-02-01", "2026-02-12"});
}

TEST_CASE("a stage change turns on its day, and one that wins after the look-back") {
  Policy policy;
  policy.agreement_bypass_days = 10;
  Records records;
  records.put("opportunity", opportunity("qualified"));
  const auto move = [&](const char* from, const char* to, const char* at) {
    records.put("stage_change", {{"opportunity", "o1"}, {"from", from}, {"to", to}, {"at", at}});
    return records.days<StageChange>(policy);
  };
  CHECK(move("qualified", "proposal", "2026-02-01T23:59:59Z") == Days{"2026-02-01"});
  CHECK(move("proposal", "won", "2026-02-03T00:00:00Z") == Days{"2026-02-03", "2026-02-14"});
  const Days all = records.of_account(policy);
  CHECK(all.count("2026-02-01") + all.count("2026-02-14") == 2);
}

TEST_CASE("marketing turns a horizon before it starts, and when it starts, is done and is over") {
  Policy policy;
  policy.marketing_horizon_days = 7;
  Records records;
  json mailing = {{"id", "m1"},         {"kind", "mailing"},   {"channel", "marketing"},
                  {"account", "acme"},  {"status", "planned"}, {"start", "2026-03-10"},
                  {"end", "2026-03-31"}};
  records.put("activity", mailing);
  const Days days{"2026-03-03", "2026-03-10", "2026-03-31", "2026-04-01"};
  CHECK(records.days<Activity>(policy) == days);
  CHECK(records.of_account(policy) == days);
  mailing["channel"] = "sales";  // no conflict looks at those
  records.put("activity", mailing);
  CHECK(records.of_account(policy).empty());
}

TEST_CASE("a resolution turns what it speaks of, on its day and on the day after its last") {
  Records records;
  records.put("opportunity", opportunity("qualified"));
  json other = opportunity("qualified");
  other["id"] = "o2";
  records.put("opportunity", other);
  records.put("resolution", {{"id", "r1"},
                             {"kind", "duplicate_pursuit"},
                             {"members", {"opportunity:o1", "opportunity:o2"}},
                             {"decision", "allowed"},
                             {"at", "2026-02-01T10:00:00Z"},
                             {"until", "2026-02-15"}});
  CHECK(records.days<Resolution>() == Days{"2026-02-01", "2026-02-16"});
  CHECK(records.of_account() == Days{"2026-01-05", "2026-02-01", "2026-02-16"});
}

TEST_CASE("ownership, customers, rates and leads turn on their days") {
  Records records;
  records.put("account", {{"id", "acme"}, {"market", "se"}, {"customer_since", "2026-04-01"}});
  CHECK(records.days<Account>() == Days{"2026-04-01"});
  records.put("account", {{"id", "volta"}, {"market", "se"}});
  records.put("account_parent", {{"account", "acme"}, {"parent", "volta"}, {"from", "2026-05-01"}});
  CHECK(records.days<AccountParent>() == Days{"2026-05-01"});
  records.put("fx_rates", {{"date", "2026-06-01"}, {"currency", "SEK"}, {"rate", 0.1}});
  CHECK(records.days<FxRate>() == Days{"2026-06-01"});
  records.put("lead", {{"id", "l1"},
                       {"account", "acme"},
                       {"status", "disqualified"},
                       {"created", "2026-02-01"},
                       {"closed", "2026-03-01"}});
  CHECK(records.days<Lead>() == Days{"2026-02-01", "2026-03-01"});
  CHECK(records.of_account() == Days{"2026-04-01", "2026-05-01", "2026-02-01", "2026-03-01"});
}

TEST_CASE("what has no day, or one that no conflict looks at, turns nothing") {
  Records records;
  records.put("opportunity", opportunity("qualified"));
  records.put("holiday", {{"market", "se"}, {"date", "2026-12-25"}});
  records.put("close_date_change",
              {{"opportunity", "o1"}, {"to", "2026-09-30"}, {"at", "2026-02-01T10:00:00Z"}});
  records.put("team_member", {{"account", "acme"}, {"person", "ann"}, {"role", "seller"}});
  CHECK(records.days<Holiday>().empty());
  CHECK(records.days<CloseDateChange>().empty());
  CHECK(records.days<TeamMember>().empty());
  CHECK(records.of_account() == Days{"2026-01-05"});
}

TEST_CASE("a day is told with the kinds that read what turns on it, of most records all") {
  Policy policy;
  policy.marketing_horizon_days = 7;
  policy.agreement_bypass_days = 10;
  Records records;
  records.put("claim",
              {{"id", "c1"}, {"person", "ann"}, {"account", "acme"}, {"from", "2026-02-01"}});
  records.put("agreement", {{"id", "g1"}, {"account", "acme"}, {"valid_to", "2026-02-28"}});
  records.put(
      "lead",
      {{"id", "l1"}, {"account", "acme"}, {"status", "working"}, {"created", "2026-01-03"}});
  records.put("activity", {{"id", "m1"},
                           {"kind", "mailing"},
                           {"channel", "marketing"},
                           {"account", "acme"},
                           {"status", "planned"},
                           {"start", "2026-03-10"}});
  json won = opportunity("won");
  won["closed"] = "2026-04-01";
  records.put("opportunity", won);
  const auto kinds = records.kinds_of_account(policy);
  const Days marketing{"marketing_collision", "repeated_material"};
  CHECK(kinds.at("2026-02-01") == Days{"claim_breach"});
  CHECK(kinds.at("2026-03-01") ==
        Days{"agreement_bypass", "agreement_overlap", "scope_breach", "terms_mismatch"});
  CHECK(kinds.at("2026-01-03") == Days{"lead_collision"});
  CHECK(kinds.at("2026-03-03") == marketing);
  CHECK(kinds.at("2026-03-10") == marketing);
  CHECK(kinds.at("2026-04-12") == Days{"agreement_bypass"});  // the look-back is over
  for (const char* day : {"2026-01-05", "2026-04-01"}) {      // opened, closed
    CHECK(kinds.at(day).size() == kind_count);
  }
}
