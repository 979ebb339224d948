// All that a workspace says of its records, to be compared.
#pragma once

#include <map>
#include <sstream>
#include <string>

#include "opportune/io/csv.hpp"
#include "opportune/workspace.hpp"
#include "support/catch.hpp"

namespace opportune {

inline std::string csv(const Table& table) {
  std::ostringstream out;
  write_csv(table, out);
  return out.str();
}

/// Every table, by name.
using Everything = std::map<std::string, std::string>;
inline Everything everything(const Workspace& workspace) {
  Everything out;
  for (const std::string& name : table_names()) {
    out[name] = csv(*workspace.export_table(name));
  }
  return out;
}

inline void check_same(const Everything& found, const Everything& expected) {
  for (const auto& [name, rows] : expected) {
    INFO(name);
    CHECK(found.at(name) == rows);
  }
}

}  // namespace opportune
