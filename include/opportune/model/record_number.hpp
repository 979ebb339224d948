// The place of each record type in the order of all.
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>

#include "opportune/model/records.hpp"

namespace opportune {

/// As each_record() calls them, from 0.
template <class Record>
inline constexpr std::size_t record_number = []<class... R>(std::tuple<R...>*) {
  std::size_t out = 0, at = 0;
  ((out = std::is_same_v<R, Record> ? at : out, ++at), ...);
  return out;
}(static_cast<ForAllRecords<std::tuple>*>(nullptr));

}  // namespace opportune
