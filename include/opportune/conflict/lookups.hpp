// What the relations look up again and again in one Book, remembered: the process that applies, the
// legal requirements of a market.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "opportune/process/applies.hpp"
#include "opportune/process/requirements.hpp"

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

  /// Another Book with the same markets, products, processes and requirements.
  void of_same(const Book& book) noexcept { book_ = &book; }

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

  /// The requirements of a market's jurisdiction, by id.
  [[nodiscard]] const std::vector<RequirementRow>& requirements(std::uint32_t market) {
    const auto found = requirements_.find(market);
    if (found != requirements_.end()) {
      return *found->second;
    }
    const std::uint32_t jurisdiction = book_->of_market<"jurisdiction">(market);
    const auto [list, is_new] = of_jurisdiction_.try_emplace(jurisdiction);
    if (is_new) {
      list->second = requirements_of(*book_, jurisdiction);
    }
    requirements_.emplace(market, &list->second);
    return list->second;
  }

 private:
  const Book* book_;
  std::unordered_map<std::uint64_t, std::uint32_t> processes_;
  std::unordered_map<std::uint32_t, std::vector<RequirementRow>> of_jurisdiction_;
  std::unordered_map<std::uint32_t, const std::vector<RequirementRow>*> requirements_;  // by market
};

}  // namespace opportune
