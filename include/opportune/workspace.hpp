// The facade: one workspace is one organisation's records, loaded, changed and asked.
//
// Threads: every member function may be called from any thread at any time. Readers (check,
// what_if, conflicts, query, export_table) work on the state as it was when they began and neither
// wait for a writer's load nor hold it up; writers (load, apply) take turns.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/admission/convert.hpp"
#include "opportune/admission/decision.hpp"
#include "opportune/conflict/graph.hpp"
#include "opportune/conflict/history.hpp"
#include "opportune/conflict/query.hpp"
#include "opportune/core/cell.hpp"
#include "opportune/core/table.hpp"
#include "opportune/live/effects.hpp"
#include "opportune/live/subscription.hpp"
#include "opportune/live/what_if.hpp"
#include "opportune/measure/leakage.hpp"
#include "opportune/measure/query.hpp"
#include "opportune/model/change.hpp"
#include "opportune/model/load.hpp"
#include "opportune/process/advance.hpp"
#include "opportune/process/audience.hpp"
#include "opportune/process/conformance.hpp"
#include "opportune/process/migrate.hpp"

namespace opportune {

class Book;

/// How a workspace is opened.
struct Config {
  /// ISO 4217; every total is in it.
  std::string reporting_currency = "EUR";
  /// The policy as a JSON object; empty: the defaults (docs/policy.md).
  std::string policy;
  /// A clock of the caller's, which stands until advance_clock() moves it: the instant that an
  /// empty `at` or `as_of` means. None: the machine's.
  Instant clock{};
  /// Where the journal is (Workspace::open): the path of an SQLite file, or a postgresql:// URL.
  /// Empty: there is none, the workspace is in memory and ends with the process.
  std::string journal{};
  /// Where a copy of the state is kept so that the journal opens quickly (docs/journal.md): the
  /// path of a file. Empty: beside an SQLite file, none for a server. "off": none.
  std::string checkpoint{};
};

class Workspace {
 public:
  /// StoreError where the journal that the config names cannot be opened.
  explicit Workspace(const Config& config = {});
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  /// Nothing but its end may be asked of the one that was moved from.
  Workspace(Workspace&&) noexcept;
  ~Workspace();

  /// Opens the workspace whose journal is at a location, or makes one there: the path of an SQLite
  /// file, or a postgresql:// URL (docs/journal.md). Every command that returns is in the journal;
  /// what other processes write to it is seen by the next question or command. StoreError: it
  /// cannot be opened, is no journal, is damaged, was made by a later version or with another
  /// reporting currency or other milestones.
  [[nodiscard]] static Workspace open(const std::string& location, Config config = {});
  /// The state as the journal knew it at an instant, by when changes were recorded: a workspace of
  /// its own, whose now is that instant, and which cannot be changed. StoreError: there is no
  /// journal, or it cannot be read.
  [[nodiscard]] Workspace known_at(Instant recorded) const;
  /// Who changed what of a record, from the journal: a row for each field altered; sequence,
  /// recorded, at, by, field, from, to. StoreError likewise. NotFoundError: no such record.
  [[nodiscard]] std::shared_ptr<Table> audit(std::string_view table, std::string_view id) const;
  /// Writes the checkpoint now, while others go on. That is done without it when there is much that
  /// the last one has not: on opening, after a load, and in the end. StoreError: there is no
  /// journal or no place for it, or it cannot be written.
  void checkpoint();
  /// Copies the journal to a new place, while others go on writing. StoreError: likewise, or
  /// something is there already.
  void backup(const std::string& location) const;

  /// How many changes the state has seen; it grows with every command that changes something, of
  /// this and of other processes.
  [[nodiscard]] std::uint64_t position() const;
  /// apply(), where the position is still the one at which the changes were decided on. StaleError:
  /// it is another; nothing was changed. decide_and_apply() decides again until it is not.
  Effects apply_at(std::uint64_t decided_at, const std::vector<Change>& changes);
  Effects apply_json_at(std::uint64_t decided_at, std::string_view changes);

  /// Loads tables (named as in docs/tables.md, in any order; they may refer to one another) as one
  /// unit: all or nothing. InputError with every bad row unless options say quarantine.
  LoadReport load(const std::vector<InputTable>& tables, const LoadOptions& options = {});

  /// Applies changes in order, all or none. A record that is put replaces the one with its id. The
  /// effects tell what that did to the conflicts of the groups that it touched, as of now: no other
  /// conflict has changed. A resolution that is put among members that are not in conflict is
  /// refused (code not_in_conflict).
  Effects apply(const std::vector<Change>& changes);
  /// The same from JSON: one object or an array of {"table": name, "record": {...},
  /// "at": instant (default: now), "by": person}.
  Effects apply_json(std::string_view changes);

  /// What applying the changes would bring, as of an instant (empty: now); nothing is changed.
  /// InputError where they cannot be applied, one after the other.
  [[nodiscard]] WhatIf what_if(const std::vector<Change>& changes, Instant as_of = {}) const;
  /// The same from JSON, as apply_json takes it.
  [[nodiscard]] WhatIf what_if_json(std::string_view changes, Instant as_of = {}) const;

  /// Lets time pass up to an instant (empty: the machine's clock): what starts or ends by its date
  /// alone since the clock was moved last, or the workspace was opened. Looks only at groups of
  /// which a record speaks of a day in between. InputError: the clock stands later already.
  Effects advance_clock(Instant to = {});
  /// The instant up to which time has passed.
  [[nodiscard]] Instant clock() const;
  /// The instant that an empty `at` or `as_of` means.
  [[nodiscard]] Instant now() const;

  /// Tells of every change of conflicts from now on, by whatever command (see
  /// live/subscription.hpp).
  SubscriptionId subscribe(Subscriber tell, SubscriberError error = {});
  /// Ends it; returns when the subscriber is not being told, unless it asks itself. False: there is
  /// no such subscription.
  bool unsubscribe(SubscriptionId subscription);

  /// What saving the draft would bring; nothing is changed. A draft with the id of a stored record
  /// is a change of it. `as_of` empty: now. `language`: of explanations, evidence and reasons, ISO
  /// 639-1 (en, sv); empty: en. InputError: the draft breaks the rules of records. NotFoundError:
  /// there is no such language.
  [[nodiscard]] Decision check(const Opportunity& draft, Instant as_of = {},
                               std::string_view language = {}) const;
  [[nodiscard]] Decision check(const Lead& draft, Instant as_of = {},
                               std::string_view language = {}) const;
  [[nodiscard]] Decision check(const Activity& draft, Instant as_of = {},
                               std::string_view language = {}) const;
  /// The same from JSON: {"table": "opportunity", "lead" or "activity", "record": {...}}.
  [[nodiscard]] Decision check_json(std::string_view draft, Instant as_of = {},
                                    std::string_view language = {}) const;

  /// Moves opportunities to other stages, in order, each where nothing is missing; a result for
  /// each. NotFoundError, or InputError for a request that makes no sense: then none has moved.
  std::vector<TransitionResult> advance(const std::vector<AdvanceRequest>& requests);
  /// The same from JSON: one object or an array of {"opportunity", "to", "at", "by", "force",
  /// "reason"}.
  std::vector<TransitionResult> advance_json(std::string_view requests);
  /// The same for a table with the columns opportunity, to and, where they are given, at, by, force
  /// and reason. The fastest way for many: no memory is asked for by the move.
  TransitionTables advance_table(const InputTable& moves);
  /// Moves opportunities to another version of their process: all that are named (or open), or
  /// none. NotFoundError: no such process or version. InputError, with up to 1000 of all that
  /// hinder it: opportunities that are not there, closed, of another process, or changed later;
  /// stages that the version does not have and that are not mapped; mappings that close an
  /// opportunity.
  Migration migrate(const MigrateRequest& request);
  /// The same from JSON: an object with the request's members by name; `stages`: {from: to}.
  Migration migrate_json(std::string_view request);
  /// What is done and missing for the next stages of an opportunity. `as_of` empty: now.
  [[nodiscard]] Checklist checklist(std::string_view opportunity, Instant as_of = {}) const;

  /// Which process applies to an opportunity, and why: process, name, applies, scope, market (the
  /// closest of its own that holds the opportunity's; null: it is for every market), conditions (of
  /// maturity, structure and kinds, how many it asks for), reason. A row for each process, the one
  /// that applies first, the built-in one last. `as_of` (empty: now) says which group it is in; the
  /// definitions are the latest. NotFoundError: no such opportunity.
  [[nodiscard]] std::shared_ptr<Table> process_choice(std::string_view opportunity,
                                                      Instant as_of = {}) const;

  /// Which marketing may run at an account: kind, allowed, and for a kind that is suppressed a row
  /// for each opportunity, with its stage and account, that does so, as far as the policy lets it
  /// reach. `as_of` empty: now.
  [[nodiscard]] std::shared_ptr<Table> activities(std::string_view account,
                                                  Instant as_of = {}) const;

  /// Who of a planned campaign's audience would be left out, by which opportunity. `accounts`: a
  /// table whose column `account` names the audience (others are not looked at); without one it is
  /// the query's campaign's, or every account. NotFoundError: no such campaign or market.
  /// InputError with every row whose account is unknown.
  [[nodiscard]] AudienceTables audience(const AudienceQuery& query) const;
  [[nodiscard]] AudienceTables audience(const AudienceQuery& query,
                                        const InputTable& accounts) const;

  /// Qualifies a lead into an opportunity, where admission does not block it. NotFoundError, or
  /// InputError for a request that makes no sense.
  ConvertResult convert(const ConvertRequest& request);
  /// The same from JSON: an object with the request's members by name.
  ConvertResult convert_json(std::string_view request);

  /// Moves that the process of their opportunity does not allow: opportunity, process, version,
  /// from, to, at, by, kind, forced, explanation; by opportunity, in the order of the moves
  /// (docs/conformance.md). NotFoundError: no such process.
  [[nodiscard]] std::shared_ptr<Table> deviations(const DeviationQuery& query = {}) const;
  /// Which ways opportunities went through a version (0: the latest) of a process, beside those
  /// that it lists: from, to, milestone_from, milestone_to, listed, count, opportunities,
  /// median_days (in `from` before the move; null where count is 0); by the order of the stages.
  /// `as_of` empty: now. NotFoundError: no such process or version.
  [[nodiscard]] std::shared_ptr<Table> process_edges(std::string_view process,
                                                     std::uint32_t version = 0,
                                                     Instant as_of = {}) const;
  /// The same drawn, as text in Graphviz's language DOT. NotFoundError likewise.
  [[nodiscard]] std::string process_graph(std::string_view process,
                                          const ProcessGraphOptions& options = {}) const;

  [[nodiscard]] ConflictTables conflicts(const ConflictQuery& query = {}) const;
  /// One group's conflict graph: nodes, edges, and the same drawn. NotFoundError: no such account,
  /// kind or language. InputError: a rate is missing.
  [[nodiscard]] ConflictGraph conflict_graph(const ConflictGraphQuery& query) const;
  /// Every conflict that stood on some day of a period, with the days on which it did
  /// (conflict/history.hpp has the columns). InputError: a period without a beginning, or that ends
  /// before it. NotFoundError: no such kind, account or language.
  [[nodiscard]] std::shared_ptr<Table> conflict_history(const ConflictHistoryQuery& query) const;
  /// The same from JSON: an object with the query's members by name; the policy is an object.
  [[nodiscard]] std::shared_ptr<Table> conflict_history_json(std::string_view query) const;
  /// Deals that were won outside of an agreement that covered them, or under other terms than
  /// agreed, with the money (measure/leakage.hpp has the columns). InputError: a period that ends
  /// before it begins, a missing rate. NotFoundError: no such account.
  [[nodiscard]] std::shared_ptr<Table> leakage(const LeakageQuery& query = {}) const;
  /// The same from JSON: an object with the query's members by name.
  [[nodiscard]] std::shared_ptr<Table> leakage_json(std::string_view query) const;
  [[nodiscard]] std::shared_ptr<Table> query(const MeasureQuery& query) const;

  /// All records of a table, sorted by id (tables without ids: by their first reference, then in
  /// the order of their instants). Columns as in docs/tables.md.
  [[nodiscard]] std::shared_ptr<Table> export_table(std::string_view table) const;
  [[nodiscard]] std::uint64_t count(std::string_view table) const;
  /// account, group (the root's id), depth: the corporate groups as of an instant (empty: now).
  [[nodiscard]] std::shared_ptr<Table> groups(Instant as_of = {}) const;
  /// Bytes held, by table: table, rows, bytes.
  [[nodiscard]] std::shared_ptr<Table> memory() const;

  [[nodiscard]] const std::string& reporting_currency() const noexcept;
  /// The state as it is now; later changes do not alter it. For C++ callers that compose their own
  /// questions (see model/book.hpp).
  [[nodiscard]] std::shared_ptr<const Book> book() const;

 private:
  struct State;
  explicit Workspace(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Applies what decide(workspace) says, a list of changes, and decides again where others have
/// changed something in between. An empty list changes nothing.
template <class Decide>
Effects decide_and_apply(Workspace& workspace, const Decide& decide) {
  for (;;) {
    const std::uint64_t position = workspace.position();
    const std::vector<Change> changes = decide(std::as_const(workspace));
    if (changes.empty()) {
      return {};
    }
    try {
      return workspace.apply_at(position, changes);
    } catch (const StaleError&) {  // others were faster
    }
  }
}

/// Names of all tables, in the order of docs/tables.md.
[[nodiscard]] std::vector<std::string> table_names();
/// The messages that conflicts are explained with in a language (ISO 639-1), by id: id, text, in
/// which {name} stands for an argument. NotFoundError names the languages that there are.
[[nodiscard]] std::shared_ptr<Table> messages(std::string_view language);
/// The decision as a JSON object, as the C ABI returns it.
[[nodiscard]] std::string to_json(const Decision& decision);
[[nodiscard]] std::string to_json(const ConvertResult& result);
[[nodiscard]] std::string to_json(const Effects& effects);
/// Without its tables.
[[nodiscard]] std::string to_json(const WhatIf& found);
/// An array of the results, and a checklist, likewise.
[[nodiscard]] std::string to_json(const std::vector<TransitionResult>& results);
[[nodiscard]] std::string to_json(const Checklist& checklist);
[[nodiscard]] std::string to_json(const Migration& migration);

}  // namespace opportune
