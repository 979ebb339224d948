// histories: a multi-state model of milestones, learned from the stage histories: how long what
// stands at a milestone stays, and where it goes, by market; what still stands is censored.
#include <algorithm>
#include <map>
#include <optional>

#include "measure/forecast/hazards.hpp"
#include "measure/forecast/model.hpp"
#include "opportune/core/parallel.hpp"

namespace opportune {
namespace {

/// How likely what stands at a milestone since so many days is won within so many days.
class Outlook {
 public:
  static constexpr std::int32_t longest = 366;  ///< older stays are alike

  /// `horizons`: ascending numbers of days.
  Outlook(const Hazards& hazards, const Milestones& milestones,
          const std::vector<std::int32_t>& horizons) {
    const std::uint8_t open = milestones.won();
    Layer within{}, next{};
    within.resize(open, Ages(longest + 1));
    next = within;
    std::size_t asked = 0;
    for (std::int32_t h = 0; asked < horizons.size(); ++h) {
      if (h > 0) {
        step(hazards, open, milestones.won(), within, next);
        within.swap(next);
      }
      for (; asked < horizons.size() && horizons[asked] == h; ++asked) {
        layers_.push_back(within);
      }
    }
  }
  [[nodiscard]] double won(std::size_t horizon, std::uint8_t milestone, std::int32_t days) const {
    return layers_[horizon][milestone][static_cast<std::size_t>(std::clamp(days, 0, longest))];
  }

 private:
  using Ages = std::vector<double>;  // by days of the stay
  using Layer = std::vector<Ages>;   // by milestone

  /// One day more: it moves on the first of them, or stays and is a day older.
  static void step(const Hazards& hazards, std::uint8_t open, std::uint8_t won_place,
                   const Layer& within, Layer& out) {
    for (std::uint8_t m = 0; m < open; ++m) {
      std::array<double, hazard_ends.size()> moving{}, leaving{};
      for (std::size_t b = 0; b < hazard_ends.size(); ++b) {
        const Hazards::Next& next = hazards.at[m][b];
        for (std::uint8_t k = 0; k < Milestones::most; ++k) {
          leaving[b] += next[k];
          moving[b] += next[k] * (k == won_place ? 1.0 : k < open ? within[k][0] : 0.0);
        }
      }
      for (std::int32_t age = 0; age <= longest; ++age) {
        const std::size_t b = hazard_stretch(age + 1);
        const auto older = static_cast<std::size_t>(std::min(age + 1, longest));
        out[m][static_cast<std::size_t>(age)] =
            moving[b] + std::max(0.0, 1 - leaving[b]) * within[m][older];
      }
    }
  }

  std::vector<Layer> layers_;  // by horizon
};

class HistoryModel final : public WinModel {
 public:
  HistoryModel(const MeasureContext& context, const std::vector<DayRange>& periods,
               unsigned threads)
      : context_(context) {
    read_horizons(periods);
    const std::vector<StayCounts> counts = count(threads);
    const PooledHazards pooled = pool(counts);
    const Milestones& milestones = context.book().stages().milestones();
    outlooks_.resize(counts.size());
    constexpr std::size_t chunk = 1;
    parallel_chunks(
        counts.size(), chunk, threads,
        [&] {
          return [&](std::size_t first, std::size_t last) {
            for (std::size_t i = first; i < last; ++i) {
              outlooks_[i].emplace(pooled.markets[i], milestones, horizons_);
            }
          };
        },
        [](const auto&) {});
    elsewhere_.emplace(pooled.all, milestones, horizons_);
  }

  [[nodiscard]] double probability(std::uint32_t opportunity, std::uint16_t stage,
                                   std::size_t period) const override {
    const std::uint32_t market = context_.book().get<Opportunity>().get<"market">()[opportunity];
    const auto found = numbers_.find(market);
    const Outlook& outlook = found == numbers_.end() ? *elsewhere_ : *outlooks_[found->second];
    const std::uint8_t milestone = context_.book().stages()[stage].milestone;
    std::int32_t days = 0;
    std::vector<std::uint32_t> path;
    each_stay(context_.as_of, opportunity, path, [&](const Stay& stay) { days = stay.days; });
    const auto [before, until] = ends_[period];
    return std::max(0.0,
                    outlook.won(until, milestone, days) - outlook.won(before, milestone, days));
  }

 private:
  /// Numbers of days from the instant to before each period's beginning and to its end.
  void read_horizons(const std::vector<DayRange>& periods) {
    const auto ahead = [&](Date day) { return std::max(0, day.days - context_.day().days); };
    for (const DayRange& period : periods) {
      horizons_.push_back(ahead(Date{period.from.days - 1}));
      horizons_.push_back(ahead(period.to));
    }
    std::sort(horizons_.begin(), horizons_.end());
    horizons_.erase(std::unique(horizons_.begin(), horizons_.end()), horizons_.end());
    const auto place = [&](Date day) {
      return static_cast<std::size_t>(
          std::lower_bound(horizons_.begin(), horizons_.end(), ahead(day)) - horizons_.begin());
    };
    for (const DayRange& period : periods) {
      ends_.emplace_back(place(Date{period.from.days - 1}), place(period.to));
    }
  }

  /// By market, in the order of their ids.
  std::vector<StayCounts> count(unsigned threads) {
    struct Counter {
      const MeasureContext& context;
      std::map<std::uint32_t, StayCounts> found;
      std::vector<std::uint32_t> path;

      void operator()(std::size_t first, std::size_t last) {
        const auto& markets = context.book().get<Opportunity>().get<"market">();
        for (std::size_t i = first; i < last; ++i) {
          const auto row = static_cast<std::uint32_t>(i);
          each_stay(context.as_of, row, path,
                    [&](const Stay& stay) { found[markets[row]].add(stay); });
        }
      }
    };
    std::map<std::uint32_t, StayCounts> all;
    parallel_chunks(
        context_.book().get<Opportunity>().rows(), records_at_once, threads,
        [&] {
          return Counter{context_, {}, {}};
        },
        [&](const Counter& counter) {
          for (const auto& [market, counts] : counter.found) {
            all[market].merge(counts);
          }
        });
    std::vector<std::uint32_t> markets;
    for (const auto& [market, counts] : all) {
      markets.push_back(market);
    }
    const auto id = [&](std::uint32_t market) { return id_of<Market>(context_.book(), market); };
    std::sort(markets.begin(), markets.end(),
              [&](std::uint32_t a, std::uint32_t b) { return id(a) < id(b); });
    std::vector<StayCounts> out;
    for (const std::uint32_t market : markets) {
      numbers_.emplace(market, out.size());
      out.push_back(all[market]);
    }
    return out;
  }

  const MeasureContext& context_;
  std::vector<std::int32_t> horizons_;
  std::vector<std::pair<std::size_t, std::size_t>> ends_;  // of each period, among the horizons
  std::map<std::uint32_t, std::size_t> numbers_;           // of markets
  std::vector<std::optional<Outlook>> outlooks_;
  std::optional<Outlook> elsewhere_;
};

}  // namespace

std::unique_ptr<WinModel> history_model(const MeasureContext& context,
                                        const std::vector<DayRange>& periods, unsigned threads) {
  return std::make_unique<HistoryModel>(context, periods, threads);
}

}  // namespace opportune
