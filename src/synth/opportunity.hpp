// Adding one opportunity, with its history, to a group.
#pragma once

#include "synth/group.hpp"

namespace opportune::synth {

/// What is asked of an opportunity. Its owner, process and terms follow unless they are given.
struct Wish {
  Index account = 0;
  Date opened{};
  Index family = none;    ///< none: no products
  Index product = none;   ///< if given, the only product
  Index owner = none;     ///< none: one who keeps the group coordinated
  Index process = none;   ///< none: the one that applies
  bool scripted = false;  ///< goes straight to `milestone`, entered on the day `arrives`
  Milestone milestone = qualified;
  Date arrives{};
  bool unnamed = false;  ///< names no agreement
};

/// Adds it; returns its position in group.opportunities.
Index add_opportunity(Making& making, const Wish& wish);

// The parts of it.
void write_walk(Making& making, Opportunity& opportunity);
void write_script(Making& making, Opportunity& opportunity, Milestone milestone, Date arrives);
void write_terms(Making& making, Opportunity& opportunity);

/// The process that applies to the account's opportunities at the day.
[[nodiscard]] Index process_for(const Making& making, Index account, Date day);

}  // namespace opportune::synth
