// How grave a conflict is.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace opportune {

enum class Severity : std::uint8_t { off, info, warning, critical };

[[nodiscard]] constexpr const char* to_string(Severity severity) noexcept {
  constexpr const char* names[] = {"off", "info", "warning", "critical"};
  return names[static_cast<unsigned>(severity)];
}

/// A severity that holds where all of its conditions do.
struct SeverityWhen {
  std::optional<bool> prospect;
  std::optional<std::uint8_t> milestone;    ///< the most advanced is at or past it
  std::optional<std::int64_t> value_minor;  ///< the value is at least this
  Severity severity = Severity::critical;
};

/// Severity of one kind: the first of `when` that holds, else that of a prospect's or a customer's
/// group.
struct KindPolicy {
  Severity prospect = Severity::critical;
  Severity customer = Severity::critical;
  std::vector<SeverityWhen> when = {};

  /// Is the kind not even looked for?
  [[nodiscard]] bool off(bool at_prospect) const noexcept {
    return (at_prospect ? prospect : customer) == Severity::off &&
           std::all_of(when.begin(), when.end(), [&](const SeverityWhen& entry) {
             return entry.severity == Severity::off || entry.prospect == !at_prospect;
           });
  }
  /// `milestone` and `value` are functions, asked where an entry names them; a conflict without
  /// open opportunities has no milestone.
  template <class Milestone, class Value>
  [[nodiscard]] Severity of(bool at_prospect, const Milestone& milestone,
                            const Value& value) const {
    for (const SeverityWhen& entry : when) {
      if (entry.prospect.value_or(at_prospect) == at_prospect &&
          (!entry.milestone || milestone() >= int{*entry.milestone}) &&
          (!entry.value_minor || value() >= *entry.value_minor)) {
        return entry.severity;
      }
    }
    return at_prospect ? prospect : customer;
  }
};

}  // namespace opportune
