// A small world in which everything happens often: random changes, one after another.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "opportune/workspace.hpp"

namespace random_world {

using namespace opportune;

using Random = std::mt19937;

inline std::uint32_t below(Random& random, std::uint32_t bound) {
  return static_cast<std::uint32_t>(random() % bound);
}
inline bool chance(Random& random, std::uint32_t percent) { return below(random, 100) < percent; }
template <class Value>
const Value& one_of(Random& random, const std::vector<Value>& values) {
  return values[below(random, static_cast<std::uint32_t>(values.size()))];
}

inline constexpr std::int32_t first_day = 20'000;

inline Date day_near(Random& random, Instant now, std::int32_t back, std::int32_t ahead) {
  return Date{day_of(now).days - back +
              static_cast<std::int32_t>(below(random, static_cast<std::uint32_t>(back + ahead)))};
}

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
    for (const auto& [id, parent] : std::vector<std::pair<std::string, std::string>>{
             {"soft", ""}, {"crm", "soft"}, {"hard", ""}}) {
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
    now_.micros +=
        chance(random_, 50) ? micros_per_day / 7 : micros_per_day * (1 + below(random_, 40));
    return now_;
  }
  Change change() {
    Change out{any(), {}, ""};
    if (chance(random_, 10)) {  // takes effect later, or did earlier
      out.at.micros =
          now_.micros + micros_per_day * (static_cast<std::int64_t>(below(random_, 20)) - 5);
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
    out.stage = out.process == "own" ? (end == 0   ? "w"
                                        : end == 1 ? "l"
                                        : end < 5  ? "b"
                                                   : "a")
                                     : (end == 0  ? "won"
                                        : end < 5 ? "negotiation"
                                                  : "qualified");
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
    out.domain =
        chance(random_, 40)
            ? one_of(random_, std::vector<std::string>{"a.example", "www.A.example", "b.example"})
            : "";
    out.duns = chance(random_, 30)
                   ? one_of(random_, std::vector<std::string>{"12-345", "12345", "999"})
                   : "";
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

}  // namespace random_world
