// The checks of data_quality. A further check is a further row of the list at the end.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "opportune/measure/dimension.hpp"
#include "opportune/process/applies.hpp"
#include "opportune/process/business_days.hpp"
#include "opportune/process/market_rules.hpp"

namespace opportune {

enum class QualityPart : std::uint8_t { completeness, validity, timeliness, consistency };
inline constexpr std::array<std::string_view, 4> quality_parts{"completeness", "validity",
                                                               "timeliness", "consistency"};

/// An opportunity that is checked.
struct Checked {
  const MeasureContext& context;
  StageDays& days;
  std::uint32_t row;
  std::uint16_t stage;  ///< at the instant
  bool open;            ///< or closed in the year before
  bool global;          ///< its group is

  [[nodiscard]] const Book& book() const { return context.book(); }
  [[nodiscard]] const Store<Opportunity>& store() const { return book().get<Opportunity>(); }
  [[nodiscard]] const StageDefinition& stands() const { return book().stages()[stage]; }
  [[nodiscard]] Date entered() const {
    return day_of(context.as_of.since(row, context.as_of.entry(row)));
  }
  [[nodiscard]] std::int64_t days_in_stage() const {
    return days(stands(), store().get<"market">()[row], entered(), context.day());
  }
  [[nodiscard]] bool has_stage_history() const { return first_change() != no_row; }
  /// Its latest stage change by the instant.
  [[nodiscard]] std::uint32_t first_change() const {
    return context.as_of.at_or_before(book().links().stage_changes.latest(row),
                                      book().links().stage_changes, book().get<StageChange>());
  }
  /// Calls visit(change, the one before it or no_row), latest first, until it returns false.
  template <class Visit>
  void each_change(Visit&& visit) const {
    const History& history = book().links().stage_changes;
    for (std::uint32_t change = first_change(); change != no_row;) {
      const std::uint32_t earlier = history.earlier(change);
      if (!visit(change, earlier)) {
        return;
      }
      change = earlier;
    }
  }
  /// The day of the latest change of anything that has a history; else of the opening.
  [[nodiscard]] Date touched() const;
};

struct QualityCheck {
  std::string_view name;
  QualityPart part;
  bool (*applies)(const Checked&);
  bool (*passes)(const Checked&);
  /// What is wrong where it does not pass.
  std::string (*detail)(const Checked&);
};

inline constexpr std::size_t quality_check_count = 14;
[[nodiscard]] const std::array<QualityCheck, quality_check_count>& quality_checks();

}  // namespace opportune
