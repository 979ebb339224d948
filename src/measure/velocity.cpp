// velocity: what the pipeline brings a day, and the factors of it.
#include "measure/outcomes.hpp"

namespace opportune {
namespace {

struct VelocityCell {
  std::int64_t open = 0;
  std::int64_t closed = 0;
  std::int64_t won = 0;
  std::int64_t won_amount = 0;
  std::int64_t cycle_days = 0;  ///< of the won

  void merge(const VelocityCell& other) {
    open += other.open;
    closed += other.closed;
    won += other.won;
    won_amount += other.won_amount;
    cycle_days += other.cycle_days;
  }
  [[nodiscard]] std::optional<double> win_rate() const { return ratio(won, closed); }
  [[nodiscard]] std::optional<double> mean_won() const { return ratio(won_amount, won); }
  [[nodiscard]] std::optional<double> mean_cycle() const { return ratio(cycle_days, won); }
  [[nodiscard]] std::optional<double> velocity() const {
    const auto rate = win_rate(), mean = mean_won(), cycle = mean_cycle();
    return rate && mean && cycle && *cycle > 0
               ? std::optional(static_cast<double>(open) * *rate * *mean / *cycle)
               : std::nullopt;
  }
};

}  // namespace

std::shared_ptr<Table> measure_velocity(const MeasureContext& context, const MeasureQuery& query) {
  const Cube cube(context, query);
  const PastDays days(context.book(), query.threads);
  const auto& opened = context.book().get<Opportunity>().get<"opened">();
  const OpenOrClosedInPeriod asked(days, context, query, OpenOrClosedInPeriod::Amounts::of_won);
  auto [keys, cells] = gather_parts_of<VelocityCell>(
      asked, cube, context, query.threads, asked,
      [&](std::uint32_t row, const OpenOrClosedInPeriod::Found& found) {
        const bool is_won = found.outcome() == Outcome::won;
        return [is_open = found.is_open(), is_won,
                cycle = is_won ? found.closed_on().days - opened[row].days : 0](
                   const Part& part, VelocityCell& cell) {
          cell.open += is_open ? 1 : 0;
          cell.closed += is_open ? 0 : 1;
          cell.won += is_won ? 1 : 0;
          cell.won_amount += part.reporting_minor;
          cell.cycle_days += cycle;
        };
      },
      [&](std::uint32_t row, const OpenOrClosedInPeriod::Found& found) {
        return asked.amount(row, found);
      });
  std::shared_ptr<Table> out = cube.result("velocity", keys);
  CellColumns(*out, cells)
      .integer("opportunities", [](const VelocityCell& cell) { return cell.open; })
      .integer("closed", [](const VelocityCell& cell) { return cell.closed; })
      .integer("won", [](const VelocityCell& cell) { return cell.won; })
      .real("win_rate", [](const VelocityCell& cell) { return cell.win_rate(); })
      .real("mean_won_amount_minor", [](const VelocityCell& cell) { return cell.mean_won(); })
      .real("mean_cycle_days", [](const VelocityCell& cell) { return cell.mean_cycle(); })
      .real("velocity_minor_per_day", [](const VelocityCell& cell) { return cell.velocity(); })
      .currency(context.converter.reporting());
  return out;
}

}  // namespace opportune
