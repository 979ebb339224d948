// last_year: of what stood at the same milestone a year before, the share that was won in the same
// days of that year. The simple rule that a learned model has to beat.
#include <array>

#include "measure/forecast/model.hpp"
#include "opportune/core/parallel.hpp"
#include "opportune/model/milestones.hpp"

namespace opportune {
namespace {

constexpr std::int32_t year = 365;

struct Tally {
  std::array<std::int64_t, Milestones::most> open{};
  std::vector<std::array<std::int64_t, Milestones::most>> won;  // by period
};

class LastYearModel final : public WinModel {
 public:
  LastYearModel(const MeasureContext& context, const std::vector<DayRange>& periods,
                unsigned threads)
      : context_(context), periods_(periods) {
    total_.won.resize(periods.size());
    const AsOf then(context.book(), end_of_day(Date{context.day().days - year}));
    parallel_chunks(
        context.book().get<Opportunity>().rows(), records_at_once, threads,
        [&] {
          return Counter{*this, then, empty()};
        },
        [&](const Counter& counter) { add(counter.found); });
  }

  [[nodiscard]] double probability(std::uint32_t, std::uint16_t stage,
                                   std::size_t period) const override {
    const std::uint8_t milestone = context_.book().stages()[stage].milestone;
    std::int64_t open = total_.open[milestone], won = total_.won[period][milestone];
    if (open == 0) {  // nothing stood there: the rate of all
      for (std::size_t i = 0; i < Milestones::most; ++i) {
        open += total_.open[i];
        won += total_.won[period][i];
      }
    }
    return open == 0 ? 0 : static_cast<double>(won) / static_cast<double>(open);
  }

 private:
  struct Counter {
    const LastYearModel& model;
    const AsOf& then;
    Tally found;

    void operator()(std::size_t first, std::size_t last) {
      const MeasureContext& context = model.context_;
      for (std::size_t i = first; i < last; ++i) {
        const auto row = static_cast<std::uint32_t>(i);
        std::uint16_t stage = StageTable::none;
        if (!then.open(row, &stage)) {
          continue;
        }
        const std::uint8_t milestone = context.book().stages()[stage].milestone;
        ++found.open[milestone];
        const Date won = context.as_of.won_on(row);
        for (std::size_t p = 0; won.has_value() && p < model.periods_.size(); ++p) {
          const DayRange& period = model.periods_[p];
          found.won[p][milestone] +=
              won.days + year >= period.from.days && won.days + year <= period.to.days ? 1 : 0;
        }
      }
    }
  };

  [[nodiscard]] Tally empty() const {
    Tally out;
    out.won.resize(periods_.size());
    return out;
  }
  void add(const Tally& found) {
    for (std::size_t i = 0; i < Milestones::most; ++i) {
      total_.open[i] += found.open[i];
      for (std::size_t p = 0; p < total_.won.size(); ++p) {
        total_.won[p][i] += found.won[p][i];
      }
    }
  }

  const MeasureContext& context_;
  std::vector<DayRange> periods_;
  Tally total_;
};

}  // namespace

std::unique_ptr<WinModel> last_year_model(const MeasureContext& context,
                                          const std::vector<DayRange>& periods, unsigned threads) {
  return std::make_unique<LastYearModel>(context, periods, threads);
}

}  // namespace opportune
