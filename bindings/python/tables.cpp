// Results: typed columns, handed to dataframe libraries through the Arrow PyCapsule protocol
// without a copy, and to Python as lists.
#include <algorithm>
#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>

#include "bindings.hpp"
#include "opportune/core/error.hpp"
#include "opportune/io/arrow.hpp"
#include "opportune/io/csv.hpp"

namespace opportune::python {

namespace {

constexpr const char* stream_capsule = "arrow_array_stream";
constexpr const char* schema_capsule = "arrow_schema";

/// The protocol's destructor: releases what no consumer has taken, and frees the structure.
template <typename Structure>
void release_capsule(PyObject* capsule, const char* name) {
  auto* structure = static_cast<Structure*>(PyCapsule_GetPointer(capsule, name));
  if (structure == nullptr) {
    PyErr_Clear();
    return;
  }
  if (structure->release != nullptr) {
    structure->release(structure);
  }
  delete structure;
}
void release_stream(PyObject* capsule) {
  release_capsule<ArrowArrayStream>(capsule, stream_capsule);
}
void release_schema(PyObject* capsule) { release_capsule<ArrowSchema>(capsule, schema_capsule); }

template <typename Structure>
py::object to_capsule(std::unique_ptr<Structure> structure, const char* name,
                      PyCapsule_Destructor destructor) {
  PyObject* capsule = PyCapsule_New(structure.get(), name, destructor);
  if (capsule == nullptr) {
    structure->release(structure.get());
    throw py::error_already_set();
  }
  (void)structure.release();
  return py::reinterpret_steal<py::object>(capsule);
}

py::object arrow_stream(const Result& result, const py::object& /*requested_schema*/) {
  auto stream = std::make_unique<ArrowArrayStream>();
  write_arrow(result.table, stream.get());
  return to_capsule(std::move(stream), stream_capsule, release_stream);
}

py::object arrow_schema(const Result& result) {
  auto schema = std::make_unique<ArrowSchema>();
  ArrowArray array{};
  write_arrow(result.table, schema.get(), &array);
  array.release(&array);
  return to_capsule(std::move(schema), schema_capsule, release_schema);
}

py::object value_at(const TableColumn& column, std::size_t row) {
  if (column.is_null(row)) {
    return py::none();
  }
  switch (column.type()) {
    case ColumnType::text:
      return to_python(column.text(row));
    case ColumnType::integer:
      return py::int_(column.integer(row));
    case ColumnType::real:
      return py::float_(column.real(row));
    case ColumnType::boolean:
      return py::bool_(column.boolean(row));
    case ColumnType::date:
      return to_python(column.date(row));
    case ColumnType::instant:
      return to_python(column.instant(row));
    case ColumnType::text_list:
      break;
  }
  py::list items;
  for (const std::string& item : column.list(row)) {
    items.append(to_python(item));
  }
  return items;
}

py::list values(const Result& result, std::size_t index, std::size_t first, std::size_t count) {
  if (index >= result.table->columns().size()) {
    throw py::index_error("no such column");
  }
  const TableColumn& column = result.table->columns()[index];
  first = std::min(first, column.size());
  count = std::min(count, column.size() - first);
  py::list out(count);
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = value_at(column, first + i);
  }
  return out;
}

void write_csv_file(const Result& result, const std::string& path) {
  const py::gil_scoped_release unlocked;
  std::ofstream out(path, std::ios::binary);
  if (!out) {
    throw StoreError("cannot write '" + path + "': " + std::generic_category().message(errno));
  }
  write_csv(*result.table, out);
  out.close();
  if (!out) {
    throw StoreError("cannot write '" + path + "': " + std::generic_category().message(errno));
  }
}

const char* type_name(ColumnType type) {
  switch (type) {
    case ColumnType::text:
      return "text";
    case ColumnType::integer:
      return "integer";
    case ColumnType::real:
      return "real";
    case ColumnType::boolean:
      return "boolean";
    case ColumnType::date:
      return "date";
    case ColumnType::instant:
      return "instant";
    case ColumnType::text_list:
      break;
  }
  return "text_list";
}

py::list schema_of(const Result& result) {
  py::list out;
  for (const TableColumn& column : result.table->columns()) {
    out.append(py::make_tuple(to_python(column.name()), type_name(column.type())));
  }
  return out;
}

}  // namespace

void register_tables(py::module_& module) {
  py::class_<Result>(module, "Result", "A table that the engine made.")
      .def_property_readonly("name", [](const Result& self) { return self.table->name(); })
      .def_property_readonly("rows", [](const Result& self) { return self.table->rows(); })
      .def("schema", schema_of, "(column name, type name) of each column.")
      .def("values", values, py::arg("index"), py::arg("first"), py::arg("count"),
           "Values of one column as a list; the range is cut to the table.")
      .def("arrow_stream", arrow_stream, py::arg("requested_schema") = py::none())
      .def("arrow_schema", arrow_schema)
      .def("write_csv", write_csv_file, py::arg("path"));
}

}  // namespace opportune::python
