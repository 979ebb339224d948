// C++ errors become the Python classes of opportune.errors, with the same code and issues. The
// standard library's exceptions keep pybind11's mapping (bad_alloc -> MemoryError, ...).
#include "bindings.hpp"
#include "opportune/core/error.hpp"

namespace opportune::python {

namespace {

py::list issues_of(const InputError& error, const py::object& issue_class) {
  py::list issues;
  for (const Issue& issue : error.issues()) {
    const py::object row =
        issue.row == Issue::no_row ? py::object(py::none()) : py::object(py::int_(issue.row));
    issues.append(issue_class(to_python(issue.code), to_python(issue.table), row,
                              to_python(issue.field), to_python(issue.value),
                              to_python(issue.reason)));
  }
  return issues;
}

void set_error(const char* class_name, const Error& error) {
  const py::module_ errors = py::module_::import("opportune.errors");
  const py::object type = errors.attr(class_name);
  const py::object value = type(to_python(error.what()), to_python(error.code()));
  PyErr_SetObject(type.ptr(), value.ptr());
}

void set_input_error(const InputError& error) {
  const py::module_ errors = py::module_::import("opportune.errors");
  const py::object type = errors.attr("InputError");
  const py::object value = type(to_python(error.what()), to_python(error.code()),
                                issues_of(error, errors.attr("Issue")), error.total());
  PyErr_SetObject(type.ptr(), value.ptr());
}

// pybind11 wants just this signature.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
void translate(std::exception_ptr thrown) {
  try {
    if (thrown) {
      std::rethrow_exception(thrown);
    }
  } catch (const InputError& error) {
    set_input_error(error);
  } catch (const NotFoundError& error) {
    set_error("NotFoundError", error);
  } catch (const StaleError& error) {
    set_error("StaleError", error);
  } catch (const StoreError& error) {
    set_error("StoreError", error);
  } catch (const AccessError& error) {
    set_error("AccessError", error);
  } catch (const Error& error) {
    set_error("Error", error);
  }
}

}  // namespace

void register_errors(py::module_&) { py::register_local_exception_translator(translate); }

}  // namespace opportune::python
