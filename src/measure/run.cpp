// Which measure is asked for, and whether the question makes sense for it.
#include "measure/series.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

struct Measure {
  std::string_view name;
  MeasureFunction* run;
  MeasuredOver over;
};
#define OPP_MEASURE_ENTRY(name, over) {#name, measure_##name, MeasuredOver::over},
constexpr Measure measures[] = {OPP_EACH_MEASURE(OPP_MEASURE_ENTRY)};
#undef OPP_MEASURE_ENTRY

const Measure& find_measure(std::string_view name) {
  const auto* found = std::find_if(std::begin(measures), std::end(measures),
                                   [&](const Measure& measure) { return measure.name == name; });
  if (found == std::end(measures)) {
    throw NotFoundError("there is no measure '" + shown_value(name) +
                        "'; the measures are: " + listed_names(measure_names()));
  }
  return *found;
}

bool takes_all_dates(MeasuredOver over) {
  return over == MeasuredOver::instants || over == MeasuredOver::ahead ||
         over == MeasuredOver::dates;
}

/// Neither of two dates that the measure has no use for may be given.
void refuse_dates(std::string_view a, Date first, std::string_view b, Date second,
                  const std::string& reason) {
  if (first.has_value() || second.has_value()) {
    refuse_query(first.has_value() ? a : b, to_string(first.has_value() ? first : second), reason);
  }
}

void check(const Measure& measure, const MeasureQuery& query) {
  const bool at_instants =
      measure.over == MeasuredOver::instant || measure.over == MeasuredOver::instants;
  const std::string name(measure.name);
  if (at_instants) {
    refuse_dates("from", query.from, "to", query.to,
                 name + " is measured at an instant, not over a period");
  }
  if (measure.over != MeasuredOver::between) {
    refuse_dates("close_from", query.close_from, "close_to", query.close_to,
                 name + " has no close period; the waterfall has");
  }
  check_dates(query);
  if (query.dates.empty()) {
    check_period(query);
  } else if (query.to.has_value()) {
    refuse_query("to", to_string(query.to), "a series ends with the last of its dates");
  } else if (query.from.has_value() && query.from > query.dates.front()) {
    refuse_query("from", to_string(query.from), "is after the first of the dates");
  }
}

}  // namespace

MeasuredOver measured_over(std::string_view name) { return find_measure(name).over; }

std::vector<std::string> measure_names() {
  std::vector<std::string> out;
  for (const Measure& measure : measures) {
    out.emplace_back(measure.name);
  }
  return out;
}

std::shared_ptr<Table> run_measure(const Book& book, const Policy& policy,
                                   const MeasureQuery& query) {
  const Measure& measure = find_measure(query.measure);
  check(measure, query);
  const auto run = [&](const MeasureQuery& asked) {
    const MeasureMoment moment(book, policy, asked.as_of);
    return measure.run(moment.context(), asked);
  };
  return query.dates.empty() || takes_all_dates(measure.over) ? run(query)
                                                              : series_of(query, measure.over, run);
}

}  // namespace opportune
