// What changes and time do to conflicts, and what changes would do. Effects cross as JSON.
#include <pybind11/stl.h>

#include "bindings.hpp"

namespace opportune::python {

namespace {

using Micros = std::optional<std::int64_t>;

std::string apply(Workspace& self, const std::string& changes) {
  const py::gil_scoped_release unlocked;
  return to_json(self.apply_json(changes));
}

std::string advance_clock(Workspace& self, Micros to) {
  const py::gil_scoped_release unlocked;
  return to_json(self.advance_clock(instant_of(to)));
}

/// (verdict, effects, pipeline, coverage, agreements)
py::tuple what_if(const Workspace& self, const std::string& changes, Micros as_of) {
  WhatIf found;
  {
    const py::gil_scoped_release unlocked;
    found = self.what_if_json(changes, instant_of(as_of));
  }
  return py::make_tuple(to_string(found.verdict), to_json(found.effects),
                        Result{std::move(found.pipeline)}, Result{std::move(found.coverage)},
                        Result{std::move(found.agreements)});
}

/// A function of Python's that is called, and let go, by threads that do not hold the GIL.
class Callback {
 public:
  explicit Callback(py::function function)
      : function_(new py::function(std::move(function)), [](py::function* held) {
          const py::gil_scoped_acquire locked;
          delete held;
        }) {}

  void operator()(const Effects& effects) const {
    const py::gil_scoped_acquire locked;
    try {
      (*function_)(to_python(to_json(effects)));
    } catch (py::error_already_set& error) {
      error.discard_as_unraisable("a subscriber of opportune");
    }
  }

 private:
  std::shared_ptr<py::function> function_;
};

SubscriptionId subscribe(Workspace& self, py::function tell) {
  Callback callback(std::move(tell));
  const py::gil_scoped_release unlocked;
  return self.subscribe(std::move(callback));
}

bool unsubscribe(Workspace& self, SubscriptionId subscription) {
  const py::gil_scoped_release unlocked;
  return self.unsubscribe(subscription);
}

}  // namespace

void register_live(py::class_<Workspace>& workspace) {
  workspace.def("apply", apply, py::arg("changes"))
      .def("advance_clock", advance_clock, py::arg("to"))
      .def("clock", [](const Workspace& self) { return to_python(self.clock()); })
      .def("now", [](const Workspace& self) { return self.now().micros; })
      .def("what_if", what_if, py::arg("changes"), py::arg("as_of"))
      .def("subscribe", subscribe, py::arg("tell"))
      .def("unsubscribe", unsubscribe, py::arg("subscription"));
}

}  // namespace opportune::python
