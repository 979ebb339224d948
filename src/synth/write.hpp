// Writing a complete group to the tables.
#pragma once

#include <string>
#include <vector>

#include "synth/group.hpp"

namespace opportune::synth {

/// Opportunities with their lines, histories and fulfilments.
void write_pipeline(const Making& making, Sheets& sheets);
/// Leads and activities with their histories.
void write_demand(const Making& making, Sheets& sheets);

/// For one group in a few: a decision of long ago on two opportunities that are closed now.
void write_resolution(const Making& making, Sheets& sheets);

/// The family's id alone, or nothing for all products.
inline void family_list(const World& world, Index family, std::vector<std::string>& out) {
  out.clear();
  if (family != none) {
    out.push_back(world.products[world.families[family]].id);
  }
}
/// The market's id alone, or nothing for all markets.
inline void market_list(const World& world, Index market, std::vector<std::string>& out) {
  out.clear();
  if (market != none) {
    out.push_back(world.markets[market].id);
  }
}

}  // namespace opportune::synth
