// The languages of answers. Adding one: its file in text/, and its line here.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "opportune/conflict/text/english.hpp"
#include "opportune/conflict/text/swedish.hpp"
#include "opportune/core/error.hpp"

namespace opportune {

inline constexpr std::array<const Catalogue*, 2> catalogues{&english, &swedish};

/// The catalogue of a language (ISO 639-1); null where there is none.
[[nodiscard]] constexpr const Catalogue* catalogue_of(std::string_view language) noexcept {
  for (const Catalogue* catalogue : catalogues) {
    if (catalogue->language == language) {
      return catalogue;
    }
  }
  return nullptr;
}

/// The catalogue that a question asks for; empty: English. NotFoundError names those that there
/// are.
[[nodiscard]] inline const Catalogue& catalogue_for(std::string_view language) {
  const Catalogue* found = language.empty() ? &english : catalogue_of(language);
  if (found == nullptr) {
    std::string known;
    for (const Catalogue* catalogue : catalogues) {
      known.append(known.empty() ? "" : ", ").append(catalogue->language);
    }
    throw NotFoundError("there is no language '" + shown_value(language) +
                        "'; the languages are: " + known);
  }
  return *found;
}

}  // namespace opportune
