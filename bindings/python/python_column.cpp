#include "python_column.hpp"

#include <algorithm>
#include <cmath>

#include "python_time.hpp"

namespace opportune::python {

namespace {

constexpr std::size_t block_bytes = 1U << 16U;
constexpr std::size_t rows_between_signals = 1U << 16U;
constexpr std::size_t longest_decimal_text = 40;
constexpr std::size_t most_decimal_digits = 18;

std::string type_of(py::handle value) {
  return py::cast<std::string>(py::type::handle_of(value).attr("__name__"));
}
std::string module_of(py::handle value) {
  const py::object name = py::getattr(py::type::handle_of(value), "__module__", py::str(""));
  return py::isinstance<py::str>(name) ? py::cast<std::string>(name) : std::string();
}

/// The value as Python shows it, for an error message.
std::string shown(py::handle value) {
  try {
    return shown_value(py::cast<std::string>(py::str(py::repr(value))));
  } catch (const std::exception&) {
    return "<" + type_of(value) + ">";
  }
}

bool is_decimal(py::handle value) {
  return py::isinstance(value, py::module_::import("decimal").attr("Decimal"));
}
bool is_list(py::handle value) {
  return py::isinstance<py::list>(value) || py::isinstance<py::tuple>(value) ||
         PyAnySet_Check(value.ptr()) != 0;
}

/// "-12.50" -> -1250, scale 2. Nothing where it is not plain digits or too long for 64 bits.
bool parse_decimal(std::string_view text, std::int64_t& unscaled, std::int32_t& scale) {
  const bool negative = text.starts_with('-');
  text.remove_prefix(negative ? 1 : 0);
  std::size_t digits = 0;
  bool point = false;
  unscaled = 0;
  scale = 0;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9' || ++digits > most_decimal_digits) {
      return false;
    }
    unscaled = unscaled * 10 + (c - '0');
    scale += point ? 1 : 0;
  }
  unscaled = negative ? -unscaled : unscaled;
  return digits > 0;
}

}  // namespace

PythonColumn::PythonColumn(const std::string& table, const std::string& name,
                           const py::iterable& values, IssueList& issues)
    : table_(&table), name_(&name), issues_(&issues) {
  for (const py::handle value : values) {
    append(value);
    ++row_;
    if (cells_.size() % rows_between_signals == 0 && PyErr_CheckSignals() != 0) {
      throw py::error_already_set();
    }
  }
  table_ = nullptr;
  name_ = nullptr;
  issues_ = nullptr;
}

void PythonColumn::read(std::size_t first, std::size_t count, Cell* out) const {
  std::copy_n(cells_.begin() + static_cast<std::ptrdiff_t>(first), count, out);
}

std::string_view PythonColumn::keep(std::string_view text) {
  if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < text.size()) {
    blocks_.emplace_back().reserve(std::max(block_bytes, text.size()));
  }
  std::string& block = blocks_.back();
  const std::size_t begin = block.size();
  block.append(text);
  return std::string_view(block).substr(begin);
}

void PythonColumn::append(py::handle value) {
  if (value.is_none()) {
    cells_.push_back(Cell::none());
  } else if (PyUnicode_Check(value.ptr()) != 0) {
    append_text(value);
  } else if (PyBool_Check(value.ptr()) != 0) {
    cells_.push_back(Cell::of_boolean(value.ptr() == Py_True));
  } else if (PyLong_Check(value.ptr()) != 0) {
    append_integer(value);
  } else if (PyFloat_Check(value.ptr()) != 0) {
    append_float(value);
  } else if (is_list(value)) {
    append_list(value);
  } else {
    append_other(value);
  }
}

void PythonColumn::append_text(py::handle value) {
  // Lone surrogates become bytes that are not UTF-8, which the load then refuses with their row.
  const py::object bytes = py::reinterpret_steal<py::object>(
      PyUnicode_AsEncodedString(value.ptr(), "utf-8", "surrogatepass"));
  if (!bytes) {
    throw py::error_already_set();
  }
  cells_.push_back(Cell::of_text(keep(
      {PyBytes_AS_STRING(bytes.ptr()), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.ptr()))})));
}

void PythonColumn::append_integer(py::handle value) {
  int overflow = 0;
  const long long integer = PyLong_AsLongLongAndOverflow(value.ptr(), &overflow);
  if (overflow == 0) {
    cells_.push_back(Cell::of_integer(integer));
    return;
  }
  // Python itself refuses to write out integers of thousands of digits.
  if (py::cast<std::size_t>(py::int_(value.attr("bit_length")())) > 1000) {
    return refuse(py::str("an integer of more than 1000 bits"));
  }
  append_text(py::str(value));
}

void PythonColumn::append_float(py::handle value) {
  const double real = PyFloat_AS_DOUBLE(value.ptr());
  cells_.push_back(std::isnan(real) ? Cell::none() : Cell::of_real(real));
}

void PythonColumn::append_decimal(py::handle value) {
  if (py::cast<bool>(value.attr("is_nan")())) {
    cells_.push_back(Cell::none());
    return;
  }
  const bool plain = py::cast<bool>(value.attr("is_finite")()) &&
                     std::abs(py::cast<std::int64_t>(value.attr("adjusted")())) <
                         static_cast<std::int64_t>(longest_decimal_text);
  const py::str text = plain ? py::str(value.attr("__format__")("f")) : py::str(value);
  const auto digits = py::cast<std::string>(text);
  std::int64_t unscaled = 0;
  std::int32_t scale = 0;
  if (parse_decimal(digits, unscaled, scale)) {
    cells_.push_back(Cell::of_decimal(unscaled, scale));
  } else {
    cells_.push_back(Cell::of_text(keep(digits)));
  }
}

void PythonColumn::append_list(py::handle values) {
  if (!items_) {
    items_.reset(new PythonColumn());
  }
  const std::size_t first = items_->cells_.size();
  items_->table_ = table_;
  items_->name_ = name_;
  items_->issues_ = issues_;
  items_->row_ = row_;
  // A set has no order of its own; sorted, the same set reads the same every time.
  py::object ordered = py::reinterpret_borrow<py::object>(values);
  if (PyAnySet_Check(values.ptr()) != 0) {
    const py::module_ builtins = py::module_::import("builtins");
    ordered = builtins.attr("sorted")(values, py::arg("key") = builtins.attr("str"));
  }
  for (const py::handle value : ordered) {
    if (is_list(value)) {
      items_->refuse(value);
    } else {
      items_->append(value);
    }
  }
  cells_.push_back(Cell::of_list(*items_, first, items_->cells_.size() - first));
}

void PythonColumn::append_other(py::handle value) {
  if (is_datetime(value)) {
    // pandas' NaT says that it is a datetime, and differs from itself.
    cells_.push_back(value.attr("__ne__")(value).is(py::handle(Py_True))
                         ? Cell::none()
                         : Cell::of_instant(read_datetime(value).micros));
  } else if (is_date(value)) {
    cells_.push_back(Cell::of_date(read_date(value).days));
  } else if (is_decimal(value)) {
    append_decimal(value);
  } else if (PyBytes_Check(value.ptr()) != 0) {
    cells_.push_back(
        Cell::of_text(keep({PyBytes_AS_STRING(value.ptr()),
                            static_cast<std::size_t>(PyBytes_GET_SIZE(value.ptr()))})));
  } else if (PyDict_Check(value.ptr()) != 0) {
    append_text(py::module_::import("opportune._json").attr("dumps")(value));
  } else if (type_of(value) == "NAType" && module_of(value).starts_with("pandas")) {
    cells_.push_back(Cell::none());
  } else if (type_of(value) == "UUID" && module_of(value) == "uuid") {
    append_text(py::str(value));
  } else if (module_of(value) == "numpy" && py::hasattr(value, "item")) {
    const py::object item = value.attr("item")();
    module_of(item) == "numpy" ? refuse(value) : append(item);
  } else {
    refuse(value);
  }
}

void PythonColumn::refuse(py::handle value) {
  cells_.push_back(Cell::none());
  issues_->add({"wrong_type", *table_, row_, *name_, shown(value),
                "a Python " + type_of(value) +
                    " cannot be read; expected str, int, float, Decimal, bool, date, datetime, "
                    "None or a list of str"});
}

}  // namespace opportune::python
