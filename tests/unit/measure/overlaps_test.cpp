// Which opportunities are marked as overlapping, beside every pair on every day.
#include "measure/overlaps.hpp"

#include <algorithm>
#include <vector>

#include "support/catch.hpp"
#include "unit/measure/world_step.hpp"

using namespace random_world;

namespace {

/// A product and all that it is a part of.
std::vector<std::uint32_t> upwards(const Book& book, std::uint32_t product) {
  std::vector<std::uint32_t> out;
  for (; product != no_row; product = book.get<Product>().get<"parent">()[product]) {
    out.push_back(product);
  }
  return out;
}

/// Is one of the products of the one a part of one of the other, or the other way round?
bool share_products(const Book& book, std::uint32_t a, std::uint32_t b) {
  const auto& products = book.get<Opportunity>().get<"products">();
  if (products.members(a).empty() || products.members(b).empty()) {
    return true;
  }
  for (const std::uint32_t x : products.members(a)) {
    for (const std::uint32_t y : products.members(b)) {
      const std::vector<std::uint32_t> above_x = upwards(book, x), above_y = upwards(book, y);
      if (std::count(above_x.begin(), above_x.end(), y) > 0 ||
          std::count(above_y.begin(), above_y.end(), x) > 0) {
        return true;
      }
    }
  }
  return false;
}

bool are_open_together(const Book& book, std::uint32_t a, std::uint32_t b, Date first, Date last) {
  for (Date day = first; day <= last; ++day.days) {
    const AsOf as_of(book, end_of_day(day));
    std::uint16_t stage = StageTable::none;
    if (as_of.open(a, &stage) && as_of.open(b, &stage)) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("what is open on a day beside another of its account and products is marked") {
  std::size_t together = 0, marked = 0, not_marked = 0;
  for (std::uint32_t seed = 61; seed <= 70; ++seed) {
    World world(seed);
    steps(world, 150);
    const auto book = world.workspace().book();
    const std::vector<std::uint8_t> overlaps =
        overlapping_opportunities(*book, *DayIndex::of(*book, 1), 2);
    const auto rows = static_cast<std::uint32_t>(book->get<Opportunity>().rows());
    REQUIRE(overlaps.size() == rows);
    const auto& account = book->get<Opportunity>().get<"account">();
    for (std::uint32_t a = 0; a < rows; ++a) {
      bool has_partner = false;
      for (std::uint32_t b = 0; b < rows; ++b) {
        if (a != b && account[a] == account[b] && share_products(*book, a, b)) {
          has_partner = true;
          if (are_open_together(*book, a, b, Date{first_day - 100}, day_of(world.now()))) {
            CHECK(overlaps[a] == 1);
            ++together;
          }
        }
      }
      if (overlaps[a] == 1) {
        CHECK(has_partner);
      }
      ++(overlaps[a] == 1 ? marked : not_marked);
    }
  }
  CHECK(together > 50);
  CHECK(marked > 20);
  CHECK(not_marked > 20);
}
