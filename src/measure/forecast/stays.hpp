// Stays: how long an opportunity was at a milestone, and where it went from there.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "process/moves.hpp"

namespace opportune {

struct Stay {
  static constexpr std::uint8_t censored = Milestones::none;
  std::uint8_t milestone = 0;
  std::int32_t days = 0;         ///< to the day of the move, or to the instant
  std::uint8_t next = censored;  ///< the milestone after it; censored: it is there still
};

/// Calls visit(Stay) for each stay at an open milestone up to the instant, in order; the last one
/// may go on. Moves between stages of one milestone end none. Without a stage history an
/// opportunity was at the first milestone of its process until it was closed, or has been where it
/// is since its opening; a history that does not say where it begins began at the first stage.
template <class Visit>
void each_stay(const AsOf& as_of, std::uint32_t opportunity, std::vector<std::uint32_t>& path,
               Visit&& visit) {
  if (!as_of.opened(opportunity)) {
    return;
  }
  const Book& book = as_of.book();
  const StageTable& stages = book.stages();
  const Milestones& milestones = stages.milestones();
  const Store<StageChange>& changes = book.get<StageChange>();
  const Date opened = book.get<Opportunity>().get<"opened">()[opportunity];
  const std::uint16_t now = as_of.stage(opportunity);
  read_path(as_of, opportunity, path);
  std::uint16_t stands = now;
  if (!path.empty()) {
    stands = stood_before(book, path.back());
  } else if (stages.closed(now)) {
    stands = stages.version_of(now).first;
  }
  std::uint8_t milestone = stages[stands].milestone;
  Date since = opened;
  const auto move_to = [&](std::uint8_t next, Date day) {
    if (next != milestone) {
      if (!milestones.closed(milestone)) {
        visit(Stay{milestone, std::max(0, day.days - since.days), next});
      }
      milestone = next;
      since = std::max(opened, day);
    }
  };
  for (auto change = path.rbegin(); change != path.rend(); ++change) {
    move_to(stages[changes.get<"to">()[*change]].milestone, day_of(changes.get<"at">()[*change]));
  }
  if (path.empty() && stages.closed(now)) {
    move_to(stages[now].milestone, as_of.closed_on(opportunity));
  }
  if (!milestones.closed(milestone)) {
    visit(Stay{milestone, as_of.day().days - since.days, Stay::censored});
  }
}

}  // namespace opportune
