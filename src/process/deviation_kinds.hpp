// The kinds of deviations: how a move that its process does not allow is named and told. A further
// kind is a further row of the list at the end.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "opportune/model/stages.hpp"

namespace opportune {

/// A move that is not allowed, between stages of one version. `from` none: the history's beginning,
/// in a stage that is not the version's first.
struct Strayed {
  const StageTable& stages;
  std::uint16_t from;
  std::uint16_t to;

  [[nodiscard]] std::string name(std::uint16_t stage) const {
    return "'" + stages[stage].name + "'";
  }
  /// Names of the stages for which wanted(stage) holds, of those in [first, last).
  template <class Wanted>
  [[nodiscard]] std::string names(int first, int last, Wanted&& wanted) const {
    std::string out;
    for (int number = first; number < last; ++number) {
      const auto stage = static_cast<std::uint16_t>(number);
      if (wanted(stage)) {
        out.append(out.empty() ? "" : ", ").append(name(stage));
      }
    }
    return out;
  }
  /// Where the process goes from the stage that was left.
  [[nodiscard]] std::string listed() const {
    const StageTable::Version version = stages.version_of(from);
    const std::string ways = names(version.first, version.first + version.count,
                                   [&](std::uint16_t stage) { return stages.allows(from, stage); });
    return "; from " + name(from) + " the process goes " +
           (ways.empty() ? "nowhere" : "to " + ways + " only");
  }
};

struct DeviationKind {
  std::string_view name;
  bool (*is)(const Strayed&);
  std::string (*sentence)(const Strayed&);
};

/// The first that a move is, is its kind; the last is all that remain.
inline constexpr DeviationKind deviation_kinds[] = {
    {"start", [](const Strayed& move) { return move.from == StageTable::none; },
     [](const Strayed& move) {
       return "began in " + move.name(move.to) + "; the process begins in " +
              move.name(move.stages.version_of(move.to).first);
     }},
    {"loop", [](const Strayed& move) { return move.from == move.to; },
     [](const Strayed& move) {
       return "came to " + move.name(move.to) + " where it stood already" + move.listed();
     }},
    {"after_close", [](const Strayed& move) { return move.stages.closed(move.from); },
     [](const Strayed& move) {
       return "left " + move.name(move.from) + ", a closed stage, for " + move.name(move.to) +
              move.listed();
     }},
    {"close", [](const Strayed& move) { return move.stages.closed(move.to); },
     [](const Strayed& move) {
       return "closed as " + move.name(move.to) + " out of " + move.name(move.from) + move.listed();
     }},
    {"skip", [](const Strayed& move) { return move.to > move.from; },
     [](const Strayed& move) {
       const std::string past = move.names(
           move.from + 1, move.to, [&](std::uint16_t stage) { return !move.stages.closed(stage); });
       return "went on from " + move.name(move.from) + " to " + move.name(move.to) +
              (past.empty() ? "" : ", past " + past) + move.listed();
     }},
    {"backward", [](const Strayed&) { return true; },
     [](const Strayed& move) {
       return "went back from " + move.name(move.from) + " to " + move.name(move.to) +
              move.listed();
     }},
};

[[nodiscard]] inline const DeviationKind& kind_of(const Strayed& move) {
  return *std::find_if(std::begin(deviation_kinds), std::end(deviation_kinds),
                       [&](const DeviationKind& kind) { return kind.is(move); });
}

}  // namespace opportune
