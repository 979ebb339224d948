#include "opportune/graph/ownership.hpp"

#include "support/catch.hpp"

using namespace opportune;

namespace {

/// Accounts 0..n-1 with these standing parents.
Ownership standing(const std::vector<std::uint32_t>& parents) {
  Ownership out;
  out.append(parents.size(), [&](std::size_t account) { return parents[account]; });
  return out;
}

std::vector<std::uint32_t> group(const Ownership& ownership, std::uint32_t root, Date day) {
  const auto groups = ownership.groups(day);
  std::vector<std::uint32_t> out;
  for (std::uint32_t at = root; at != no_row; at = groups->next(at)) {
    CHECK(groups->root(at) == root);
    out.push_back(at);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("an account without dated links has its standing parent always") {
  const Ownership ownership = standing({no_row, 0, 1});
  CHECK(group(ownership, 0, Date{-500}) == std::vector<std::uint32_t>{0, 1, 2});
}

TEST_CASE("an account with links stands alone before the first, if its parent is the last one") {
  Ownership ownership = standing({no_row, 0});
  REQUIRE(ownership.add_link(1, {Date{100}, 0}));
  CHECK(ownership.parent(1, Date{99}) == no_row);
  CHECK(ownership.parent(1, Date{100}) == 0);
}

TEST_CASE("a standing parent other than the last one was the parent before the first link") {
  Ownership ownership = standing({no_row, 0, no_row});
  REQUIRE(ownership.add_link(1, {Date{100}, 2}));
  CHECK(ownership.parent(1, Date{99}) == 0);
  CHECK(ownership.parent(1, Date{100}) == 2);
  CHECK(group(ownership, 0, Date{99}) == std::vector<std::uint32_t>{0, 1});
  CHECK(group(ownership, 2, Date{100}) == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE("a link to nobody makes an account independent") {
  Ownership ownership = standing({no_row, 0});
  REQUIRE(ownership.add_link(1, {Date{}, 0}));
  REQUIRE(ownership.add_link(1, {Date{50}, no_row}));
  CHECK(ownership.root(1, Date{49}) == 0);
  CHECK(ownership.root(1, Date{50}) == 1);
  CHECK_FALSE(ownership.add_link(1, {Date{50}, 0}));
}

TEST_CASE("cycles: standing, and those that close on a day") {
  Date day;
  CHECK(standing({1, 2, 0}).cycle(&day).size() == 3);
  CHECK_FALSE(day.has_value());
  Ownership ownership = standing({no_row, 0});
  REQUIRE(ownership.add_link(0, {Date{70}, 1}));
  CHECK(ownership.cycle(&day).size() == 2);
  CHECK(day == Date{70});
}

TEST_CASE("groups that are known take in new accounts as a fresh index would") {
  Ownership ownership = standing({no_row, 0, no_row});
  const auto before = ownership.groups(Date{10});
  ownership.append(5, [](std::size_t account) { return account == 3 ? 4U : 0U; });
  CHECK(group(ownership, 0, Date{10}) == std::vector<std::uint32_t>{0, 1, 3, 4});
  CHECK(before->size() == 3);  // who held the old index still sees the old groups
}
