#include "opportune/workspace.hpp"

#include <mutex>
#include <optional>
#include <utility>

#include "admission/convert.hpp"
#include "admission/draft.hpp"
#include "live/live.hpp"
#include "live/touched.hpp"
#include "live/what_if.hpp"
#include "model/write.hpp"
#include "opportune/conflict/text.hpp"
#include "opportune/model/book.hpp"
#include "process/audience.hpp"
#include "process/commands.hpp"
#include "process/conformance.hpp"
#include "process/process_json.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

Currency reporting_of(const Config& config) {
  const auto currency = Currency::parse(config.reporting_currency);
  if (!currency) {
    throw InputError(Issue{"unknown_currency", "config", Issue::no_row, "reporting_currency",
                           shown_value(config.reporting_currency),
                           "is not an ISO 4217 currency code"});
  }
  return *currency;
}

/// find(policy), with what a question brings of its own ("": the workspace's).
template <class Find>
auto with_policy(const Book& book, const Policy& standing, const std::string& asked, Find&& find) {
  return asked.empty() ? find(standing) : find(parse_policy(asked, book.stages().milestones()));
}

}  // namespace

struct Workspace::State {
  explicit State(const Config& given)
      : config(given),
        policy(parse_policy(given.policy)),
        live(policy, given.clock),
        book(std::make_shared<const Book>(reporting_of(given), policy.milestones)) {}

  [[nodiscard]] std::shared_ptr<const Book> current() const {
    const std::lock_guard lock(mutex);
    return book;
  }
  void publish(Book next) {
    auto fresh = std::make_shared<const Book>(std::move(next));
    const std::lock_guard lock(mutex);
    book.swap(fresh);
  }
  [[nodiscard]] AudienceTables audience(const AudienceQuery& query,
                                        const InputTable* accounts) const;
  [[nodiscard]] Instant or_now(Instant at) const { return live.clock().or_now(at); }
  Effects apply(const std::vector<RowChange>& rows);
  /// What moves have touched; nothing where none was made.
  [[nodiscard]] std::optional<TouchedAccounts> moved(const Advancer& advancer) const {
    TouchedAccounts out;
    if (live.listens()) {
      touch_opportunities_of(advancer.accounts(), out);
    }
    return advancer.accounts().empty() ? std::nullopt : std::optional(std::move(out));
  }
  /// Carries a command out, on a copy of the Book: write(next, now) returns the touched accounts,
  /// or nothing where nothing has changed.
  template <class Write>
  void command(const Write& write) {
    {
      const std::lock_guard lock(writer);
      const std::shared_ptr<const Book> before = current();
      const Instant now = live.begin(*before);
      Book next = *before;
      if (const std::optional<TouchedAccounts> touched = write(next, now)) {
        publish(std::move(next));
        live.told_of(*before, *current(), *touched, now);
      }
    }
    live.deliver();
  }

  Config config;
  Policy policy;
  Live live;
  std::mutex writer;         // held by load and apply from beginning to end
  mutable std::mutex mutex;  // guards `book`, for the moment of a copy or a swap
  std::shared_ptr<const Book> book;
};

Workspace::Workspace(const Config& config) : state_(std::make_unique<State>(config)) {}
Workspace::~Workspace() = default;

LoadReport Workspace::load(const std::vector<InputTable>& tables, const LoadOptions& options) {
  LoadReport report;
  {
    const std::lock_guard lock(state_->writer);
    const std::shared_ptr<const Book> before = state_->current();
    const Instant now = state_->live.begin(*before);
    Book next = *before;
    report = load_tables(next, tables, options);
    state_->publish(std::move(next));
    state_->live.loaded(*before, *state_->current(), now);
  }
  state_->live.deliver();
  return report;
}

Effects Workspace::State::apply(const std::vector<RowChange>& rows) {
  Effects effects;
  {
    const std::lock_guard lock(writer);
    const std::shared_ptr<const Book> before = current();
    const Instant now = live.begin(*before);
    Book next = *before;
    const TouchedAccounts touched = apply_checked(next, policy, rows, now);
    effects = live.changed(*before, next, touched, now);
    effects.applied = rows.size();
    publish(std::move(next));
  }
  live.deliver();
  return effects;
}

Effects Workspace::apply(const std::vector<Change>& changes) {
  return state_->apply(rows_of(changes));
}

Effects Workspace::apply_json(std::string_view changes) {
  return state_->apply(rows_of_json(changes));
}

WhatIf Workspace::what_if(const std::vector<Change>& changes, Instant as_of) const {
  return foresee(*state_->current(), state_->policy, rows_of(changes), state_->or_now(as_of));
}

WhatIf Workspace::what_if_json(std::string_view changes, Instant as_of) const {
  return foresee(*state_->current(), state_->policy, rows_of_json(changes), state_->or_now(as_of));
}

Effects Workspace::advance_clock(Instant to) {
  Effects effects;
  {
    const std::lock_guard lock(state_->writer);
    effects = state_->live.advance(*state_->current(), to);
  }
  state_->live.deliver();
  return effects;
}

Instant Workspace::clock() const { return state_->live.clock().passed(); }

Instant Workspace::now() const { return state_->live.clock().now(); }

SubscriptionId Workspace::subscribe(Subscriber tell, SubscriberError error) {
  const std::lock_guard lock(state_->writer);
  state_->live.run(*state_->current());
  return state_->live.subscribe(std::move(tell), std::move(error));
}

bool Workspace::unsubscribe(SubscriptionId subscription) {
  return state_->live.unsubscribe(subscription);
}

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

std::vector<TransitionResult> Workspace::advance(const std::vector<AdvanceRequest>& requests) {
  std::vector<TransitionResult> out;
  out.reserve(requests.size());
  state_->command([&](Book& next, Instant now) -> std::optional<TouchedAccounts> {
    Advancer advancer(next, state_->policy);
    for (const AdvanceRequest& request : requests) {
      AdvanceRequest asked = request;
      asked.at = request.at.has_value() ? state_->or_now(request.at) : now;
      const auto number = static_cast<std::int64_t>(out.size());
      advancer.advance(asked, number, out.emplace_back());
    }
    return state_->moved(advancer);
  });
  return out;
}

std::vector<TransitionResult> Workspace::advance_json(std::string_view requests) {
  return advance(advances_of_json(requests));
}

TransitionTables Workspace::advance_table(const InputTable& moves) {
  TransitionTables out;
  state_->command([&](Book& next, Instant now) -> std::optional<TouchedAccounts> {
    Advancer advancer(next, state_->policy);
    out = opportune::advance_table(advancer, moves, now);
    return state_->moved(advancer);
  });
  return out;
}

Migration Workspace::migrate(const MigrateRequest& request) {
  Migration out;
  state_->command([&](Book& next, Instant now) -> std::optional<TouchedAccounts> {
    MigrateRequest asked = request;
    asked.at = request.at.has_value() ? state_->or_now(request.at) : now;
    out = migrate_opportunities(next, state_->policy, asked);
    TouchedAccounts touched;
    for (const auto& moved : out.moved) {
      touch_opportunity(next, moved.opportunity, touched);
    }
    return touched;
  });
  return out;
}

Migration Workspace::migrate_json(std::string_view request) {
  return migrate(migrate_of_json(request));
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

AudienceTables Workspace::State::audience(const AudienceQuery& query,
                                          const InputTable* accounts) const {
  AudienceQuery asked = query;
  asked.as_of = or_now(query.as_of);
  const std::shared_ptr<const Book> now = current();
  return with_policy(*now, policy, query.policy, [&](const Policy& of_question) {
    return simulate_audience(*now, of_question.suppression, asked, accounts);
  });
}

AudienceTables Workspace::audience(const AudienceQuery& query) const {
  return state_->audience(query, nullptr);
}

AudienceTables Workspace::audience(const AudienceQuery& query, const InputTable& accounts) const {
  return state_->audience(query, &accounts);
}

ConvertResult Workspace::convert(const ConvertRequest& request) {
  ConvertResult out;
  state_->command([&](Book& next, Instant now) -> std::optional<TouchedAccounts> {
    ConvertRequest asked = request;
    asked.at = request.at.has_value() ? state_->or_now(request.at) : now;
    out = convert_lead(next, state_->policy, asked);
    TouchedAccounts touched;
    touch_opportunity(next, out.opportunity, touched);
    return out.done ? std::optional(std::move(touched)) : std::nullopt;
  });
  return out;
}

ConvertResult Workspace::convert_json(std::string_view request) {
  return convert(convert_of_json(request));
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
  const std::shared_ptr<const Book> book = state_->current();
  return with_policy(*book, state_->policy, query.policy,
                     [&](const Policy& policy) { return find_conflicts(*book, policy, asked); });
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
