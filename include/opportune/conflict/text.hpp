// The languages in which conflicts are explained. Adding one: its file in text/, and its line here.
#pragma once

#include <array>
#include <string_view>

#include "opportune/conflict/text/english.hpp"
#include "opportune/conflict/text/swedish.hpp"

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

}  // namespace opportune
