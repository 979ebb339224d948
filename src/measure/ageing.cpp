// ageing: how long what is open has stood in its stage, against the stage's limit.
#include <algorithm>
#include <cmath>

#include "measure/measures.hpp"
#include "opportune/process/business_days.hpp"

namespace opportune {
namespace {

struct AgeingCell {
  std::int64_t amount = 0;
  std::int64_t limited = 0;
  std::int64_t over = 0;
  std::int64_t over_amount = 0;
  std::vector<std::int32_t> days;

  void merge(const AgeingCell& other) {
    amount += other.amount;
    limited += other.limited;
    over += other.over;
    over_amount += other.over_amount;
    days.insert(days.end(), other.days.begin(), other.days.end());
  }
  /// Of the days, which are sorted: linear between the two nearest.
  [[nodiscard]] std::optional<double> quantile(double share) const {
    if (days.empty()) {
      return std::nullopt;
    }
    const double place = static_cast<double>(days.size() - 1) * share;
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, days.size() - 1);
    return days[below] + (place - static_cast<double>(below)) * (days[above] - days[below]);
  }
};

/// Adds opportunities, one after another; one per thread.
class Worker {
 public:
  Worker(const MeasureContext& context, const Cube& cube)
      : context_(context), cube_(cube), stage_days_(context.book()) {}

  void operator()(std::uint32_t row, CellMap<AgeingCell>& cells) {
    const AsOf& as_of = context_.as_of;
    std::uint16_t stage = StageTable::none;
    if (!as_of.open(row, &stage) || !cube_.accepts(row)) {
      return;
    }
    const StageDefinition& stands = context_.book().stages()[stage];
    const Date entered = day_of(as_of.since(row, as_of.entry(row)));
    const std::int32_t days = context_.day().days - entered.days;
    const bool limited = stands.max_days >= 0;
    const bool over =
        limited && stage_days_(stands, context_.book().get<Opportunity>().get<"market">()[row],
                               entered, context_.day()) > stands.max_days;
    cube_.parts(row, parts_);
    cube_.each_counted(row, parts_, [&](const Cube::Key& key, const Part& part) {
      AgeingCell& cell = cells[key];
      cell.amount += part.reporting_minor;
      cell.limited += limited ? 1 : 0;
      cell.over += over ? 1 : 0;
      cell.over_amount += over ? part.reporting_minor : 0;
      cell.days.push_back(days);
    });
  }

 private:
  const MeasureContext& context_;
  const Cube& cube_;
  StageDays stage_days_;
  std::vector<Part> parts_;
};

}  // namespace

std::shared_ptr<Table> measure_ageing(const MeasureContext& context, const MeasureQuery& query) {
  const Cube cube(context, query);
  auto [keys, cells] =
      gather_cells<AgeingCell>(cube, context.book().get<Opportunity>().rows(), records_at_once,
                               query.threads, [&] { return Worker(context, cube); });
  for (AgeingCell& cell : cells) {
    std::sort(cell.days.begin(), cell.days.end());
  }
  const auto end = [](const AgeingCell& cell, double share) -> std::optional<std::int64_t> {
    const auto found = cell.quantile(share);
    return found ? std::optional(std::llround(*found)) : std::nullopt;
  };
  std::shared_ptr<Table> out = cube.result("ageing", keys);
  CellColumns(*out, cells)
      .integer("count", [](const AgeingCell& cell) { return std::ssize(cell.days); })
      .integer("amount_minor", [](const AgeingCell& cell) { return cell.amount; })
      .currency(context.converter.reporting())
      .integer("over_count", [](const AgeingCell& cell) { return cell.over; })
      .integer("over_amount_minor", [](const AgeingCell& cell) { return cell.over_amount; })
      .integer("limit_count", [](const AgeingCell& cell) { return cell.limited; })
      .integer("min_days", [&](const AgeingCell& cell) { return end(cell, 0); })
      .real("lower_quartile_days", [](const AgeingCell& cell) { return cell.quantile(0.25); })
      .real("median_days", [](const AgeingCell& cell) { return cell.quantile(0.5); })
      .real("upper_quartile_days", [](const AgeingCell& cell) { return cell.quantile(0.75); })
      .integer("max_days", [&](const AgeingCell& cell) { return end(cell, 1); });
  return out;
}

}  // namespace opportune
