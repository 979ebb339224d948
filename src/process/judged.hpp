// The moves of a history, each judged by its process.
#pragma once

#include "process/moves.hpp"

namespace opportune {

/// A move within one version of a process, or the beginning of a history.
struct Judged {
  std::uint32_t change = no_row;  ///< no_row: the beginning, before the first change
  std::uint16_t from = StageTable::none;
  std::uint16_t to = StageTable::none;
  bool strays = false;  ///< the process does not allow it
};

/// Calls visit(Judged) for each that is judged: one to another version or process is none within
/// either.
template <class Visit>
void each_judged(const AsOf& as_of, MovesOf& moves, std::uint32_t opportunity, Visit&& visit) {
  const StageTable& stages = as_of.book().stages();
  const auto judge = [&](std::uint32_t change, std::uint16_t from, std::uint16_t to) {
    const StageTable::Version version = stages.version_of(to);
    if (from == StageTable::none) {
      visit(Judged{change, from, to, to != version.first});
    } else if (stages.version_of(from).first == version.first) {
      visit(Judged{change, from, to, !stages.allows(from, to)});
    }
  };
  const std::uint16_t beginning = moves.beginning(opportunity);
  if (beginning != StageTable::none && as_of.opened(opportunity)) {
    judge(no_row, StageTable::none, beginning);
  }
  moves.each(opportunity, [&](const Moved& moved) { judge(moved.change, moved.from, moved.to); });
}

}  // namespace opportune
