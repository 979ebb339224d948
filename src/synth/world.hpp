// What all corporate groups share: markets, products, people, processes, campaigns, legal
// requirements. Small; built once, then read only.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/calendar.hpp"
#include "synth/random.hpp"

namespace opportune::synth {

using Index = std::uint32_t;
inline constexpr Index none = 0xFFFF'FFFFU;
[[nodiscard]] constexpr Index index_of(std::size_t value) { return static_cast<Index>(value); }

inline constexpr Index family_count = 8;

/// The default milestones, in order.
enum Milestone : std::uint8_t { qualified, discovery, proposal, negotiation, won, lost, abandoned };
inline constexpr std::array<std::string_view, 7> milestone_names{
    "qualified", "discovery", "proposal", "negotiation", "won", "lost", "abandoned"};

struct Market {
  std::string id;
  std::string name;
  Index parent = none;
  std::string_view country{};
  std::string_view currency{};  ///< in force; the table may leave it to the ancestor
  bool inherits_currency = false;
  std::string_view maturity{};
  std::string_view structure{};
  std::uint32_t weight = 0;        ///< share of the accounts, countries only
  std::int64_t rate_nano = 0;      ///< about EUR per unit of the currency, times 10^9
  int drift = 0;                   ///< of that rate, per mille a month
  int digits = 2;                  ///< of the currency's minor unit
  std::string_view legal_forms{};  ///< separated by '|'
  Index local_process = none;
  std::vector<Index> sellers{};
  std::vector<Index> key_account_managers{};
  Index marketer = none;
  Index sales_manager = none;
  Index former_seller = none;
  std::vector<Index> requirements{};
};

struct Product {
  std::string id;
  std::string name;
  Index parent = none;
  Index family = 0;
  std::int64_t price_minor = 0;  ///< EUR; 0 for families and lines
};

struct Person {
  std::string id;
  std::string name;
  Index market = none;
  std::string_view role{};
  Index manager = none;
  bool active = true;
};

struct Stage {
  std::string id;
  std::string name;
  Milestone milestone;
  int probability;  ///< percent
  int max_days;
  bool suppresses;  ///< all marketing activities pause while an opportunity stands here
};

struct Process {
  std::string id;
  std::string name;
  bool global;
  std::string market{};  ///< where a local one applies
  std::vector<Stage> stages{};
  Index open_stages = 0;  ///< these come first; then won, lost, abandoned
  [[nodiscard]] Index first_at(Milestone milestone) const {
    Index stage = 0;
    while (stages[stage].milestone < milestone) {
      ++stage;
    }
    return stage;
  }
};

struct Campaign {
  Index market;
  Index material;
};

struct Requirement {
  Index market;  ///< whose jurisdiction
  Milestone milestone;
  Index family;  ///< none: all products
};

struct World {
  Date start{};
  Date until{};
  std::vector<Market> markets{};
  std::vector<Index> countries{};           ///< the markets that have accounts
  std::vector<Index> weighted_countries{};  ///< each as often as its weight
  std::vector<Product> products{};
  std::array<std::vector<Index>, family_count> items{};  ///< of a family
  std::array<Index, family_count> families{};
  std::vector<Person> people{};
  std::vector<Index> global_account_managers{};
  std::vector<Process> processes{};  ///< the first is the global one
  std::vector<Campaign> campaigns{};
  std::vector<Index> past_campaigns{};     ///< their materials are even, so never repeated by ...
  std::vector<Index> present_campaigns{};  ///< ... these, whose materials are odd
  std::vector<Requirement> requirements{};
  std::vector<Date> openings{};  ///< days of opening, each as often as season and growth want

  [[nodiscard]] bool market_within(Index market, Index ancestor) const {
    while (market != none && market != ancestor) {
      market = markets[market].parent;
    }
    return market == ancestor;
  }
};

struct Sheets;

// Each fills its part of the world and writes its tables. In this order.
void make_markets(World& world, Sheets& sheets, Random random);
void make_products(World& world, Sheets& sheets, Random random);
void make_processes(World& world, Sheets& sheets);
void make_people(World& world, Sheets& sheets, Random random, std::size_t opportunities);
void make_requirements(World& world, Sheets& sheets, Random random);
void make_campaigns(World& world, Sheets& sheets, Random random, std::size_t opportunities);
void make_goals(const World& world, Sheets& sheets, Random random);
void make_openings(World& world);

}  // namespace opportune::synth
