// The module opportune._opportune: the engine as the Python package uses it. What users see is
// python/opportune/; this layer only converts, and lets go of the GIL.
#include "bindings.hpp"
#include "opportune/version.hpp"

PYBIND11_MODULE(_opportune, module) {
  module.doc() = "The engine of opportune; use the package `opportune`.";
  module.attr("__version__") = opportune::library_version();
  opportune::python::register_errors(module);
  opportune::python::register_tables(module);
  opportune::python::register_inputs(module);
  opportune::python::register_workspace(module);
  opportune::python::register_names(module);
  opportune::python::register_synth(module);
}
