// What a record was at an instant: from its history where that holds the record, else from its
// dates and present values (docs/decisions/as-of.md).
#pragma once

#include <cstdint>

#include "opportune/model/book.hpp"

namespace opportune {

/// Where an opportunity stood before the first change of its history: where the change does not
/// say, at the first stage of the version of the process in which it led somewhere.
[[nodiscard]] inline std::uint16_t stood_before(const Book& book, std::uint32_t change) noexcept {
  const Store<StageChange>& changes = book.get<StageChange>();
  const std::uint16_t from = changes.get<"from">()[change];
  return from != StageTable::none ? from
                                  : book.stages().version_of(changes.get<"to">()[change]).first;
}

/// Opportunities and leads as they were at one instant. Cheap to make; keeps a pointer to the Book.
class AsOf {
  /// `to` of the latest change that has happened; `before_first(change)` where none has.
  template <class Changes, class BeforeFirst>
  [[nodiscard]] auto value_at(std::uint32_t latest, const History& history, const Changes& changes,
                              BeforeFirst&& before_first) const noexcept {
    std::uint32_t after = no_row;
    for (std::uint32_t change = latest; change != no_row; change = history.earlier(change)) {
      if (changes.template get<"at">()[change] <= at_) {
        return changes.template get<"to">()[change];
      }
      after = change;
    }
    return before_first(after);
  }
  /// The same; `from` of the first where none has.
  template <class Changes>
  [[nodiscard]] auto value_at(std::uint32_t latest, const History& history,
                              const Changes& changes) const noexcept {
    return value_at(latest, history, changes,
                    [&](std::uint32_t first) { return changes.template get<"from">()[first]; });
  }

 public:
  AsOf(const Book& book, Instant at)
      : book_(&book),
        at_(at),
        day_(day_of(at)),
        opportunities_(&book.get<Opportunity>()),
        stage_changes_(&book.get<StageChange>()),
        links_(&book.links()) {}

  [[nodiscard]] Instant instant() const noexcept { return at_; }
  [[nodiscard]] Date day() const noexcept { return day_; }
  [[nodiscard]] const Book& book() const noexcept { return *book_; }

  /// The stage, by its history. Without one, the present stage, or before the day on which it was
  /// closed the first of its process's version.
  [[nodiscard]] std::uint16_t stage(std::uint32_t opportunity) const noexcept {
    const std::uint32_t latest = links_->stage_changes.latest(opportunity);
    if (latest != no_row) {
      return value_at(latest, links_->stage_changes, *stage_changes_,
                      [&](std::uint32_t first) { return stood_before(*book_, first); });
    }
    const std::uint16_t present = opportunities_->get<"stage">()[opportunity];
    const bool stands =
        !book_->stages().closed(present) || opportunities_->get<"closed">()[opportunity] <= day_;
    return stands ? present : book_->stages().version_of(present).first;
  }
  [[nodiscard]] bool opened(std::uint32_t opportunity) const noexcept {
    return opportunities_->get<"opened">()[opportunity] <= day_;
  }
  /// Opened, and not closed. Fills the stage where it is open.
  [[nodiscard]] bool open(std::uint32_t opportunity, std::uint16_t* stage_then) const noexcept {
    if (!opened(opportunity)) {
      return false;
    }
    const std::uint32_t latest = links_->stage_changes.latest(opportunity);
    if (latest == no_row) {
      const Date closed = opportunities_->get<"closed">()[opportunity];
      if (closed.has_value() && closed <= day_) {
        return false;
      }
    }
    *stage_then = stage(opportunity);
    return !book_->stages().closed(*stage_then);
  }
  [[nodiscard]] std::int64_t amount(std::uint32_t opportunity) const noexcept {
    const std::uint32_t latest = links_->amount_changes.latest(opportunity);
    return latest == no_row ? opportunities_->get<"amount">()[opportunity]
                            : value_at(latest, links_->amount_changes, book_->get<AmountChange>());
  }
  [[nodiscard]] Date expected_close(std::uint32_t opportunity) const noexcept {
    const std::uint32_t latest = links_->close_date_changes.latest(opportunity);
    return latest == no_row
               ? opportunities_->get<"expected_close">()[opportunity]
               : value_at(latest, links_->close_date_changes, book_->get<CloseDateChange>());
  }
  [[nodiscard]] std::uint32_t owner(std::uint32_t opportunity) const noexcept {
    const std::uint32_t latest = links_->owner_changes.latest(opportunity);
    return latest == no_row ? opportunities_->get<"owner">()[opportunity]
                            : value_at(latest, links_->owner_changes, book_->get<OwnerChange>());
  }
  /// new, working, nurturing, qualified, disqualified: the number of the choice. Without a history,
  /// what is closed later is new until then, and what is closed and not said to be qualified is
  /// not.
  [[nodiscard]] std::uint8_t lead_status(std::uint32_t lead) const noexcept {
    constexpr std::uint8_t fresh = 0, qualified = 3, disqualified = 4;
    const std::uint32_t latest = links_->lead_changes.latest(lead);
    if (latest != no_row) {
      return value_at(latest, links_->lead_changes, book_->get<LeadChange>());
    }
    const std::uint8_t present = book_->get<Lead>().get<"status">()[lead];
    const Date closed = book_->get<Lead>().get<"closed">()[lead];
    if (!closed.has_value()) {
      return present;
    }
    const bool is_active = present < qualified;
    return closed > day_ ? (is_active ? present : fresh) : (is_active ? disqualified : present);
  }
  /// Created, and new, working or nurturing.
  [[nodiscard]] bool active_lead(std::uint32_t lead) const noexcept {
    constexpr std::uint8_t qualified = 3;
    return book_->get<Lead>().get<"created">()[lead] <= day_ && lead_status(lead) < qualified;
  }
  /// The day on which a lead was qualified, where it is at the instant: by its history, else the
  /// day on which it was closed.
  [[nodiscard]] Date qualified_on(std::uint32_t lead) const noexcept {
    constexpr std::uint8_t qualified = 3;
    if (!(book_->get<Lead>().get<"created">()[lead] <= day_) || lead_status(lead) != qualified) {
      return {};
    }
    const std::uint32_t change = at_or_before(links_->lead_changes.latest(lead),
                                              links_->lead_changes, book_->get<LeadChange>());
    return change == no_row ? book_->get<Lead>().get<"closed">()[lead]
                            : day_of(book_->get<LeadChange>().get<"at">()[change]);
  }
  /// planned, active, paused, done, cancelled: the number of the choice. Without a history what has
  /// begun by its dates is active until it ends.
  [[nodiscard]] std::uint8_t activity_status(std::uint32_t activity) const noexcept {
    constexpr std::uint8_t planned = 0, active = 1, done = 3, cancelled = 4;
    const Store<Activity>& activities = book_->get<Activity>();
    const std::uint32_t latest = links_->activity_changes.latest(activity);
    if (latest != no_row) {
      return value_at(latest, links_->activity_changes, book_->get<ActivityChange>());
    }
    const std::uint8_t present = activities.get<"status">()[activity];
    const Date start = activities.get<"start">()[activity];
    const Date end = activities.get<"end">()[activity];
    if (start.has_value() && start > day_ && present != cancelled) {
      return planned;
    }
    return present == done && end.has_value() && end > day_ ? active : present;
  }
  /// The instant since when an open opportunity has stood at or past a milestone without a break;
  /// its opening where the history does not say.
  [[nodiscard]] Instant at_or_past_since(std::uint32_t opportunity,
                                         std::uint8_t milestone) const noexcept {
    const Instant opened = start_of_day(opportunities_->get<"opened">()[opportunity]);
    const auto past = [&](std::uint16_t stage) {
      return !book_->stages().closed(stage) && book_->stages()[stage].milestone >= milestone;
    };
    std::uint32_t change = at_or_before(links_->stage_changes.latest(opportunity),
                                        links_->stage_changes, *stage_changes_);
    Instant since = opened;
    for (; change != no_row; change = links_->stage_changes.earlier(change)) {
      if (!past(stage_changes_->get<"to">()[change])) {
        break;
      }
      since = stage_changes_->get<"at">()[change];
      if (links_->stage_changes.earlier(change) == no_row && past(stood_before(*book_, change))) {
        since = opened;  // it stood there already before its first recorded change
      }
    }
    return since < opened ? opened : since;
  }
  /// The day on which an opportunity came to the closed stage in which it stands at the instant;
  /// empty: it stands in none.
  [[nodiscard]] Date closed_on(std::uint32_t opportunity) const noexcept {
    if (!opened(opportunity)) {
      return {};
    }
    const Date closed = opportunities_->get<"closed">()[opportunity];
    const std::uint32_t latest = links_->stage_changes.latest(opportunity);
    if (latest == no_row && !(closed.has_value() && closed <= day_)) {
      return {};
    }
    if (!book_->stages().closed(stage(opportunity))) {
      return {};
    }
    const std::uint32_t change = latest == no_row ? no_row : entry(opportunity);
    return change == no_row ? closed : day_of(stage_changes_->get<"at">()[change]);
  }
  /// The same where it is won at the instant.
  [[nodiscard]] Date won_on(std::uint32_t opportunity) const noexcept {
    const Date day = closed_on(opportunity);
    return day.has_value() && book_->stages()[stage(opportunity)].won() ? day : Date{};
  }
  /// The instant since when an opportunity has stood where this stage change led it; no_row: where
  /// it stood before its first change, which counts from the opening.
  [[nodiscard]] Instant since(std::uint32_t opportunity, std::uint32_t change) const noexcept {
    return change == no_row ? start_of_day(opportunities_->get<"opened">()[opportunity])
                            : stage_changes_->get<"at">()[change];
  }
  /// Is the change one to another version of the process, in which the stage is the same?
  [[nodiscard]] bool keeps_stage(std::uint32_t change) const noexcept {
    const StageTable& stages = book_->stages();
    const std::uint16_t from = stage_changes_->get<"from">()[change];
    const std::uint16_t to = stage_changes_->get<"to">()[change];
    return from != StageTable::none && from != to && stages[from].id == stages[to].id &&
           stages.version_of(from).process == stages.version_of(to).process;
  }
  /// The change by which an opportunity came to the stage that it stands in; no_row: it has stood
  /// there since its opening, as far as the history says.
  [[nodiscard]] std::uint32_t entry(std::uint32_t opportunity) const noexcept {
    const History& history = links_->stage_changes;
    std::uint32_t change = at_or_before(history.latest(opportunity), history, *stage_changes_);
    while (change != no_row && keeps_stage(change)) {
      change = history.earlier(change);
    }
    return change;
  }
  /// The latest change at or before the instant, from `change` on backwards; no_row: none.
  template <class Changes>
  [[nodiscard]] std::uint32_t at_or_before(std::uint32_t change, const History& history,
                                           const Changes& changes) const noexcept {
    while (change != no_row && changes.template get<"at">()[change] > at_) {
      change = history.earlier(change);
    }
    return change;
  }

 private:
  const Book* book_;
  Instant at_;
  Date day_;
  const Store<Opportunity>* opportunities_;
  const Store<StageChange>* stage_changes_;
  const Links* links_;
};

}  // namespace opportune
