// funnel: of the opportunities opened in a period, how many reached each milestone.
#include <array>

#include "measure/measures.hpp"
#include "process/moves.hpp"

namespace opportune {
namespace {

struct FunnelCell {
  struct Reached {
    std::int64_t count = 0;
    std::int64_t amount = 0;
    std::vector<std::int32_t> days;
  };
  std::array<Reached, Milestones::most> milestones;

  void merge(const FunnelCell& other) {
    for (std::size_t i = 0; i < milestones.size(); ++i) {
      milestones[i].count += other.milestones[i].count;
      milestones[i].amount += other.milestones[i].amount;
      milestones[i].days.insert(milestones[i].days.end(), other.milestones[i].days.begin(),
                                other.milestones[i].days.end());
    }
  }
};

/// Which milestones an opportunity had reached by the instant, and on which day (empty: unknown).
struct Progress {
  std::array<bool, Milestones::most> reached{};
  std::array<Date, Milestones::most> day{};

  /// A stage of this milestone was entered: it and the open ones before it are reached. Told from
  /// the latest to the first, so that what was entered first is what stays.
  void enter(const Milestones& milestones, std::uint8_t milestone, Date when) {
    const std::uint8_t won = milestones.won();
    const std::uint8_t open = milestone < won    ? milestone
                              : milestone == won ? static_cast<std::uint8_t>(won - 1)
                                                 : Milestones::none;
    for (std::uint8_t i = 0; open != Milestones::none && i <= open; ++i) {
      reached[i] = true;
      day[i] = when;
    }
    if (milestones.closed(milestone)) {
      day[milestone] = when;
    }
  }
};

Progress progress_of(const MeasureContext& context, std::uint32_t row) {
  const AsOf& as_of = context.as_of;
  const Book& book = context.book();
  const StageTable& stages = book.stages();
  const Milestones& milestones = stages.milestones();
  const Store<Opportunity>& opportunities = book.get<Opportunity>();
  const Store<StageChange>& changes = book.get<StageChange>();
  const Date opened = opportunities.get<"opened">()[row];
  Progress out;
  const std::uint16_t now = as_of.stage(row);
  const std::uint8_t stands = stages[now].milestone;
  const bool recorded = book.links().stage_changes.latest(row) != no_row;
  std::uint32_t first = no_row;
  each_change_back(as_of, row, [&](std::uint32_t change) {
    out.enter(milestones, stages[changes.get<"to">()[change]].milestone,
              day_of(changes.get<"at">()[change]));
    first = change;
  });
  if (first != no_row) {
    out.enter(milestones, stages[stood_before(book, first)].milestone, opened);
  } else if (recorded) {
    out.enter(milestones, stands, opened);  // nothing has changed yet
  } else {
    // What is known: it began at the start of its version of the process, and stands where it
    // stands.
    const std::uint16_t start = stages.version_of(opportunities.get<"stage">()[row]).first;
    out.enter(milestones, stands, Date{});
    out.enter(milestones, stages[start].milestone, opened);
    if (milestones.closed(stands)) {
      out.day[stands] = opportunities.get<"closed">()[row];
    }
  }
  for (std::uint8_t i = milestones.won(); i < milestones.size(); ++i) {
    out.reached[i] = stands == i;
  }
  return out;
}

/// A cell's milestone, beside the one before it.
struct FunnelRow {
  std::size_t milestone;
  FunnelCell::Reached* here;
  std::int64_t before;
};

}  // namespace

std::shared_ptr<Table> measure_funnel(const MeasureContext& context, const MeasureQuery& query) {
  const Milestones& milestones = context.book().stages().milestones();
  const Cube cube(context, query);
  if (cube.is_by("milestone")) {
    refuse_query("by", "milestone", "the funnel has a row for each milestone reached already");
  }
  const auto& opened = context.book().get<Opportunity>().get<"opened">();
  auto [keys, cells] = gather_parts<FunnelCell>(
      cube, context, query.threads,
      [&](std::uint32_t row) { return context.as_of.opened(row) && in_period(query, opened[row]); },
      [&](std::uint32_t row, bool) {
        return [progress = progress_of(context, row), day = opened[row]](const Part& part,
                                                                         FunnelCell& cell) {
          for (std::size_t i = 0; i < cell.milestones.size(); ++i) {
            if (progress.reached[i]) {
              ++cell.milestones[i].count;
              cell.milestones[i].amount += part.reporting_minor;
              if (progress.day[i].has_value()) {
                cell.milestones[i].days.push_back(progress.day[i].days - day.days);
              }
            }
          }
        };
      });
  std::vector<FunnelRow> rows;
  for (FunnelCell& cell : cells) {
    for (std::size_t i = 0; i < milestones.size(); ++i) {
      rows.push_back({i, &cell.milestones[i], i == 0 ? 0 : cell.milestones[i - 1].count});
    }
  }
  std::shared_ptr<Table> out = cube.result("funnel", keys, milestones.size());
  CellColumns(*out, rows)
      .text("milestone", [&](const FunnelRow& row) { return milestones.name(row.milestone); })
      .integer("reached", [](const FunnelRow& row) { return row.here->count; })
      .integer("amount_minor", [](const FunnelRow& row) { return row.here->amount; })
      .currency(context.converter.reporting())
      .real("conversion",
            [&](const FunnelRow& row) {
              return row.milestone > milestones.won() ? std::nullopt
                                                      : ratio(row.here->count, row.before);
            })
      .real("median_days", [](FunnelRow& row) { return median_of(row.here->days); });
  return out;
}

}  // namespace opportune
