// The questions of the facade, each answered from one state.
#include "admission/draft.hpp"
#include "live/what_if.hpp"
#include "opportune/conflict/text.hpp"
#include "process/audience.hpp"
#include "process/conformance.hpp"
#include "process/process_json.hpp"
#include "questions.hpp"
#include "workspace/state.hpp"

namespace opportune {
namespace {

/// find(policy), with what a question brings of its own ("": the workspace's).
template <class Find>
auto with_policy(const Book& book, const Policy& standing, const std::string& asked, Find&& find) {
  return asked.empty() ? find(standing) : find(parse_policy(asked, book.stages().milestones()));
}

template <class State>
AudienceTables audience_of(State& state, const AudienceQuery& query, const InputTable* accounts) {
  AudienceQuery asked = query;
  asked.as_of = state.or_now(query.as_of);
  const std::shared_ptr<const Book> now = state.current();
  return with_policy(*now, state.policy, query.policy, [&](const Policy& of_question) {
    return simulate_audience(*now, of_question.suppression, asked, accounts);
  });
}

}  // namespace

WhatIf Workspace::what_if(const std::vector<Change>& changes, Instant as_of) const {
  return foresee(*state_->current(), state_->policy, rows_of(changes), state_->or_now(as_of));
}

WhatIf Workspace::what_if_json(std::string_view changes, Instant as_of) const {
  return foresee(*state_->current(), state_->policy, rows_of_json(changes), state_->or_now(as_of));
}

Instant Workspace::clock() const { return state_->live.clock().passed(); }

Instant Workspace::now() const { return state_->live.clock().now(); }

Decision Workspace::check(const Opportunity& draft, Instant as_of,
                          std::string_view language) const {
  return check_opportunity(*state_->current(), state_->policy, draft, state_->or_now(as_of),
                           catalogue_for(language));
}

Decision Workspace::check(const Lead& draft, Instant as_of, std::string_view language) const {
  return check_lead(*state_->current(), state_->policy, draft, state_->or_now(as_of),
                    catalogue_for(language));
}

Decision Workspace::check(const Activity& draft, Instant as_of, std::string_view language) const {
  return check_activity(*state_->current(), state_->policy, draft, state_->or_now(as_of),
                        catalogue_for(language));
}

Decision Workspace::check_json(std::string_view draft, Instant as_of,
                               std::string_view language) const {
  const std::shared_ptr<const Book> book = state_->current();
  const Catalogue& catalogue = catalogue_for(language);
  return std::visit(
      [&]<class Record>(const Record& record) {
        if constexpr (std::is_same_v<Record, Opportunity>) {
          return check_opportunity(*book, state_->policy, record, state_->or_now(as_of), catalogue);
        } else if constexpr (std::is_same_v<Record, Lead>) {
          return check_lead(*book, state_->policy, record, state_->or_now(as_of), catalogue);
        } else {
          return check_activity(*book, state_->policy, record, state_->or_now(as_of), catalogue);
        }
      },
      draft_of_json(*book, draft));
}

Checklist Workspace::checklist(std::string_view opportunity, Instant as_of) const {
  return checklist_of(*state_->current(), state_->policy, opportunity, state_->or_now(as_of));
}

std::shared_ptr<Table> Workspace::process_choice(std::string_view opportunity,
                                                 Instant as_of) const {
  return opportune::process_choice(*state_->current(), opportunity, state_->or_now(as_of));
}

std::shared_ptr<Table> Workspace::activities(std::string_view account, Instant as_of) const {
  return activities_at(*state_->current(), state_->policy, account, state_->or_now(as_of));
}

AudienceTables Workspace::audience(const AudienceQuery& query) const {
  return audience_of(*state_, query, nullptr);
}

AudienceTables Workspace::audience(const AudienceQuery& query, const InputTable& accounts) const {
  return audience_of(*state_, query, &accounts);
}

std::shared_ptr<Table> Workspace::deviations(const DeviationQuery& query) const {
  DeviationQuery asked = query;
  asked.as_of = state_->or_now(query.as_of);
  return find_deviations(*state_->current(), asked);
}

std::shared_ptr<Table> Workspace::process_edges(std::string_view process, std::uint32_t version,
                                                Instant as_of) const {
  return edge_table(*state_->current(), process, version, state_->or_now(as_of));
}

std::string Workspace::process_graph(std::string_view process,
                                     const ProcessGraphOptions& options) const {
  ProcessGraphOptions asked = options;
  asked.as_of = state_->or_now(options.as_of);
  return draw_process(*state_->current(), process, asked);
}

ConflictTables Workspace::conflicts(const ConflictQuery& query) const {
  ConflictQuery asked = query;
  asked.as_of = state_->or_now(query.as_of);
  const State::Standing now = state_->standing();
  if (ScanMemory::is_for(asked, state_->config.clock.has_value())) {
    return state_->scans.find(*now.book, now.version, state_->policy, asked,
                              [&](std::uint64_t from, std::uint64_t to) {
                                const std::lock_guard lock(state_->mutex);
                                return state_->log.between(from, to);
                              });
  }
  return with_policy(*now.book, state_->policy, query.policy, [&](const Policy& policy) {
    return find_conflicts(*now.book, policy, asked);
  });
}

ConflictGraph Workspace::conflict_graph(const ConflictGraphQuery& query) const {
  ConflictGraphQuery asked = query;
  asked.as_of = state_->or_now(query.as_of);
  const std::shared_ptr<const Book> book = state_->current();
  return with_policy(*book, state_->policy, query.policy, [&](const Policy& policy) {
    return find_conflict_graph(*book, policy, asked);
  });
}

std::shared_ptr<Table> Workspace::conflict_history(const ConflictHistoryQuery& query) const {
  ConflictHistoryQuery asked = query;
  asked.to = query.to.has_value() ? query.to : day_of(now());
  const std::shared_ptr<const Book> book = state_->current();
  return with_policy(*book, state_->policy, query.policy, [&](const Policy& policy) {
    return find_conflict_history(*book, policy, asked);
  });
}

std::shared_ptr<Table> Workspace::conflict_history_json(std::string_view query) const {
  return conflict_history(history_query_of_json(query));
}

std::shared_ptr<Table> Workspace::leakage(const LeakageQuery& query) const {
  LeakageQuery asked = query;
  asked.as_of = state_->or_now(query.as_of);
  return find_leakage(*state_->current(), state_->policy, asked);
}

std::shared_ptr<Table> Workspace::leakage_json(std::string_view query) const {
  return leakage(leakage_query_of_json(query));
}

std::shared_ptr<Table> Workspace::query(const MeasureQuery& query) const {
  MeasureQuery asked = query;
  asked.as_of = state_->or_now(query.as_of);
  return run_measure(*state_->current(), state_->policy, asked);
}

std::shared_ptr<Table> Workspace::export_table(std::string_view table) const {
  return export_records(*state_->current(), table);
}

std::uint64_t Workspace::count(std::string_view table) const {
  return count_records(*state_->current(), table);
}

std::shared_ptr<Table> Workspace::groups(Instant as_of) const {
  return export_groups(*state_->current(), day_of(state_->or_now(as_of)));
}

std::shared_ptr<Table> Workspace::memory() const { return memory_use(*state_->current()); }

const std::string& Workspace::reporting_currency() const noexcept {
  return state_->config.reporting_currency;
}

std::shared_ptr<const Book> Workspace::book() const { return state_->current(); }

}  // namespace opportune
