// conformance: how far histories keep to their process.
#include "measure/measures.hpp"
#include "process/deviation_kinds.hpp"
#include "process/judged.hpp"

namespace opportune {
namespace {

constexpr std::size_t kinds = std::size(deviation_kinds);

/// Of one opportunity, or of all of a cell.
struct ConformanceCell {
  std::int64_t opportunities = 0;
  std::int64_t histories = 0;
  std::int64_t fitting = 0;
  std::int64_t moves = 0;
  std::array<std::int64_t, kinds> deviations{};

  void merge(const ConformanceCell& other) {
    opportunities += other.opportunities;
    histories += other.histories;
    fitting += other.fitting;
    moves += other.moves;
    for (std::size_t i = 0; i < kinds; ++i) {
      deviations[i] += other.deviations[i];
    }
  }
  [[nodiscard]] std::int64_t deviating() const {
    std::int64_t out = 0;
    for (const std::int64_t count : deviations) {
      out += count;
    }
    return out;
  }
};

ConformanceCell conformance_of(const AsOf& as_of, MovesOf& moves, std::uint32_t row) {
  const StageTable& stages = as_of.book().stages();
  ConformanceCell out;
  out.opportunities = 1;
  out.histories = moves.has_begun(row) ? 1 : 0;
  each_judged(as_of, moves, row, [&](const Judged& move) {
    ++out.moves;
    if (move.strays) {
      const DeviationKind& kind = kind_of(Strayed{stages, move.from, move.to});
      ++out.deviations[static_cast<std::size_t>(&kind - std::begin(deviation_kinds))];
    }
  });
  out.fitting = out.histories != 0 && out.deviating() == 0 ? 1 : 0;
  return out;
}

}  // namespace

std::shared_ptr<Table> measure_conformance(const MeasureContext& context,
                                           const MeasureQuery& query) {
  const Cube cube(context, query);
  auto [keys, cells] = gather_parts<ConformanceCell>(
      cube, context, query.threads, [&](std::uint32_t row) { return context.as_of.opened(row); },
      [&](std::uint32_t row, bool) {
        MovesOf moves(context.as_of);
        return [one = conformance_of(context.as_of, moves, row)](
                   const Part&, ConformanceCell& cell) { cell.merge(one); };
      },
      no_amounts);
  std::shared_ptr<Table> out = cube.result("conformance", keys);
  CellColumns columns(*out, cells);
  columns.integer("opportunities", [](const ConformanceCell& cell) { return cell.opportunities; })
      .integer("histories", [](const ConformanceCell& cell) { return cell.histories; })
      .integer("fitting", [](const ConformanceCell& cell) { return cell.fitting; })
      .real("fitting_share",
            [](const ConformanceCell& cell) { return ratio(cell.fitting, cell.histories); })
      .integer("moves", [](const ConformanceCell& cell) { return cell.moves; })
      .integer("deviations", [](const ConformanceCell& cell) { return cell.deviating(); });
  for (std::size_t i = 0; i < kinds; ++i) {
    columns.integer(std::string(deviation_kinds[i].name),
                    [i](const ConformanceCell& cell) { return cell.deviations[i]; });
  }
  return out;
}

}  // namespace opportune
