// Median ages over a list of days, against sorting on each day.
#include "measure/median_ages.hpp"

#include <random>

#include "support/catch.hpp"

using namespace opportune;

namespace {

std::optional<double> sorted_median(Date day, std::uint32_t at,
                                    const std::vector<OpenStretch>& open) {
  std::vector<double> ages;
  for (const OpenStretch& one : open) {
    if (one.from <= at && at < one.until) {
      ages.push_back(day.days - one.opened.days);
    }
  }
  std::sort(ages.begin(), ages.end());
  const std::size_t count = ages.size();
  return count == 0 ? std::nullopt : std::optional((ages[(count - 1) / 2] + ages[count / 2]) / 2.0);
}

}  // namespace

TEST_CASE("median ages are those of what is open on each day") {
  std::mt19937 random(3);
  for (const std::int32_t apart : {1, 300, 5'000, 700'000}) {  // openings within days, or ages
    for (int round = 0; round < 50; ++round) {
      std::vector<Date> days;
      const std::size_t count = 1 + random() % 12;
      for (std::size_t i = 0; i < count; ++i) {
        days.push_back(Date{20'000 + static_cast<std::int32_t>(i) * 7});
      }
      std::vector<OpenStretch> open(random() % 30);
      for (OpenStretch& one : open) {
        const auto back = static_cast<std::int32_t>(random() % static_cast<unsigned>(apart));
        one.opened = Date{20'000 - back};
        one.from = static_cast<std::uint32_t>(random() % count);
        one.until = one.from + 1 + static_cast<std::uint32_t>(random() % (count - one.from));
      }
      MedianAges ages(days);
      const auto found = ages(open);
      for (std::uint32_t i = 0; i < count; ++i) {
        CHECK(found[i] == sorted_median(days[i], i, open));
      }
      CHECK(ages({}) == std::vector<std::optional<double>>(count));  // nothing of the list before
      CHECK(ages(open) == found);
    }
  }
}
