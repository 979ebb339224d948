// Product families, lines and items.
#include "synth/sheet.hpp"
#include "synth/world.hpp"

namespace opportune::synth {

namespace {
struct Family {
  const char* name;
  std::int64_t price;  // EUR, of a middling item
};
constexpr Family families[family_count] = {
    {"Aldane Planning", 42'000}, {"Brevik Robotics", 160'000}, {"Corvane Sensors", 9'000},
    {"Dalmere Drives", 24'000},  {"Estrin Analytics", 55'000}, {"Falkon Safety", 15'000},
    {"Gantrel Service", 18'000}, {"Harrow Networks", 31'000},
};
constexpr const char* lines[] = {"Core", "Edge", "Pro", "Compact", "Field", "Cloud"};
constexpr int price_steps[] = {25, 50, 75, 100, 150, 220};  // percent
}  // namespace

void make_products(World& world, Sheets& sheets, Random random) {
  const auto add = [&](std::string id, std::string name, Index parent, Index family,
                       std::int64_t price_minor) {
    Row row = sheets.product.row();
    row.text(id).text(name).text(parent == none ? std::string_view{} : world.products[parent].id);
    if (price_minor > 0) {
      row.integer(price_minor).text("EUR");
    } else {
      row.null().null();
    }
    world.products.push_back({std::move(id), std::move(name), parent, family, price_minor});
    return index_of(world.products.size() - 1);
  };
  for (Index f = 0; f < family_count; ++f) {
    const std::string family_id = "F" + std::to_string(f + 1);
    const Index family = add(family_id, families[f].name, none, f, 0);
    world.families[f] = family;
    const int line_count = random.between(4, 6);
    for (int l = 0; l < line_count; ++l) {
      const std::string line_id = family_id + "-" + std::to_string(l + 1);
      const Index line = add(line_id, std::string(families[f].name) + " " + lines[l], family, f, 0);
      const int item_count = random.between(4, 6);
      for (int i = 0; i < item_count; ++i) {
        const std::int64_t price =
            families[f].price * price_steps[i] / 100 * random.between(90, 115) / 100 / 10 * 10;
        world.items[f].push_back(add(
            line_id + "-" + std::to_string(i + 1),
            world.products[line].name + " " + std::to_string((i + 1) * 100), line, f, price * 100));
      }
    }
  }
}

}  // namespace opportune::synth
