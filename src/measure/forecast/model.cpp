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
  std::vector<std::string_view> known;
  for (const ModelKind& kind : model_kinds()) {
    if (name.empty() || kind.name == name) {
      return kind;
    }
    known.push_back(kind.name);
  }
  throw NotFoundError("there is no model '" + shown_value(name) +
                      "'; the models are: " + listed_names(known));
}

}  // namespace opportune
