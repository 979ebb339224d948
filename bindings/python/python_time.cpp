#include "python_time.hpp"

#include <datetime.h>

#include "bindings.hpp"

namespace opportune::python {

namespace {

void import_datetime() {
  if (PyDateTimeAPI == nullptr) {
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == nullptr) {
      throw py::error_already_set();
    }
  }
}

}  // namespace

bool is_datetime(py::handle value) {
  import_datetime();
  return PyDateTime_Check(value.ptr()) != 0;
}

bool is_date(py::handle value) {
  import_datetime();
  return PyDate_Check(value.ptr()) != 0 && PyDateTime_Check(value.ptr()) == 0;
}

Date read_date(py::handle value) {
  return make_date(PyDateTime_GET_YEAR(value.ptr()),
                   static_cast<unsigned>(PyDateTime_GET_MONTH(value.ptr())),
                   static_cast<unsigned>(PyDateTime_GET_DAY(value.ptr())));
}

Instant read_datetime(py::handle value) {
  PyObject* object = value.ptr();
  const std::int64_t seconds = PyDateTime_DATE_GET_HOUR(object) * 3600LL +
                               PyDateTime_DATE_GET_MINUTE(object) * 60LL +
                               PyDateTime_DATE_GET_SECOND(object);
  std::int64_t micros = start_of_day(read_date(value)).micros + seconds * 1'000'000 +
                        PyDateTime_DATE_GET_MICROSECOND(object);
  const py::object offset = value.attr("utcoffset")();
  if (!offset.is_none()) {
    micros -= PyDateTime_DELTA_GET_DAYS(offset.ptr()) * micros_per_day +
              PyDateTime_DELTA_GET_SECONDS(offset.ptr()) * 1'000'000LL +
              PyDateTime_DELTA_GET_MICROSECONDS(offset.ptr());
  }
  return Instant{micros};
}

py::object to_python(Date date) {
  if (!date.has_value()) {
    return py::none();
  }
  if (date.days < min_days || date.days > max_days) {
    return py::int_(date.days);
  }
  import_datetime();
  const std::chrono::year_month_day ymd = civil(date);
  return py::reinterpret_steal<py::object>(PyDate_FromDate(static_cast<int>(ymd.year()),
                                                           static_cast<int>(unsigned{ymd.month()}),
                                                           static_cast<int>(unsigned{ymd.day()})));
}

py::object to_python(Instant instant) {
  if (!instant.has_value()) {
    return py::none();
  }
  const Date date = day_of(instant);
  if (date.days < min_days || date.days > max_days) {
    return py::int_(instant.micros);
  }
  import_datetime();
  const std::chrono::year_month_day ymd = civil(date);
  const std::int64_t within = instant.micros - start_of_day(date).micros;
  const auto seconds = static_cast<int>(within / 1'000'000);
  return py::reinterpret_steal<py::object>(PyDateTimeAPI->DateTime_FromDateAndTime(
      static_cast<int>(ymd.year()), static_cast<int>(unsigned{ymd.month()}),
      static_cast<int>(unsigned{ymd.day()}), seconds / 3600, seconds / 60 % 60, seconds % 60,
      static_cast<int>(within % 1'000'000), PyDateTime_TimeZone_UTC, PyDateTimeAPI->DateTimeType));
}

py::str to_python(std::string_view text) {
  PyObject* decoded =
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace");
  if (decoded == nullptr) {
    throw py::error_already_set();
  }
  return py::reinterpret_steal<py::str>(decoded);
}

}  // namespace opportune::python
