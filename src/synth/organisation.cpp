// Puts the organisation together, group after group.
#include "opportune/synth/organisation.hpp"

#include <algorithm>

#include "opportune/core/error.hpp"
#include "synth/plant.hpp"
#include "synth/write.hpp"

namespace opportune::synth {

namespace {

// One stream of random numbers for each part, so that parts can change without moving the others.
enum Stream : std::uint64_t { markets, products, people, requirements, campaigns, goals, groups };

void refuse(const char* option, const std::string& value, const char* reason) {
  throw InputError(Issue{"invalid_option", "", Issue::no_row, option, value, reason});
}

void check(const Options& options) {
  constexpr std::size_t most = 1'000'000'000;
  if (options.opportunities > most) {
    refuse("opportunities", std::to_string(options.opportunities), "at most 1,000,000,000");
  }
  if (options.accounts > most) {
    refuse("accounts", std::to_string(options.accounts), "at most 1,000,000,000");
  }
  if (options.largest_group > options.opportunities) {
    refuse("largest_group", std::to_string(options.largest_group),
           "no more than there are opportunities");
  }
  if (!(options.planted_share >= 0 && options.planted_share <= 0.01)) {
    refuse("planted_share", std::to_string(options.planted_share), "from 0 to 0.01");
  }
  if (options.until < make_date(1990, 1, 1) || options.until > make_date(2200, 1, 1)) {
    refuse("until", to_string(options.until), "a date from 1990 to 2200");
  }
}

std::size_t planted_of_each_kind(const Options& options) {
  if (!options.plant || options.opportunities < min_planted_opportunities) {
    return 0;
  }
  const auto share =
      static_cast<std::size_t>(static_cast<double>(options.opportunities) * options.planted_share);
  return std::max<std::size_t>(options.opportunities < 2000 ? 1 : 3, share);
}

World make_world(const Options& options, Sheets& sheets) {
  World world;
  const auto random = [&](Stream stream) { return Random(options.seed, stream); };
  world.until = options.until;
  world.start = Date{options.until.days - 1096};
  make_markets(world, sheets, random(markets));
  make_products(world, sheets, random(products));
  make_processes(world, sheets);
  make_people(world, sheets, random(people), options.opportunities);
  make_requirements(world, sheets, random(requirements));
  make_campaigns(world, sheets, random(campaigns), options.opportunities);
  make_goals(world, sheets, random(goals));
  make_openings(world);
  return world;
}

/// Makes the groups, and keeps to the numbers that were asked for.
class Factory {
 public:
  Factory(const Options& options, const World& world, Sheets& sheets)
      : options_(options),
        world_(world),
        sheets_(sheets),
        planted_each_(planted_of_each_kind(options)) {
    accounts_ = options.accounts > 0 ? options.accounts : (options.opportunities + 4) / 5;
    if (options.opportunities > 0 || planted_each_ > 0) {
      accounts_ = std::max<std::size_t>(1, accounts_);
    }
    to_plant_ = planted_each_ * planters().size();
    opportunities_left_ = options.opportunities;
  }

  void run() {
    if (options_.largest_group > 0) {
      const std::size_t size = std::max<std::size_t>(
          2, accounts_ * options_.largest_group / std::max<std::size_t>(1, options_.opportunities));
      ordinary(index_of(size), options_.largest_group, true);
    }
    while (counts_.account < accounts_ || planted_ < to_plant_) {
      // The planted ones are spread over the first nine tenths.
      const bool due = counts_.group > 0 && planted_ < to_plant_ &&
                       planted_ * accounts_ * 9 <= counts_.account * to_plant_ * 10;
      if (due || (counts_.account >= accounts_ && counts_.group > 0)) {
        plant(planters()[planted_ % planters().size()]);
      } else {
        ordinary(0, opportunities_left_, false);
      }
    }
    if (opportunities_left_ > 0) {
      ordinary(1, opportunities_left_,
               true);  // a small organisation in which planting took all accounts
    }
  }

 private:
  [[nodiscard]] Making begin() const {
    Making making{world_, Random(options_.seed, groups + counts_.group)};
    making.group.first = counts_;
    return making;
  }

  /// How many opportunities the account gets: about what is left for each account that is left.
  Index quota(Making& making, std::size_t budget, std::size_t accounts_left) {
    constexpr std::array<Index, 16> spread{0,  10,  20,  30,  40,  50,  60,  80,
                                           90, 100, 110, 130, 160, 180, 220, 320};
    const std::size_t average = budget * 1000 / std::max<std::size_t>(1, accounts_left);
    const Index weight = making.group.relation == Relation::customer   ? 130
                         : making.group.relation == Relation::becoming ? 120
                                                                       : 70;
    const std::size_t wanted = average * making.random.pick(spread) / 100 * weight / 100;
    return index_of(std::min(budget, (wanted + making.random.below(1000)) / 1000));
  }

  void ordinary(Index size, std::size_t budget, bool spend_all) {
    Making making = begin();
    const std::size_t left =
        accounts_ > counts_.account ? accounts_ - counts_.account : std::size_t{1};
    const std::size_t cap = std::max<std::size_t>(40, accounts_ / 40);
    make_accounts(making, {.accounts = size, .at_most = index_of(std::min(left, cap))});
    make_team(making);
    make_agreements(making);
    const std::size_t count = making.group.accounts.size();
    const bool last = spend_all || (count >= left && planted_ == to_plant_);
    for (Index account = 0; account < count; ++account) {
      const std::size_t others = (spend_all ? count : std::max(left, count)) - account;
      const Index some =
          last && account + 1 == count ? index_of(budget) : quota(making, budget, others);
      make_opportunities(making, account, some);
      budget -= some;
    }
    make_claims(making);
    make_leads(making);
    make_activities(making);
    finish(making);
  }

  void plant(const Planter& planter) {
    Making making = begin();
    make_accounts(
        making,
        planter.shape.several_markets
            ? Shape{.accounts = 2 + making.random.below(4), .several_markets = true, .quiet = true}
            : planter.shape);
    make_team(making);
    // Room for what is planted is kept, here and in those to come.
    const std::size_t reserved = 2 * (to_plant_ - planted_);
    std::size_t budget = opportunities_left_ > reserved ? opportunities_left_ - reserved : 0;
    const std::size_t left = accounts_ > counts_.account ? accounts_ - counts_.account : 1;
    for (Index account = 0; account < making.group.accounts.size(); ++account) {
      const Index some = std::min<Index>(6, quota(making, budget, left));
      make_opportunities(making, account, some);
      budget -= some;
    }
    Planted planted = planter.plant(making);
    std::sort(planted.members.begin(), planted.members.end());
    sheets_.planted.row()
        .text(planter.kind)
        .date(world_.until)
        .text(Id('A', counts_.account + 1))
        .list(planted.members)
        .text(planted.note);
    ++planted_;
    finish(making);
  }

  void finish(Making& making) {
    make_delegations(making);
    write_group(making, sheets_);
    write_resolution(making, sheets_);
    const Group& group = making.group;
    opportunities_left_ -= std::min(opportunities_left_, group.opportunities.size());
    ++counts_.group;
    counts_.account += group.accounts.size();
    counts_.opportunity += group.opportunities.size();
    counts_.agreement += group.agreements.size();
    counts_.claim += group.claims.size();
    counts_.lead += group.leads.size();
    counts_.activity += group.activities.size();
  }

  const Options& options_;
  const World& world_;
  Sheets& sheets_;
  std::size_t planted_each_;
  std::size_t accounts_ = 0;
  std::size_t to_plant_ = 0;
  std::size_t planted_ = 0;
  std::size_t opportunities_left_ = 0;
  Counts counts_;
};

}  // namespace

const Table& Organisation::table(std::string_view name) const {
  for (const std::shared_ptr<Table>& table : tables) {
    if (table->name() == name) {
      return *table;
    }
  }
  throw NotFoundError("the generated organisation has no table '" + std::string(name) + "'");
}

Organisation organisation(const Options& options) {
  check(options);
  Sheets sheets;
  const World world = make_world(options, sheets);
  sheets.opportunity.reserve(options.opportunities);
  sheets.opportunity_product.reserve(options.opportunities);
  sheets.stage_change.reserve(options.opportunities * 4);
  sheets.close_date_change.reserve(options.opportunities * 2);
  Factory(options, world, sheets).run();
  return {sheets.tables(), sheets.planted.table()};
}

}  // namespace opportune::synth
