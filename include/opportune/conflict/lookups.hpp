// What the relations look up again and again in one Book, remembered: the process that applies, the
// legal requirements of a market.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "opportune/process/applies.hpp"

namespace opportune {

/// For one Book and one thread.
class Lookups {
 public:
  explicit Lookups(const Book& book) : book_(&book) {}

  /// Another Book: nothing that was remembered holds.
  void of(const Book& book) {
    book_ = &book;
    processes_.clear();
    requirements_.clear();
    of_jurisdiction_.clear();
  }

  /// The process that applies; no_row: none does.
  [[nodiscard]] std::uint32_t process(const ProcessCase& asked) {
    if (book_->get<Process>().rows() == 0) {
      return no_row;
    }
    using Kinds = std::remove_cvref_t<decltype(book_->get<Opportunity>().get<"kind">())>;
    const std::uint64_t key = std::uint64_t{asked.market} << 16U |
                              std::uint64_t{Kinds::number(asked.kind)} << 1U |
                              (asked.global_group ? 1U : 0U);
    const auto found = processes_.find(key);
    return found != processes_.end()
               ? found->second
               : processes_.emplace(key, process_for(*book_, asked)).first->second;
  }

  struct Requirement {
    std::uint32_t row = no_row;
    std::uint8_t milestone = 0;
  };
  /// The requirements of a market's jurisdiction.
  [[nodiscard]] const std::vector<Requirement>& requirements(std::uint32_t market) {
    const auto found = requirements_.find(market);
    if (found != requirements_.end()) {
      return *found->second;
    }
    const std::uint32_t jurisdiction = book_->of_market<"jurisdiction">(market);
    const auto [list, is_new] = of_jurisdiction_.try_emplace(jurisdiction);
    if (is_new && jurisdiction != no_row) {
      const Store<opportune::Requirement>& store = book_->get<opportune::Requirement>();
      for (std::uint32_t row = 0; row < store.rows(); ++row) {
        if (store.get<"jurisdiction">()[row] == jurisdiction) {
          const std::uint32_t name = store.get<"milestone">()[row];
          list->second.push_back(
              {row, book_->stages().milestones().find(book_->symbols()[name])});
        }
      }
    }
    requirements_.emplace(market, &list->second);
    return list->second;
  }

 private:
  const Book* book_;
  std::unordered_map<std::uint64_t, std::uint32_t> processes_;
  std::unordered_map<std::uint32_t, std::vector<Requirement>> of_jurisdiction_;
  std::unordered_map<std::uint32_t, const std::vector<Requirement>*> requirements_;  // by market
};

}  // namespace opportune
