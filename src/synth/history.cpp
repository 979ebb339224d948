// The way of an opportunity through the stages of its process.
#include <algorithm>

#include "synth/opportunity.hpp"

namespace opportune::synth {

namespace {

/// Time in a stage, where 72 is its limit: mostly about it, with a long tail.
constexpr std::array<int, 32> paces{8,   12,  16,  20,  24,  28,  32,  36,  40,  44, 48,
                                    52,  56,  60,  65,  70,  75,  80,  85,  90,  96, 102,
                                    110, 118, 128, 140, 155, 175, 200, 235, 290, 380};

void step(Making& making, Opportunity& opportunity, Index stage, Date day) {
  making.group.steps.push_back({stage, moment(making, day)});
  opportunity.stage = stage;
  ++opportunity.steps.count;
}

/// Chance of being won, in per mille, by what the group is and how mature the market is.
Index win_rate(const Making& making, const Opportunity& opportunity) {
  const std::string_view maturity = making.world.markets[opportunity.market].maturity;
  const Index by_market = maturity == "mature" ? 40 : maturity == "growing" ? 0 : 970;
  switch (making.group.relation) {
    case Relation::customer:
      return (1400 + by_market) % 1000;
    case Relation::becoming:
      return (1280 + by_market) % 1000;
    case Relation::prospect:
      break;
  }
  return 0;  // a prospect is a group in which nothing has been won yet
}

}  // namespace

Instant moment(Making& making, Date day, int part) {
  const int second = 28'800 + part * 12'000 + making.random.between(0, 11'999);

  return Instant{start_of_day(day).micros + std::int64_t{second} * 1'000'000};
}

void write_walk(Making& making, Opportunity& opportunity) {
  const Process& process = making.world.processes[opportunity.process];
  Random& random = making.random;
  opportunity.steps.first = index_of(making.group.steps.size());
  bool wins = random.chance(win_rate(making, opportunity));
  // The earlier the likelier: most of what is lost is lost before an offer.
  Index exit = random.below(process.open_stages);
  exit = std::min(exit, random.below(process.open_stages + 1));
  bool may_return = true;
  Date day = opportunity.opened;
  step(making, opportunity, 0, day);
  while (!opportunity.closed.has_value()) {
    const Index stage = opportunity.stage;
    day.days += std::max(1, process.stages[stage].max_days * random.pick(paces) / 72);
    if (day > making.world.until) {
      return;
    }
    if (!wins && stage >= exit) {
      step(making, opportunity, process.open_stages + (random.chance(250) ? 2U : 1U), day);
      const Date again{day.days + random.between(10, 90)};
      if (may_return && random.chance(12) && again <= making.world.until) {
        may_return = false;
        wins = making.group.relation != Relation::prospect && random.chance(500);
        exit = process.open_stages - 1;
        day = again;
        step(making, opportunity, stage, day);
        continue;
      }
      opportunity.closed = day;
    } else if (stage + 1 == process.open_stages) {
      step(making, opportunity, process.open_stages, day);
      opportunity.closed = day;
    } else if (stage > 0 && may_return && random.chance(30)) {
      may_return = false;
      step(making, opportunity, stage - 1, day);
    } else {
      const bool skips = stage + 2 < process.open_stages && random.chance(50);
      step(making, opportunity, stage + (skips ? 2 : 1), day);
    }
  }
}

void write_script(Making& making, Opportunity& opportunity, Milestone milestone, Date arrives) {
  const Process& process = making.world.processes[opportunity.process];
  opportunity.steps.first = index_of(making.group.steps.size());
  const Index target = process.first_at(milestone);
  // What is lost or dropped is so after the first stage; everything else goes stage by stage.
  const Index count = milestone > won ? 1 : target;
  const int days = arrives.days - opportunity.opened.days;
  step(making, opportunity, 0, opportunity.opened);
  for (Index i = 1; i <= count; ++i) {
    const Date day{opportunity.opened.days + days * static_cast<int>(i) / static_cast<int>(count)};
    step(making, opportunity, i == count ? target : i, day);
  }
  if (target >= process.open_stages) {
    opportunity.closed = arrives;
  }
}

}  // namespace opportune::synth
