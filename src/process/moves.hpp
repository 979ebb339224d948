// The moves of one opportunity up to an instant, in the order in which they were made.
#pragma once

#include <vector>

#include "opportune/model/as_of.hpp"

namespace opportune {

/// One row of stage_change, read with those around it.
struct Moved {
  std::uint32_t change = no_row;
  std::uint16_t from = StageTable::none;  ///< as recorded; else where the move before it led
  std::uint16_t to = StageTable::none;
  Instant since;  ///< when it came to `from`: the move before it, else the opening
};

/// Calls f(change) for each stage change of an opportunity up to the instant, latest first.
template <class Function>
void each_change_back(const AsOf& as_of, std::uint32_t opportunity, Function&& f) {
  const History& history = as_of.book().links().stage_changes;
  for (std::uint32_t change = as_of.at_or_before(history.latest(opportunity), history,
                                                 as_of.book().get<StageChange>());
       change != no_row; change = history.earlier(change)) {
    f(change);
  }
}
/// All of them.
inline void read_path(const AsOf& as_of, std::uint32_t opportunity,
                      std::vector<std::uint32_t>& path) {
  path.clear();
  each_change_back(as_of, opportunity, [&](std::uint32_t change) { path.push_back(change); });
}
/// The first change of a record's history; no_row: it has none.
[[nodiscard]] inline std::uint32_t first_change(const History& history,
                                                std::uint32_t record) noexcept {
  std::uint32_t first = history.latest(record);
  while (first != no_row && history.earlier(first) != no_row) {
    first = history.earlier(first);
  }
  return first;
}

class MovesOf {
 public:
  explicit MovesOf(const AsOf& as_of)
      : as_of_(as_of),
        history_(as_of.book().links().stage_changes),
        changes_(as_of.book().get<StageChange>()) {}

  /// Calls on_move(Moved) for each move. That the stage is the same in another version is none.
  template <class OnMove>
  void each(std::uint32_t opportunity, OnMove&& on_move) {
    read_path(as_of_, opportunity, path_);
    std::uint32_t before = no_row;
    std::uint16_t stands = StageTable::none;
    for (auto change = path_.rbegin(); change != path_.rend(); ++change) {
      const std::uint16_t from = changes_.get<"from">()[*change];
      const std::uint16_t to = changes_.get<"to">()[*change];
      if (!of_one_version(from, to) && as_of_.keeps_stage(*change)) {
        stands = to;
        continue;
      }
      on_move(Moved{*change, from == StageTable::none ? stands : from, to,
                    as_of_.since(opportunity, before)});
      before = *change;
      stands = to;
    }
  }
  /// The stage before the first move of the history, at whatever instant that is; none where there
  /// is no history, or it does not say.
  [[nodiscard]] std::uint16_t beginning(std::uint32_t opportunity) const noexcept {
    const std::uint32_t first = first_change(history_, opportunity);
    return first == no_row ? StageTable::none : changes_.get<"from">()[first];
  }
  /// Has it a history by the instant? One that does not say where it begins, begins by its first
  /// move.
  [[nodiscard]] bool has_begun(std::uint32_t opportunity) const noexcept {
    return beginning(opportunity) != StageTable::none ||
           as_of_.at_or_before(history_.latest(opportunity), history_, changes_) != no_row;
  }

 private:
  /// Then the stages are two: most moves need no comparison of names.
  [[nodiscard]] bool of_one_version(std::uint16_t from, std::uint16_t to) const noexcept {
    const StageTable& stages = as_of_.book().stages();
    return from != StageTable::none && from != to &&
           stages.version_of(from).first == stages.version_of(to).first;
  }

  const AsOf& as_of_;
  const History& history_;
  const Store<StageChange>& changes_;
  std::vector<std::uint32_t> path_;  // latest first
};

}  // namespace opportune
