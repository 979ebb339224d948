// One corporate group while it is made: its accounts, agreements and opportunities as drafts, which
// are written to the tables when the group is complete.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "synth/random.hpp"
#include "synth/sheet.hpp"
#include "synth/world.hpp"

namespace opportune::synth {

/// How many records of each type there are before this group: record i of the group is number
/// first + i + 1.
struct Counts {
  std::uint64_t group = 0;
  std::uint64_t account = 0;
  std::uint64_t opportunity = 0;
  std::uint64_t agreement = 0;
  std::uint64_t claim = 0;
  std::uint64_t lead = 0;
  std::uint64_t activity = 0;
};

struct Account {
  Index parent = none;
  Index market = none;
  Index depth = 0;
  Date customer_since{};
  Date acquired{};                  ///< the day of its last account_parent row, if it has any
  Date joined{};                    ///< the day when it came into the group, itself or from above
  std::uint64_t former_parent = 0;  ///< number of the account that owned it before, 0: none
  bool leaf = true;
  // What replaces the generated identity, where not empty.
  std::string lei{}, duns{}, tax_id{}, domain{};
};

struct Agreement {
  Index account = 0;
  Index family = none;  ///< none: all products
  Index market = none;  ///< none: all markets
  Date from{};
  Date until{};
  int discount_tenths = 0;
  Index shipping = 0;
  Index owner = none;
  bool delegated = false;
};

struct Delegation {
  Index agreement;
  Index person;
  Index market;
  auto operator<=>(const Delegation&) const = default;
};

struct Claim {
  Index account;
  Index person;
  Index family;  ///< none: all products
  Index market;
  Date from;
  Date until;
};

struct Step {
  Index stage;
  Instant at;
};
template <typename T>
struct Changed {
  T from;
  T to;
  Instant at;
};
/// A stretch of one of the group's pools of history.
struct Span {
  Index first = 0;
  Index count = 0;
};

struct Opportunity {
  Index account = 0;
  Index market = 0;
  Index owner = none;
  Index process = 0;
  Index stage = 0;
  Index family = none;  ///< none: no products named
  std::array<Index, 3> products{none, none, none};
  std::array<std::int64_t, 3> amounts{};
  std::array<int, 3> quantities{};
  Index product_count = 0;
  bool lines = false;
  std::int64_t amount_minor = -1;  ///< -1: none
  int discount_tenths = 0;
  Index shipping = none;
  Index agreement = none;
  Date opened{};
  Date expected_close{};
  Date closed{};
  Index kind = 0;
  Index source = 0;
  Index buyer = 0;
  Span steps{}, amount_changes{}, close_date_changes{}, owner_changes{};
  // Set by those who plant.
  bool unnamed = false;      ///< never names an agreement by itself
  bool undelegated = false;  ///< gets no delegation
  bool unfulfilled = false;  ///< fulfils no requirement
};

struct Lead {
  Index account;
  Index market;
  Index product;  ///< none: unspecified
  Index owner;
  Index status;
  Index source;
  Date created;
  Date closed;
  Index opportunity;  ///< none: none
};

struct Activity {
  Index kind;
  Index account;
  Index opportunity;  ///< none: none
  Index campaign;     ///< none: none
  Index material;     ///< none: none
  Index status;
  Date start;
  Date end;
  Index owner;
};

enum class Relation : std::uint8_t {
  prospect,
  customer,
  becoming
};  ///< becoming: by its first win
/// How a global group avoids conflicts between its markets.
enum class Coordination : std::uint8_t {
  team,       ///< all owners are on the global account team
  agreement,  ///< all opportunities name one agreement
  partition,  ///< each market sells families of its own (customers only)
};

struct Group {
  Counts first{};
  Relation relation = Relation::prospect;
  Coordination coordination = Coordination::team;
  bool global = false;
  bool named_global = false;
  bool quiet = false;  ///< no agreements, claims, leads or activities of its own (planted groups)
  std::string stem{};
  std::string_view trade{};
  std::vector<Account> accounts{};
  std::vector<Index> markets{};  ///< in which it has accounts, sorted
  Index global_account_manager = none;
  std::vector<Index> key_account_managers{};  ///< by position in markets; none where it lacks one
  std::vector<Index> team_sellers{};          ///< likewise
  std::vector<Agreement> agreements{};
  std::vector<Delegation> delegations{};
  std::vector<Claim> claims{};
  std::vector<Opportunity> opportunities{};
  std::vector<Lead> leads{};
  std::vector<Activity> activities{};
  // Pools of history.
  std::vector<Step> steps{};
  std::vector<Changed<std::int64_t>> amount_changes{};
  std::vector<Changed<Date>> close_date_changes{};
  std::vector<Changed<Index>> owner_changes{};

  [[nodiscard]] Index place_of(Index market) const;  ///< position in markets
  [[nodiscard]] bool below(Index account, Index ancestor) const;
  [[nodiscard]] bool customer_at(Date day) const;
};

/// What every step of making a group works with.
struct Making {
  const World& world;
  Random random;
  Group group{};
};

/// What a group must be like; what is not asked for is left to chance.
struct Shape {
  Index accounts = 0;  ///< 0: by chance
  Index at_most = 1;   ///< accounts, where by chance
  bool several_markets = false;
  bool regulated = false;  ///< the root's jurisdiction has requirements
  bool quiet = false;
};

inline constexpr std::array<std::string_view, 5> shipping_terms{"EXW", "FCA", "CIP", "DAP", "DDP"};

// The steps of making a group, in this order.
void make_accounts(Making& making, const Shape& shape);
void make_team(Making& making);
void make_agreements(Making& making);
/// `count` opportunities at the account, with consistent histories and no two open ones at a time
/// for one family.
void make_opportunities(Making& making, Index account, Index count);
void make_claims(Making& making);
void make_leads(Making& making);
void make_activities(Making& making);
void make_delegations(Making& making);
void write_group(const Making& making, Sheets& sheets);

/// Whether the agreement covers the opportunity on that day.
[[nodiscard]] bool covers(const Making& making, const Agreement& agreement,
                          const Opportunity& opportunity, Date day);
/// Names the agreement that covers the opportunity (on the day it closed, else today).
void name_agreement(Making& making, Opportunity& opportunity);

/// The instant within working hours of that day; later for a later part (0 .. 2).
[[nodiscard]] Instant moment(Making& making, Date day, int part = 1);

}  // namespace opportune::synth
