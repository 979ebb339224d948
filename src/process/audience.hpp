// audience: who is in it, and what it is answered with.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "opportune/model/as_of.hpp"
#include "opportune/process/audience.hpp"
#include "opportune/process/suppression.hpp"

namespace opportune {

/// An account that is to receive something of a kind.
struct Target {
  std::uint32_t account = no_row;
  std::uint32_t kind = 0;  ///< in Audience::kinds
  std::uint32_t cut = 0;   ///< in Audience::cuts
};

/// What cuts a number of targets: the same opportunities, by id.
struct Cut {
  std::vector<Suppression::By> by;
  std::uint64_t targets = 0;
};

struct Audience {
  std::vector<std::string> kinds;
  std::vector<Target> targets;
  std::vector<Cut> cuts{1};  ///< the first: nothing cuts
};

/// Who is asked about: each account and kind once. `accounts` may be nullptr.
[[nodiscard]] Audience audience_of(const AsOf& as_of, const AudienceQuery& query,
                                   const InputTable* accounts);

/// The tables of an audience whose cuts are known.
[[nodiscard]] AudienceTables audience_tables(const AsOf& as_of, const GroupIndex& groups,
                                             Audience audience, const AudienceQuery& query);

/// Who of the audience would be cut, by which opportunity.
[[nodiscard]] AudienceTables simulate_audience(const Book& book, Reach reach,
                                               const AudienceQuery& query,
                                               const InputTable* accounts);

}  // namespace opportune
