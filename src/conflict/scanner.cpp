#include "conflict/scanner.hpp"

namespace opportune {

void Scanner::scan(std::uint32_t root, std::vector<Reported>& out) {
  view_.look(root);
  detect(view_, policy_, kinds_, buffers_,
         [&](Conflict&& conflict) { out.push_back(report(std::move(conflict))); });
}

Reported Scanner::report(Conflict&& conflict) {
  const AsOf& as_of = view_.as_of();
  const auto amount_of = [&](const Pursuit& pursuit) {
    const std::int64_t amount = as_of.amount(pursuit.row);
    return amount == no_amount
               ? 0
               : converter_(amount, view_.book().currency_of_opportunity(pursuit.row));
  };
  const auto claimants = [&](const Pursuit& pursuit, std::set<std::uint32_t>& people) {
    claims_.add_holders(view_, pursuit, people);
  };
  Reported out;
  out.id = conflict.id(view_.book());
  out.markets = markets_of(view_, conflict);
  out.value_minor = value_of(conflict, amount_of);
  out.lead = recommend(view_, conflict, claimants, amount_of);
  out.explanation = explanation(view_, conflict);
  if (out.lead.person != no_row) {
    out.explanation += " " + std::string(view_.book().get<Person>().id(out.lead.person)) +
                       " should lead (" + std::string(out.lead.rule) + ").";
  }
  if (!out.lead.tied.empty()) {
    out.explanation += " (" + out.lead.tied + ".)";
  }
  if (query_.with_pairs) {
    each_pair(view_, policy_, conflict, [&](const Pursuit& a, const Pursuit& b, Instant since) {
      out.pairs.push_back({a, b, since, evidence(view_, conflict.kind, a, b)});
      return out.pairs.size() < query_.pair_limit;
    });
  }
  out.conflict = std::move(conflict);
  return out;
}

}  // namespace opportune
