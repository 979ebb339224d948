// The full scans that were asked for last.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "conflict/kept_scan.hpp"
#include "opportune/conflict/kinds.hpp"

namespace opportune {

/// Threads: any. Scans of several threads do not wait for one another.
class ScanMemory {
 public:
  /// Which accounts were touched between two states, by their versions; nothing: that is not known,
  /// or all were.
  using Touched = std::function<std::optional<std::vector<std::uint32_t>>(std::uint64_t from,
                                                                          std::uint64_t to)>;

  /// Can the answer be kept, and may the same be asked again? `is_fixed`: the clock stands still.
  [[nodiscard]] static bool is_for(const ConflictQuery& query, bool is_fixed) {
    return query.groups.empty() && !query.with_pairs && query.policy.empty() &&
           (is_fixed || query.as_of == end_of_day(day_of(query.as_of)));
  }
  /// Of the state of that version, under the workspace's policy.
  [[nodiscard]] ConflictTables find(const Book& book, std::uint64_t version, const Policy& policy,
                                    const ConflictQuery& query, const Touched& touched);

 private:
  struct Kept {
    Instant as_of;
    KindSet kinds;
    std::string language;
    std::uint64_t version = 0;
    std::shared_ptr<const KeptScan> scan;

    [[nodiscard]] bool answers(const Kept& other) const {
      return as_of == other.as_of && kinds == other.kinds && language == other.language;
    }
  };
  [[nodiscard]] Kept latest(const Kept& asked);
  void keep(Kept kept);

  std::mutex mutex_;
  std::vector<Kept> kept_;  // the one used last comes last
};

}  // namespace opportune
