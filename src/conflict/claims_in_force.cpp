#include "conflict/claims_in_force.hpp"

#include "opportune/conflict/relation.hpp"

namespace opportune {
namespace {

bool claim_covers(const GroupView& group, std::uint32_t claim, const Pursuit& pursuit) {
  const Book& book = group.book();
  const Store<Claim>& claims = book.get<Claim>();
  std::uint32_t up = pursuit.account;
  while (up != no_row && up != claims.get<"account">()[claim]) {
    up = book.ownership().parent(up, group.as_of().day());
  }
  const SetPool::Range markets = claims.get<"markets">().members(claim);
  bool in_market = markets.empty();
  for (const std::uint32_t market : markets) {
    in_market =
        in_market || (pursuit.market != no_row && book.markets().covers(market, pursuit.market));
  }
  return up != no_row && in_market &&
         products_overlap(book.products(), claims.get<"products">().members(claim),
                          pursuit.product_rows());
}

}  // namespace

ClaimsInForce::ClaimsInForce(const Book& book, const GroupIndex& groups, Date day) {
  const Store<Claim>& claims = book.get<Claim>();
  for (std::uint32_t row = 0; row < claims.rows(); ++row) {
    const Date until = claims.get<"until">()[row];
    if (claims.get<"from">()[row] <= day && (!until.has_value() || until >= day)) {
      by_root_[groups.root(claims.get<"account">()[row])].push_back(row);
    }
  }
}

void ClaimsInForce::add_holders(const GroupView& group, const Pursuit& pursuit,
                                std::set<std::uint32_t>& people) const {
  const auto found = by_root_.find(group.root());
  if (found == by_root_.end()) {
    return;
  }
  for (const std::uint32_t claim : found->second) {
    if (claim_covers(group, claim, pursuit)) {
      people.insert(group.book().get<Claim>().get<"person">()[claim]);
    }
  }
}

}  // namespace opportune
