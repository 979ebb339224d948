// detect() over groups, with what is reported of each conflict.
#pragma once

#include <cstdint>
#include <vector>

#include "conflict/claims_in_force.hpp"
#include "conflict/reported.hpp"
#include "opportune/conflict/query.hpp"

namespace opportune {

/// Scans groups one after another; one per thread.
class Scanner {
 public:
  Scanner(const AsOf& as_of, const GroupIndex& groups, const Converter& converter,
          const ClaimsInForce& claims, const Policy& policy, const ConflictQuery& query,
          const KindSet& kinds)
      : converter_(converter),
        claims_(claims),
        policy_(policy),
        query_(query),
        kinds_(kinds),
        view_(as_of, groups) {}

  void scan(std::uint32_t root, std::vector<Reported>& out);

 private:
  Reported report(Conflict&& conflict);

  const Converter& converter_;
  const ClaimsInForce& claims_;
  const Policy& policy_;
  const ConflictQuery& query_;
  const KindSet& kinds_;
  GroupView view_;
  DetectBuffers buffers_;
};

}  // namespace opportune
