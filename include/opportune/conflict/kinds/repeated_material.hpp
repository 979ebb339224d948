// repeated_material: a marketing activity is to send what the same account was sent a short while
// ago.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "opportune/conflict/kind.hpp"

namespace opportune {

struct RepeatedMaterial {
  static constexpr std::string_view name = "repeated_material";
  using reads = Reads<Activity>;
  static constexpr MemberType members = MemberType::activity;

  /// It wastes attention, and harms nobody.
  static KindPolicy defaults(const Milestones&) { return {Severity::info, Severity::info}; }
  static void relate(const GroupView& group, const Policy& policy, KindRelation& out) {
    const std::vector<Member>& activities = group.activities();
    if (activities.size() < 2) {
      return;
    }
    std::vector<Sending> done, coming;  // by when they were over, by when they begin
    for (const Member& activity : activities) {
      add(group, policy, activity, done, coming);
    }
    if (done.empty() || coming.empty()) {
      return;
    }
    std::stable_sort(done.begin(), done.end(), by_key);
    std::stable_sort(coming.begin(), coming.end(), by_key);
    std::vector<std::uint32_t> first_of_day(done.size(), no_row);  // the node of each day's first
    for (auto at = coming.cbegin(); at != coming.cend();) {
      const auto same_day = std::find_if(
          at, coming.cend(), [&](const Sending& other) { return at->key() < other.key(); });
      Sending since = *at;
      since.day = Date{at->day.days - policy.repeated_material_days};
      auto earlier = std::lower_bound(done.cbegin(), done.cend(), since, by_key);
      std::vector<std::uint32_t> nodes;
      while (earlier != done.cend() && !(at->key() < earlier->key())) {
        const auto day_after = std::find_if(earlier, done.cend(), [&](const Sending& other) {
          return earlier->key() < other.key();
        });
        std::uint32_t& first = first_of_day[static_cast<std::size_t>(earlier - done.cbegin())];
        first = first == no_row ? add_nodes(earlier, day_after, out).front() : first;
        nodes = nodes.empty() ? add_nodes(at, same_day, out) : std::move(nodes);
        out.relate(numbers(first, earlier, day_after), nodes);
        earlier = day_after;
      }
      at = same_day;
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

 private:
  /// An activity: what is sent where, and when.
  struct Sending {
    std::string_view material;
    std::uint64_t place;
    Date day;
    const Member* activity;

    [[nodiscard]] std::tuple<std::string_view, std::uint64_t, Date> key() const noexcept {
      return {material, place, day};
    }
  };
  static bool by_key(const Sending& a, const Sending& b) noexcept { return a.key() < b.key(); }
  static void add(const GroupView& group, const Policy& policy, const Member& activity,
                  std::vector<Sending>& done, std::vector<Sending>& coming) {
    constexpr std::uint8_t is_active = 1, is_done = 3;
    const std::string_view material = facts::material_of(group, activity);
    if (material.empty()) {
      return;
    }
    const std::uint64_t place =
        suppression_cell(group.book(), policy.repeated_material_reach, activity.account);
    const std::uint8_t status = facts::status_of(group, activity);
    const Date end = facts::end_of(group, activity);
    if (status == is_done && end.has_value()) {
      done.push_back({material, place, end, &activity});
    } else if (status <= is_active && activity.opened.has_value()) {
      coming.push_back({material, place, activity.opened, &activity});
    }
  }
  using Sendings = std::vector<Sending>::const_iterator;
  /// Adds their nodes; their numbers.
  static std::vector<std::uint32_t> add_nodes(Sendings first, Sendings last, KindRelation& out) {
    std::vector<std::uint32_t> nodes;
    for (; first != last; ++first) {
      nodes.push_back(out.next());
      out.add(*first->activity);
    }
    return nodes;
  }
  /// The numbers of nodes that were added together.
  static std::vector<std::uint32_t> numbers(std::uint32_t node, Sendings first, Sendings last) {
    std::vector<std::uint32_t> out(static_cast<std::size_t>(last - first));
    std::iota(out.begin(), out.end(), node);
    return out;
  }
};

}  // namespace opportune
