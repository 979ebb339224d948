// The generated organisation.
#include "bindings.hpp"
#include "opportune/core/error.hpp"
#include "opportune/synth/organisation.hpp"

namespace opportune::python {

namespace {

/// (tables, planted, until)
py::tuple organisation(std::uint64_t seed, std::size_t opportunities,
                       const std::optional<std::string>& until, bool plant, double planted_share,
                       std::size_t accounts, std::size_t largest_group) {
  synth::Options options;
  options.seed = seed;
  options.opportunities = opportunities;
  if (until) {
    const std::optional<Date> date = parse_date(*until);
    if (!date) {
      throw InputError({"invalid_date", "", Issue::no_row, "until", shown_value(*until),
                        "expected a date such as 2026-06-30"});
    }
    options.until = *date;
  }
  options.plant = plant;
  options.planted_share = planted_share;
  options.accounts = accounts;
  options.largest_group = largest_group;
  synth::Organisation made;
  {
    const py::gil_scoped_release unlocked;
    made = synth::organisation(options);
  }
  py::list tables;
  for (std::shared_ptr<Table>& table : made.tables) {
    tables.append(Result{std::move(table)});
  }
  return py::make_tuple(std::move(tables), Result{std::move(made.planted)},
                        to_python(options.until));
}

}  // namespace

void register_synth(py::module_& module) {
  module.def("organisation", organisation, py::arg("seed"), py::arg("opportunities"),
             py::arg("until"), py::arg("plant"), py::arg("planted_share"), py::arg("accounts"),
             py::arg("largest_group"));
}

}  // namespace opportune::python
