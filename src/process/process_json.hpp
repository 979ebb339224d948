// Requests and answers of the process commands as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "opportune/admission/convert.hpp"
#include "opportune/process/advance.hpp"
#include "opportune/process/migrate.hpp"

namespace opportune {

/// One object, or an array of them: {"opportunity", "to", "at", "by", "force", "reason"}.
[[nodiscard]] std::vector<AdvanceRequest> advances_of_json(std::string_view text);

/// One object with the members of a ConvertRequest.
[[nodiscard]] ConvertRequest convert_of_json(std::string_view text);

/// One object: {"process", "opportunities", "version", "stages": {from: to}, "at", "by", "reason"}.
[[nodiscard]] MigrateRequest migrate_of_json(std::string_view text);

}  // namespace opportune
