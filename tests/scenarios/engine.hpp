// What a scenario needs of the library, whichever way it is called.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/scenario.hpp"

namespace scenarios {

/// Bad input: thrown by engines. issues: code, table, row, field, value, reason.
struct Refusal {
  std::string message;
  Rows issues;
};

inline Rows empty_issues() { return {{"code", "table", "row", "field", "value", "reason"}, {}}; }

struct Question {
  std::string measure;
  std::vector<std::string> by;
  std::vector<std::string> rollup;
  std::string as_of;
  std::string from;
  std::string to;
  std::vector<std::pair<std::string, std::vector<std::string>>> where;
  std::vector<std::string> dates;
  std::string close_from;
  std::string close_to;
};

/// A question on the days of a period; what is empty is left out.
struct Period {
  std::string from;
  std::string to;
  std::string as_of;
  std::vector<std::string> kinds;
  std::vector<std::string> groups;
};

struct Audience {
  std::string kind;
  std::string campaign;
  std::vector<std::string> markets;
  std::string policy;
  std::string as_of;
  Rows accounts;  ///< no columns: none are given
};

/// Answers are tables by name. Lists in them are written a;b;c, instants in ISO 8601.
using Answer = std::map<std::string, Rows>;

class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  virtual void load(const std::map<std::string, Rows>& tables) = 0;
  /// The effects as a JSON object (see live_answers.hpp).
  virtual std::string apply(const std::string& changes_json) = 0;
  virtual std::string advance_clock(const std::string& to) = 0;
  /// What the changes would bring, with the verdict, as a JSON object; pipeline, coverage and
  /// agreements.
  virtual std::pair<std::string, Answer> what_if(const std::string& changes_json,
                                                 const std::string& as_of) = 0;
  /// decision (verdict, group), conflict, related; and what decision_tables() adds. `language`
  /// empty: English.
  virtual Answer check(const std::string& draft_json, const std::string& as_of,
                       const std::string& language) = 0;
  /// The results as a JSON array (see process_answers.hpp).
  virtual std::string advance(const std::string& requests_json) = 0;
  /// The result as a JSON object.
  virtual std::string migrate(const std::string& request_json) = 0;
  /// The result as a JSON object.
  virtual std::string convert(const std::string& request_json) = 0;
  /// The checklist as a JSON object.
  virtual std::string checklist(const std::string& opportunity, const std::string& as_of) = 0;
  /// conflict, conflict_member, conflict_pair. `language` empty: the default.
  virtual Answer conflicts(const std::vector<std::string>& kinds, const std::string& language,
                           const std::string& as_of) = 0;
  /// graph_node, graph_edge. `language` and `node_limit` empty: the defaults.
  virtual Answer conflict_graph(const std::string& group, const std::string& language,
                                const std::string& node_limit, const std::string& as_of) = 0;
  virtual Rows conflict_history(const Period& period) = 0;
  virtual Rows leakage(const Period& period) = 0;
  virtual Rows measure(const Question& question) = 0;
  virtual Rows export_table(const std::string& table) = 0;
  virtual Rows process_choice(const std::string& opportunity, const std::string& as_of) = 0;
  virtual Rows activities(const std::string& account, const std::string& as_of) = 0;
  /// audience, audience_market, audience_opportunity, audience_cut.
  virtual Answer audience(const Audience& question) = 0;
  virtual Rows groups(const std::string& as_of) = 0;
  virtual Rows deviations(const std::string& process, const std::string& as_of) = 0;
  /// `version` empty: the latest.
  virtual Rows process_edges(const std::string& process, const std::string& version,
                             const std::string& as_of) = 0;
};

/// Makes an engine with an empty workspace. `policy`: JSON; empty: the defaults. `clock`: an
/// instant; empty: the machine's.
using MakeEngine = std::unique_ptr<Engine> (*)(const std::string& reporting_currency,
                                               const std::string& policy, const std::string& clock);

}  // namespace scenarios
