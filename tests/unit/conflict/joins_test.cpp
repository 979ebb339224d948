// Since when two accounts are in one group: beside the roots of every single day, of random
// accounts that were bought, sold and bought again, also by such as are elsewhere today.
#include "opportune/conflict/joins.hpp"

#include "random_nodes.hpp"

using namespace opportune;
using namespace opportune::random_nodes;

namespace {

constexpr Date today{60}, first{-1};  // all dated links begin from 0 to 49

/// Every account is owned by an earlier one, or by nobody, so that there are no cycles.
Ownership random_ownership(Random& random, std::uint32_t count) {
  const auto owner = [&](std::size_t account) {
    return account == 0 || below(random, 4) == 0
               ? no_row
               : below(random, static_cast<std::uint32_t>(account));
  };
  Ownership out;
  out.append(count, owner);
  for (std::uint32_t account = 0; account < count; ++account) {
    for (std::uint32_t links = below(random, 4); links > 0; --links) {
      const auto day = static_cast<std::int32_t>(below(random, 50));
      (void)out.add_link(account, {below(random, 5) == 0 ? Date{} : Date{day}, owner(account)});
    }
  }
  return out;
}

std::vector<std::uint32_t> group_of(const Ownership& ownership, std::uint32_t account, Date day) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t other = 0; other < ownership.accounts(); ++other) {
    if (ownership.root(other, day) == ownership.root(account, day)) {
      out.push_back(other);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("accounts joined on the latest day before which their roots differ") {
  Random random(5);
  for (int round = 0; round < 200; ++round) {
    const Ownership ownership = random_ownership(random, 1 + below(random, 30));
    const Date day = below(random, 3) == 0 ? Date{20} : today;
    std::vector<std::uint32_t> group =
        group_of(ownership, below(random, static_cast<std::uint32_t>(ownership.accounts())), day);
    std::shuffle(group.begin(), group.end(), random);
    const Joins joins(ownership, group, day);
    for (const std::uint32_t a : group) {
      for (const std::uint32_t b : group) {
        const Date expected = joined_by_definition(ownership, a, b, day, first);
        CHECK(joins.joined(a, b) == expected);
        CHECK(joined(ownership, a, b, day) == expected);
      }
    }
  }
}

TEST_CASE("what had joined by a day is of one class") {
  Random random(6);
  for (int round = 0; round < 50; ++round) {
    const Ownership ownership = random_ownership(random, 20);
    const std::vector<std::uint32_t> group = group_of(ownership, below(random, 20), today);
    const Joins joins(ownership, group, today);
    if (joins.classes().empty()) {
      continue;
    }
    for (const Date day : {first, Date{0}, Date{13}, Date{30}, today}) {
      const std::vector<std::uint32_t> joined = joins.joined_by(day);
      for (const std::uint32_t a : group) {
        for (const std::uint32_t b : group) {
          const Date since = joined_by_definition(ownership, a, b, today, first);
          CHECK((joined[joins.class_of(a)] == joined[joins.class_of(b)]) == (since <= day));
        }
      }
    }
  }
}

TEST_CASE("a large group that came together on a thousand days") {
  Random random(8);
  constexpr std::uint32_t count = 20'000;
  constexpr std::int32_t days = 1'000;
  const auto owner = [&](std::size_t account) {
    return account == 0 ? no_row : below(random, static_cast<std::uint32_t>(account));
  };
  Ownership ownership;
  ownership.append(count, [](std::size_t) { return no_row; });
  for (std::uint32_t account = 1; account < count; ++account) {
    const auto day = static_cast<std::int32_t>(below(random, days));
    REQUIRE(ownership.add_link(account, {Date{day}, owner(account)}));
  }
  const std::vector<std::uint32_t> group = group_of(ownership, 0, Date{days});
  REQUIRE(group.size() == count);
  const Joins joins(ownership, group, Date{days});
  for (int pair = 0; pair < 50; ++pair) {
    const std::uint32_t a = below(random, count), b = below(random, count);
    CHECK(joins.joined(a, b) == joined_by_definition(ownership, a, b, Date{days}, first));
  }
}
