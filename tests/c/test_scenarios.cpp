// The scenarios of tests/scenarios through the C interface.
#include "arrow_rows.h"
#include "opportune/c/opportune.h"
#include "scenarios/runner.hpp"
#include "support/catch.hpp"

namespace scenarios {
namespace {

opp_str in(const std::string& text) { return {text.data(), text.size()}; }
std::string out(opp_str text) { return text.size == 0 ? "" : std::string(text.data, text.size); }

std::vector<opp_str> in(const std::vector<std::string>& texts) {
  std::vector<opp_str> list;
  for (const std::string& text : texts) {
    list.push_back(in(text));
  }
  return list;
}

/// Throws a refusal for a call that failed; frees its error, which is passed by reference because
/// the call that sets it may stand in the same argument list.
void check_status(opp_status status, opp_error*& error) {
  if (status == OPP_OK) {
    return;
  }
  Rows issues = empty_issues();
  const std::string message = out(opp_error_message(error));
  for (std::size_t i = 0; i < opp_error_issue_count(error); ++i) {
    opp_issue issue = OPP_ISSUE_INIT;
    if (opp_error_issue(error, i, &issue) == OPP_OK) {
      issues.cells.push_back({out(issue.code), out(issue.table), std::to_string(issue.row),
                              out(issue.field), out(issue.value), out(issue.reason)});
    }
  }
  if (issues.cells.empty()) {
    issues.cells.push_back({out(opp_error_code(error)), "", "-1", "", "", message});
  }
  opp_error_free(error);
  throw Refusal{message, issues};
}

/// The instant as the facade's tables give it.
std::string instant_text(std::int64_t micros) {
  if (micros == OPP_NO_INSTANT) {
    return {};
  }
  char text[64];
  rows_instant(micros, text, sizeof text);
  return text;
}

Rows rows_of(ArrowArrayStream& stream) {
  rows_table table;
  if (rows_from_stream(&stream, &table) != 0) {
    throw std::runtime_error("the result's stream failed");
  }
  Rows rows;
  rows.columns.assign(table.names, table.names + table.columns);
  for (std::size_t row = 0; row < table.rows; ++row) {
    char** first = table.cells + row * table.columns;
    rows.cells.emplace_back(first, first + table.columns);
  }
  rows_free(&table);
  return rows;
}

void stream_of(const Rows& rows, ArrowArrayStream& stream) {
  std::vector<const char*> columns;
  std::vector<const char*> cells;
  for (const std::string& column : rows.columns) {
    columns.push_back(column.c_str());
  }
  for (const std::vector<std::string>& row : rows.cells) {
    for (const std::string& cell : row) {
      cells.push_back(cell.c_str());
    }
  }
  rows_to_stream(&stream, columns.data(), columns.size(), cells.data(), rows.cells.size());
}

class CInterface : public Engine {
 public:
  CInterface(const std::string& reporting_currency, const std::string& policy,
             const std::string& clock) {
    opp_config config = OPP_CONFIG_INIT;
    config.reporting_currency = in(reporting_currency);
    config.policy = in(policy);
    config.clock = in(clock);
    opp_error* error = nullptr;
    check_status(opp_workspace_open(&config, &workspace_, &error), error);
  }
  ~CInterface() override { opp_workspace_close(workspace_); }

  void load(const std::map<std::string, Rows>& tables) override {
    std::vector<ArrowArrayStream> streams(tables.size());
    std::vector<opp_named_stream> named;
    for (const auto& [name, rows] : tables) {
      ArrowArrayStream& stream = streams[named.size()];
      stream_of(rows, stream);
      named.push_back({in(name), &stream});
    }
    opp_error* error = nullptr;
    const opp_status status =
        opp_workspace_load(workspace_, named.data(), named.size(), nullptr, nullptr, &error);
    for (const ArrowArrayStream& stream : streams) {
      CHECK(stream.release == nullptr);
    }
    check_status(status, error);
  }
  std::string apply(const std::string& changes) override {
    opp_error* error = nullptr;
    opp_text* effects = nullptr;
    check_status(opp_workspace_apply(workspace_, in(changes), &effects, &error), error);
    return said(effects);
  }
  std::string advance_clock(const std::string& to) override {
    opp_error* error = nullptr;
    opp_text* effects = nullptr;
    check_status(opp_workspace_advance_clock(workspace_, in(to), &effects, &error), error);
    return said(effects);
  }
  std::pair<std::string, Answer> what_if(const std::string& changes,
                                         const std::string& as_of) override {
    opp_error* error = nullptr;
    opp_text* answer = nullptr;
    ArrowArrayStream pipeline{};
    ArrowArrayStream coverage{};
    ArrowArrayStream agreements{};
    check_status(opp_workspace_what_if(workspace_, in(changes), in(as_of), &answer, &pipeline,
                                       &coverage, &agreements, &error),
                 error);
    return {said(answer),
            {{"pipeline", rows_of(pipeline)},
             {"coverage", rows_of(coverage)},
             {"agreements", rows_of(agreements)}}};
  }
  Answer check(const std::string& draft, const std::string& as_of,
               const std::string& language) override;
  Answer conflicts(const std::vector<std::string>& kinds, const std::string& language,
                   const std::string& as_of) override {
    const std::vector<opp_str> names = in(kinds);
    opp_conflict_query query = OPP_CONFLICT_QUERY_INIT;
    query.as_of = in(as_of);
    query.language = in(language);
    query.kinds = names.data();
    query.kind_count = names.size();
    ArrowArrayStream found{};
    ArrowArrayStream members{};
    ArrowArrayStream pairs{};
    opp_error* error = nullptr;
    check_status(opp_workspace_conflicts(workspace_, &query, &found, &members, &pairs, &error),
                 error);
    return {{"conflict", rows_of(found)},
            {"conflict_member", rows_of(members)},
            {"conflict_pair", rows_of(pairs)}};
  }
  Answer conflict_graph(const std::string& group, const std::string& language,
                        const std::string& node_limit, const std::string& as_of) override {
    opp_conflict_query query = OPP_CONFLICT_QUERY_INIT;
    query.as_of = in(as_of);
    query.language = in(language);
    const std::uint64_t limit = std::stoull(node_limit.empty() ? "0" : node_limit);
    ArrowArrayStream nodes{};
    ArrowArrayStream edges{};
    opp_error* error = nullptr;
    check_status(opp_workspace_conflict_graph(workspace_, in(group), &query, limit, &nodes, &edges,
                                              nullptr, &error),
                 error);
    return {{"graph_node", rows_of(nodes)}, {"graph_edge", rows_of(edges)}};
  }
  Rows conflict_history(const Period& period) override {
    const std::string query = query_of(period);
    return rows([&](ArrowArrayStream* rows, opp_error** error) {
      return opp_workspace_conflict_history(workspace_, in(query), rows, error);
    });
  }
  Rows leakage(const Period& period) override {
    const std::string query = query_of(period);
    return rows([&](ArrowArrayStream* rows, opp_error** error) {
      return opp_workspace_leakage(workspace_, in(query), rows, error);
    });
  }
  Rows measure(const Question& question) override {
    const std::vector<opp_str> by = in(question.by);
    const std::vector<opp_str> rollup = in(question.rollup);
    std::vector<std::vector<opp_str>> values;
    std::vector<opp_filter> where;
    for (const auto& filter : question.where) {
      values.push_back(in(filter.second));
      where.push_back({in(filter.first), values.back().data(), values.back().size()});
    }
    opp_measure_query query = OPP_MEASURE_QUERY_INIT;
    query.measure = in(question.measure);
    query.by = by.data();
    query.by_count = by.size();
    query.rollup = rollup.data();
    query.rollup_count = rollup.size();
    query.as_of = in(question.as_of);
    query.from = in(question.from);
    query.to = in(question.to);
    query.where = where.data();
    query.where_count = where.size();
    const std::vector<opp_str> dates = in(question.dates);
    query.dates = dates.data();
    query.date_count = dates.size();
    query.close_from = in(question.close_from);
    query.close_to = in(question.close_to);
    return rows([&](ArrowArrayStream* rows, opp_error** error) {
      return opp_workspace_query(workspace_, &query, rows, error);
    });
  }
  Rows export_table(const std::string& table) override {
    return rows([&](ArrowArrayStream* rows, opp_error** error) {
      return opp_workspace_export(workspace_, in(table), rows, error);
    });
  }
  std::string advance(const std::string& requests) override {
    opp_error* error = nullptr;
    opp_transitions* transitions = nullptr;
    check_status(opp_workspace_advance_json(workspace_, in(requests), &transitions, &error), error);
    return json(transitions, opp_transitions_json, opp_transitions_free);
  }
  std::string migrate(const std::string& request) override {
    opp_error* error = nullptr;
    opp_migration* migration = nullptr;
    check_status(opp_workspace_migrate_json(workspace_, in(request), &migration, &error), error);
    return json(migration, opp_migration_json, opp_migration_free);
  }
  std::string convert(const std::string& request) override {
    opp_error* error = nullptr;
    opp_conversion* conversion = nullptr;
    check_status(opp_workspace_convert_json(workspace_, in(request), &conversion, &error), error);
    return json(conversion, opp_conversion_json, opp_conversion_free);
  }
  std::string checklist(const std::string& opportunity, const std::string& as_of) override {
    opp_error* error = nullptr;
    opp_checklist* checklist = nullptr;
    check_status(
        opp_workspace_checklist(workspace_, in(opportunity), in(as_of), &checklist, &error), error);
    return json(checklist, opp_checklist_json, opp_checklist_free);
  }
  Rows process_choice(const std::string& opportunity, const std::string& as_of) override {
    return rows([&](ArrowArrayStream* rows, opp_error** error) {
      return opp_workspace_process_choice(workspace_, in(opportunity), in(as_of), rows, error);
    });
  }
  Rows activities(const std::string& account, const std::string& as_of) override {
    return rows([&](ArrowArrayStream* rows, opp_error** error) {
      return opp_workspace_activities(workspace_, in(account), in(as_of), rows, error);
    });
  }
  Answer audience(const Audience& question) override {
    const std::vector<opp_str> markets = in(question.markets);
    ArrowArrayStream accounts{};
    opp_audience_query query = OPP_AUDIENCE_QUERY_INIT;
    query.kind = in(question.kind);
    query.campaign = in(question.campaign);
    query.markets = markets.data();
    query.market_count = markets.size();
    query.policy = in(question.policy);
    query.as_of = in(question.as_of);
    if (!question.accounts.columns.empty()) {
      stream_of(question.accounts, accounts);
      query.accounts = &accounts;
    }
    ArrowArrayStream audience{};
    ArrowArrayStream by_market{};
    ArrowArrayStream opportunities{};
    ArrowArrayStream cuts{};
    opp_error* error = nullptr;
    const opp_status status = opp_workspace_audience(workspace_, &query, &audience, &by_market,
                                                     &opportunities, &cuts, &error);
    CHECK(accounts.release == nullptr);
    check_status(status, error);
    return {{"audience", rows_of(audience)},
            {"audience_market", rows_of(by_market)},
            {"audience_opportunity", rows_of(opportunities)},
            {"audience_cut", rows_of(cuts)}};
  }
  Rows groups(const std::string& as_of) override {
    return rows([&](ArrowArrayStream* rows, opp_error** error) {
      return opp_workspace_groups(workspace_, in(as_of), rows, error);
    });
  }
  Rows deviations(const std::string& process, const std::string& as_of) override {
    opp_deviation_query query = OPP_DEVIATION_QUERY_INIT;
    query.process = in(process);
    query.as_of = in(as_of);
    return rows([&](ArrowArrayStream* rows, opp_error** error) {
      return opp_workspace_deviations(workspace_, &query, rows, error);
    });
  }
  Rows process_edges(const std::string& process, const std::string& version,
                     const std::string& as_of) override {
    const auto number = static_cast<std::uint32_t>(std::stoul(version.empty() ? "0" : version));
    return rows([&](ArrowArrayStream* rows, opp_error** error) {
      return opp_workspace_process_edges(workspace_, in(process), number, in(as_of), rows, error);
    });
  }

 private:
  static void check_answers(const opp_decision* decision, const opp_decision_info& info,
                            const Answer& answer);
  static std::string query_of(const Period& period) {
    nlohmann::json query = nlohmann::json::object();
    const auto add = [&](const char* name, const auto& value) {
      if (!value.empty()) {
        query[name] = value;
      }
    };
    add("from", period.from);
    add("to", period.to);
    add("as_of", period.as_of);
    add("kinds", period.kinds);
    add("groups", period.groups);
    return query.dump();
  }
  template <class Call>
  Rows rows(Call&& call) {
    ArrowArrayStream stream{};
    opp_error* error = nullptr;
    check_status(call(&stream, &error), error);
    return rows_of(stream);
  }
  /// What a text says; frees it.
  static std::string said(opp_text* text) {
    std::string out_text = out(opp_text_str(text));
    CHECK(opp_text_free(text) == OPP_OK);
    return out_text;
  }
  /// What a handle says of itself; frees it.
  template <class Handle, class Json, class Free>
  static std::string json(Handle* handle, Json&& to_json, Free&& free) {
    opp_error* error = nullptr;
    opp_text* text = nullptr;
    check_status(to_json(handle, &text, &error), error);
    std::string said = out(opp_text_str(text));
    CHECK(opp_text_free(text) == OPP_OK);
    CHECK(free(handle) == OPP_OK);
    return said;
  }

  opp_workspace* workspace_ = nullptr;
};

/// The structures say what the JSON says.
void CInterface::check_answers(const opp_decision* decision, const opp_decision_info& info,
                               const Answer& answer) {
  using Cells = std::vector<std::vector<std::string>>;
  CHECK(answer.at("process").cells ==
        Cells{{out(info.applies), out(info.runs), info.mismatch != 0 ? "true" : "false"}});
  CHECK(answer.at("agreement").cells.size() == info.agreement_count);
  CHECK(answer.at("requirement").cells.size() == info.requirement_count);
  CHECK(answer.at("suppressed_by").cells.size() == info.suppressor_count);
  opp_error* error = nullptr;
  Cells people, paused;
  for (std::size_t i = 0; i < info.participant_count; ++i) {
    opp_participant participant = OPP_PARTICIPANT_INIT;
    check_status(opp_decision_participant(decision, i, &participant, &error), error);
    people.push_back({out(participant.role), out(participant.person), out(participant.why)});
  }
  for (std::size_t i = 0; i < info.paused_count; ++i) {
    opp_activity_effect activity = OPP_ACTIVITY_EFFECT_INIT;
    check_status(opp_decision_paused(decision, i, &activity, &error), error);
    paused.push_back({out(activity.activity), out(activity.kind), out(activity.account)});
  }
  CHECK(answer.at("person").cells == people);
  CHECK(answer.at("paused").cells == paused);
}

Answer CInterface::check(const std::string& draft, const std::string& as_of,
                         const std::string& language) {
  static const std::vector<std::string> verdicts = {"allow", "warn", "block"};
  static const std::vector<std::string> severities = {"off", "info", "warning", "critical"};
  opp_check question = OPP_CHECK_INIT;
  question.draft = in(draft);
  question.as_of = in(as_of);
  question.language = in(language);
  opp_decision* decision = nullptr;
  opp_error* error = nullptr;
  check_status(opp_workspace_check(workspace_, &question, &decision, &error), error);
  opp_decision_info info = OPP_DECISION_INFO_INIT;
  check_status(opp_decision_get(decision, &info, &error), error);
  opp_text* text = nullptr;
  check_status(opp_decision_json(decision, &text, &error), error);
  Answer answer = decision_tables(out(opp_text_str(text)));
  CHECK(opp_text_free(text) == OPP_OK);
  check_answers(decision, info, answer);
  answer["decision"] = {{"verdict", "group"},
                        {{verdicts.at(static_cast<std::size_t>(info.verdict)), out(info.group)}}};
  Rows& conflicts = answer["conflict"];
  conflicts.columns = {"id",    "kind",  "severity",    "group",    "opens",
                       "pairs", "since", "value_minor", "currency", "explanation"};
  Rows& related = answer["related"];
  related.columns = {"conflict", "type", "id", "market", "owner", "since", "evidence"};
  for (std::size_t i = 0; i < info.conflict_count; ++i) {
    opp_predicted_conflict conflict = OPP_PREDICTED_CONFLICT_INIT;
    check_status(opp_decision_conflict(decision, i, &conflict, &error), error);
    conflicts.cells.push_back({out(conflict.id), out(conflict.kind),
                               severities.at(static_cast<std::size_t>(conflict.severity)),
                               out(conflict.group), conflict.opens != 0 ? "true" : "false",
                               std::to_string(conflict.pairs), instant_text(conflict.since),
                               std::to_string(conflict.value_minor), out(conflict.currency),
                               out(conflict.explanation)});
    for (std::size_t j = 0; j < conflict.related_count; ++j) {
      opp_related member = OPP_RELATED_INIT;
      check_status(opp_decision_related(decision, i, j, &member, &error), error);
      related.cells.push_back({out(conflict.id), out(member.type), out(member.id),
                               out(member.market), out(member.owner), instant_text(member.since),
                               out(member.evidence)});
    }
  }
  CHECK(opp_decision_free(decision) == OPP_OK);
  return answer;
}

std::unique_ptr<Engine> make_c_interface(const std::string& reporting_currency,
                                         const std::string& policy, const std::string& clock) {
  return std::make_unique<CInterface>(reporting_currency, policy, clock);
}

}  // namespace
}  // namespace scenarios

TEST_CASE("scenarios through C") {
  const auto all = scenarios::read_all(OPP_SOURCE_DIR "/tests/scenarios");
  REQUIRE(all.size() >= 30);
  for (const scenarios::Scenario& scenario : all) {
    DYNAMIC_SECTION(scenario.file << ": " << scenario.name) {
      const std::string failure = scenarios::Runner(scenarios::make_c_interface).run(scenario);
      INFO(failure);
      CHECK(failure.empty());
    }
  }
}
