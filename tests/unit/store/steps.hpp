// Random commands of every sort, for a journal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "unit/live/random_world.hpp"

namespace random_world {

/// Moves an opportunity, where its process lets it.
inline void move(World& world) {
  const auto opportunities = world.workspace().export_table("opportunity");
  if (opportunities->rows() == 0) {
    return;
  }
  const std::size_t row = below(world.random(), static_cast<std::uint32_t>(opportunities->rows()));
  AdvanceRequest request;
  request.opportunity = opportunities->at("id").text(row);
  request.to = one_of(world.random(), opportunities->at("process").is_null(row)
                                          ? std::vector<std::string>{"proposal", "won", "lost"}
                                          : std::vector<std::string>{"b", "w", "l"});
  request.by = "ann";
  static_cast<void>(world.workspace().advance({request}));
}

inline void convert(World& world) {
  ConvertRequest request;
  request.lead = "l" + std::to_string(below(world.random(), 6));
  request.opportunity = "from-" + request.lead;
  request.by = "bo";
  static_cast<void>(world.workspace().convert(request));
}

/// One command of any sort; it may be refused.
inline void step(World& world) {
  world.later();
  static_cast<void>(world.workspace().advance_clock(world.now()));
  try {
    switch (below(world.random(), 6)) {
      case 0:
        return move(world);
      case 1:
        return convert(world);
      default:
        static_cast<void>(world.workspace().apply({world.change(), world.change()}));
    }
  } catch (const InputError&) {
  } catch (const NotFoundError&) {
  }
}

}  // namespace random_world
