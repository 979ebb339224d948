// checklist: for the present stage and those that can follow, what is done, what is missing, who
// must join, which agreements, pauses and conflicts there are.
#include <algorithm>

#include "opportune/process/applies.hpp"
#include "opportune/process/business_days.hpp"
#include "process/commands.hpp"

namespace opportune {
namespace {

class Maker {
 public:
  Maker(const Book& book, const Policy& policy, std::uint32_t row, Instant at)
      : book_(book),
        policy_(policy),
        row_(row),
        as_of_(book, at),
        groups_(book.ownership().groups(as_of_.day())),
        account_(book.get<Opportunity>().get<"account">()[row]),
        root_(groups_->root(account_)),
        stage_(as_of_.stage(row)) {}

  Checklist make() {
    Checklist out;
    out.opportunity = book_.get<Opportunity>().id(row_);
    out.process = process_name(book_, stage_);
    out.version = book_.stages().version_of(stage_).number;
    applies(out);
    stage(out);
    ways(out);
    people(out);
    agreements(out);
    paused(out);
    out.conflicts = GroupConflicts().of(as_of_, *groups_, policy_, root_, KindSet().set(), row_);
    return out;
  }

 private:
  void applies(Checklist& out) const;
  void stage(Checklist& out) const;
  void ways(Checklist& out) const;
  void people(Checklist& out) const;
  void agreements(Checklist& out) const;
  void paused(Checklist& out) const;
  /// Adds the persons with a role on the team, from the account upwards; or that somebody must
  /// join.
  void add_people(Checklist& out, std::string_view role, bool at_root, std::string_view why) const;

  [[nodiscard]] const StageDefinition& definition(std::uint16_t stage) const {
    return book_.stages()[stage];
  }

  const Book& book_;
  const Policy& policy_;
  std::uint32_t row_;
  AsOf as_of_;
  std::shared_ptr<const GroupIndex> groups_;
  std::uint32_t account_, root_;
  std::uint16_t stage_;
};

void Maker::applies(Checklist& out) const {
  const Store<Opportunity>& store = book_.get<Opportunity>();
  const auto& kinds = store.get<"kind">();
  const std::uint32_t process =
      process_for(book_, {global_group(book_, *groups_, root_), store.get<"market">()[row_],
                          kinds.name_of(kinds[row_])});
  out.applies = process == no_row ? StageTable::standard : book_.get<Process>().id(process);
}

void Maker::stage(Checklist& out) const {
  out.stage = definition(stage_).id;
  out.stage_name = definition(stage_).name;
  out.milestone = book_.stages().milestone_of(stage_);
  out.since = as_of_.since(row_, as_of_.entry(row_));
  out.days = StageDays(book_)(definition(stage_), book_.get<Opportunity>().get<"market">()[row_],
                              day_of(out.since), as_of_.day());
  out.days_unit = definition(stage_).days;
  out.max_days = definition(stage_).max_days;
  out.overdue = out.max_days >= 0 && out.days > out.max_days;
}

void Maker::ways(Checklist& out) const {
  const StageTable::Version version = book_.stages().version_of(stage_);
  const ProcessDefinition& process = book_.stages().definition_of(stage_);
  const Guard guard(as_of_, row_);
  for (std::uint16_t i = 0; i < version.count; ++i) {
    const auto to = static_cast<std::uint16_t>(version.first + i);
    if (!book_.stages().allows(stage_, to)) {
      continue;
    }
    Checklist::Way& way = out.ways.emplace_back();
    way.to = definition(to).id;
    way.name = definition(to).name;
    way.milestone = book_.stages().milestone_of(to);
    way.forward = process.forward({static_cast<std::uint16_t>(stage_ - version.first), i});
    way.demands = guard.demands(stage_, to);
    way.open = std::all_of(way.demands.begin(), way.demands.end(),
                           [](const ExitItem& item) { return item.met(); });
  }
}

void Maker::add_people(Checklist& out, std::string_view role, bool at_root,
                       std::string_view why) const {
  for (const Checklist::Person& person : out.people) {
    if (person.role == role) {
      return;
    }
  }
  const std::uint32_t symbol = book_.symbols().find(role);
  const std::uint32_t market = book_.get<Opportunity>().get<"market">()[row_];
  const Store<TeamMember>& team = book_.get<TeamMember>();
  std::vector<std::string> found;
  const auto look = [&](std::uint32_t member) {
    const std::uint32_t covers = team.get<"market">()[member];
    const bool here = at_root || covers == no_row || book_.markets().covers(covers, market);
    if (symbol != no_row && team.get<"role">()[member] == symbol && here) {
      found.emplace_back(book_.get<Person>().id(team.get<"person">()[member]));
    }
  };
  for (std::uint32_t at = at_root ? root_ : account_; at != no_row;
       at = book_.ownership().parent(at, as_of_.day())) {
    book_.links().team_of_account.each(at, look);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (found.empty()) {
    found.emplace_back();
  }
  for (std::string& person : found) {
    out.people.push_back({std::string(role), std::move(person), std::string(why)});
  }
}

void Maker::people(Checklist& out) const {
  if (global_group(book_, *groups_, root_)) {
    add_people(out, "global_account_manager", true, "the group is global");
    add_people(out, "key_account_manager", false, "the group is global, and this is its market");
  }
  const StageExit& exit = definition(stage_).exit;
  for (const Demand& demand : exit.roles) {
    add_people(out, demand.name, false, "the stage asks for the role");
  }
  for (const std::string& role : exit.approvals) {
    add_people(out, role, false, "the stage asks for an approval");
  }
  const bool legal = !Guard(as_of_, row_).requirements(book_.stages().milestones().won()).empty();
  if (legal) {
    add_people(out, "legal", false, "the jurisdiction has legal requirements");
  }
}

void Maker::agreements(Checklist& out) const {
  const Store<Agreement>& store = book_.get<Agreement>();
  for (const std::uint32_t agreement : covering_agreements(as_of_, row_)) {
    Checklist::Terms& terms = out.agreements.emplace_back();
    terms.agreement = store.id(agreement);
    terms.named = book_.get<Opportunity>().get<"agreement">()[row_] == agreement;
    const auto& discount = store.get<"discount">();
    if (!discount.empty(agreement)) {
      terms.discount = discount[agreement] / static_cast<double>(Storage<Percent>::unit);
    }
    const auto& shipping = store.get<"shipping_terms">();
    terms.shipping_terms =
        shipping.empty(agreement) ? std::string_view() : book_.symbols()[shipping[agreement]];
  }
}

void Maker::paused(Checklist& out) const {
  if (definition(stage_).closed() || definition(stage_).suppress.empty()) {
    return;
  }
  const Suppression suppression(as_of_, *groups_, policy_.suppression, root_);
  suppression.each_activity(account_, [&](std::uint32_t activity, std::uint8_t status) {
    constexpr std::uint8_t paused = 2;
    const Store<Activity>& store = book_.get<Activity>();
    const std::string_view kind = book_.symbols()[store.get<"kind">()[activity]];
    if (status <= paused && suppresses(definition(stage_), kind)) {
      out.paused.push_back(
          {std::string(store.id(activity)), std::string(kind),
           std::string(book_.get<Account>().id(store.get<"account">()[activity]))});
    }
  });
  std::sort(
      out.paused.begin(), out.paused.end(),
      [](const ActivityEffect& a, const ActivityEffect& b) { return a.activity < b.activity; });
}

}  // namespace

Checklist checklist_of(const Book& book, const Policy& policy, std::string_view opportunity,
                       Instant at) {
  return Maker(book, policy, find_opportunity(book, opportunity), at).make();
}

}  // namespace opportune
