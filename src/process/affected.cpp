// Which kinds of conflict a move can open or close: what need not be looked for. Held to the
// difference of two full scans by tests/python/test_move_effects.py.
#include <algorithm>

#include "process/commands.hpp"

namespace opportune {
namespace {

/// What there is in a group beside the opportunity, as far as it takes no search to know.
struct Others {
  bool opportunities = false, leads = false;
};

Others others_of(const Book& book, const GroupIndex& groups, std::uint32_t root,
                 std::uint32_t opportunity) {
  const Links& links = book.links();
  Others out;
  for (std::uint32_t account = root; account != no_row; account = groups.next(account)) {
    const std::uint32_t first = links.opportunities_of_account.first(account);
    out.opportunities = out.opportunities ||
                        (first != no_row && (first != opportunity ||
                                             links.opportunities_of_account.next(first) != no_row));
    out.leads = out.leads || links.leads_of_account.first(account) != no_row;
    if (out.opportunities && out.leads) {
      break;
    }
  }
  return out;
}

/// May a conflict of this kind be off at one milestone and not at another?
bool off_by_milestone(const KindPolicy& policy) {
  const auto is_off = [](const SeverityWhen& when) { return when.severity == Severity::off; };
  const auto by_milestone = [](const SeverityWhen& when) { return when.milestone.has_value(); };
  const bool any_off = policy.prospect == Severity::off || policy.customer == Severity::off ||
                       std::any_of(policy.when.begin(), policy.when.end(), is_off);
  return any_off && std::any_of(policy.when.begin(), policy.when.end(), by_milestone);
}

}  // namespace

KindsByMove::KindsByMove(const Policy& policy) : lead_milestone_(policy.lead_milestone) {
  each_kind([&]<class Kind, std::size_t index>() {
    by_milestone_[index] = off_by_milestone(severities<Kind, index>(policy));
  });
}

KindSet KindsByMove::affected(const Book& book, const GroupIndex& groups, std::uint32_t root,
                              std::uint32_t opportunity, std::uint16_t from,
                              std::uint16_t to) const {
  const StageDefinition &left = book.stages()[from], &entered = book.stages()[to];
  const bool stays_open = !left.closed() && !entered.closed();
  const Others others = others_of(book, groups, root, opportunity);
  KindSet out = KindSet().set();
  if (stays_open) {  // only what looks at the stage itself can change
    out = by_milestone_;
    if (!left.suppress.empty() || !entered.suppress.empty()) {
      out[index_of<MarketingCollision>()] = true;
    }
    if ((left.milestone < lead_milestone_) != (entered.milestone < lead_milestone_)) {
      out[index_of<LeadCollision>()] = true;
    }
    if (left.milestone != entered.milestone) {
      out[index_of<RequirementGap>()] = true;
    }
  }
  // What takes a second record that is not there.
  if (!others.leads) {
    out[index_of<LeadCollision>()] = false;
  }
  if (book.get<Requirement>().rows() == 0) {
    out[index_of<RequirementGap>()] = false;
  }
  if (!others.opportunities) {
    out[index_of<DuplicatePursuit>()] = out[index_of<CrossMarketPursuit>()] = false;
  }
  if (book.get<Agreement>().rows() == 0) {
    out[index_of<AgreementBypass>()] = out[index_of<TermsMismatch>()] = false;
    out[index_of<ScopeBreach>()] = out[index_of<AgreementOverlap>()] = false;
  }
  if (book.get<Claim>().rows() == 0) {
    out[index_of<ClaimBreach>()] = false;
  }
  return out;
}

}  // namespace opportune
