// What the tests of io share: cells as text, errors as values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "opportune/core/cell.hpp"
#include "opportune/core/error.hpp"

namespace io_check {

using opportune::Cell;

/// "null", "true", "i:5", "r:0.500000", "d:12345/2", "t:text", "2026-01-31", "[t:a t:b]".
inline std::string shown(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::null:
      return "null";
    case Cell::Kind::boolean:
      return cell.integer != 0 ? "true" : "false";
    case Cell::Kind::integer:
      return "i:" + std::to_string(cell.integer);
    case Cell::Kind::real:
      return "r:" + std::to_string(cell.real);
    case Cell::Kind::decimal:
      return "d:" + std::to_string(cell.integer) + "/" + std::to_string(cell.scale);
    case Cell::Kind::text:
      return "t:" + std::string(cell.text);
    case Cell::Kind::date:
      return to_string(opportune::Date{static_cast<std::int32_t>(cell.integer)});
    case Cell::Kind::instant:
      return to_string(opportune::Instant{cell.integer});
    case Cell::Kind::list:
      break;
  }
  std::string out = "[";
  for (std::size_t i = 0; i < cell.count; ++i) {
    out += (i == 0 ? "" : " ") + shown(cell.items->cell(cell.first + i));
  }
  return out + "]";
}

using Shown = std::vector<std::string>;

inline Shown column(const opportune::InputTable& table, const std::string& name) {
  const opportune::InputColumn* found = table.find(name);
  REQUIRE(found != nullptr);
  std::vector<Cell> cells(table.rows);
  found->read(0, table.rows, cells.data());
  Shown out;
  for (const Cell& cell : cells) {
    out.push_back(shown(cell));
  }
  return out;
}

/// The issue of the InputError that the call throws.
template <class Call>
opportune::Issue issue_of(const Call& call) {
  std::optional<opportune::Issue> issue;
  try {
    call();
  } catch (const opportune::InputError& error) {
    issue = error.issues().front();
  }
  REQUIRE(issue.has_value());
  return *issue;
}

}  // namespace io_check
