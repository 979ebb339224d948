// Questions on histories and their processes, each answered from one state of the Book.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/table.hpp"
#include "opportune/model/book.hpp"
#include "opportune/process/conformance.hpp"

namespace opportune {

/// The row of a process by its id; no_row for `standard`. NotFoundError.
[[nodiscard]] std::uint32_t find_process(const Book& book, std::string_view id);
/// A version by its number; 0: the latest. NotFoundError.
[[nodiscard]] StageTable::Version find_version(const Book& book, std::string_view process,
                                               std::uint32_t number);

/// A way from one stage to another, and what histories say of it.
struct ProcessEdge {
  Transition move;  ///< by places in the version's list of stages
  bool listed = false;
  std::int64_t count = 0;          ///< moves seen
  std::int64_t opportunities = 0;  ///< that made them
  double median_days = 0;          ///< in the stage before the move; 0 where none was seen
};
/// Those that the version lists, and those that were gone besides, by the order of the stages.
/// `at` empty: without the histories.
[[nodiscard]] std::vector<ProcessEdge> edges_of(const Book& book,
                                                const StageTable::Version& version, Instant at);

[[nodiscard]] std::shared_ptr<Table> find_deviations(const Book& book, const DeviationQuery& query);
[[nodiscard]] std::shared_ptr<Table> edge_table(const Book& book, std::string_view process,
                                                std::uint32_t version, Instant at);
[[nodiscard]] std::string draw_process(const Book& book, std::string_view process,
                                       const ProcessGraphOptions& options);

}  // namespace opportune
