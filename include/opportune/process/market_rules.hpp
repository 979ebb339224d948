// What holds in a market whatever the customer: the process that applies, the legal requirements.
// Everybody asks, on every save, and it changes rarely.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

#include "opportune/process/applies.hpp"
#include "opportune/process/requirements.hpp"

namespace opportune {

/// Answers that are remembered for all Books with the same markets, stages, processes and
/// requirements. Threads: from any.
class MarketRules {
 public:
  explicit MarketRules(const Book& book)
      : processes_(book.get<Market>().rows() * cases),
        of_jurisdiction_(all_requirements(book)),
        of_market_(book.get<Market>().rows()) {
    for (std::uint32_t market = 0; market < of_market_.size(); ++market) {
      of_market_[market] = &of_jurisdiction_[book.of_market<"jurisdiction">(market)];
    }
  }
  MarketRules(const MarketRules&) = delete;
  MarketRules& operator=(const MarketRules&) = delete;

  /// As process_for() says it of a kind that opportunities have; `book`: one of these.
  [[nodiscard]] std::uint32_t process(const Book& book, const ProcessCase& asked) const {
    if (asked.market >= of_market_.size()) {
      return process_for(book, asked);
    }
    const std::size_t kind = std::min<std::size_t>(Kinds::number(asked.kind), kinds - 1);
    std::atomic<std::uint32_t>& known =
        processes_[asked.market * cases + kind * 2 + (asked.global_group ? 1 : 0)];
    std::uint32_t found = known.load(std::memory_order_relaxed);
    if (found == unasked) {
      found = process_for(book, asked) + first_known;
      known.store(found, std::memory_order_relaxed);
    }
    return found - first_known;
  }
  /// The requirements of a market's jurisdiction, by id; none without a market.
  [[nodiscard]] const std::vector<RequirementRow>& requirements(std::uint32_t market) const {
    static const std::vector<RequirementRow> none;
    return market < of_market_.size() ? *of_market_[market] : none;
  }

 private:
  using Kinds = std::remove_cvref_t<decltype(std::declval<Store<Opportunity>>().get<"kind">())>;
  static constexpr std::size_t kinds = Kinds::count + 1;  ///< and without one
  static constexpr std::size_t cases = kinds * 2;
  /// A process is kept as its row + 2; none, whose row is the largest number, comes to 1.
  static constexpr std::uint32_t unasked = 0, first_known = 2;

  mutable std::vector<std::atomic<std::uint32_t>> processes_;  ///< by market, kind and scope
  std::map<std::uint32_t, std::vector<RequirementRow>> of_jurisdiction_;
  std::vector<const std::vector<RequirementRow>*> of_market_;
};

/// Those of a Book that nobody changes; they live as long as it does, or a copy of it. Who asks
/// first makes them, and others wait for that.
[[nodiscard]] inline const MarketRules& market_rules_of(const Book& book) {
  MarketRulesSlot& slot = book.market_rules_slot();
  std::call_once(slot.once, [&] { slot.rules = std::make_shared<const MarketRules>(book); });
  return *slot.rules;
}

}  // namespace opportune
