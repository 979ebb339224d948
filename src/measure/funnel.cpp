// funnel: of the opportunities opened in a period, how many reached each milestone.
#include <array>

#include "measure/measures.hpp"

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
  std::vector<std::uint32_t> path;  // latest first
  std::uint32_t change = book.links().stage_changes.latest(row);
  const bool recorded = change != no_row;
  for (; change != no_row; change = book.links().stage_changes.earlier(change)) {
    if (changes.get<"at">()[change] <= as_of.instant()) {
      path.push_back(change);
    }
  }
  if (!path.empty()) {
    const std::uint16_t from = changes.get<"from">()[path.back()];
    if (from != StageTable::none) {
      out.enter(milestones, stages[from].milestone, opened);
    }
    for (std::size_t i = path.size(); i-- > 0;) {
      out.enter(milestones, stages[changes.get<"to">()[path[i]]].milestone,
                day_of(changes.get<"at">()[path[i]]));
    }
  } else if (recorded) {
    out.enter(milestones, stands, opened);  // nothing has changed yet
  } else {
    // What is known: it began at the start, and stands where it stands.
    out.enter(milestones, stages[stages.first(opportunities.get<"process">()[row])].milestone,
              opened);
    const bool closed = milestones.closed(stands);
    out.enter(milestones, stands, Date{});
    if (closed) {
      out.day[stands] = opportunities.get<"closed">()[row];
    }
  }
  for (std::uint8_t i = milestones.won(); i < milestones.size(); ++i) {
    out.reached[i] = stands == i;
  }
  return out;
}

/// Adds opportunities, one after another; one per thread.
class Worker {
 public:
  Worker(const MeasureContext& context, const Cube& cube, const MeasureQuery& query)
      : context_(context), cube_(cube), query_(query) {}

  void operator()(std::uint32_t row, CellMap<FunnelCell>& cells) {
    const Date opened = context_.book().get<Opportunity>().get<"opened">()[row];
    const bool in_cohort = context_.as_of.opened(row) &&
                           (!query_.from.has_value() || opened >= query_.from) &&
                           (!query_.to.has_value() || opened <= query_.to);
    if (!in_cohort || !cube_.accepts(row)) {
      return;
    }
    const Progress progress = progress_of(context_, row);
    cube_.parts(row, parts_);
    for (const Part& part : parts_) {
      cube_.each_cell(row, part.product, [&](const Cube::Key& key) {
        FunnelCell& cell = cells[key];
        for (std::size_t i = 0; i < cell.milestones.size(); ++i) {
          if (progress.reached[i]) {
            ++cell.milestones[i].count;
            cell.milestones[i].amount += part.reporting_minor;
            if (progress.day[i].has_value()) {
              cell.milestones[i].days.push_back(progress.day[i].days - opened.days);
            }
          }
        }
      });
    }
  }

 private:
  const MeasureContext& context_;
  const Cube& cube_;
  const MeasureQuery& query_;
  std::vector<Part> parts_;
};

}  // namespace

std::shared_ptr<Table> measure_funnel(const MeasureContext& context, const MeasureQuery& query) {
  if (query.from.has_value() && query.to.has_value() && query.to < query.from) {
    refuse_query("to", to_string(query.to),
                 "the period ends before it begins (" + to_string(query.from) + ")");
  }
  if (std::find(query.by.begin(), query.by.end(), "milestone") != query.by.end()) {
    refuse_query("by", "milestone", "the funnel has a row for each milestone reached already");
  }
  const Milestones& milestones = context.book().stages().milestones();
  const Cube cube(context, query);
  constexpr std::size_t chunk = 65'536;
  auto [keys, cells] =
      gather_cells<FunnelCell>(cube, context.book().get<Opportunity>().rows(), chunk, query.threads,
                               [&] { return Worker(context, cube, query); });
  std::shared_ptr<Table> out = cube.result("funnel", keys, milestones.size(), 6);
  TableColumn& milestone = out->column("milestone", ColumnType::text);
  TableColumn& reached = out->column("reached", ColumnType::integer);
  TableColumn& amount = out->column("amount_minor", ColumnType::integer);
  TableColumn& currency = out->column("currency", ColumnType::text);
  TableColumn& conversion = out->column("conversion", ColumnType::real);
  TableColumn& days = out->column("median_days", ColumnType::real);
  for (FunnelCell& cell : cells) {
    for (std::size_t i = 0; i < milestones.size(); ++i) {
      FunnelCell::Reached& here = cell.milestones[i];
      milestone.add_text(milestones.name(i));
      reached.add_integer(here.count);
      amount.add_integer(here.amount);
      currency.add_text(context.converter.reporting().code());
      const std::int64_t before = i == 0 ? 0 : cell.milestones[i - 1].count;
      i == 0 || i > milestones.won() || before == 0
          ? conversion.add_null()
          : conversion.add_real(static_cast<double>(here.count) / static_cast<double>(before));
      here.days.empty() ? days.add_null() : days.add_real(median(here.days));
    }
  }
  return out;
}

}  // namespace opportune
