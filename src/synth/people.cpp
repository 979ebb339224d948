// The people: managers from the head of sales down, sellers and marketers by market, key and global
// account managers, legal.
#include "synth/names.hpp"
#include "synth/sheet.hpp"
#include "synth/world.hpp"

namespace opportune::synth {

namespace {

class Staff {
 public:
  Staff(World& world, Random& random) : world_(world), random_(random) {}

  Index hire(Index market, std::string_view role, Index manager, bool active = true) {
    const std::size_t number = world_.people.size() + 1;
    world_.people.push_back(
        {"P" + std::to_string(number), person_name(random_), market, role, manager, active});
    return index_of(number - 1);
  }

 private:
  World& world_;
  Random& random_;
};

}  // namespace

void make_people(World& world, Sheets& sheets, Random random, std::size_t opportunities) {
  Staff staff(world, random);
  // One seller for about 250 opportunities, but no office with fewer than three sellers.
  const std::size_t sellers = opportunities / 250;
  const std::size_t weights = world.weighted_countries.size();
  for (Index m = 0; m < world.markets.size(); ++m) {
    Market& market = world.markets[m];
    const Index above = market.parent == none ? none : world.markets[market.parent].sales_manager;
    market.sales_manager = staff.hire(m, "sales_manager", above);
    market.marketer = staff.hire(m, "marketer", market.sales_manager);
    if (market.weight == 0) {
      staff.hire(m, "legal", market.sales_manager);
      continue;
    }
    const std::size_t share = sellers * market.weight / weights;
    for (std::size_t i = 0; i < 4 + share; ++i) {
      market.sellers.push_back(staff.hire(m, "seller", market.sales_manager));
    }
    for (std::size_t i = 0; i < 1 + share / 6; ++i) {
      market.key_account_managers.push_back(
          staff.hire(m, "key_account_manager", market.sales_manager));
    }
    market.former_seller = staff.hire(m, "seller", market.sales_manager, false);
  }
  for (std::size_t i = 0; i < 6 + sellers / 20; ++i) {
    world.global_account_managers.push_back(
        staff.hire(0, "global_account_manager", world.markets[0].sales_manager));
  }
  for (const Person& person : world.people) {
    sheets.person.row()
        .text(person.id)
        .text(person.name)
        .text(world.markets[person.market].id)
        .text(person.role)
        .text(person.manager == none ? std::string_view{} : world.people[person.manager].id)
        .boolean(person.active);
  }
}

}  // namespace opportune::synth
