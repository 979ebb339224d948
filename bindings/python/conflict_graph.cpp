// One group's conflict graph, and the words that conflicts are explained in.
#include "bindings.hpp"
#include "opportune/workspace.hpp"

namespace opportune::python {

namespace {

/// (nodes, edges, dot)
py::tuple conflict_graph(const Workspace& self, const std::string& group,
                         std::optional<std::int64_t> as_of, std::vector<std::string> kinds,
                         const std::string& policy, const std::string& language,
                         std::size_t node_limit, std::size_t pair_limit) {
  ConflictGraphQuery query;
  query.group = group;
  query.as_of = instant_of(as_of);
  query.kinds = std::move(kinds);
  query.policy = policy;
  query.language = language;
  query.node_limit = node_limit;
  query.pair_limit = pair_limit;
  ConflictGraph graph;
  {
    const py::gil_scoped_release unlocked;
    graph = self.conflict_graph(query);
  }
  return py::make_tuple(Result{std::move(graph.nodes)}, Result{std::move(graph.edges)},
                        to_python(graph.dot));
}

}  // namespace

void register_conflict_graph(py::module_& module, py::class_<Workspace>& workspace) {
  workspace.def("conflict_graph", conflict_graph, py::arg("group"), py::arg("as_of"),
                py::arg("kinds"), py::arg("policy"), py::arg("language"), py::arg("node_limit"),
                py::arg("pair_limit"));
  module.def(
      "messages", [](const std::string& language) { return Result{messages(language)}; },
      py::arg("language"), "id and text of every message in a language.");
}

}  // namespace opportune::python
