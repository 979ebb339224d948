// Runs scenarios through an engine.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scenarios/engine.hpp"
#include "scenarios/live_answers.hpp"
#include "scenarios/match.hpp"
#include "scenarios/process_answers.hpp"
#include "scenarios/scenario.hpp"

namespace scenarios {

/// A row as the JSON record that check and apply take.
inline nlohmann::json record_of(const Rows& rows, std::size_t row) {
  nlohmann::json record = nlohmann::json::object();
  for (std::size_t i = 0; i < rows.columns.size(); ++i) {
    const std::string& column = rows.columns[i];
    const std::string& cell = rows.cells.at(row)[i];
    if (cell.empty()) {
      continue;
    }
    if (column == "products" || column == "markets" || column == "members") {
      record[column] = detail::split(cell, ';');
    } else {
      record[column] = cell;
    }
  }
  return record;
}

class Runner {
 public:
  explicit Runner(MakeEngine make) : make_(make) {}

  /// Empty where all is as expected, else what went wrong, with file and line.
  std::string run(const Scenario& scenario) {
    for (const Step& step : scenario.steps) {
      try {
        take(step);
      } catch (const Refusal& refusal) {
        return where(scenario, step) + "refused: " + refusal.message;
      } catch (const std::exception& error) {
        return where(scenario, step) + error.what();
      }
    }
    return refused_ ? "the last step was refused: " + refused_->message : "";
  }

 private:
  static std::string where(const Scenario& scenario, const Step& step) {
    return scenario.file + ":" + std::to_string(step.line) + ": " + scenario.name + "\n    ";
  }

  void take(const Step& step) {
    if (step.keyword == "reporting") {
      currency_ = step.words.at(1);
    } else if (step.keyword == "policy") {
      for (const std::string& word : step.words) {
        policy_ += word + " ";
      }
    } else if (step.keyword == "clock") {
      clock_ = step.words.at(0);
    } else if (step.keyword == "given") {
      given_[step.words.at(0)].append(step.rows);
    } else if (step.keyword == "when") {
      if (refused_) {
        throw Refusal{*refused_};
      }
      answer_.clear();
      when(step);
    } else {
      then(step);
    }
  }

  Engine& engine() {
    if (!engine_) {
      engine_ = make_(currency_, policy_, clock_);
    }
    if (!given_.empty()) {
      const std::map<std::string, Rows> tables = std::move(given_);
      given_.clear();
      engine_->load(tables);
    }
    return *engine_;
  }

  void when(const Step& step) {
    const std::string& what = step.words.at(0);
    const auto asked = options({step.words.begin() + 1, step.words.end()});
    const auto all = [&](const char* name) {
      const auto found = asked.find(name);
      return found == asked.end() ? std::vector<std::string>{} : found->second;
    };
    const auto one = [&](const char* name) {
      const std::vector<std::string> values = all(name);
      return values.empty() ? std::string() : values.front();
    };
    if (what != "loaded" && what != "saved" && what != "check" && what != "pipeline" &&
        what != "funnel" && what != "advance" && what != "convert" && what != "migrate" &&
        what != "what_if") {
      engine();  // a load that is refused is only expected where it can be told apart
    }
    try {
      if (what == "loaded") {
        engine();
      } else if (what == "saved") {
        answer_ = effects_tables(engine().apply(changes(step, one(""), one("at"))));
      } else if (what == "advance_clock") {
        answer_ = effects_tables(engine().advance_clock(one("to")));
      } else if (what == "what_if") {
        auto [effects, tables] = engine().what_if(changes(step, one(""), one("at")), one("as of"));
        answer_ = effects_tables(effects);
        answer_.merge(tables);
      } else if (what == "check") {
        const nlohmann::json draft = {{"table", one("")}, {"record", record_of(step.rows, 0)}};
        answer_ = engine().check(draft.dump(), one("as of"), one("language"));
      } else if (what == "advance") {
        answer_ = transition_tables(engine().advance(moves(step, one("at")).dump()));
      } else if (what == "convert") {
        answer_ = conversion_tables(engine().convert(moves(step, one("at"))[0].dump()));
      } else if (what == "migrate") {
        answer_ = migration_tables(engine().migrate(migration(step, one("at")).dump()));
      } else if (what == "reloaded") {
        reload();
      } else if (what == "checklist") {
        answer_ = checklist_tables(engine().checklist(one(""), one("as of")));
      } else if (what == "conflicts") {
        answer_ = engine().conflicts(all("of"), one("in"), one("as of"));
      } else if (what == "conflict_graph") {
        answer_ = engine().conflict_graph(one("of"), one("in"), one("limit"), one("as of"));
      } else if (what == "conflict_history" || what == "leakage") {
        Period period{one("from"), one("to"), one("as of"), all("of"), {}};
        for (auto [at, end] = asked.equal_range("where"); at != end; ++at) {
          period.groups = filter(at->second).second;
        }
        if (what == "leakage") {
          answer_[what] = engine().leakage(period);
        } else {
          answer_["conflict_span"] = engine().conflict_history(period);
        }
      } else if (what == "export") {
        answer_[one("")] = engine().export_table(one(""));
      } else if (what == "process_choice") {
        answer_[what] = engine().process_choice(one("of"), one("as of"));
      } else if (what == "activities") {
        answer_[what] = engine().activities(one(""), one("as of"));
      } else if (what == "audience") {
        const std::string reach = one("by");
        Audience question{one(""), one("of"), {}, "", one("as of"), step.rows};
        question.policy = reach.empty() ? "" : nlohmann::json{{"suppression", reach}}.dump();
        for (auto [at, end] = asked.equal_range("where"); at != end; ++at) {
          question.markets = filter(at->second).second;
        }
        answer_ = engine().audience(question);
      } else if (what == "groups") {
        answer_[what] = engine().groups(one("as of"));
      } else if (what == "deviations") {
        answer_["deviation"] = engine().deviations(one("of"), one("as of"));
      } else if (what == "process_edges") {
        answer_["process_edge"] = engine().process_edges(one("of"), one("version"), one("as of"));
      } else if (what == "pipeline" || what == "funnel" || what == "measure") {
        const std::string measure = what == "measure" ? one("") : what;
        Question question{measure,   all("by"), all("rollup"), one("as of"),      one("from"),
                          one("to"), {},        all("dates"),  one("close_from"), one("close_to")};
        for (auto [at, end] = asked.equal_range("where"); at != end; ++at) {
          question.where.push_back(filter(at->second));
        }
        answer_[measure] = engine().measure(question);
      } else {
        throw std::runtime_error("unknown question '" + what + "'");
      }
    } catch (const Refusal& refusal) {
      refused_ = std::make_unique<Refusal>(refusal);
    }
  }

  static std::pair<std::string, std::vector<std::string>> filter(std::vector<std::string> values) {
    const std::vector<std::string> sides = detail::split(values.at(0), '=');
    values[0] = sides.at(1);
    return {sides[0], values};
  }

  static std::string changes(const Step& step, const std::string& table, const std::string& at) {
    nlohmann::json out = nlohmann::json::array();
    for (std::size_t row = 0; row < step.rows.cells.size(); ++row) {
      out.push_back({{"table", table}, {"record", record_of(step.rows, row)}});
      if (!at.empty()) {
        out.back()["at"] = at;
      }
    }
    return out.dump();
  }

  /// A request for each row.
  static nlohmann::json moves(const Step& step, const std::string& at) {
    nlohmann::json out = nlohmann::json::array();
    for (std::size_t row = 0; row < step.rows.cells.size(); ++row) {
      nlohmann::json& move = out.emplace_back(record_of(step.rows, row));
      if (move.contains("force")) {
        move["force"] = move["force"] == "true";
      }
      if (!at.empty()) {
        move["at"] = at;
      }
    }
    return out;
  }

  /// The request of the first row: opportunities as a;b, stages as old=new;older=newer.
  static nlohmann::json migration(const Step& step, const std::string& at) {
    nlohmann::json out = moves(step, at)[0];
    if (out.contains("opportunities")) {
      out["opportunities"] = detail::split(out["opportunities"].get<std::string>(), ';');
    }
    if (out.contains("version")) {
      out["version"] = std::stoul(out["version"].get<std::string>());
    }
    if (out.contains("stages")) {
      nlohmann::json stages = nlohmann::json::object();
      for (const std::string& pair : detail::split(out["stages"].get<std::string>(), ';')) {
        const std::vector<std::string> sides = detail::split(pair, '=');
        stages[sides.at(0)] = sides.at(1);
      }
      out["stages"] = stages;
    }
    return out;
  }

  /// All tables that hold something, exported and loaded into a new engine.
  void reload() {
    std::map<std::string, Rows> tables;
    for (const std::string& name : detail::words(
             "market holiday product person account account_parent team_member process_version "
             "process fx_rates agreement delegation claim campaign goal requirement opportunity "
             "opportunity_product lead activity stage_change amount_change close_date_change "
             "owner_change lead_change activity_change fulfilment approval resolution")) {
      Rows rows = engine().export_table(name);
      if (!rows.cells.empty()) {
        tables[name] = std::move(rows);
      }
    }
    engine_ = make_(currency_, policy_, clock_);
    engine_->load(tables);
  }

  void then(const Step& step) {
    const std::string& what = step.words.at(0);
    if (what == "refused") {
      if (!refused_) {
        throw std::runtime_error("nothing was refused");
      }
      const std::unique_ptr<Refusal> refusal = std::move(refused_);
      compare(step.rows, refusal->issues, false);
      return;
    }
    if (refused_) {
      throw Refusal{*refused_};
    }
    if (what == "verdict") {
      compare({{"verdict"}, {{step.words.at(1)}}}, table("decision"), false);
    } else if (what == "no") {
      const Rows& rows = table(step.words.at(1));
      compare({rows.columns, {}}, rows, false);
    } else {
      compare(step.rows, table(what), step.words.size() > 1 && step.words[1] == "in");
    }
  }

  const Rows& table(const std::string& name) {
    const auto found = answer_.find(name);
    if (found == answer_.end()) {
      throw std::runtime_error("the answer has no table '" + name + "'");
    }
    return found->second;
  }

  static void compare(const Rows& expected, const Rows& actual, bool in_order) {
    const std::string differs = difference(expected, actual, in_order);
    if (!differs.empty()) {
      throw std::runtime_error(differs);
    }
  }

  MakeEngine make_;
  std::string currency_ = "EUR";
  std::string policy_;
  std::string clock_;
  std::unique_ptr<Engine> engine_;
  std::map<std::string, Rows> given_;
  Answer answer_;
  std::unique_ptr<Refusal> refused_;
};

/// All scenarios below a folder, by file name.
inline std::vector<Scenario> read_all(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".scenario") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<Scenario> out;
  for (const std::filesystem::path& file : files) {
    for (Scenario& scenario : read(file.string(), file.filename().string())) {
      out.push_back(std::move(scenario));
    }
  }
  return out;
}

}  // namespace scenarios
