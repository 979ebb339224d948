// The conflicts of some groups of one Book at one instant, and what has changed between two of
// them.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "opportune/conflict/kinds.hpp"
#include "opportune/live/effects.hpp"
#include "opportune/model/book.hpp"

namespace opportune {

/// Where conflicts are looked for. The parts outlive it.
struct Moment {
  const Book& book;
  const Policy& policy;
  Instant at;
};

/// Accounts whose groups a change or the time touches.
struct TouchedAccounts {
  /// With the kinds of conflict that may be others than before. shared_identity takes a search of
  /// its own: it is among them only where accounts may be held together otherwise.
  std::map<std::uint32_t, KindSet> accounts;
  bool all = false;  ///< a tree, a process or a requirement has changed: every group, all kinds
  bool elsewhere = false;  ///< also records that stand at no account, as rates and people do
  /// Accounts, not among the others, at which nothing is to be told of: of opportunities that were
  /// moved while nobody listens; of such as name agreements of an account whose owner may now be
  /// another.
  std::vector<std::uint32_t> also;
};

/// The conflicts of the touched groups on both sides compared: `after` may be of another Book, of
/// another instant, or both. Fills groups, opened, changed and closed.
[[nodiscard]] Effects compare(const Moment& before, const Moment& after,
                              const TouchedAccounts& touched);

}  // namespace opportune
