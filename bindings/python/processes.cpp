// Moves, checklists, conversions and what marketing may run: answers go to Python as JSON, which
// the package reads into its own classes. Every call lets go of the GIL while the engine works.
#include <utility>

#include "bindings.hpp"
#include "opportune/workspace.hpp"

namespace opportune::python {

namespace {

py::str advance(Workspace& self, const std::string& requests) {
  std::string results;
  {
    const py::gil_scoped_release unlocked;
    results = to_json(self.advance_json(requests));
  }
  return to_python(results);
}

/// (transitions, missing, activities, conflicts)
py::tuple advance_table(Workspace& self, const Input& moves) {
  TransitionTables tables;
  {
    const py::gil_scoped_release unlocked;
    tables = self.advance_table(moves.table);
  }
  return py::make_tuple(Result{std::move(tables.transitions)}, Result{std::move(tables.missing)},
                        Result{std::move(tables.activities)}, Result{std::move(tables.conflicts)});
}

py::str migrate(Workspace& self, const std::string& request) {
  std::string answer;
  {
    const py::gil_scoped_release unlocked;
    answer = to_json(self.migrate_json(request));
  }
  return to_python(answer);
}

py::str checklist(const Workspace& self, const std::string& opportunity,
                  std::optional<std::int64_t> as_of) {
  std::string answer;
  {
    const py::gil_scoped_release unlocked;
    answer = to_json(self.checklist(opportunity, instant_of(as_of)));
  }
  return to_python(answer);
}

/// (the result as JSON, the decision in it)
py::tuple convert(Workspace& self, const std::string& request) {
  ConvertResult result;
  std::string text;
  {
    const py::gil_scoped_release unlocked;
    result = self.convert_json(request);
    text = to_json(result);
  }
  return py::make_tuple(to_python(text), std::move(result.decision));
}

Result process_choice(const Workspace& self, const std::string& opportunity,
                      std::optional<std::int64_t> as_of) {
  const py::gil_scoped_release unlocked;
  return {self.process_choice(opportunity, instant_of(as_of))};
}

Result activities(const Workspace& self, const std::string& account,
                  std::optional<std::int64_t> as_of) {
  const py::gil_scoped_release unlocked;
  return {self.activities(account, instant_of(as_of))};
}

/// (accounts, markets, opportunities, cuts or None)
py::tuple audience(const Workspace& self, const Input* accounts, const std::string& kind,
                   const std::string& campaign, const std::vector<std::string>& markets,
                   const std::string& policy, std::optional<std::int64_t> as_of, bool with_cuts,
                   std::size_t limit) {
  AudienceTables tables;
  {
    const py::gil_scoped_release unlocked;
    const AudienceQuery query{kind, campaign, markets, policy, instant_of(as_of), with_cuts, limit};
    tables = accounts == nullptr ? self.audience(query) : self.audience(query, accounts->table);
  }
  const bool listed = tables.cuts != nullptr;
  return py::make_tuple(Result{std::move(tables.accounts)}, Result{std::move(tables.markets)},
                        Result{std::move(tables.opportunities)},
                        listed ? py::cast(Result{std::move(tables.cuts)}) : py::none());
}

}  // namespace

void register_processes(py::class_<Workspace>& workspace) {
  workspace.def("advance", advance, py::arg("requests"))
      .def("advance_table", advance_table, py::arg("moves"))
      .def("migrate", migrate, py::arg("request"))
      .def("checklist", checklist, py::arg("opportunity"), py::arg("as_of"))
      .def("convert", convert, py::arg("request"))
      .def("process_choice", process_choice, py::arg("opportunity"), py::arg("as_of"))
      .def("activities", activities, py::arg("account"), py::arg("as_of"))
      .def("audience", audience, py::arg("accounts").none(true), py::arg("kind"),
           py::arg("campaign"), py::arg("markets"), py::arg("policy"), py::arg("as_of"),
           py::arg("with_cuts"), py::arg("limit"));
}

}  // namespace opportune::python
