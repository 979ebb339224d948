// The records of a load, as they come from the log, until they are loaded.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/table.hpp"

namespace opportune {

/// Tables that grow. They are kept as columns, which need a tenth of the memory of their JSON's
/// values.
class GatheredRecords {
 public:
  [[nodiscard]] bool empty() const noexcept { return tables_.empty(); }
  /// The table that was added to last.
  [[nodiscard]] const Table& last() const noexcept { return *tables_.back(); }
  /// Adds records to a table, which is last() then. InputError: one has a column that the table has
  /// not, or a value that is none of its type. NotFoundError: there is no such table.
  void add(std::string_view table, std::string_view json);
  /// All of them as input; nothing is left here.
  [[nodiscard]] std::vector<InputTable> take();

 private:
  std::vector<std::shared_ptr<Table>> tables_;
};

}  // namespace opportune
