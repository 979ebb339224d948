// An opportunity's products, amounts, expected close and how they and the owner changed.
#include <algorithm>

#include "synth/opportunity.hpp"

namespace opportune::synth {

namespace {

std::int64_t power_of_ten(int exponent) {
  std::int64_t out = 1;
  while (exponent-- > 0) {
    out *= 10;
  }
  return out;
}

/// Minor units of the market's currency for the amount in EUR cents, to three significant digits.
std::int64_t localised(const Market& market, std::int64_t eur_minor) {
  // Large amounts in weak currencies stay below 2^63: the product is taken in two steps.
  std::int64_t amount = eur_minor * 1'000'000 / std::max<std::int64_t>(1, market.rate_nano / 1000);
  amount = amount * power_of_ten(market.digits) / 100;
  std::int64_t unit = power_of_ten(market.digits);
  while (amount / unit >= 1000) {
    unit *= 10;
  }
  return std::max(amount / unit * unit, power_of_ten(market.digits));
}

void write_amounts(Making& making, Opportunity& opportunity) {
  const World& world = making.world;
  Random& random = making.random;
  const Market& market = world.markets[opportunity.market];
  constexpr std::array<int, 12> quantities{1, 1, 1, 2, 2, 3, 4, 5, 6, 10, 15, 30};
  if (opportunity.product_count == 0) {
    opportunity.amount_minor =
        random.chance(300) ? -1 : localised(market, std::int64_t{random.between(20, 900)} * 50'000);
    return;
  }
  opportunity.lines = random.chance(600);
  opportunity.amount_minor = 0;
  for (Index i = 0; i < opportunity.product_count; ++i) {
    const int quantity = random.pick(quantities);
    const std::int64_t price = world.products[opportunity.products[i]].price_minor;
    opportunity.quantities[i] = quantity;
    opportunity.amounts[i] = localised(market, (price > 0 ? price : 3'000'000) * quantity *
                                                   (1000 - opportunity.discount_tenths) / 1000);
    opportunity.amount_minor += opportunity.amounts[i];
  }
  if (!opportunity.lines && random.chance(25)) {
    opportunity.amount_minor = -1;  // not every seller fills it in
  }
}

/// Ascending days for up to `count` changes between opening and the last day of interest.
int draw_days(Making& making, const Opportunity& opportunity, int count, std::array<Date, 3>& out) {
  const Date last = opportunity.closed.has_value() ? opportunity.closed : making.world.until;
  const int room = last.days - opportunity.opened.days - 1;
  count = std::min(count, room / 4);
  for (int i = 0; i < count; ++i) {
    const int from = room * i / count;
    const int to = room * (i + 1) / count - 1;
    out[static_cast<std::size_t>(i)] =
        Date{opportunity.opened.days + 1 + making.random.between(from, to)};
  }
  return count;
}

void write_amount_changes(Making& making, Opportunity& opportunity) {
  Random& random = making.random;
  auto& pool = making.group.amount_changes;
  opportunity.amount_changes.first = index_of(pool.size());
  if (opportunity.amount_minor <= 0 || !random.chance(350)) {
    return;
  }
  std::array<Date, 3> days{};
  const int count = draw_days(making, opportunity, random.between(1, 2), days);
  std::array<std::int64_t, 4> amounts{};
  amounts[static_cast<std::size_t>(count)] = opportunity.amount_minor;
  const std::int64_t unit = power_of_ten(making.world.markets[opportunity.market].digits);
  for (auto i = static_cast<std::size_t>(count); i > 0; --i) {
    amounts[i - 1] = std::max(unit, amounts[i] / unit * random.between(60, 125) / 100 * unit);
    if (amounts[i - 1] == amounts[i]) {
      amounts[i - 1] += unit;
    }
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    pool.push_back({amounts[i], amounts[i + 1], moment(making, days[i], 2)});
    ++opportunity.amount_changes.count;
  }
}

void write_close_dates(Making& making, Opportunity& opportunity) {
  Random& random = making.random;
  auto& pool = making.group.close_date_changes;
  opportunity.close_date_changes.first = index_of(pool.size());
  Date expected{opportunity.opened.days + random.between(70, 280)};
  const auto change = [&](Date to, Date day) {
    if (to != expected) {
      pool.push_back({expected, to, moment(making, day, 2)});
      ++opportunity.close_date_changes.count;
      expected = to;
    }
  };
  std::array<Date, 3> days{};
  const int count = draw_days(making, opportunity, std::max(0, random.between(-2, 3)), days);
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    const Date earliest = days[i];
    change(std::max(earliest, Date{expected.days + random.between(-25, 90)}), days[i]);
  }
  if (opportunity.closed.has_value()) {
    if (random.chance(700)) {
      change(opportunity.closed, opportunity.closed);
    }
  } else if (expected < making.world.until && random.chance(850)) {
    change(Date{making.world.until.days + random.between(5, 150)}, making.world.until);
  }
  opportunity.expected_close = expected;
}

void write_owner_change(Making& making, Opportunity& opportunity) {
  auto& pool = making.group.owner_changes;
  opportunity.owner_changes.first = index_of(pool.size());
  const Index former = making.world.markets[opportunity.market].former_seller;
  std::array<Date, 3> days{};
  if (former == none || opportunity.owner == none || !making.random.chance(50) ||
      draw_days(making, opportunity, 1, days) == 0) {
    return;
  }
  pool.push_back({former, opportunity.owner, moment(making, days[0], 0)});
  opportunity.owner_changes.count = 1;
}

}  // namespace

void write_terms(Making& making, Opportunity& opportunity) {
  write_amounts(making, opportunity);
  write_amount_changes(making, opportunity);
  write_close_dates(making, opportunity);
  write_owner_change(making, opportunity);
}

}  // namespace opportune::synth
