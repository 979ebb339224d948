// JSON for the model, which has no parser of its own.
#pragma once

#include "opportune/model/field_env.hpp"

namespace opportune {

[[nodiscard]] const JsonHooks& json_hooks();

}  // namespace opportune
