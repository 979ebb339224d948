// Looking back: conflicts over a period, leakage. Every call lets go of the GIL while the engine
// works.
#include "bindings.hpp"
#include "opportune/workspace.hpp"

namespace opportune::python {

namespace {

using Day = std::optional<std::int32_t>;

Date date_of(Day day) { return day ? Date{*day} : Date{}; }

Result conflict_history(const Workspace& self, Day from, Day to, std::vector<std::string> kinds,
                        std::vector<std::string> groups, const std::string& policy,
                        const std::string& language, unsigned threads) {
  const ConflictHistoryQuery query{date_of(from), date_of(to), std::move(kinds), std::move(groups),
                                   policy,        language,    threads};
  const py::gil_scoped_release unlocked;
  return {self.conflict_history(query)};
}

Result leakage(const Workspace& self, Day from, Day to, std::optional<std::int64_t> as_of,
               std::vector<std::string> groups, unsigned threads) {
  const LeakageQuery query{date_of(from), date_of(to), instant_of(as_of), std::move(groups),
                           threads};
  const py::gil_scoped_release unlocked;
  return {self.leakage(query)};
}

}  // namespace

void register_looking_back(py::class_<Workspace>& workspace) {
  workspace
      .def("conflict_history", conflict_history, py::arg("from_"), py::arg("to"), py::arg("kinds"),
           py::arg("groups"), py::arg("policy"), py::arg("language"), py::arg("threads"))
      .def("leakage", leakage, py::arg("from_"), py::arg("to"), py::arg("as_of"), py::arg("groups"),
           py::arg("threads"));
}

}  // namespace opportune::python
