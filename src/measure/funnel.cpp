// funnel: of the opportunities opened in a period, how many reached each milestone.
#include <array>

#include "measure/measures.hpp"
#include "process/moves.hpp"

namespace opportune {
namespace {

/// Which milestones an opportunity had reached by the instant, and on which day (empty: unknown).
struct Progress {
  std::array<bool, Milestones::most> reached{};
  std::array<Date, Milestones::most> day{};

  /// A stage of this milestone was entered: it and the open ones before it are reached.
  void enter(const Milestones& milestones, std::uint8_t milestone, Date when) {
    const std::uint8_t won = milestones.won();
    const std::uint8_t open = milestone < won    ? milestone
                              : milestone == won ? static_cast<std::uint8_t>(won - 1)
                                                 : Milestones::none;
    for (std::uint8_t i = 0; open != Milestones::none && i <= open; ++i) {
      if (!reached[i]) {
        reached[i] = true;
        day[i] = when;
      }
    }
    if (milestones.closed(milestone) && !day[milestone].has_value()) {
      day[milestone] = when;
    }
  }
};

struct FunnelCell {
  struct Reached {
    std::int64_t count = 0;
    std::int64_t amount = 0;
    std::vector<std::int32_t> days;
  };
  std::array<Reached, Milestones::most> milestones;

  void add(const Progress& progress, Date opened, std::int64_t amount) {
    for (std::size_t i = 0; i < milestones.size(); ++i) {
      if (progress.reached[i]) {
        ++milestones[i].count;
        milestones[i].amount += amount;
        if (progress.day[i].has_value()) {
          milestones[i].days.push_back(progress.day[i].days - opened.days);
        }
      }
    }
  }
  void merge(const FunnelCell& other) {
    for (std::size_t i = 0; i < milestones.size(); ++i) {
      milestones[i].count += other.milestones[i].count;
      milestones[i].amount += other.milestones[i].amount;
      milestones[i].days.insert(milestones[i].days.end(), other.milestones[i].days.begin(),
                                other.milestones[i].days.end());
    }
  }
};

/// Adds opportunities, one after another; one per thread.
class Worker {
 public:
  Worker(const MeasureContext& context, const MeasureQuery& query, const Cube& cube)
      : context_(context),
        query_(query),
        cube_(cube),
        opportunities_(context.book().get<Opportunity>()) {}

  void operator()(std::uint32_t row, CellMap<FunnelCell>& cells) {
    const Date opened = opportunities_.get<"opened">()[row];
    if (!context_.as_of.opened(row) || !in_period(query_, opened) || !cube_.accepts(row)) {
      return;
    }
    const Progress progress = progress_of(row, opened);
    cube_.parts(row, parts_);
    cube_.each_counted(row, parts_, [&](const Cube::Key& key, const Part& part) {
      cells[key].add(progress, opened, part.reporting_minor);
    });
  }

 private:
  [[nodiscard]] Progress progress_of(std::uint32_t row, Date opened) {
    const AsOf& as_of = context_.as_of;
    const Book& book = context_.book();
    const StageTable& stages = book.stages();
    const Milestones& milestones = stages.milestones();
    const Store<StageChange>& changes = book.get<StageChange>();
    Progress out;
    const std::uint16_t now = as_of.stage(row);
    const std::uint8_t stands = stages[now].milestone;
    const bool recorded = book.links().stage_changes.latest(row) != no_row;
    read_path(as_of, row, path_);
    if (!path_.empty()) {
      out.enter(milestones, stages[stood_before(book, path_.back())].milestone, opened);
      for (std::size_t i = path_.size(); i-- > 0;) {
        out.enter(milestones, stages[changes.get<"to">()[path_[i]]].milestone,
                  day_of(changes.get<"at">()[path_[i]]));
      }
    } else if (recorded) {
      out.enter(milestones, stands, opened);  // nothing has changed yet
    } else {
      // What is known: it began at the start, and stands where it stands.
      out.enter(milestones, stages[stages.first(opportunities_.get<"process">()[row])].milestone,
                opened);
      const bool closed = milestones.closed(stands);
      out.enter(milestones, stands, Date{});
      if (closed) {
        out.day[stands] = opportunities_.get<"closed">()[row];
      }
    }
    for (std::uint8_t i = milestones.won(); i < milestones.size(); ++i) {
      out.reached[i] = stands == i;
    }
    return out;
  }

  const MeasureContext& context_;
  const MeasureQuery& query_;
  const Cube& cube_;
  const Store<Opportunity>& opportunities_;
  std::vector<std::uint32_t> path_;
  std::vector<Part> parts_;
};

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
  auto [keys, cells] =
      gather_cells<FunnelCell>(cube, context.book().get<Opportunity>().rows(), records_at_once,
                               query.threads, [&] { return Worker(context, query, cube); });
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
