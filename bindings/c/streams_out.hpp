// Several results on their way to a caller: all are handed over, or none.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>

#include "stream_out.hpp"

namespace opportune::c {

/// A table, and where the caller wants it: nullptr where not.
struct Wanted {
  std::shared_ptr<const Table> table;
  ArrowArrayStream* place;
};

template <std::size_t count>
void hand_over(const std::array<Wanted, count>& wanted) {
  std::array<std::optional<StreamOut>, count> streams;
  for (std::size_t i = 0; i < count; ++i) {
    if (wanted[i].place != nullptr) {
      streams[i].emplace(wanted[i].table);
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (streams[i]) {
      streams[i]->move_to(wanted[i].place);
    }
  }
}

}  // namespace opportune::c
