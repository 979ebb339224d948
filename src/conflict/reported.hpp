// A conflict as a scan reports it, and the tables that are made of those.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "opportune/conflict/detect.hpp"
#include "opportune/conflict/recommendation.hpp"
#include "opportune/core/table.hpp"

namespace opportune {

/// A conflict with everything that its rows say.
struct Reported {
  Conflict conflict;
  std::string id;
  std::vector<std::string> markets;
  std::int64_t value_minor = 0;
  std::string explanation;
  Recommendation lead;
  struct Pair {
    Pursuit a, b;
    Instant since;
    std::string evidence;
  };
  std::vector<Pair> pairs;
};

/// The tables of ConflictTables (conflict/query.hpp), rows in the order of `found`.
[[nodiscard]] std::shared_ptr<Table> conflict_table(const Book& book,
                                                    const std::vector<Reported>& found);
[[nodiscard]] std::shared_ptr<Table> member_table(const Book& book,
                                                  const std::vector<Reported>& found);
[[nodiscard]] std::shared_ptr<Table> pair_table(const std::vector<Reported>& found);

}  // namespace opportune
