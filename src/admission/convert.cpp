#include "admission/convert.hpp"

#include <algorithm>

#include "model/write.hpp"
#include "opportune/conflict/text.hpp"
#include "opportune/model/rules.hpp"
#include "opportune/process/applies.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

[[noreturn]] void refuse(std::string code, std::string field, std::string_view value,
                         std::string reason) {
  throw InputError(Issue{std::move(code), "convert", Issue::no_row, std::move(field),
                         shown_value(value), std::move(reason)});
}

std::string id_of(const TextIndex& ids, std::uint32_t row) {
  return row == no_row ? std::string() : std::string(ids[row]);
}

/// The lead's row; it must be active.
std::uint32_t active_lead(const Book& book, const ConvertRequest& request) {
  const std::uint32_t lead = book.get<Lead>().find(request.lead);
  if (lead == no_row) {
    throw NotFoundError("there is no lead '" + shown_value(request.lead) + "'");
  }
  const std::uint32_t latest = book.links().lead_changes.latest(lead);
  if (latest != no_row && book.get<LeadChange>().get<"at">()[latest] > request.at) {
    refuse("time_before_last_change", "at", to_string(request.at),
           "is before the lead's latest change (" +
               to_string(book.get<LeadChange>().get<"at">()[latest]) + ")");
  }
  if (!AsOf(book, request.at).active_lead(lead)) {
    refuse("lead_not_active", "lead", request.lead,
           "is not active at " + to_string(request.at) + ": only a lead that is can be converted");
  }
  return lead;
}

/// The process given, or the one that applies to the lead's business.
std::string process_of(const Book& book, const ConvertRequest& request, std::uint32_t lead) {
  if (!request.process.empty()) {
    return request.process;
  }
  const Store<Lead>& leads = book.get<Lead>();
  const auto groups = book.ownership().groups(day_of(request.at));
  const std::uint32_t root = groups->root(leads.get<"account">()[lead]);
  const std::uint32_t process =
      process_for(book, {global_group(book, *groups, root), leads.get<"market">()[lead],
                         std::string_view(request.kind)});
  return id_of(book.get<Process>().ids(), process);
}

Opportunity draft_of(const Book& book, const ConvertRequest& request, std::uint32_t lead) {
  const Store<Lead>& leads = book.get<Lead>();
  Opportunity out;
  out.id = request.opportunity;
  out.name = request.name.empty() ? std::string(leads.get<"name">()[lead]) : request.name;
  out.account = id_of(book.get<Account>().ids(), leads.get<"account">()[lead]);
  out.market = id_of(book.get<Market>().ids(), leads.get<"market">()[lead]);
  out.owner = request.owner.empty() ? id_of(book.get<Person>().ids(), leads.get<"owner">()[lead])
                                    : request.owner;
  out.process = process_of(book, request, lead);
  const std::uint32_t process =
      out.process.empty() ? no_row : book.get<Process>().find(out.process);
  if (process == no_row && !out.process.empty()) {
    refuse("unknown_reference", "process", out.process, "there is no process with this id");
  }
  out.stage = book.stages()[book.stages().first(process)].id;
  const std::uint32_t product = leads.get<"product">()[lead];
  if (product != no_row) {
    out.products.push_back(id_of(book.get<Product>().ids(), product));
  }
  const auto& sources = leads.get<"source">();
  out.source = sources.empty(lead) ? std::string() : std::string(book.symbols()[sources[lead]]);
  out.opened = day_of(request.at);
  out.kind = request.kind;
  return out;
}

/// The lead leaves its active statuses.
void qualify(Book& book, std::uint32_t lead, Instant at, std::uint32_t by) {
  constexpr std::uint8_t qualified = 3;
  const Rules<Lead>::Before before = Rules<Lead>::before(book, lead);
  Store<Lead>& leads = book.edit<Lead>();
  leads.get<"status">().set(lead, qualified);
  leads.get<"closed">().set(lead, day_of(at));
  const Put put{at, by, false};
  Rules<Lead>::linked(book, lead, before, &put);
}

}  // namespace

ConvertResult convert_lead(Book& book, const Policy& policy, const ConvertRequest& request) {
  const std::uint32_t lead = active_lead(book, request);
  if (request.opportunity.empty()) {
    refuse("missing_value", "opportunity", "", "must be filled: the id of the new opportunity");
  }
  if (book.get<Opportunity>().find(request.opportunity) != no_row) {
    refuse("duplicate_id", "opportunity", request.opportunity, "is there already");
  }
  if (request.force && request.reason.empty()) {
    refuse("missing_value", "reason", "", "must be filled where it is forced");
  }
  const std::uint32_t by = request.by.empty() ? no_row : book.get<Person>().find(request.by);
  if (by == no_row && !request.by.empty()) {
    refuse("unknown_reference", "by", request.by, "there is no person with this id");
  }
  const Opportunity draft = draft_of(book, request, lead);
  qualify(book, lead, request.at, by);

  ConvertResult out;
  out.lead = request.lead;
  out.opportunity = request.opportunity;
  out.process = draft.process.empty() ? std::string(StageTable::standard) : draft.process;
  out.stage = draft.stage;
  out.decision = check_opportunity(book, policy, draft, request.at, english);
  if (out.decision.verdict == Verdict::block) {
    const std::uint32_t role = by == no_row ? no_row : book.get<Person>().get<"role">()[by];
    const std::vector<std::string>& roles = policy.force.roles;
    const bool may = role != no_row &&
                     std::find(roles.begin(), roles.end(), book.symbols()[role]) != roles.end();
    if (!request.force || !may) {
      out.refusal = request.force ? "the policy does not let this person force"
                                  : "admission blocks the opportunity";
      return out;
    }
    out.forced = true;
  }
  TouchedAccounts touched;
  apply_rows(book, {row_of(Change{draft, request.at, request.by})}, request.at, touched);
  book.edit<Lead>().get<"opportunity">().set(lead,
                                             book.get<Opportunity>().find(request.opportunity));
  out.done = true;
  return out;
}

}  // namespace opportune
