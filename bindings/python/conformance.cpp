// Histories against their process, and processes drawn. Every call lets go of the GIL while the
// engine works.
#include "bindings.hpp"
#include "opportune/workspace.hpp"

namespace opportune::python {

namespace {

using Micros = std::optional<std::int64_t>;

Result deviations(const Workspace& self, const std::string& process, Micros as_of) {
  const py::gil_scoped_release unlocked;
  return {self.deviations({process, instant_of(as_of)})};
}

Result process_edges(const Workspace& self, const std::string& process, std::uint32_t version,
                     Micros as_of) {
  const py::gil_scoped_release unlocked;
  return {self.process_edges(process, version, instant_of(as_of))};
}

py::str process_graph(const Workspace& self, const std::string& process, std::uint32_t version,
                      Micros as_of, bool histories) {
  std::string dot;
  {
    const py::gil_scoped_release unlocked;
    dot = self.process_graph(process, {version, instant_of(as_of), histories});
  }
  return to_python(dot);
}

}  // namespace

void register_conformance(py::class_<Workspace>& workspace) {
  workspace.def("deviations", deviations, py::arg("process"), py::arg("as_of"))
      .def("process_edges", process_edges, py::arg("process"), py::arg("version"), py::arg("as_of"))
      .def("process_graph", process_graph, py::arg("process"), py::arg("version"), py::arg("as_of"),
           py::arg("histories"));
}

}  // namespace opportune::python
