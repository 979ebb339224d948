// Persons to be put: small records, each of which may refer to another.
#pragma once

#include <string>
#include <vector>

#include "opportune/workspace.hpp"

namespace opportune {

inline Change person(const std::string& id, const std::string& manager = {}) {
  Person out;
  out.id = id;
  out.manager = manager;
  return {out, {}, ""};
}

inline std::vector<Change> people(const std::string& prefix, int count) {
  std::vector<Change> out;
  for (int i = 0; i < count; ++i) {
    out.push_back(person(prefix + std::to_string(i), i == 0 ? "" : prefix + std::to_string(i - 1)));
  }
  return out;
}

}  // namespace opportune
