// leakage: what was lost on deals won outside of an agreement, or under other terms than agreed.
#include <algorithm>

#include "measure/leaks.hpp"
#include "measure/measures.hpp"

namespace opportune {
namespace {

enum Reason : std::size_t { bypass, discount, shipping_terms, not_valid, not_covered, reasons };

/// A deal that leaks, or all of a cell.
struct LeakageCell {
  std::int64_t deals = 0;
  std::array<std::int64_t, reasons> with{};
  std::int64_t won_amount = 0;
  std::int64_t overcharged = 0;
  std::int64_t given_away = 0;

  void merge(const LeakageCell& other) {
    deals += other.deals;
    for (std::size_t i = 0; i < reasons; ++i) {
      with[i] += other.with[i];
    }
    won_amount += other.won_amount;
    overcharged += other.overcharged;
    given_away += other.given_away;
  }
};

/// Adds opportunities, one after another; one per thread.
class Worker {
 public:
  Worker(const MeasureContext& context, const MeasureQuery& query, const Cube& cube)
      : context_(context), query_(query), cube_(cube) {}

  void operator()(std::uint32_t row, CellMap<LeakageCell>& cells) {
    const Date won = context_.as_of.won_on(row);
    if (!in_period(query_, won) || !cube_.accepts(row)) {
      return;
    }
    leaks_.clear();
    find_leaks(context_, row, won, leaks_);
    if (leaks_.empty()) {
      return;
    }
    LeakageCell deal;
    deal.deals = 1;
    for (const Leak& leak : leaks_) {
      const bool holds[reasons] = {leak.bypass, leak.breach.discount, leak.breach.shipping,
                                   leak.breach.invalid, leak.breach.uncovered};
      for (std::size_t i = 0; i < reasons; ++i) {
        deal.with[i] = deal.with[i] != 0 || holds[i] ? 1 : 0;
      }
    }
    cube_.parts(row, parts_);
    const auto [most, least] = extremes(row);
    std::int64_t total = 0;
    for (Part& part : parts_) {
      // Differences of running totals, so that the parts' add up to the deal's.
      const std::int64_t before = total;
      total += part.reporting_minor;
      part.more_minor = {between(most, before, total), -between(least, before, total)};
    }
    cube_.each_counted(row, parts_, [&](const Cube::Key& key, const Part& part) {
      deal.won_amount = part.reporting_minor;
      deal.overcharged = part.more_minor[0];
      deal.given_away = part.more_minor[1];
      cells[key].merge(deal);
    });
  }

 private:
  /// The leak that brought the most above the agreed price, and the one that gave away the most;
  /// null where none did.
  [[nodiscard]] std::pair<const Leak*, const Leak*> extremes(std::uint32_t row) const {
    const std::int64_t amount = context_.as_of.amount(row);
    std::pair<const Leak*, const Leak*> out{nullptr, nullptr};
    if (amount == no_amount) {
      return out;
    }
    const std::int64_t converted = context_.in_reporting(row, amount);
    std::int64_t most = 0, least = 0;
    for (const Leak& leak : leaks_) {
      const std::int64_t found = leaked(context_.book(), leak, converted).value_or(0);
      if (found > most) {
        most = found;
        out.first = &leak;
      } else if (found < least) {
        least = found;
        out.second = &leak;
      }
    }
    return out;
  }
  [[nodiscard]] std::int64_t between(const Leak* leak, std::int64_t from, std::int64_t to) const {
    return leak == nullptr ? 0
                           : leaked(context_.book(), *leak, to).value_or(0) -
                                 leaked(context_.book(), *leak, from).value_or(0);
  }

  const MeasureContext& context_;
  const MeasureQuery& query_;
  const Cube& cube_;
  std::vector<Leak> leaks_;
  std::vector<Part> parts_;
};

}  // namespace

std::shared_ptr<Table> measure_leakage(const MeasureContext& context, const MeasureQuery& query) {
  const Cube cube(context, query);
  auto [keys, cells] =
      gather_cells<LeakageCell>(cube, context.book().get<Opportunity>().rows(), records_at_once,
                                query.threads, [&] { return Worker(context, query, cube); });
  const auto with = [](Reason reason) {
    return [reason](const LeakageCell& cell) { return cell.with[reason]; };
  };
  std::shared_ptr<Table> out = cube.result("leakage", keys);
  CellColumns(*out, cells)
      .integer("deals", [](const LeakageCell& cell) { return cell.deals; })
      .integer("bypass", with(bypass))
      .integer("discount", with(discount))
      .integer("shipping_terms", with(shipping_terms))
      .integer("not_valid", with(not_valid))
      .integer("not_covered", with(not_covered))
      .integer("won_amount_minor", [](const LeakageCell& cell) { return cell.won_amount; })
      .currency(context.converter.reporting())
      .integer("overcharged_minor", [](const LeakageCell& cell) { return cell.overcharged; })
      .integer("given_away_minor", [](const LeakageCell& cell) { return cell.given_away; });
  return out;
}

}  // namespace opportune
