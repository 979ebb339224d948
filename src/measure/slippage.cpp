// slippage: how often and how far expected closes move.
#include <cstdlib>

#include "measure/measures.hpp"

namespace opportune {
namespace {

struct SlippageCell {
  std::int64_t opportunities = 0;
  std::int64_t moved = 0;
  std::int64_t pushed = 0, pulled = 0;
  std::int64_t pushed_days = 0, pulled_days = 0;
  std::vector<std::int32_t> days;  ///< of each move

  void merge(const SlippageCell& other) {
    opportunities += other.opportunities;
    moved += other.moved;
    pushed += other.pushed;
    pulled += other.pulled;
    pushed_days += other.pushed_days;
    pulled_days += other.pulled_days;
    days.insert(days.end(), other.days.begin(), other.days.end());
  }
  void move(std::int32_t by) {
    days.push_back(by);
    (by > 0 ? pushed : pulled) += 1;
    (by > 0 ? pushed_days : pulled_days) += std::abs(by);
  }
  [[nodiscard]] std::int64_t moves() const { return std::ssize(days); }
};

/// A change of the expected close from one date to another.
struct Move {
  Date day;
  std::int32_t by = 0;
};

/// Adds opportunities, one after another; one per thread.
class Worker {
 public:
  Worker(const MeasureContext& context, const MeasureQuery& query, const Cube& cube, bool by_event)
      : context_(context), query_(query), cube_(cube), by_event_(by_event) {}

  void operator()(std::uint32_t row, CellMap<SlippageCell>& cells) {
    read_moves(row);
    const bool counts = !by_event_ && was_open(row);
    if ((moves_.empty() && !counts) || !cube_.accepts(row)) {
      return;
    }
    cube_.parts_of(row, 0, parts_);
    if (!by_event_) {
      cube_.each_counted(row, parts_, [&](const Cube::Key& key, const Part&) {
        SlippageCell& cell = cells[key];
        cell.opportunities += counts ? 1 : 0;
        cell.moved += counts && !moves_.empty() ? 1 : 0;
      });
    }
    for (const Move& move : moves_) {
      for (Part& part : parts_) {
        part.event = move.day;
      }
      cube_.each_counted(row, parts_,
                         [&](const Cube::Key& key, const Part&) { cells[key].move(move.by); });
    }
  }

 private:
  void read_moves(std::uint32_t row) {
    moves_.clear();
    const Store<CloseDateChange>& changes = context_.book().get<CloseDateChange>();
    const History& history = context_.book().links().close_date_changes;
    for (std::uint32_t change = context_.as_of.at_or_before(history.latest(row), history, changes);
         change != no_row; change = history.earlier(change)) {
      const Date from = changes.get<"from">()[change], to = changes.get<"to">()[change];
      const Date day = day_of(changes.get<"at">()[change]);
      if (from.has_value() && to.has_value() && from != to && in_period(query_, day)) {
        moves_.push_back({day, to.days - from.days});
      }
    }
  }
  /// At some time of the period: when it began, or opened or reopened in it.
  [[nodiscard]] bool was_open(std::uint32_t row) const {
    const AsOf& as_of = context_.as_of;
    const Date opened = context_.book().get<Opportunity>().get<"opened">()[row];
    if (!(opened <= context_.day()) || (query_.from.has_value() && query_.from > context_.day()) ||
        (query_.to.has_value() && opened > query_.to)) {
      return false;
    }
    if (!query_.from.has_value() || opened >= query_.from) {
      return true;
    }
    std::uint16_t stage = StageTable::none;
    if (AsOf(context_.book(), end_of_day(Date{query_.from.days - 1})).open(row, &stage)) {
      return true;
    }
    const Store<StageChange>& changes = context_.book().get<StageChange>();
    const History& history = context_.book().links().stage_changes;
    for (std::uint32_t change = as_of.at_or_before(history.latest(row), history, changes);
         change != no_row; change = history.earlier(change)) {
      const std::uint16_t to = changes.get<"to">()[change];
      if (in_period(query_, day_of(changes.get<"at">()[change])) &&
          !context_.book().stages().closed(to)) {
        return true;
      }
    }
    return false;
  }

  const MeasureContext& context_;
  const MeasureQuery& query_;
  const Cube& cube_;
  bool by_event_;
  std::vector<Part> parts_;
  std::vector<Move> moves_;
};

}  // namespace

std::shared_ptr<Table> measure_slippage(const MeasureContext& context, const MeasureQuery& query) {
  const Cube cube(context, query);
  const bool by_event =
      cube.is_by("event_month") || cube.is_by("event_quarter") || cube.is_by("event_year");
  auto [keys, cells] = gather_cells<SlippageCell>(
      cube, context.book().get<Opportunity>().rows(), records_at_once, query.threads,
      [&] { return Worker(context, query, cube, by_event); });
  const auto of_opportunities = [&](std::int64_t count) {
    return by_event ? std::nullopt : std::optional(count);
  };
  std::shared_ptr<Table> out = cube.result("slippage", keys);
  CellColumns(*out, cells)
      .integer("opportunities",
               [&](const SlippageCell& cell) { return of_opportunities(cell.opportunities); })
      .integer("moved", [&](const SlippageCell& cell) { return of_opportunities(cell.moved); })
      .integer("moves", [](const SlippageCell& cell) { return cell.moves(); })
      .integer("pushed", [](const SlippageCell& cell) { return cell.pushed; })
      .integer("pulled", [](const SlippageCell& cell) { return cell.pulled; })
      .integer("pushed_days", [](const SlippageCell& cell) { return cell.pushed_days; })
      .integer("pulled_days", [](const SlippageCell& cell) { return cell.pulled_days; })
      .real("mean_days",
            [](const SlippageCell& cell) {
              return ratio(cell.pushed_days - cell.pulled_days, cell.moves());
            })
      .real("median_days", [](SlippageCell& cell) { return median_of(cell.days); });
  return out;
}

}  // namespace opportune
