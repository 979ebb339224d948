// The record type of a table that is known by its name.
#pragma once

#include <string_view>

#include "opportune/model/records.hpp"

namespace opportune {

/// Calls f.template operator()<Record>() for the record type of a table; false: there is none.
template <class Function>
bool with_table(std::string_view table, Function&& function) {
  bool found = false;
  each_record([&]<class Record>() {
    if (!found && Schema<Record>::table == table) {
      found = true;
      function.template operator()<Record>();
    }
  });
  return found;
}

}  // namespace opportune
