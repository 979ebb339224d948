// All kinds of conflict. Adding one: its file in kinds/, and its line here.
#pragma once

#include <string_view>
#include <tuple>
#include <vector>

#include "opportune/conflict/kinds/cross_market_pursuit.hpp"
#include "opportune/conflict/kinds/duplicate_pursuit.hpp"
#include "opportune/conflict/kinds/lead_collision.hpp"

namespace opportune {

using Kinds = std::tuple<DuplicatePursuit, CrossMarketPursuit, LeadCollision>;
inline constexpr std::size_t kind_count = std::tuple_size_v<Kinds>;

/// Calls f.template operator()<Kind, index>() for each kind.
template <class Function>
void each_kind(Function&& function) {
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (function.template operator()<std::tuple_element_t<i, Kinds>, i>(), ...);
  }
  (std::make_index_sequence<kind_count>{});
}

[[nodiscard]] inline std::vector<std::string_view> kind_names() {
  std::vector<std::string_view> out;
  each_kind([&]<class Kind, std::size_t index>() { out.push_back(Kind::name); });
  return out;
}

}  // namespace opportune
