// stages: the probability that the process gives the stage, where the opportunity is expected to
// close in the period. What is overdue is expected at once: in the period that begins on the next
// day.
#include "measure/forecast/model.hpp"

namespace opportune {
namespace {

class StageModel final : public WinModel {
 public:
  StageModel(const MeasureContext& context, const std::vector<DayRange>& periods)
      : context_(context), periods_(periods) {}

  [[nodiscard]] double probability(std::uint32_t opportunity, std::uint16_t stage,
                                   std::size_t period) const override {
    const Date expected = context_.as_of.expected_close(opportunity);
    if (!expected.has_value()) {
      return 0;
    }
    const Date due = std::max(expected, Date{context_.day().days + 1});
    const DayRange& asked = periods_[period];
    return due >= asked.from && due <= asked.to
               ? context_.book().stages()[stage].probability_ppm / 1e6
               : 0;
  }

 private:
  const MeasureContext& context_;
  std::vector<DayRange> periods_;
};

}  // namespace

std::unique_ptr<WinModel> stage_model(const MeasureContext& context,
                                      const std::vector<DayRange>& periods, unsigned) {
  return std::make_unique<StageModel>(context, periods);
}

}  // namespace opportune
