// What the files of the Python module share: one register function per topic, and the few
// conversions that several topics need.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "opportune/core/calendar.hpp"
#include "opportune/core/cell.hpp"
#include "opportune/core/table.hpp"
#include "opportune/workspace.hpp"

namespace opportune::python {

namespace py = pybind11;

void register_errors(py::module_& module);
void register_tables(py::module_& module);
void register_inputs(py::module_& module);
void register_workspace(py::module_& module);
void register_processes(py::class_<Workspace>& workspace);
void register_conformance(py::class_<Workspace>& workspace);
void register_live(py::class_<Workspace>& workspace);
void register_conflict_graph(py::module_& module, py::class_<Workspace>& workspace);
void register_looking_back(py::class_<Workspace>& workspace);
void register_journal(py::class_<Workspace>& workspace);
void register_names(py::module_& module);
void register_synth(py::module_& module);

/// A table of the caller's on its way in: what `Workspace.load` takes.
struct Input {
  InputTable table;
};

/// A result on its way out. Python's opportune.Table wraps it.
struct Result {
  std::shared_ptr<const Table> table;
};

/// Instants cross as microseconds since 1970-01-01T00:00:00Z; None: empty.
[[nodiscard]] inline Instant instant_of(std::optional<std::int64_t> micros) {
  return micros ? Instant{*micros} : Instant{};
}
/// An aware datetime in UTC, an integer of microseconds where datetime's years do not reach, None.
[[nodiscard]] py::object to_python(Instant instant);
[[nodiscard]] py::object to_python(Date date);
/// Text that may hold any bytes; what is not UTF-8 is shown as U+FFFD.
[[nodiscard]] py::str to_python(std::string_view text);

}  // namespace opportune::python
