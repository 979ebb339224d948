// Small lookups that the Python package shares with the engine, so that there is one list of each.
#include <string>

#include "bindings.hpp"
#include "opportune/conflict/kinds.hpp"
#include "opportune/core/money.hpp"
#include "opportune/version.hpp"
#include "opportune/workspace.hpp"

namespace opportune::python {

namespace {

std::optional<std::int64_t> parse_as_of(const std::string& text) {
  if (const std::optional<Date> date = parse_date(text)) {
    return end_of_day(*date).micros;
  }
  const std::optional<Instant> instant = parse_instant(text);
  return instant ? std::optional(instant->micros) : std::nullopt;
}

std::optional<int> currency_digits(const std::string& code) {
  const std::optional<Currency> currency = Currency::parse(code);
  return currency ? std::optional(currency->digits()) : std::nullopt;
}

}  // namespace

void register_names(py::module_& module) {
  module.def("table_names", &table_names, "Names of all tables.");
  module.def(
      "conflict_kinds",
      [] { return std::vector<std::string>(conflict_kinds.begin(), conflict_kinds.end()); },
      "Names of the kinds of conflict.");
  module.def("measure_names", &measure_names, "Names of all measures.");
  module.def("dimension_names", &dimension_names, "Names of all dimensions.");
  module.def("parse_as_of", parse_as_of, py::arg("text"),
             "Microseconds since 1970; the end of the day for a date; None where malformed.");
  module.def("currency_digits", currency_digits, py::arg("code"),
             "Decimal digits of an ISO 4217 currency; None where unknown.");
}

}  // namespace opportune::python
