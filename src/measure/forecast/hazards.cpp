#include "measure/forecast/hazards.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace opportune {
namespace {

/// Of a stretch of all markets together: its own rate, held by a month at the milestone's, so that
/// a stretch that few have reached has a sensible one.
constexpr double stretch_prior_days = 30;

Hazards rates_of_all(const StayCounts& counts) {
  Hazards out;
  for (std::size_t m = 0; m < Milestones::most; ++m) {
    for (std::size_t next = 0; next < Milestones::most; ++next) {
      double days = 0, moves = 0;
      for (const StayCounts::Stretch& stretch : counts.at[m]) {
        days += static_cast<double>(stretch.days);
        moves += static_cast<double>(stretch.moves[next]);
      }
      const double rate = days == 0 ? 0 : moves / days;
      for (std::size_t b = 0; b < hazard_ends.size(); ++b) {
        const StayCounts::Stretch& stretch = counts.at[m][b];
        out.at[m][b][next] =
            (static_cast<double>(stretch.moves[next]) + stretch_prior_days * rate) /
            (static_cast<double>(stretch.days) + stretch_prior_days);
      }
    }
  }
  return out;
}

/// Calls visit(counts of a stretch, its rate among all, next) for all stretches with days at risk.
template <class Visit>
void each_rate(const StayCounts& counts, const Hazards& all, Visit&& visit) {
  for (std::size_t m = 0; m < Milestones::most; ++m) {
    for (std::size_t b = 0; b < hazard_ends.size(); ++b) {
      for (std::size_t next = 0; next < Milestones::most; ++next) {
        visit(m, b, next, counts.at[m][b], all.at[m][b][next]);
      }
    }
  }
}

/// How likely the counts of the markets are: negative binomial, the days' part left out that does
/// not depend on the prior.
double log_likelihood(const std::vector<StayCounts>& markets, const Hazards& all, double prior) {
  double out = 0;
  for (const StayCounts& market : markets) {
    each_rate(market, all,
              [&](std::size_t, std::size_t, std::size_t next, const StayCounts::Stretch& stretch,
                  double rate) {
                if (stretch.days == 0 || rate == 0) {
                  return;
                }
                const auto days = static_cast<double>(stretch.days);
                const auto moves = static_cast<double>(stretch.moves[next]);
                const double shape = prior * rate;
                out += std::lgamma(moves + shape) - std::lgamma(shape) +
                       shape * std::log(prior / (prior + days)) +
                       moves * std::log(1 / (prior + days));
              });
  }
  return out;
}

double likeliest_prior(const std::vector<StayCounts>& markets, const Hazards& all) {
  double best = 0, most = -std::numeric_limits<double>::infinity();
  for (int step = 4; step <= 20; ++step) {  // from 30 days to 100 million
    const double prior = std::pow(10.0, step / 2.5);
    const double likelihood = log_likelihood(markets, all, prior);
    if (likelihood > most) {
      most = likelihood;
      best = prior;
    }
  }
  return best;
}

}  // namespace

void StayCounts::add(const Stay& stay) {
  // A move on the day of the entry counts as one of the next day.
  const bool moves = stay.next != Stay::censored;
  const std::int32_t days = std::max(stay.days, moves ? 1 : 0);
  std::int32_t from = 0;
  for (std::size_t b = 0; b < hazard_ends.size() && from < days; ++b) {
    const std::int32_t to = std::min(days, hazard_ends[b]);
    at[stay.milestone][b].days += to - from;
    from = to;
  }
  if (moves) {
    ++at[stay.milestone][hazard_stretch(days)].moves[stay.next];
  }
}

void StayCounts::merge(const StayCounts& other) {
  for (std::size_t m = 0; m < at.size(); ++m) {
    for (std::size_t b = 0; b < hazard_ends.size(); ++b) {
      at[m][b].days += other.at[m][b].days;
      for (std::size_t next = 0; next < Milestones::most; ++next) {
        at[m][b].moves[next] += other.at[m][b].moves[next];
      }
    }
  }
}

PooledHazards pool(const std::vector<StayCounts>& markets) {
  StayCounts total;
  for (const StayCounts& market : markets) {
    total.merge(market);
  }
  PooledHazards out;
  out.all = rates_of_all(total);
  out.prior_days = likeliest_prior(markets, out.all);
  out.markets.resize(markets.size());
  for (std::size_t i = 0; i < markets.size(); ++i) {
    each_rate(markets[i], out.all,
              [&](std::size_t m, std::size_t b, std::size_t next,
                  const StayCounts::Stretch& stretch, double rate) {
                out.markets[i].at[m][b][next] =
                    (static_cast<double>(stretch.moves[next]) + out.prior_days * rate) /
                    (static_cast<double>(stretch.days) + out.prior_days);
              });
  }
  return out;
}

}  // namespace opportune
