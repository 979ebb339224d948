// The journal: who decided on which view, what was known, who changed what. Every call lets go of
// the GIL while the engine works.
#include "bindings.hpp"

namespace opportune::python {

namespace {

std::string apply_at(Workspace& self, std::uint64_t decided_at, const std::string& changes) {
  const py::gil_scoped_release unlocked;
  return to_json(self.apply_json_at(decided_at, changes));
}

std::uint64_t position(const Workspace& self) {
  const py::gil_scoped_release unlocked;
  return self.position();
}

std::unique_ptr<Workspace> known_at(const Workspace& self, std::int64_t recorded) {
  const py::gil_scoped_release unlocked;
  return std::make_unique<Workspace>(self.known_at(Instant{recorded}));
}

Result audit(const Workspace& self, const std::string& table, const std::string& id) {
  const py::gil_scoped_release unlocked;
  return {self.audit(table, id)};
}

void backup(const Workspace& self, const std::string& location) {
  const py::gil_scoped_release unlocked;
  self.backup(location);
}

void checkpoint(Workspace& self) {
  const py::gil_scoped_release unlocked;
  self.checkpoint();
}

}  // namespace

void register_journal(py::class_<Workspace>& workspace) {
  workspace.def("apply_at", apply_at, py::arg("decided_at"), py::arg("changes"))
      .def("position", position)
      .def("known_at", known_at, py::arg("recorded"))
      .def("audit", audit, py::arg("table"), py::arg("id"))
      .def("checkpoint", checkpoint)
      .def("backup", backup, py::arg("location"));
}

}  // namespace opportune::python
