// The workspace: loads, changes and questions. Every call lets go of the GIL while the engine
// works.
#include "opportune/workspace.hpp"

#include <pybind11/stl.h>

#include <utility>

#include "bindings.hpp"

namespace opportune::python {

namespace {

using Micros = std::optional<std::int64_t>;

/// Tells Python how far a load is, and lets Ctrl-C end it. What the callback raises ends the load,
/// which then leaves the workspace as it was.
std::function<void(const LoadProgress&)> progress_to(py::handle callback) {
  return [callback](const LoadProgress& progress) {
    const py::gil_scoped_acquire locked;
    if (PyErr_CheckSignals() != 0) {
      throw py::error_already_set();
    }
    if (!callback.is_none()) {
      callback(to_python(progress.table), progress.done, progress.total);
    }
  };
}

py::list notices_of(const LoadReport& report) {
  const py::object issue_class = py::module_::import("opportune.errors").attr("Issue");
  py::list notices;
  for (const Issue& issue : report.notices) {
    const py::object row =
        issue.row == Issue::no_row ? py::object(py::none()) : py::object(py::int_(issue.row));
    notices.append(issue_class(to_python(issue.code), to_python(issue.table), row,
                               to_python(issue.field), to_python(issue.value),
                               to_python(issue.reason)));
  }
  return notices;
}

/// (rows by table, notices, quarantine)
py::tuple load(Workspace& self, const std::vector<const Input*>& inputs, bool quarantine,
               std::size_t issue_limit, const py::object& progress) {
  std::vector<InputTable> tables;
  tables.reserve(inputs.size());
  for (const Input* input : inputs) {
    tables.push_back(input->table);
  }
  LoadOptions options;
  options.on_error = quarantine ? LoadOptions::OnError::quarantine : LoadOptions::OnError::fail;
  options.issue_limit = issue_limit;
  options.progress = progress_to(progress);
  LoadReport report;
  {
    const py::gil_scoped_release unlocked;
    report = self.load(tables, options);
    tables.clear();
  }
  py::dict rows;
  for (const LoadReport::Loaded& loaded : report.loaded) {
    rows[to_python(loaded.table)] = loaded.rows;
  }
  py::object quarantined = py::none();
  if (report.quarantine) {
    quarantined = py::cast(Result{std::move(report.quarantine)});
  }
  return py::make_tuple(std::move(rows), notices_of(report), std::move(quarantined));
}

Decision check(const Workspace& self, const std::string& draft, Micros as_of,
               const std::string& language) {
  const py::gil_scoped_release unlocked;
  return self.check_json(draft, instant_of(as_of), language);
}

py::tuple conflicts(const Workspace& self, Micros as_of, std::vector<std::string> kinds,
                    std::vector<std::string> groups, const std::string& policy,
                    const std::string& language, bool with_pairs, std::size_t pair_limit,
                    unsigned threads) {
  ConflictQuery query;
  query.as_of = instant_of(as_of);
  query.kinds = std::move(kinds);
  query.groups = std::move(groups);
  query.policy = policy;
  query.language = language;
  query.with_pairs = with_pairs;
  query.pair_limit = pair_limit;
  query.threads = threads;
  ConflictTables tables;
  {
    const py::gil_scoped_release unlocked;
    tables = self.conflicts(query);
  }
  py::object pairs = py::none();
  if (with_pairs) {
    pairs = py::cast(Result{std::move(tables.pairs)});
  }
  return py::make_tuple(Result{std::move(tables.conflicts)}, Result{std::move(tables.members)},
                        std::move(pairs));
}

Result query(const Workspace& self, const std::string& measure, std::vector<std::string> by,
             std::vector<std::string> rollup, Micros as_of, std::optional<std::int32_t> from,
             std::optional<std::int32_t> to,
             const std::vector<std::pair<std::string, std::vector<std::string>>>& where,
             unsigned threads, const std::vector<std::int32_t>& dates,
             std::optional<std::int32_t> close_from, std::optional<std::int32_t> close_to,
             const std::string& model) {
  const auto date = [](std::optional<std::int32_t> days) { return days ? Date{*days} : Date{}; };
  MeasureQuery query;
  query.measure = measure;
  query.by = std::move(by);
  query.rollup = std::move(rollup);
  query.as_of = instant_of(as_of);
  query.from = date(from);
  query.to = date(to);
  query.model = model;
  query.close_from = date(close_from);
  query.close_to = date(close_to);
  for (const std::int32_t days : dates) {
    query.dates.push_back(Date{days});
  }
  for (const auto& [dimension, values] : where) {
    query.where.push_back({dimension, values});
  }
  query.threads = threads;
  const py::gil_scoped_release unlocked;
  return {self.query(query)};
}

Result export_table(const Workspace& self, const std::string& name) {
  const py::gil_scoped_release unlocked;
  return {self.export_table(name)};
}
Result groups(const Workspace& self, Micros as_of) {
  const py::gil_scoped_release unlocked;
  return {self.groups(instant_of(as_of))};
}
Result memory(const Workspace& self) {
  const py::gil_scoped_release unlocked;
  return {self.memory()};
}

void register_decision(py::module_& module) {
  using Member = PredictedConflict::Member;
  py::class_<Member>(module, "DecisionMember")
      .def_property_readonly("type", [](const Member& self) { return to_python(self.type); })
      .def_property_readonly("id", [](const Member& self) { return to_python(self.id); })
      .def_property_readonly("market", [](const Member& self) { return to_python(self.market); })
      .def_property_readonly("owner", [](const Member& self) { return to_python(self.owner); })
      .def_property_readonly("since", [](const Member& self) { return to_python(self.since); })
      .def_property_readonly("evidence",
                             [](const Member& self) { return to_python(self.evidence); });
  using Conflict = PredictedConflict;
  py::class_<Conflict>(module, "DecisionConflict")
      .def_property_readonly("id", [](const Conflict& self) { return to_python(self.id); })
      .def_property_readonly("kind", [](const Conflict& self) { return to_python(self.kind); })
      .def_property_readonly("severity",
                             [](const Conflict& self) { return to_string(self.severity); })
      .def_property_readonly("group", [](const Conflict& self) { return to_python(self.group); })
      .def_readonly("opens", &Conflict::opens)
      .def_readonly("pairs", &Conflict::pairs)
      .def_property_readonly("since", [](const Conflict& self) { return to_python(self.since); })
      .def_readonly("value_minor", &Conflict::value_minor)
      .def_property_readonly("currency",
                             [](const Conflict& self) { return to_python(self.currency); })
      .def_readonly("related", &Conflict::related)
      .def_property_readonly("explanation",
                             [](const Conflict& self) { return to_python(self.explanation); });
  py::class_<Decision>(module, "Decision")
      .def_property_readonly("verdict",
                             [](const Decision& self) { return to_string(self.verdict); })
      .def_property_readonly("group", [](const Decision& self) { return to_python(self.group); })
      .def_readonly("conflicts", &Decision::conflicts)
      .def("to_json", [](const Decision& self) { return to_python(to_json(self)); });
}

}  // namespace

void register_workspace(py::module_& module) {
  register_decision(module);
  py::class_<Workspace> workspace(module, "Workspace", "One organisation's records.");
  register_processes(workspace);
  register_conformance(workspace);
  register_live(workspace);
  register_conflict_graph(module, workspace);
  register_looking_back(workspace);
  register_journal(workspace);
  workspace
      .def(py::init([](const std::string& reporting_currency, const std::string& policy,
                       Micros clock, const std::string& journal, const std::string& checkpoint) {
             const py::gil_scoped_release released;
             return std::make_unique<Workspace>(
                 Config{reporting_currency, policy, instant_of(clock), journal, checkpoint});
           }),
           py::arg("reporting_currency"), py::arg("policy"), py::arg("clock"), py::arg("journal"),
           py::arg("checkpoint"))
      .def("load", load, py::arg("inputs"), py::arg("quarantine"), py::arg("issue_limit"),
           py::arg("progress"))
      .def("check", check, py::arg("draft"), py::arg("as_of"), py::arg("language"))
      .def("conflicts", conflicts, py::arg("as_of"), py::arg("kinds"), py::arg("groups"),
           py::arg("policy"), py::arg("language"), py::arg("with_pairs"), py::arg("pair_limit"),
           py::arg("threads"))
      .def("query", query, py::arg("measure"), py::arg("by"), py::arg("rollup"), py::arg("as_of"),
           py::arg("from_"), py::arg("to"), py::arg("where"), py::arg("threads"), py::arg("dates"),
           py::arg("close_from"), py::arg("close_to"), py::arg("model"))
      .def("export_table", export_table, py::arg("table"))
      .def("count", &Workspace::count, py::arg("table"))
      .def("groups", groups, py::arg("as_of"))
      .def("memory", memory)
      .def_property_readonly("reporting_currency", &Workspace::reporting_currency);
}

}  // namespace opportune::python
