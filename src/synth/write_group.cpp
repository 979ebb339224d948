// Writes a complete group's accounts, team, agreements and claims; its opportunities and its
// demand are written by write_pipeline.cpp and write_demand.cpp.
#include "synth/names.hpp"
#include "synth/write.hpp"

namespace opportune::synth {

namespace {

void write_accounts(const Making& making, Sheets& sheets) {
  const Group& group = making.group;
  const std::size_t size = group.accounts.size();
  const std::string_view segment = size >= 8   ? "enterprise"
                                   : size >= 2 ? "mid_market"
                                               : "small_business";
  const std::string domain = group_domain(group.stem);
  std::string name;
  for (Index i = 0; i < size; ++i) {
    const Account& account = group.accounts[i];
    const Market& market = making.world.markets[account.market];
    const std::uint64_t number = group.first.account + i + 1;
    const std::string_view form = legal_form(market.legal_forms, number);
    name.assign(group.stem).append(" ");
    if (i == 0) {
      name.append(group.trade);
    } else {
      // Within a group no two accounts are called the same.
      name.append(group_trade(number)).append(" ").append(market.name);
      name.append(i > 16 ? " " + std::to_string(i) : "");
    }
    name.append(" ").append(form);
    const Index owner = market.sellers[number % market.sellers.size()];
    Row row = sheets.account.row();
    row.text(Id('A', number)).text(name);
    if (account.parent == none) {
      row.null();
    } else {
      row.text(Id('A', group.first.account + account.parent + 1));
    }
    row.text(market.id).date(account.customer_since).boolean(i == 0 && group.named_global);
    row.text(!account.lei.empty() ? account.lei : has_lei(number) ? lei(number) : std::string{});
    row.text(!account.duns.empty() ? account.duns
             : has_duns(number)    ? duns(number)
                                   : std::string{});
    row.text(!account.tax_id.empty() ? account.tax_id
             : number % 3 == 0       ? tax_id(market.country, number)
                                     : std::string{});
    row.text(account.domain.empty() ? domain : account.domain);
    row.text(segment).text(making.world.people[owner].id);
    if (account.acquired.has_value()) {
      if (account.former_parent != 0) {
        sheets.account_parent.row()
            .text(Id('A', number))
            .text(Id('A', account.former_parent))
            .date(Date{account.acquired.days - 700});
      }
      sheets.account_parent.row()
          .text(Id('A', number))
          .text(Id('A', group.first.account + account.parent + 1))
          .date(account.acquired);
    }
  }
}

void write_team(const Making& making, Sheets& sheets) {
  const Group& group = making.group;
  const World& world = making.world;
  const Id root('A', group.first.account + 1);
  const auto add = [&](Index person, std::string_view role, Index market) {
    if (person != none) {
      sheets.team_member.row()
          .text(root)
          .text(world.people[person].id)
          .text(role)
          .text(market == none ? std::string_view{} : world.markets[market].id);
    }
  };
  add(group.global_account_manager, "global_account_manager", none);
  for (Index i = 0; i < group.key_account_managers.size(); ++i) {
    add(group.key_account_managers[i], "key_account_manager", group.markets[i]);
    add(group.team_sellers[i], "seller", group.markets[i]);
  }
  if (!group.global && group.first.group % 8 == 0) {
    add(world.markets[group.markets[0]].key_account_managers[0], "key_account_manager",
        group.markets[0]);
  }
}

void write_agreements(const Making& making, Sheets& sheets) {
  const Group& group = making.group;
  const World& world = making.world;
  std::vector<std::string> products;
  std::vector<std::string> markets;
  for (Index i = 0; i < group.agreements.size(); ++i) {
    const Agreement& agreement = group.agreements[i];
    family_list(world, agreement.family, products);
    market_list(world, agreement.market, markets);
    const Id id('G', group.first.agreement + i + 1);
    sheets.agreement.row()
        .text(id)
        .text(group.stem + " framework " + std::to_string(i + 1))
        .text(Id('A', group.first.account + agreement.account + 1))
        .list(products)
        .list(markets)
        .date(agreement.from)
        .date(agreement.until)
        .real(agreement.discount_tenths / 10.0)
        .text(shipping_terms[agreement.shipping])
        .text(world.people[agreement.owner].id)
        .text("net 60 days");
  }
  products.clear();
  for (const Delegation& delegation : group.delegations) {
    market_list(world, delegation.market, markets);
    sheets.delegation.row()
        .text(Id('G', group.first.agreement + delegation.agreement + 1))
        .text(world.people[delegation.person].id)
        .list(products)
        .list(markets);
  }
}

void write_claims(const Making& making, Sheets& sheets) {
  const Group& group = making.group;
  const World& world = making.world;
  std::vector<std::string> products;
  std::vector<std::string> markets;
  for (Index i = 0; i < group.claims.size(); ++i) {
    const Claim& claim = group.claims[i];
    family_list(world, claim.family, products);
    market_list(world, claim.market, markets);
    sheets.claim.row()
        .text(Id('C', group.first.claim + i + 1))
        .text(world.people[claim.person].id)
        .text(Id('A', group.first.account + claim.account + 1))
        .list(products)
        .list(markets)
        .date(claim.from)
        .date(claim.until)
        .text("registration");
  }
}

}  // namespace

void write_group(const Making& making, Sheets& sheets) {
  write_accounts(making, sheets);
  write_team(making, sheets);
  write_agreements(making, sheets);
  write_claims(making, sheets);
  write_pipeline(making, sheets);
  write_demand(making, sheets);
}

}  // namespace opportune::synth
