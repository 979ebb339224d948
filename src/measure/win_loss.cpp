// win_loss: what was closed in a period, and how.
#include "measure/outcomes.hpp"

namespace opportune {

std::shared_ptr<Table> measure_win_loss(const MeasureContext& context, const MeasureQuery& query) {
  const Cube cube(context, query);
  const PastDays days(context.book(), query.threads);
  const OpenOrClosedInPeriod asked(days, context, query, OpenOrClosedInPeriod::Amounts::of_closed);
  auto [keys, cells] = gather_parts_of<Outcomes>(
      asked, cube, context, query.threads,
      [&](std::uint32_t row) {
        const auto found = asked(row);
        return found.is_open() ? OpenOrClosedInPeriod::Found() : found;
      },
      [](std::uint32_t, const OpenOrClosedInPeriod::Found& closed) {
        return [outcome = closed.outcome()](const Part& part, Outcomes& cell) {
          cell.add(outcome, part.reporting_minor);
        };
      },
      [&](std::uint32_t row, const auto& closed) { return asked.amount(row, closed); });
  const auto by_count = [](const Outcomes& cell) {
    return wilson(ratio(cell.won(), cell.closed()), static_cast<double>(cell.closed()));
  };
  const auto by_amount = [](const Outcomes& cell) {
    return wilson(ratio(cell.won_amount(), cell.closed_amount()), cell.effective_count());
  };
  const auto low = [](const std::optional<Interval>& found) {
    return found ? std::optional(found->low) : std::nullopt;
  };
  const auto high = [](const std::optional<Interval>& found) {
    return found ? std::optional(found->high) : std::nullopt;
  };
  const auto count = [](Outcome outcome) {
    return
        [outcome](const Outcomes& cell) { return cell.count[static_cast<std::size_t>(outcome)]; };
  };
  const auto amount = [](Outcome outcome) {
    return
        [outcome](const Outcomes& cell) { return cell.amount[static_cast<std::size_t>(outcome)]; };
  };
  std::shared_ptr<Table> out = cube.result("win_loss", keys);
  CellColumns(*out, cells)
      .integer("closed", [](const Outcomes& cell) { return cell.closed(); })
      .integer("won", count(Outcome::won))
      .integer("lost", count(Outcome::lost))
      .integer("abandoned", count(Outcome::abandoned))
      .real("win_rate", [](const Outcomes& cell) { return ratio(cell.won(), cell.closed()); })
      .real("win_rate_low", [&](const Outcomes& cell) { return low(by_count(cell)); })
      .real("win_rate_high", [&](const Outcomes& cell) { return high(by_count(cell)); })
      .integer("closed_amount_minor", [](const Outcomes& cell) { return cell.closed_amount(); })
      .integer("won_amount_minor", amount(Outcome::won))
      .integer("lost_amount_minor", amount(Outcome::lost))
      .integer("abandoned_amount_minor", amount(Outcome::abandoned))
      .currency(context.converter.reporting())
      .real("amount_win_rate",
            [](const Outcomes& cell) { return ratio(cell.won_amount(), cell.closed_amount()); })
      .real("amount_win_rate_low", [&](const Outcomes& cell) { return low(by_amount(cell)); })
      .real("amount_win_rate_high", [&](const Outcomes& cell) { return high(by_amount(cell)); });
  return out;
}

}  // namespace opportune
