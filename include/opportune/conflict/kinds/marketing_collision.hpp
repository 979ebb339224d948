// marketing_collision: a marketing activity that runs or is planned soon, where an open opportunity
// stands in a stage that suppresses its kind.
#pragma once

#include <map>

#include "opportune/conflict/kind.hpp"

namespace opportune {

struct MarketingCollision {
  static constexpr std::string_view name = "marketing_collision";
  using reads = Reads<Activity>;

  /// A mailing can be stopped in time; the process says in which stages it must.
  static KindPolicy defaults(const Milestones&) { return {Severity::warning, Severity::warning}; }
  static void relate(const GroupView& group, const Policy& policy, KindRelation& out) {
    std::map<Place, std::vector<std::uint32_t>> standing;  // opportunities, by cell and stage
    const StageTable& stages = group.book().stages();
    for (const Member& opportunity : group.opportunities()) {
      if (!stages[opportunity.stage].suppress.empty()) {
        standing[{suppression_cell(group.book(), policy.suppression, opportunity.account),
                  opportunity.stage}]
            .push_back(out.next());
        Node& node = out.add(opportunity);
        if (opportunity.row != no_row) {
          node.begin = group.as_of().since(opportunity.row, group.as_of().entry(opportunity.row));
        }
      }
    }
    if (standing.empty()) {
      return;
    }
    std::map<std::pair<std::uint64_t, std::string_view>, std::vector<std::uint32_t>> running;
    for (const Member& activity : group.activities()) {
      if (soon(group, policy, activity)) {
        running[{suppression_cell(group.book(), policy.suppression, activity.account),
                 facts::kind_of(group, activity)}]
            .push_back(out.next());
        out.add(activity);
      }
    }
    for (const auto& [of, activities] : running) {
      for (auto at = standing.lower_bound({of.first, 0});
           at != standing.end() && at->first.cell == of.first; ++at) {
        if (suppresses(stages[at->first.stage], of.second)) {
          out.relate(activities, at->second);
        }
      }
    }
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    const Member& activity = a.type == MemberType::activity ? a : b;
    const Member& opportunity = a.type == MemberType::activity ? b : a;
    return {"marketing_collision.evidence",
            {{"kind", std::string(facts::kind_of(group, activity))},
             {"stage", group.book().stages()[opportunity.stage].name},
             {"opportunity", std::string(opportunity.id)},
             {"activity", std::string(activity.id)},
             facts::span("runs", activity.opened, facts::end_of(group, activity))}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {"marketing_collision",
            {conflict.of("activities", MemberType::activity),
             conflict.of("opportunities", MemberType::opportunity),
             facts::group_name(conflict.group())}};
  }

 private:
  struct Place {
    std::uint64_t cell;
    std::uint16_t stage;
    auto operator<=>(const Place&) const = default;
  };
  /// Planned or active, and its days meet those ahead.
  static bool soon(const GroupView& group, const Policy& policy, const Member& activity) {
    constexpr std::uint8_t active = 1;
    const Date day = group.as_of().day();
    const Date end = facts::end_of(group, activity);
    return !(activity.opened.has_value() &&
             activity.opened.days > day.days + policy.marketing_horizon_days) &&
           !(end.has_value() && end < day) && facts::status_of(group, activity) <= active;
  }
};

}  // namespace opportune
