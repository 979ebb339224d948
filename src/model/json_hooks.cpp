#include "model/json_hooks.hpp"

#include <nlohmann/json.hpp>

#include "io/json_parse.hpp"
#include "process/definition_json.hpp"

namespace opportune {
namespace {

using nlohmann::json;

bool is_object(std::string_view text, std::string& reason) {
  const json value = parse_json(text);
  if (!value.is_object()) {
    reason = value.is_discarded() ? not_json : "must be a JSON object";
    return false;
  }
  return true;
}

}  // namespace

const JsonHooks& json_hooks() {
  static const JsonHooks hooks{is_object, parse_definition};
  return hooks;
}

}  // namespace opportune
