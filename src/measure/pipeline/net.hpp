// Net amounts: of duplicates only one can be bought.
#pragma once

#include <cstdint>
#include <vector>

#include "measure/pipeline/stretches.hpp"
#include "opportune/conflict/detect.hpp"

namespace opportune {

/// Finds what does not count; one per thread.
class NetAmounts {
 public:
  explicit NetAmounts(const Instants& instants);

  /// Takes all but the largest member (of equals the smallest id) of each duplicate_pursuit
  /// conflict out of the net amounts: such a conflict lies within one account, whose stretches
  /// these are. Cuts and sorts them for it.
  void find(std::uint32_t account, std::vector<Stretch>& stretches);

 private:
  [[nodiscard]] bool may_be_duplicates(const std::vector<Stretch>& stretches);
  void split_together(std::vector<Stretch>& stretches);
  void read_cuts(const std::vector<Stretch>& stretches);
  void drop_duplicates(std::uint32_t account, std::vector<Stretch>& stretches, std::size_t first,
                       std::size_t last);

  const Instants& instants_;
  const Book& book_;
  Policy policy_;  // the default: net counts duplicates even where a policy does not show them
  KindSet duplicates_;
  GroupView view_;
  DetectBuffers buffers_;
  std::vector<std::uint32_t> rows_, cuts_, dropped_;
  std::vector<Stretch> pieces_;
};

}  // namespace opportune
