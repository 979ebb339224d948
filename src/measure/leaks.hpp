// Deals that were won outside of an agreement that covered them, or under other terms than agreed.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "opportune/conflict/terms.hpp"
#include "opportune/measure/dimension.hpp"

namespace opportune {

/// One deal and one agreement.
struct Leak {
  std::uint32_t opportunity = no_row;
  std::uint32_t agreement = no_row;
  Date won;
  bool bypass = false;  ///< the agreement covered the deal, which does not name it
  TermsBreach breach;   ///< else: in what the deal does not keep to the one that it names
};

/// Adds those of an opportunity that is won at the instant, on that day.
void find_leaks(const MeasureContext& context, std::uint32_t opportunity, Date won,
                std::vector<Leak>& out);

/// Of an amount in the reporting currency, what was paid above the price at the agreed discount;
/// nothing where no list price gives the amount at the given one, or where the figure is larger
/// than an amount may be. A discount that is not set is none.
[[nodiscard]] std::optional<std::int64_t> leaked(const Book& book, const Leak& leak,
                                                 std::int64_t amount_minor);

}  // namespace opportune
