// A process definition built in C++, with the words of the JSON (docs/processes.md), and
// definitions as JSON. The rules for definitions are applied when one is put.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "opportune/model/definition.hpp"
#include "opportune/model/records/process.hpp"

namespace opportune {

/// One stage, as it is written. Members that keep their default are not written.
struct StageSpec {
  std::string id;
  std::string milestone;
  std::string name = {};                      ///< empty: the id
  std::optional<double> probability = {};     ///< from 0 to 1; nothing: 0
  std::optional<std::int64_t> max_days = {};  ///< nothing: no limit
  DaysUnit days = DaysUnit::calendar;         ///< that max_days counts
  std::vector<std::string> suppress = {};     ///< kinds of marketing; "*": all
  StageExit exit = {};
};

/// A definition, as it is written: stages and milestones by their names, nothing checked.
struct ProcessSpec {
  std::string id, name;
  bool global = false;
  std::vector<std::string> markets, maturity, structure, kinds;
  std::vector<StageSpec> stages;
  std::optional<std::vector<std::pair<std::string, std::string>>> transitions;  ///< from, to
};

/// The definition as a JSON object. Equal definitions give equal texts.
[[nodiscard]] std::string to_json(const ProcessSpec& spec);
/// A definition that was read, as it would be written.
[[nodiscard]] ProcessSpec spec_of(const ProcessDefinition& definition,
                                  const Milestones& milestones = {});
[[nodiscard]] std::string to_json(const ProcessDefinition& definition,
                                  const Milestones& milestones = {});

/// Builds a definition stage by stage:
///
///   ProcessBuilder("renewals", "Renewals")
///       .markets({"SE"})
///       .stage({.id = "quote", .milestone = "proposal", .exit = {.fields = {"amount"}}})
///       .stage({.id = "won", .milestone = "won"})
///       .record()
///
/// What is wrong with it is told where it is put: InputError, with the path of each fault.
class ProcessBuilder {
 public:
  using Names = std::initializer_list<std::string_view>;

  explicit ProcessBuilder(std::string id, std::string name = {}) {
    spec_.id = std::move(id);
    spec_.name = std::move(name);
  }
  /// For opportunities of global groups; else local.
  ProcessBuilder& global() { return spec_.global = true, *this; }
  /// It applies in these and in all below; so also the next three. Absent: any.
  ProcessBuilder& markets(Names names) { return add(spec_.markets, names); }
  ProcessBuilder& maturity(Names names) { return add(spec_.maturity, names); }
  ProcessBuilder& structure(Names names) { return add(spec_.structure, names); }
  ProcessBuilder& kinds(Names names) { return add(spec_.kinds, names); }
  /// One more stage, after the others.
  ProcessBuilder& stage(StageSpec stage) {
    spec_.stages.push_back(std::move(stage));
    return *this;
  }
  /// The moves from a stage to others. Once one is listed, only those that are listed are allowed.
  ProcessBuilder& move(std::string_view from, Names to) {
    if (!spec_.transitions) {
      spec_.transitions.emplace();
    }
    for (const std::string_view stage : to) {
      spec_.transitions->emplace_back(from, stage);
    }
    return *this;
  }

  [[nodiscard]] const ProcessSpec& spec() const noexcept { return spec_; }
  [[nodiscard]] std::string json() const { return to_json(spec_); }
  /// The row of the process table: workspace.apply({{builder.record(), at, by}}).
  [[nodiscard]] Process record() const {
    Process out;
    out.id = spec_.id;
    out.name = spec_.name;
    out.definition = json();
    return out;
  }

 private:
  ProcessBuilder& add(std::vector<std::string>& list, Names names) {
    list.insert(list.end(), names.begin(), names.end());
    return *this;
  }

  ProcessSpec spec_;
};

}  // namespace opportune
