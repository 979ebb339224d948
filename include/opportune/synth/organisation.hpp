// A generated sales organisation: markets, corporate groups, products, people, processes and three
// years of leads, activities and opportunities with their histories, as the tables of
// docs/tables.md. Healthy by default; conflicts of every kind of domain.md 5.2 can be planted in
// it, and then a table says which. Everything in it is invented.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "opportune/core/table.hpp"

namespace opportune::synth {

struct Options {
  /// The same seed and options give the same bytes on every machine.
  std::uint64_t seed = 1;
  /// Exactly so many opportunities (at least min_planted_opportunities for planting to happen).
  std::size_t opportunities = 10'000;
  /// The organisation's "today": nothing in a history is later. Three years lie before it.
  Date until = make_date(2026, 6, 30);
  /// Whether conflicts of every kind are planted.
  bool plant = true;
  /// Planted conflicts of each kind, as a share of the opportunities; never fewer than three of
  /// each kind from 2,000 opportunities on, one below.
  double planted_share = 0.0004;
  /// Accounts; 0 means one for every five opportunities. Planting may need a few more.
  std::size_t accounts = 0;
  /// If not 0, the first corporate group has exactly this many opportunities.
  std::size_t largest_group = 0;
};

/// Below this many opportunities nothing is planted.
inline constexpr std::size_t min_planted_opportunities = 60;

struct Organisation {
  /// By the names and columns of docs/tables.md; references point to the same or an earlier table
  /// (lead.opportunity included; account_parent may name any account).
  std::vector<std::shared_ptr<Table>> tables;
  /// What was planted: kind (text), as_of (date), group (text: the root's account id), members
  /// (text_list of "type:id", sorted), note (text). The members are in one conflict of that kind as
  /// of as_of; the conflict may have more. In a coverage_gap the group itself is "group:id".
  std::shared_ptr<Table> planted;

  /// The table of that name; NotFoundError otherwise.
  [[nodiscard]] const Table& table(std::string_view name) const;
};

/// Makes the organisation. InputError where an option is out of its range.
[[nodiscard]] Organisation organisation(const Options& options);

}  // namespace opportune::synth
