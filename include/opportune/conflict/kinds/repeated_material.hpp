// repeated_material: a marketing activity is to send what the same account was sent a short while
// ago.
#pragma once

#include <map>
#include <tuple>

#include "opportune/conflict/kind.hpp"

namespace opportune {

struct RepeatedMaterial {
  static constexpr std::string_view name = "repeated_material";
  using reads = Reads<Activity>;
  static constexpr MemberType members = MemberType::activity;

  /// It wastes attention, and harms nobody.
  static KindPolicy defaults(const Milestones&) { return {Severity::info, Severity::info}; }
  static void relate(const GroupView& group, const Policy& policy, KindRelation& out) {
    struct Sent {
      std::map<Date, std::vector<const Member*>> done, coming;  // by end, by start
    };
    std::map<std::pair<std::string_view, std::uint32_t>, Sent> by_material;
    if (group.activities().size() < 2) {
      return;
    }
    const bool by_account = policy.repeated_material_reach == Reach::account;
    const bool by_country = policy.repeated_material_reach == Reach::country;
    std::map<std::uint64_t, std::uint32_t> cells;
    for (const Member& activity : group.activities()) {
      const std::string_view material = facts::material_of(group, activity);
      if (material.empty()) {
        continue;
      }
      const std::uint32_t place =
          by_account ? activity.account
          : by_country
              ? cells
                    .emplace(suppression_cell(group.book(), Reach::country, activity.account),
                             static_cast<std::uint32_t>(cells.size()))
                    .first->second
              : group.root();
      Sent& sent = by_material[{material, place}];
      constexpr std::uint8_t active = 1, done = 3;
      const std::uint8_t status = facts::status_of(group, activity);
      const Date end = facts::end_of(group, activity);
      if (status == done && end.has_value()) {
        sent.done[end].push_back(&activity);
      } else if (status <= active && activity.opened.has_value()) {
        sent.coming[activity.opened].push_back(&activity);
      }
    }
    const auto nodes = [&](const std::vector<const Member*>& members) {
      std::vector<std::uint32_t> list;
      for (const Member* member : members) {
        list.push_back(out.next());
        out.add(*member);
      }
      return list;
    };
    for (const auto& [of, sent] : by_material) {
      std::map<Date, std::vector<std::uint32_t>> done;
      for (const auto& [start, members] : sent.coming) {
        const Date first{start.days - policy.repeated_material_days};
        std::vector<std::uint32_t> coming;
        for (auto at = sent.done.lower_bound(first); at != sent.done.end() && at->first <= start;
             ++at) {
          std::vector<std::uint32_t>& earlier = done[at->first];
          earlier = earlier.empty() ? nodes(at->second) : std::move(earlier);
          coming = coming.empty() ? nodes(members) : std::move(coming);
          out.relate(earlier, coming);
        }
      }
    }
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    constexpr std::uint8_t done = 3;
    const bool first_done = facts::status_of(group, a) == done;
    const Member& earlier = first_done ? a : b;
    const Member& coming = first_done ? b : a;
    return {"repeated_material.evidence",
            {{"material", std::string(facts::material_of(group, coming))},
             {"earlier", std::string(earlier.id)},
             facts::date("end", facts::end_of(group, earlier)),
             {"coming", std::string(coming.id)},
             facts::date("start", coming.opened)}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {"repeated_material",
            {conflict.members(),
             {"material", std::string(facts::material_of(conflict.group(), conflict.first()))}}};
  }
};

}  // namespace opportune
