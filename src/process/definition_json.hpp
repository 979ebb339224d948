// Process definitions from JSON.
#pragma once

#include <string_view>
#include <vector>

#include "opportune/model/definition.hpp"

namespace opportune {

/// The definition in a JSON document. Adds everything that is wrong with it, with its path, to the
/// faults; with any, what it returns is of no use.
[[nodiscard]] ProcessDefinition parse_definition(std::string_view text,
                                                 const Milestones& milestones,
                                                 std::vector<DefinitionFault>& faults);

}  // namespace opportune
