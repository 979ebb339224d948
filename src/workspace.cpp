#include "opportune/workspace.hpp"

#include <chrono>
#include <mutex>
#include <utility>

#include "admission/convert.hpp"
#include "admission/draft.hpp"
#include "model/write.hpp"
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

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

Instant or_now(Instant at) {
  const bool possible = at.micros >= min_days * micros_per_day &&
                        at.micros < (max_days + std::int64_t{1}) * micros_per_day;
  if (at.has_value() && !possible) {
    throw InputError(Issue{"impossible_date", "", Issue::no_row, "as_of", std::to_string(at.micros),
                           "lies outside the years 1 to 9999"});
  }
  return at.has_value() ? at : now();
}

}  // namespace

struct Workspace::State {
  explicit State(const Config& given)
      : config(given),
        policy(parse_policy(given.policy)),
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

  Config config;
  Policy policy;
  std::mutex writer;         // held by load and apply from beginning to end
  mutable std::mutex mutex;  // guards `book`, for the moment of a copy or a swap
  std::shared_ptr<const Book> book;
};

Workspace::Workspace(const Config& config) : state_(std::make_unique<State>(config)) {}
Workspace::~Workspace() = default;

LoadReport Workspace::load(const std::vector<InputTable>& tables, const LoadOptions& options) {
  const std::lock_guard lock(state_->writer);
  Book next = *state_->current();
  LoadReport report = load_tables(next, tables, options);
  state_->publish(std::move(next));
  return report;
}

Effects Workspace::apply(const std::vector<Change>& changes) {
  std::vector<RowChange> rows;
  rows.reserve(changes.size());
  for (const Change& change : changes) {
    rows.push_back(row_of(change));
  }
  const std::lock_guard lock(state_->writer);
  Book next = *state_->current();
  Effects effects = apply_rows(next, rows, now());
  state_->publish(std::move(next));
  return effects;
}

Effects Workspace::apply_json(std::string_view changes) {
  const std::vector<RowChange> rows = rows_of_json(changes);
  const std::lock_guard lock(state_->writer);
  Book next = *state_->current();
  Effects effects = apply_rows(next, rows, now());
  state_->publish(std::move(next));
  return effects;
}

Decision Workspace::check(const Opportunity& draft, Instant as_of) const {
  return check_opportunity(*state_->current(), state_->policy, draft, or_now(as_of));
}

Decision Workspace::check(const Lead& draft, Instant as_of) const {
  return check_lead(*state_->current(), state_->policy, draft, or_now(as_of));
}

Decision Workspace::check(const Activity& draft, Instant as_of) const {
  return check_activity(*state_->current(), state_->policy, draft, or_now(as_of));
}

Decision Workspace::check_json(std::string_view draft, Instant as_of) const {
  const std::shared_ptr<const Book> book = state_->current();
  return std::visit(
      [&]<class Record>(const Record& record) {
        if constexpr (std::is_same_v<Record, Opportunity>) {
          return check_opportunity(*book, state_->policy, record, or_now(as_of));
        } else if constexpr (std::is_same_v<Record, Lead>) {
          return check_lead(*book, state_->policy, record, or_now(as_of));
        } else {
          return check_activity(*book, state_->policy, record, or_now(as_of));
        }
      },
      draft_of_json(*book, draft));
}

std::vector<TransitionResult> Workspace::advance(const std::vector<AdvanceRequest>& requests) {
  const std::lock_guard lock(state_->writer);
  Book next = *state_->current();
  Advancer advancer(next, state_->policy);
  std::vector<TransitionResult> out;
  out.reserve(requests.size());
  bool any = false;
  for (const AdvanceRequest& request : requests) {
    AdvanceRequest asked = request;
    asked.at = or_now(request.at);
    const auto number = static_cast<std::int64_t>(out.size());
    advancer.advance(asked, number, out.emplace_back());
    any = any || out.back().done;
  }
  if (any) {
    state_->publish(std::move(next));
  }
  return out;
}

std::vector<TransitionResult> Workspace::advance_json(std::string_view requests) {
  return advance(advances_of_json(requests));
}

TransitionTables Workspace::advance_table(const InputTable& moves) {
  const std::lock_guard lock(state_->writer);
  Book next = *state_->current();
  TransitionTables out = opportune::advance_table(next, state_->policy, moves, now());
  state_->publish(std::move(next));
  return out;
}

Migration Workspace::migrate(const MigrateRequest& request) {
  const std::lock_guard lock(state_->writer);
  MigrateRequest asked = request;
  asked.at = or_now(request.at);
  Book next = *state_->current();
  Migration out = migrate_opportunities(next, state_->policy, asked);
  state_->publish(std::move(next));
  return out;
}

Migration Workspace::migrate_json(std::string_view request) {
  return migrate(migrate_of_json(request));
}

Checklist Workspace::checklist(std::string_view opportunity, Instant as_of) const {
  return checklist_of(*state_->current(), state_->policy, opportunity, or_now(as_of));
}

std::shared_ptr<Table> Workspace::activities(std::string_view account, Instant as_of) const {
  return activities_at(*state_->current(), state_->policy, account, or_now(as_of));
}

AudienceTables Workspace::State::audience(const AudienceQuery& query,
                                          const InputTable* accounts) const {
  AudienceQuery asked = query;
  asked.as_of = or_now(query.as_of);
  const Reach reach =
      query.policy.empty() ? policy.suppression : parse_policy(query.policy).suppression;
  return simulate_audience(*current(), reach, asked, accounts);
}

AudienceTables Workspace::audience(const AudienceQuery& query) const {
  return state_->audience(query, nullptr);
}

AudienceTables Workspace::audience(const AudienceQuery& query, const InputTable& accounts) const {
  return state_->audience(query, &accounts);
}

ConvertResult Workspace::convert(const ConvertRequest& request) {
  const std::lock_guard lock(state_->writer);
  ConvertRequest asked = request;
  asked.at = or_now(request.at);
  Book next = *state_->current();
  ConvertResult out = convert_lead(next, state_->policy, asked);
  if (out.done) {
    state_->publish(std::move(next));
  }
  return out;
}

ConvertResult Workspace::convert_json(std::string_view request) {
  return convert(convert_of_json(request));
}

std::shared_ptr<Table> Workspace::deviations(const DeviationQuery& query) const {
  DeviationQuery asked = query;
  asked.as_of = or_now(query.as_of);
  return find_deviations(*state_->current(), asked);
}

std::shared_ptr<Table> Workspace::process_edges(std::string_view process, std::uint32_t version,
                                                Instant as_of) const {
  return edge_table(*state_->current(), process, version, or_now(as_of));
}

std::string Workspace::process_graph(std::string_view process,
                                     const ProcessGraphOptions& options) const {
  ProcessGraphOptions asked = options;
  asked.as_of = or_now(options.as_of);
  return draw_process(*state_->current(), process, asked);
}

ConflictTables Workspace::conflicts(const ConflictQuery& query) const {
  ConflictQuery asked = query;
  asked.as_of = or_now(query.as_of);
  const std::shared_ptr<const Book> book = state_->current();
  return query.policy.empty()
             ? find_conflicts(*book, state_->policy, asked)
             : find_conflicts(*book, parse_policy(query.policy, book->stages().milestones()),
                              asked);
}

std::shared_ptr<Table> Workspace::conflict_history(const ConflictHistoryQuery& query) const {
  ConflictHistoryQuery asked = query;
  asked.to = query.to.has_value() ? query.to : day_of(now());
  const std::shared_ptr<const Book> book = state_->current();
  return query.policy.empty()
             ? find_conflict_history(*book, state_->policy, asked)
             : find_conflict_history(*book, parse_policy(query.policy, book->stages().milestones()),
                                     asked);
}

std::shared_ptr<Table> Workspace::conflict_history_json(std::string_view query) const {
  return conflict_history(history_query_of_json(query));
}

std::shared_ptr<Table> Workspace::leakage(const LeakageQuery& query) const {
  LeakageQuery asked = query;
  asked.as_of = or_now(query.as_of);
  return find_leakage(*state_->current(), asked);
}

std::shared_ptr<Table> Workspace::leakage_json(std::string_view query) const {
  return leakage(leakage_query_of_json(query));
}

std::shared_ptr<Table> Workspace::query(const MeasureQuery& query) const {
  MeasureQuery asked = query;
  asked.as_of = or_now(query.as_of);
  return run_measure(*state_->current(), asked);
}

std::shared_ptr<Table> Workspace::export_table(std::string_view table) const {
  return export_records(*state_->current(), table);
}

std::uint64_t Workspace::count(std::string_view table) const {
  return count_records(*state_->current(), table);
}

std::shared_ptr<Table> Workspace::groups(Instant as_of) const {
  return export_groups(*state_->current(), day_of(or_now(as_of)));
}

std::shared_ptr<Table> Workspace::memory() const { return memory_use(*state_->current()); }

const std::string& Workspace::reporting_currency() const noexcept {
  return state_->config.reporting_currency;
}

std::shared_ptr<const Book> Workspace::book() const { return state_->current(); }

}  // namespace opportune
