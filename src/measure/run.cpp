#include "measure/measures.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

struct Measure {
  std::string_view name;
  MeasureFunction* run;
};
#define OPP_MEASURE_ENTRY(name) {#name, measure_##name},
constexpr Measure measures[] = {OPP_EACH_MEASURE(OPP_MEASURE_ENTRY)};
#undef OPP_MEASURE_ENTRY

}  // namespace

std::vector<std::string> measure_names() {
  std::vector<std::string> out;
  for (const Measure& measure : measures) {
    out.emplace_back(measure.name);
  }
  return out;
}

std::shared_ptr<Table> run_measure(const Book& book, const MeasureQuery& query) {
  const AsOf as_of(book, query.as_of);
  const std::shared_ptr<const GroupIndex> groups = book.ownership().groups(as_of.day());
  const Converter converter(book.fx(), as_of.day());
  const MeasureContext context{as_of, *groups, converter};
  std::string known;
  for (const Measure& measure : measures) {
    if (measure.name == query.measure) {
      return measure.run(context, query);
    }
    known += (known.empty() ? "" : ", ") + std::string(measure.name);
  }
  throw NotFoundError("there is no measure '" + shown_value(query.measure) +
                      "'; the measures are: " + known);
}

}  // namespace opportune
