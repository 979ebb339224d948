// What a bulk load is told, and what it answers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "opportune/core/error.hpp"
#include "opportune/core/table.hpp"

namespace opportune {

/// How far a load is: `done` of `total` rows, now working on `table`.
struct LoadProgress {
  std::string table;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};

struct LoadOptions {
  enum class OnError : std::uint8_t {
    fail,        ///< any bad row refuses the whole load with an InputError
    quarantine,  ///< good rows are loaded, bad ones (and rows that need them) are returned
  };
  OnError on_error = OnError::fail;
  std::size_t issue_limit = 100;  ///< how many issues an InputError carries; all are counted
  std::function<void(const LoadProgress&)> progress;  ///< called from the loading thread
};

/// What a load did.
struct LoadReport {
  struct Loaded {
    std::string table;
    std::uint64_t rows = 0;
  };
  std::vector<Loaded> loaded;
  /// What was decided for the caller where the input left a choice (two parents, ...).
  std::vector<Issue> notices;
  /// Columns: table, row, field, value, code, reason, record (the row as a JSON object).
  std::shared_ptr<Table> quarantine;
};

}  // namespace opportune
