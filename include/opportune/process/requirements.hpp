// What the law of a jurisdiction asks of business there.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "opportune/model/as_of.hpp"
#include "opportune/process/covers.hpp"

namespace opportune {

/// A row of the table, and the milestone from which on it has to be in place.
struct RequirementRow {
  std::uint32_t row = no_row;
  std::uint8_t milestone = 0;
};

/// Those of each jurisdiction, by id.
[[nodiscard]] inline std::map<std::uint32_t, std::vector<RequirementRow>> all_requirements(
    const Book& book) {
  std::map<std::uint32_t, std::vector<RequirementRow>> out;
  const Store<Requirement>& store = book.get<Requirement>();
  const Milestones& milestones = book.stages().milestones();
  for (std::uint32_t row = 0; row < store.rows(); ++row) {
    out[store.get<"jurisdiction">()[row]].push_back(
        {row, milestones.find(book.symbols()[store.get<"milestone">()[row]])});
  }
  out.erase(no_row);
  for (auto& [jurisdiction, rows] : out) {
    std::sort(rows.begin(), rows.end(), [&](const RequirementRow& a, const RequirementRow& b) {
      return store.id(a.row) < store.id(b.row);
    });
  }
  return out;
}

/// Is it asked of business with these products?
[[nodiscard]] inline bool requirement_is_for(const Book& book, std::uint32_t requirement,
                                             SetPool::Range products) {
  return holds_product(book.products(),
                       book.get<Requirement>().get<"products">().members(requirement), products);
}

/// `opportunity` no_row: one that is not stored, for which nothing is.
[[nodiscard]] inline bool requirement_fulfilled(const AsOf& as_of, std::uint32_t requirement,
                                                std::uint32_t opportunity) {
  bool out = false;
  const Store<Fulfilment>& fulfilments = as_of.book().get<Fulfilment>();
  as_of.book().links().fulfilments_of_opportunity.each(opportunity, [&](std::uint32_t row) {
    out = out || (fulfilments.get<"requirement">()[row] == requirement &&
                  fulfilments.get<"at">()[row] <= as_of.instant());
  });
  return out;
}

/// A legal requirement on the way of some business.
struct LegalRequirement {
  std::string requirement;
  std::string milestone;  ///< from which on it has to be in place
  bool fulfilled = false;
  std::string kind;  ///< may be empty
  std::string text;  ///< may be empty
};

/// What is asked of business with these products before it is won, by milestone, then id. `all`:
/// those of its jurisdiction, by id; `opportunity`: see requirement_fulfilled.
[[nodiscard]] inline std::vector<LegalRequirement> legal_requirements(
    const AsOf& as_of, const std::vector<RequirementRow>& all, SetPool::Range products,
    std::uint32_t opportunity) {
  const Book& book = as_of.book();
  const Store<Requirement>& store = book.get<Requirement>();
  const Milestones& milestones = book.stages().milestones();
  std::vector<RequirementRow> asked;
  for (const RequirementRow& requirement : all) {
    if (requirement.milestone <= milestones.won() &&
        requirement_is_for(book, requirement.row, products)) {
      asked.push_back(requirement);
    }
  }
  std::stable_sort(
      asked.begin(), asked.end(),
      [](const RequirementRow& a, const RequirementRow& b) { return a.milestone < b.milestone; });
  std::vector<LegalRequirement> out;
  for (const RequirementRow& requirement : asked) {
    const std::uint32_t row = requirement.row;
    const std::uint32_t kind = store.get<"kind">()[row];
    out.push_back({std::string(store.id(row)), milestones.name(requirement.milestone),
                   requirement_fulfilled(as_of, row, opportunity),
                   std::string(kind == no_row ? std::string_view() : book.symbols()[kind]),
                   std::string(store.get<"text">()[row])});
  }
  return out;
}

}  // namespace opportune
