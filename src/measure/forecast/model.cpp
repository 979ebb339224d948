#include "measure/forecast/model.hpp"

namespace opportune {

const std::vector<ModelKind>& model_kinds() {
  static const std::vector<ModelKind> all = {
      {"stages", stage_model},
      {"histories", history_model},
      {"last_year", last_year_model},
  };
  return all;
}

const ModelKind& find_model(std::string_view name) {
  std::string known;
  for (const ModelKind& kind : model_kinds()) {
    if (name.empty() || kind.name == name) {
      return kind;
    }
    known += (known.empty() ? "" : ", ") + std::string(kind.name);
  }
  throw NotFoundError("there is no model '" + shown_value(name) + "'; the models are: " + known);
}

}  // namespace opportune
