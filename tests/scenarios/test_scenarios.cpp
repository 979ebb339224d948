// The scenarios through the C++ facade.
#include "opportune/workspace.hpp"
#include "scenarios/runner.hpp"
#include "support/catch.hpp"

namespace scenarios {
namespace {

std::string text_of(const opportune::TableColumn& column, std::size_t row) {
  if (column.is_null(row)) {
    return {};
  }
  switch (column.type()) {
    case opportune::ColumnType::text:
      return std::string(column.text(row));
    case opportune::ColumnType::integer:
      return std::to_string(column.integer(row));
    case opportune::ColumnType::real:
      return nlohmann::json(column.real(row)).dump();
    case opportune::ColumnType::boolean:
      return column.boolean(row) ? "true" : "false";
    case opportune::ColumnType::date:
      return to_string(column.date(row));
    case opportune::ColumnType::instant:
      return to_string(column.instant(row));
    case opportune::ColumnType::text_list:
      break;
  }
  std::string out;
  for (const std::string& item : column.list(row)) {
    out += (out.empty() ? "" : ";") + item;
  }
  return out;
}

Rows rows_of(const opportune::Table& table) {
  Rows out;
  for (const opportune::TableColumn& column : table.columns()) {
    out.columns.push_back(column.name());
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::vector<std::string>& cells = out.cells.emplace_back();
    for (const opportune::TableColumn& column : table.columns()) {
      cells.push_back(text_of(column, row));
    }
  }
  return out;
}

opportune::InputTable input_of(const std::string& name, const Rows& rows) {
  const auto table = std::make_shared<opportune::Table>(name);
  for (std::size_t i = 0; i < rows.columns.size(); ++i) {
    opportune::TableColumn& column = table->column(rows.columns[i], opportune::ColumnType::text);
    for (const std::vector<std::string>& row : rows.cells) {
      column.add_text_or_null(row[i]);
    }
  }
  return opportune::as_input(table);
}

opportune::Instant instant_of(const std::string& text) {
  if (const auto date = opportune::parse_date(text)) {
    return end_of_day(*date);
  }
  return opportune::parse_instant(text).value_or(opportune::Instant{});
}

opportune::Date date_of(const std::string& text) {
  return opportune::parse_date(text).value_or(opportune::Date{});
}

/// Runs a call of the library; its errors become refusals.
template <class Call>
auto refusing(Call&& call) {
  Rows issues = empty_issues();
  try {
    return call();
  } catch (const opportune::InputError& error) {
    for (const opportune::Issue& issue : error.issues()) {
      issues.cells.push_back({issue.code, issue.table, std::to_string(issue.row), issue.field,
                              issue.value, issue.reason});
    }
    throw Refusal{error.what(), issues};
  } catch (const opportune::Error& error) {
    issues.cells.push_back({error.code(), "", "-1", "", "", error.what()});
    throw Refusal{error.what(), issues};
  }
}

class Facade : public Engine {
 public:
  explicit Facade(const opportune::Config& config) : workspace_(config) {}

  void load(const std::map<std::string, Rows>& tables) override {
    std::vector<opportune::InputTable> inputs;
    for (const auto& [name, rows] : tables) {
      inputs.push_back(input_of(name, rows));
    }
    refusing([&] { return workspace_.load(inputs); });
  }
  std::string apply(const std::string& changes) override {
    return refusing([&] { return to_json(workspace_.apply_json(changes)); });
  }
  std::string advance_clock(const std::string& to) override {
    return refusing([&] { return to_json(workspace_.advance_clock(instant_of(to))); });
  }
  std::pair<std::string, Answer> what_if(const std::string& changes,
                                         const std::string& as_of) override {
    const opportune::WhatIf found =
        refusing([&] { return workspace_.what_if_json(changes, instant_of(as_of)); });
    return {to_json(found),
            {{"pipeline", rows_of(*found.pipeline)},
             {"coverage", rows_of(*found.coverage)},
             {"agreements", rows_of(*found.agreements)}}};
  }
  Answer check(const std::string& draft, const std::string& as_of,
               const std::string& language) override {
    const opportune::Decision decision =
        refusing([&] { return workspace_.check_json(draft, instant_of(as_of), language); });
    Answer out = decision_tables(to_json(decision));
    out["decision"] = {{"verdict", "group"}, {{to_string(decision.verdict), decision.group}}};
    Rows& conflicts = out["conflict"];
    conflicts.columns = {"id",    "kind",  "severity",    "group",    "opens",
                         "pairs", "since", "value_minor", "currency", "explanation"};
    Rows& related = out["related"];
    related.columns = {"conflict", "type", "id", "market", "owner", "since", "evidence"};
    for (const opportune::PredictedConflict& conflict : decision.conflicts) {
      conflicts.cells.push_back({conflict.id, conflict.kind, to_string(conflict.severity),
                                 conflict.group, conflict.opens ? "true" : "false",
                                 std::to_string(conflict.pairs), to_string(conflict.since),
                                 std::to_string(conflict.value_minor), conflict.currency,
                                 conflict.explanation});
      for (const opportune::PredictedConflict::Member& member : conflict.related) {
        related.cells.push_back({conflict.id, member.type, member.id, member.market, member.owner,
                                 to_string(member.since), member.evidence});
      }
    }
    return out;
  }
  std::string advance(const std::string& requests) override {
    return refusing([&] { return to_json(workspace_.advance_json(requests)); });
  }
  std::string migrate(const std::string& request) override {
    return refusing([&] { return to_json(workspace_.migrate_json(request)); });
  }
  std::string convert(const std::string& request) override {
    return refusing([&] { return to_json(workspace_.convert_json(request)); });
  }
  std::string checklist(const std::string& opportunity, const std::string& as_of) override {
    return refusing([&] { return to_json(workspace_.checklist(opportunity, instant_of(as_of))); });
  }
  Answer conflicts(const std::vector<std::string>& kinds, const std::string& language,
                   const std::string& as_of) override {
    opportune::ConflictQuery query;
    query.as_of = instant_of(as_of);
    query.kinds = kinds;
    query.language = language;
    query.with_pairs = true;
    const opportune::ConflictTables tables = refusing([&] { return workspace_.conflicts(query); });
    return {{"conflict", rows_of(*tables.conflicts)},
            {"conflict_member", rows_of(*tables.members)},
            {"conflict_pair", rows_of(*tables.pairs)}};
  }
  Answer conflict_graph(const std::string& group, const std::string& language,
                        const std::string& node_limit, const std::string& as_of) override {
    opportune::ConflictGraphQuery query;
    query.group = group;
    query.language = language;
    query.as_of = instant_of(as_of);
    if (!node_limit.empty()) {
      query.node_limit = std::stoul(node_limit);
    }
    const opportune::ConflictGraph graph =
        refusing([&] { return workspace_.conflict_graph(query); });
    return {{"graph_node", rows_of(*graph.nodes)}, {"graph_edge", rows_of(*graph.edges)}};
  }
  Rows conflict_history(const Period& period) override {
    opportune::ConflictHistoryQuery query;
    query.from = date_of(period.from);
    query.to = date_of(period.to);
    query.kinds = period.kinds;
    query.groups = period.groups;
    return refusing([&] { return rows_of(*workspace_.conflict_history(query)); });
  }
  Rows leakage(const Period& period) override {
    opportune::LeakageQuery query;
    query.from = date_of(period.from);
    query.to = date_of(period.to);
    query.as_of = instant_of(period.as_of);
    query.groups = period.groups;
    return refusing([&] { return rows_of(*workspace_.leakage(query)); });
  }
  Rows measure(const Question& question) override {
    opportune::MeasureQuery query;
    query.measure = question.measure;
    query.by = question.by;
    query.rollup = question.rollup;
    query.as_of = instant_of(question.as_of);
    query.from = date_of(question.from);
    query.to = date_of(question.to);
    query.close_from = date_of(question.close_from);
    query.close_to = date_of(question.close_to);
    for (const std::string& date : question.dates) {
      query.dates.push_back(date_of(date));
    }
    for (const auto& [dimension, values] : question.where) {
      query.where.push_back({dimension, values});
    }
    return refusing([&] { return rows_of(*workspace_.query(query)); });
  }
  Rows export_table(const std::string& table) override {
    return refusing([&] { return rows_of(*workspace_.export_table(table)); });
  }
  Rows process_choice(const std::string& opportunity, const std::string& as_of) override {
    return refusing(
        [&] { return rows_of(*workspace_.process_choice(opportunity, instant_of(as_of))); });
  }
  Rows activities(const std::string& account, const std::string& as_of) override {
    return refusing([&] { return rows_of(*workspace_.activities(account, instant_of(as_of))); });
  }
  Answer audience(const Audience& question) override {
    opportune::AudienceQuery query{question.kind,   question.campaign,          question.markets,
                                   question.policy, instant_of(question.as_of), true};
    const opportune::AudienceTables tables = refusing([&] {
      return question.accounts.columns.empty()
                 ? workspace_.audience(query)
                 : workspace_.audience(query, input_of("audience", question.accounts));
    });
    return {{"audience", rows_of(*tables.accounts)},
            {"audience_market", rows_of(*tables.markets)},
            {"audience_opportunity", rows_of(*tables.opportunities)},
            {"audience_cut", rows_of(*tables.cuts)}};
  }
  Rows groups(const std::string& as_of) override {
    return refusing([&] { return rows_of(*workspace_.groups(instant_of(as_of))); });
  }
  Rows deviations(const std::string& process, const std::string& as_of) override {
    return refusing([&] { return rows_of(*workspace_.deviations({process, instant_of(as_of)})); });
  }
  Rows process_edges(const std::string& process, const std::string& version,
                     const std::string& as_of) override {
    const auto number = static_cast<std::uint32_t>(std::stoul(version.empty() ? "0" : version));
    return refusing(
        [&] { return rows_of(*workspace_.process_edges(process, number, instant_of(as_of))); });
  }

 private:
  opportune::Workspace workspace_;
};

std::unique_ptr<Engine> make_facade(const std::string& reporting_currency,
                                    const std::string& policy, const std::string& clock) {
  opportune::Config config;
  config.clock = opportune::parse_instant(clock).value_or(
      start_of_day(opportune::parse_date(clock).value_or(opportune::Date{})));
  config.reporting_currency = reporting_currency;
  config.policy = policy;
  return refusing([&] { return std::make_unique<Facade>(config); });
}

}  // namespace
}  // namespace scenarios

TEST_CASE("scenarios through C++") {
  const auto all = scenarios::read_all(OPP_SOURCE_DIR "/tests/scenarios");
  REQUIRE(all.size() >= 30);
  for (const scenarios::Scenario& scenario : all) {
    DYNAMIC_SECTION(scenario.file << ": " << scenario.name) {
      const std::string failure = scenarios::Runner(scenarios::make_facade).run(scenario);
      INFO(failure);
      CHECK(failure.empty());
    }
  }
}
