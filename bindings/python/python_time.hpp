// Python's date and datetime to and from the library's. Include it after bindings.hpp; the
// datetime C API is imported on first use in each file.
#pragma once

#include <pybind11/pybind11.h>

#include <optional>

#include "opportune/core/calendar.hpp"

namespace opportune::python {

/// Whether value is a datetime.datetime, a datetime.date (and not a datetime).
[[nodiscard]] bool is_datetime(pybind11::handle value);
[[nodiscard]] bool is_date(pybind11::handle value);

[[nodiscard]] Date read_date(pybind11::handle value);
/// Aware: as UTC; naive: taken as UTC.
[[nodiscard]] Instant read_datetime(pybind11::handle value);

}  // namespace opportune::python
