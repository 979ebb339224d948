// velocity: what the pipeline brings a day, and the factors of it.
#include "measure/outcomes.hpp"

namespace opportune {
namespace {

struct VelocityCell {
  std::int64_t open = 0;
  Outcomes outcomes;
  std::int64_t cycle_days = 0;  ///< of the won

  void merge(const VelocityCell& other) {
    open += other.open;
    outcomes.merge(other.outcomes);
    cycle_days += other.cycle_days;
  }
  [[nodiscard]] std::optional<double> win_rate() const {
    return ratio(outcomes.won(), outcomes.closed());
  }
  [[nodiscard]] std::optional<double> mean_won() const {
    return ratio(outcomes.won_amount(), outcomes.won());
  }
  [[nodiscard]] std::optional<double> mean_cycle() const {
    return ratio(cycle_days, outcomes.won());
  }
  [[nodiscard]] std::optional<double> velocity() const {
    const auto rate = win_rate(), won = mean_won(), cycle = mean_cycle();
    return rate && won && cycle && *cycle > 0
               ? std::optional(static_cast<double>(open) * *rate * *won / *cycle)
               : std::nullopt;
  }
};

}  // namespace

std::shared_ptr<Table> measure_velocity(const MeasureContext& context, const MeasureQuery& query) {
  const Cube cube(context, query);
  const PastDays days(context.book(), query.threads);
  const auto& opened = context.book().get<Opportunity>().get<"opened">();
  const OpenOrClosedInPeriod asked(days, context, query);
  auto [keys, cells] = gather_parts_of<VelocityCell>(
      asked, cube, context, query.threads, asked,
      [&](std::uint32_t row, const OpenOrClosedInPeriod::Found& found) {
        return [standing = found.standing, opened = opened[row]](const Part& part,
                                                                 VelocityCell& cell) {
          if (standing.is_open) {
            ++cell.open;
            return;
          }
          cell.outcomes.add(standing.outcome, part.reporting_minor);
          cell.cycle_days +=
              standing.outcome == Outcome::won ? standing.closed_on.days - opened.days : 0;
        };
      },
      [&](std::uint32_t row, const OpenOrClosedInPeriod::Found& found) {
        return found.standing.is_open ? 0 : asked.amount(row);
      });
  std::shared_ptr<Table> out = cube.result("velocity", keys);
  CellColumns(*out, cells)
      .integer("opportunities", [](const VelocityCell& cell) { return cell.open; })
      .integer("closed", [](const VelocityCell& cell) { return cell.outcomes.closed(); })
      .integer("won", [](const VelocityCell& cell) { return cell.outcomes.won(); })
      .real("win_rate", [](const VelocityCell& cell) { return cell.win_rate(); })
      .real("mean_won_amount_minor", [](const VelocityCell& cell) { return cell.mean_won(); })
      .real("mean_cycle_days", [](const VelocityCell& cell) { return cell.mean_cycle(); })
      .real("velocity_minor_per_day", [](const VelocityCell& cell) { return cell.velocity(); })
      .currency(context.converter.reporting());
  return out;
}

}  // namespace opportune
