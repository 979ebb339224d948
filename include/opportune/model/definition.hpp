// A process definition as it is written: stages, what must happen in each, where it applies.
// Rules for it are in process/validate.hpp; JSON in docs/processes.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/model/milestones.hpp"

namespace opportune {

/// So many of something.
struct Demand {
  std::string name;
  std::uint32_t minimum = 1;
  bool operator==(const Demand&) const = default;
};

/// What must hold before a stage is left forward.
struct StageExit {
  std::vector<Demand> activities;      ///< kinds, and how many must be done
  std::vector<std::string> fields;     ///< of the opportunity, that must be set
  std::vector<Demand> roles;           ///< on the account team, and how many persons
  std::vector<std::string> approvals;  ///< roles that must have approved
  /// The legal requirements of the jurisdiction up to the target's milestone are fulfilled.
  bool requirements = false;

  [[nodiscard]] bool asks() const noexcept {
    return !activities.empty() || !fields.empty() || !roles.empty() || !approvals.empty() ||
           requirements;
  }
  bool operator==(const StageExit&) const = default;
};

/// How the days in a stage are counted.
enum class DaysUnit : std::uint8_t {
  calendar,
  business,  ///< those that are worked in the opportunity's market
};
[[nodiscard]] constexpr std::string_view to_string(DaysUnit unit) {
  return unit == DaysUnit::business ? "business" : "calendar";
}

/// One stage of one process.
struct StageDefinition {
  std::string id;
  std::string name;
  std::uint8_t milestone = 0;              ///< its place in the organisation's list
  std::int32_t probability_ppm = 0;        ///< parts per million
  std::int32_t max_days = -1;              ///< in the stage; -1: no limit
  DaysUnit days = DaysUnit::calendar;      ///< that max_days counts
  std::vector<std::string> suppress = {};  ///< kinds of marketing activities that pause; "*": all
  StageExit exit = {};
  Outcome outcome = Outcome::open;  ///< the milestone's

  [[nodiscard]] bool closed() const noexcept { return outcome != Outcome::open; }
  [[nodiscard]] bool won() const noexcept { return outcome == Outcome::won; }
  bool operator==(const StageDefinition&) const = default;
};

/// A move from one stage to another, by their places in the list of stages.
struct Transition {
  std::uint16_t from = 0;
  std::uint16_t to = 0;
  bool operator==(const Transition&) const = default;
};

struct ProcessDefinition {
  bool global = false;  ///< scope: global or local
  /// Where it applies; empty: anywhere.
  std::vector<std::string> markets, maturity, structure, kinds;
  std::vector<StageDefinition> stages;
  /// Nothing: one step forward, any step back, and any open stage to lost or abandoned.
  std::optional<std::vector<Transition>> transitions;

  /// Is the move from an open stage towards the end: to an open one that is listed later, or to a
  /// won one wherever it is listed? Only then the stage's exit is asked. A reopening is none.
  [[nodiscard]] bool forward(Transition move) const noexcept {
    const StageDefinition& to = stages[move.to];
    return !stages[move.from].closed() && (to.won() || (move.to > move.from && !to.closed()));
  }
  /// All moves that are allowed. To ask for single ones: Moves.
  [[nodiscard]] std::vector<Transition> moves() const {
    return transitions ? *transitions : usual_moves();
  }
  bool operator==(const ProcessDefinition&) const = default;

 private:
  [[nodiscard]] std::vector<Transition> usual_moves() const {
    std::vector<Transition> out;
    const auto count = static_cast<std::uint16_t>(stages.size());
    for (std::uint16_t from = 0; from < count; ++from) {
      for (std::uint16_t to = 0; to < count && !stages[from].closed(); ++to) {
        const bool given_up = stages[to].closed() && !stages[to].won();
        const bool back = to < from && !stages[to].closed();
        if (to != from && (to == from + 1 || back || given_up)) {
          out.push_back({from, to});
        }
      }
    }
    return out;
  }
};

/// Which moves a definition allows, looked up at once: a bit for each pair of its stages.
class Moves {
 public:
  explicit Moves(const ProcessDefinition& definition)
      : count_(definition.stages.size()), allowed_(count_ * count_) {
    for (const Transition& move : definition.moves()) {
      allowed_[move.from * count_ + move.to] = true;
    }
  }
  [[nodiscard]] bool allows(Transition move) const {
    return allowed_[move.from * count_ + move.to];
  }

 private:
  std::size_t count_;
  std::vector<bool> allowed_;
};

/// Something wrong in a definition.
struct DefinitionFault {
  std::string path;  ///< within the document, such as stages[2].milestone; or empty
  std::string reason;
};

}  // namespace opportune
