// A random change to a small world, at an instant of its own.
#pragma once

#include "unit/live/random_world.hpp"

namespace random_world {

/// No two changes of one instant: a load puts these into the order in which they follow from one
/// another, whatever order they came in.
inline void step(World& world) {
  Change change = world.change();
  const std::int64_t moment = static_cast<std::int64_t>(below(world.random(), 1'000'000'000));
  change.at.micros = (change.at.has_value() ? change.at : world.now()).micros + moment;
  try {
    static_cast<void>(world.workspace().apply({change}));
  } catch (const InputError&) {  // random changes may be impossible
  }
}

/// So many changes, each some hours or days after the one before.
inline void steps(World& world, int count) {
  for (int i = 0; i < count; ++i) {
    world.later();
    step(world);
  }
}

}  // namespace random_world
