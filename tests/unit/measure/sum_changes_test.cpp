// What an opportunity counts with from instant to instant, beside what it should at each of them.
#include <random>

#include "measure/pipeline/sums.hpp"
#include "support/catch.hpp"

using namespace opportune;

TEST_CASE("changes of sums add up to what counts at each instant") {
  constexpr std::uint32_t instants = 9;
  std::mt19937 random(11);
  const auto below = [&](std::uint32_t count) {
    return static_cast<std::uint32_t>(random()) % count;
  };
  std::uint32_t overdue_between = 0, overdue_at_piece = 0;
  SumChanges changes(instants);
  for (int round = 0; round < 500; ++round) {
    PipelineCell cell;
    std::vector<PipelineSums> expected(instants);
    for (int stretch = 0; stretch < 3; ++stretch) {
      const std::uint32_t overdue_from = below(instants + 1);
      std::uint32_t at = below(instants);
      changes.start(overdue_from);
      do {
        const std::uint32_t until = at + 1 + below(instants - at);
        const PipelineSums sums{1, below(1000), below(500), below(2) == 0 ? 0 : 7, 0};
        changes.add(at, until, sums);
        overdue_between += at < overdue_from && overdue_from < until ? 1U : 0U;
        overdue_at_piece += at == overdue_from ? 1U : 0U;
        for (; at < until; ++at) {
          PipelineSums here = sums;
          here.overdue = overdue_from <= at ? 1 : 0;
          expected[at].add(here);
        }
      } while (at < instants && below(3) != 0);
      changes.stop(at);
      cell.add(changes);
    }
    PipelineSums found;
    for (std::uint32_t i = 0; i < instants; ++i) {
      found.add(cell.changes[i]);
      CHECK(found.count == expected[i].count);
      CHECK(found.amount == expected[i].amount);
      CHECK(found.weighted == expected[i].weighted);
      CHECK(found.net == expected[i].net);
      CHECK(found.overdue == expected[i].overdue);
    }
  }
  CHECK(overdue_between > 50);
  CHECK(overdue_at_piece > 50);
}
