// All record types, and the list that the library works from. Adding a table: its file, and its
// line here.
#pragma once

#include <tuple>
#include <variant>

#include "opportune/model/records/account.hpp"
#include "opportune/model/records/account_parent.hpp"
#include "opportune/model/records/activity.hpp"
#include "opportune/model/records/activity_change.hpp"
#include "opportune/model/records/agreement.hpp"
#include "opportune/model/records/amount_change.hpp"
#include "opportune/model/records/approval.hpp"
#include "opportune/model/records/campaign.hpp"
#include "opportune/model/records/claim.hpp"
#include "opportune/model/records/close_date_change.hpp"
#include "opportune/model/records/delegation.hpp"
#include "opportune/model/records/fulfilment.hpp"
#include "opportune/model/records/fx_rate.hpp"
#include "opportune/model/records/goal.hpp"
#include "opportune/model/records/holiday.hpp"
#include "opportune/model/records/kpi.hpp"
#include "opportune/model/records/lead.hpp"
#include "opportune/model/records/lead_change.hpp"
#include "opportune/model/records/market.hpp"
#include "opportune/model/records/opportunity.hpp"
#include "opportune/model/records/opportunity_product.hpp"
#include "opportune/model/records/owner_change.hpp"
#include "opportune/model/records/person.hpp"
#include "opportune/model/records/process.hpp"
#include "opportune/model/records/process_version.hpp"
#include "opportune/model/records/product.hpp"
#include "opportune/model/records/requirement.hpp"
#include "opportune/model/records/resolution.hpp"
#include "opportune/model/records/stage_change.hpp"
#include "opportune/model/records/team_member.hpp"

namespace opportune {

/// In the order in which a load reads them: what later tables look up comes first.
template <template <class...> class List>
using ForAllRecords = List<Market, Holiday, Product, Person, Account, AccountParent, TeamMember,
                           ProcessVersion, Process, FxRate, Agreement, Delegation, Claim, Campaign,
                           Goal, Kpi, Requirement, Opportunity, OpportunityProduct, Lead, Activity,
                           StageChange, AmountChange, CloseDateChange, OwnerChange, LeadChange,
                           ActivityChange, Fulfilment, Approval, Resolution>;

/// Calls f.template operator()<Record>() for each record type.
template <class Function>
void each_record(Function&& function) {
  [&]<class... R>(std::tuple<R...>*) {
    (function.template operator()<R>(), ...);
  }(static_cast<ForAllRecords<std::tuple>*>(nullptr));
}

/// A record of any table.
using AnyRecord = ForAllRecords<std::variant>;

}  // namespace opportune
