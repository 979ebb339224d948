// Tables on their way in: from Arrow capsules, from Python's own lists, from CSV files, from
// results. Each becomes an Input, which Workspace.load takes.
#include <string>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "opportune/core/error.hpp"
#include "opportune/io/arrow.hpp"
#include "opportune/io/csv.hpp"
#include "python_column.hpp"

namespace opportune::python {

namespace {

/// Takes the structure out of a capsule of that name, so that nobody else can.
template <typename Structure>
Structure take(const std::string& table, const py::object& capsule, const char* name) {
  auto* held = PyCapsule_IsValid(capsule.ptr(), name) != 0
                   ? static_cast<Structure*>(PyCapsule_GetPointer(capsule.ptr(), name))
                   : nullptr;
  if (held == nullptr) {
    throw InputError({"invalid_arrow", table, Issue::no_row, "", "",
                      "expected a PyCapsule named '" + std::string(name) + "'"});
  }
  return std::exchange(*held, Structure{});
}

/// pandas writes an index that is not a plain range as a column of this name.
void drop_pandas_index(InputTable& table) {
  std::erase_if(table.columns, [](const InputTable::Named& column) {
    return column.name.starts_with("__index_level_");
  });
}

Input from_arrow_stream(const std::string& table, const py::object& capsule) {
  auto stream = take<ArrowArrayStream>(table, capsule, "arrow_array_stream");
  const py::gil_scoped_release unlocked;  // a stream made in Python takes it itself
  Input input{read_arrow(&stream, table)};
  drop_pandas_index(input.table);
  return input;
}

Input from_arrow_array(const std::string& table, const py::object& schema_capsule,
                       const py::object& array_capsule) {
  auto schema = take<ArrowSchema>(table, schema_capsule, "arrow_schema");
  auto array = take<ArrowArray>(table, array_capsule, "arrow_array");
  const py::gil_scoped_release unlocked;
  Input input{read_arrow(&schema, &array, table)};
  drop_pandas_index(input.table);
  return input;
}

Input from_columns(const std::string& table,
                   const std::vector<std::pair<std::string, py::iterable>>& columns,
                   std::size_t issue_limit) {
  Input input;
  input.table.name = table;
  IssueList issues(issue_limit);
  for (const auto& [name, values] : columns) {
    auto column = std::make_shared<PythonColumn>(table, name, values, issues);
    if (input.table.columns.empty()) {
      input.table.rows = column->size();
    } else if (column->size() != input.table.rows) {
      throw InputError({"unequal_columns", table, Issue::no_row, name, "",
                        "the column has " + std::to_string(column->size()) + " values where '" +
                            input.table.columns.front().name + "' has " +
                            std::to_string(input.table.rows)});
    }
    input.table.columns.push_back({name, std::move(column)});
  }
  issues.throw_if_any();
  return input;
}

Input from_result(const std::string& table, const Result& result) {
  Input input{as_input(result.table)};
  input.table.name = table;
  return input;
}

Input from_csv(const std::string& table, const std::string& path) {
  const py::gil_scoped_release unlocked;
  return {read_csv(path, table)};
}

std::vector<Input> from_csv_directory(const std::string& path) {
  const py::gil_scoped_release unlocked;
  std::vector<Input> inputs;
  for (InputTable& table : read_csv_directory(path)) {
    inputs.push_back({std::move(table)});
  }
  return inputs;
}

std::vector<std::string> column_names(const Input& input) {
  std::vector<std::string> names;
  for (const InputTable::Named& column : input.table.columns) {
    names.push_back(column.name);
  }
  return names;
}

}  // namespace

void register_inputs(py::module_& module) {
  py::class_<Input>(module, "Input", "A table on its way into a workspace.")
      .def_property_readonly("name", [](const Input& self) { return self.table.name; })
      .def_property_readonly("rows", [](const Input& self) { return self.table.rows; })
      .def_property_readonly("columns", column_names)
      .def_static("from_arrow_stream", from_arrow_stream, py::arg("table"), py::arg("capsule"))
      .def_static("from_arrow_array", from_arrow_array, py::arg("table"), py::arg("schema"),
                  py::arg("array"))
      .def_static("from_columns", from_columns, py::arg("table"), py::arg("columns"),
                  py::arg("issue_limit"))
      .def_static("from_result", from_result, py::arg("table"), py::arg("result"))
      .def_static("from_csv", from_csv, py::arg("table"), py::arg("path"))
      .def_static("from_csv_directory", from_csv_directory, py::arg("path"));
}

}  // namespace opportune::python
