// agreement_overlap: two agreements are valid for the same business, with other terms or owners.
#pragma once

#include "opportune/conflict/covered.hpp"
#include "opportune/conflict/kind.hpp"

namespace opportune {

struct AgreementOverlap {
  static constexpr std::string_view name = "agreement_overlap";
  using reads = Reads<Agreement>;
  static constexpr MemberType members = MemberType::agreement;

  /// The customer will take the better of the two; a sale is not yet in danger.
  static KindPolicy defaults(const Milestones&) { return {Severity::warning, Severity::warning}; }
  static void relate(const GroupView& group, const Policy&, KindRelation& out) {
    const std::vector<Member>& agreements = group.agreements();
    if (agreements.size() < 2) {
      return;
    }
    const Book& book = group.book();
    HubBlocks hubs(group, out);
    for (const Member& agreement : agreements) {
      if (!agreement_valid(book, agreement.row, group.as_of().day())) {
        continue;
      }
      // Of two subtrees that overlap, one account is above the other.
      group.upwards(agreement.account, group.as_of().day(), [&](std::uint32_t account) {
        book.links().agreements_of_account.each(account, [&](std::uint32_t other) {
          const bool each_once = account != agreement.account || other > agreement.row;
          if (each_once && agreement_valid(book, other, group.as_of().day()) &&
              overlap(book, agreement.row, other)) {
            hubs.relate(agreement, MemberType::agreement, other);
          }
        });
      });
    }
    hubs.finish();
  }
  static Message evidence(const GroupView& group, const Policy&, const Member& a, const Member& b) {
    const Terms x(group.book(), a.row), y(group.book(), b.row);
    MessageList differences;
    if (x.discount != y.discount) {
      differences.push_back(
          {"agreement_overlap.discount",
           {facts::percentage("a", x.discount), facts::percentage("b", y.discount)}});
    }
    if (x.shipping != y.shipping) {
      const auto terms = [&](std::string_view name, std::uint32_t symbol) {
        return symbol == no_row ? Argument{name, MessageList{{"none", {}}}}
                                : Argument{name, std::string(facts::symbol(group, symbol))};
      };
      differences.push_back(
          {"agreement_overlap.shipping", {terms("a", x.shipping), terms("b", y.shipping)}});
    }
    if (x.owner != y.owner || x.owner == no_row) {
      differences.push_back(
          {"agreement_overlap.owner",
           {facts::owner("a", group, x.owner), facts::owner("b", group, y.owner)}});
    }
    const Argument products{"products", MessageList{facts::overlap(group, a.products, b.products)}};
    const Argument differs{"differences", std::move(differences)};
    if (a.account == b.account) {
      return {"agreement_overlap.evidence.same",
              {{"account", facts::id<Account>(group, a.account)}, products, differs}};
    }
    const bool a_below = below(group, a.account, b.account);
    return {"agreement_overlap.evidence",
            {{"above", facts::id<Account>(group, a_below ? b.account : a.account)},
             {"below", facts::id<Account>(group, a_below ? a.account : b.account)},
             products,
             differs}};
  }
  static Message sentence(const ConflictFacts& conflict) {
    return {"agreement_overlap", {conflict.members(), facts::group_name(conflict.group())}};
  }

 private:
  struct Terms {
    std::int32_t discount;
    std::uint32_t shipping, owner;
    Terms(const Book& book, std::uint32_t agreement)
        : discount(book.get<Agreement>().get<"discount">()[agreement]),
          shipping(book.get<Agreement>().get<"shipping_terms">()[agreement]),
          owner(book.get<Agreement>().get<"owner">()[agreement]) {}
  };
  static bool overlap(const Book& book, std::uint32_t a, std::uint32_t b) {
    const Store<Agreement>& store = book.get<Agreement>();
    const Terms x(book, a), y(book, b);
    // An owner that is not set differs from every owner.
    const bool differ = x.discount != y.discount || x.shipping != y.shipping ||
                        x.owner != y.owner || x.owner == no_row;
    return differ &&
           products_overlap(book.markets(), store.get<"markets">().members(a),
                            store.get<"markets">().members(b)) &&
           products_overlap(book.products(), store.get<"products">().members(a),
                            store.get<"products">().members(b));
  }
};

}  // namespace opportune
