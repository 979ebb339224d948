// Forward declarations of the library's main types.
#pragma once

namespace opportune {

class Book;
class Workspace;
class Table;
struct InputTable;
struct Market;
struct Holiday;
struct Product;
struct Person;
struct Account;
struct AccountParent;
struct TeamMember;
struct Process;
struct ProcessVersion;
struct FxRate;
struct Agreement;
struct Delegation;
struct Claim;
struct Campaign;
struct Goal;
struct Kpi;
struct Requirement;
struct Opportunity;
struct OpportunityProduct;
struct Lead;
struct Activity;
struct StageChange;
struct AmountChange;
struct CloseDateChange;
struct OwnerChange;
struct LeadChange;
struct ActivityChange;
struct Fulfilment;
struct Approval;
struct Resolution;

}  // namespace opportune
