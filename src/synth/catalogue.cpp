// Legal requirements, campaigns and shared goals.
#include "synth/sheet.hpp"
#include "synth/world.hpp"

namespace opportune::synth {

namespace {
constexpr std::string_view regulated[] = {"DE", "FR", "SE", "DK", "US", "GB", "IT",
                                          "ES", "PL", "JP", "CN", "BR", "IN", "CH",
                                          "NL", "CA", "AU", "SA", "TR", "KR"};
constexpr std::string_view kinds[] = {"clause", "review", "certificate"};
constexpr std::string_view texts[] = {"Data processing clause signed", "Export review passed",
                                      "Conformity certificate on file"};
}  // namespace

void make_requirements(World& world, Sheets& sheets, Random random) {
  const auto add = [&](Index market, Milestone milestone, Index family, Index kind) {
    std::vector<std::string> products;
    if (family != none) {
      products.push_back(world.products[world.families[family]].id);
    }
    world.markets[market].requirements.push_back(index_of(world.requirements.size()));
    world.requirements.push_back({market, milestone, family});
    sheets.requirement.row()
        .text(Id('R', world.requirements.size()))
        .text(std::string(texts[kind]) + " (" + world.markets[market].name + ")")
        .text(world.markets[market].country)
        .text(milestone_names[milestone])
        .list(products)
        .text(kinds[kind])
        .text(texts[kind]);
  };
  for (const Index market : world.countries) {
    for (const std::string_view country : regulated) {
      if (world.markets[market].country == country) {
        add(market, negotiation, none, 0);
        if (random.chance(500)) {
          const Milestone milestone = random.chance(500) ? proposal : won;
          const Index family = random.below(family_count);
          add(market, milestone, family, 1 + random.below(2));
        }
      }
    }
  }
}

void make_campaigns(World& world, Sheets& sheets, Random random, std::size_t opportunities) {
  const std::size_t count = 24 + opportunities / 2500;
  for (std::size_t i = 0; i < count; ++i) {
    const bool present = i % 3 == 2;
    const Index market = index_of(1 + random.below(15));
    const Index material = random.below(150) * 2 + (present ? 1 : 0);
    (present ? world.present_campaigns : world.past_campaigns)
        .push_back(index_of(world.campaigns.size()));
    world.campaigns.push_back({market, material});
    sheets.campaign.row()
        .text(Id('M', i + 1))
        .text(world.markets[market].name + (present ? " outlook " : " review ") +
              std::to_string(i + 1))
        .text(world.markets[market].id)
        .text(Id('D', material))
        .integer(std::int64_t{random.between(5, 200)} * 100'000)
        .text("EUR");
  }
}

void make_goals(const World& world, Sheets& sheets, Random random) {
  constexpr std::array<std::string_view, 3> metrics{"opened_amount", "qualified_count",
                                                    "won_amount"};
  const std::chrono::year year = civil(world.until).year();
  std::size_t number = 0;
  for (Index m = 0; m < 16; ++m) {
    for (int quarter = 1; quarter <= 4; ++quarter) {
      const std::string_view metric = metrics[number % metrics.size()];
      const std::string period =
          std::to_string(static_cast<int>(year)) + "-Q" + std::to_string(quarter);
      sheets.goal.row()
          .text(Id('Q', ++number))
          .text(world.markets[m].name + ", " + period)
          .text(metric)
          .text(world.markets[m].id)
          .text(period)
          .real(metric == "qualified_count" ? random.between(50, 900)
                                            : random.between(10, 900) * 100'000)
          .text(world.people[world.markets[m].marketer].id)
          .text(world.people[world.markets[m].sales_manager].id);
    }
  }
}

}  // namespace opportune::synth
