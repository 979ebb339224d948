// checklist: for the present stage and those that can follow, what is done, what is missing, who
// must join, which agreements, pauses and conflicts there are.
#include <algorithm>

#include "opportune/conflict/text.hpp"
#include "opportune/process/business_days.hpp"
#include "opportune/process/market_rules.hpp"
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
        market_(book.get<Opportunity>().get<"market">()[row]),
        stage_(as_of_.stage(row)),
        global_(global_group(book, *groups_, root_)) {}

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
    out.conflicts = conflicts_with(as_of_, *groups_, policy_, row_);
    return out;
  }

 private:
  void applies(Checklist& out) const;
  void stage(Checklist& out) const;
  void ways(Checklist& out) const;
  void people(Checklist& out) const;
  void agreements(Checklist& out) const;
  void paused(Checklist& out) const;

  [[nodiscard]] const StageDefinition& definition(std::uint16_t stage) const {
    return book_.stages()[stage];
  }

  const Book& book_;
  const Policy& policy_;
  std::uint32_t row_;
  AsOf as_of_;
  std::shared_ptr<const GroupIndex> groups_;
  std::uint32_t account_, root_, market_;
  std::uint16_t stage_;
  bool global_;
};

void Maker::applies(Checklist& out) const {
  const auto& kinds = book_.get<Opportunity>().get<"kind">();
  out.applies = process_id(
      book_, market_rules_of(book_).process(book_, {global_, market_, kinds.name_of(kinds[row_])}));
}

void Maker::stage(Checklist& out) const {
  out.stage = definition(stage_).id;
  out.stage_name = definition(stage_).name;
  out.milestone = book_.stages().milestone_of(stage_);
  out.since = as_of_.since(row_, as_of_.entry(row_));
  out.days = StageDays(book_)(definition(stage_), market_, day_of(out.since), as_of_.day());
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

void Maker::people(Checklist& out) const {
  if (definition(stage_).closed()) {
    return;
  }
  Involvement asked{root_, account_, market_, global_, &definition(stage_).exit};
  asked.law = !Guard(as_of_, row_).requirements(book_.stages().milestones().won()).empty();
  out.people = participants(book_, asked, as_of_.day(), english);
}

void Maker::agreements(Checklist& out) const {
  const Store<Opportunity>& store = book_.get<Opportunity>();
  out.agreements = covering_terms(book_, {account_, market_, store.get<"products">().members(row_)},
                                  as_of_.day(), store.get<"agreement">()[row_]);
}

void Maker::paused(Checklist& out) const {
  if (definition(stage_).suppress.empty()) {
    return;
  }
  const Store<Activity>& store = book_.get<Activity>();
  each_reached_activity(as_of_, *groups_, policy_.suppression, root_, account_,
                        [&](std::uint32_t activity, std::uint8_t status) {
                          const auto kind = book_.symbols()[store.get<"kind">()[activity]];
                          if (holds_back(definition(stage_), kind, status)) {
                            out.paused.push_back(activity_effect(book_, activity));
                          }
                        });
  sort_effects(out.paused);
}

}  // namespace

Checklist checklist_of(const Book& book, const Policy& policy, std::string_view opportunity,
                       Instant at) {
  return Maker(book, policy, find_opportunity(book, opportunity), at).make();
}

}  // namespace opportune
