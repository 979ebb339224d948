// What follows of a change of stage: the history, marketing that pauses or goes on.
#include <algorithm>

#include "opportune/model/rules.hpp"
#include "process/commands.hpp"

namespace opportune {
ActivityEffect activity_effect(const Book& book, std::uint32_t activity) {
  const Store<Activity>& store = book.get<Activity>();
  return {std::string(store.id(activity)),
          std::string(book.symbols()[store.get<"kind">()[activity]]),
          std::string(book.get<Account>().id(store.get<"account">()[activity]))};
}

void write_stage_change(Book& book, std::uint32_t row, std::uint16_t from, std::uint16_t to,
                        const Put& put, const std::string& reason) {
  detail::append_history<StageChange>(book, &Links::stage_changes, book.get<Opportunity>().rows(),
                                      row, put,
                                      [&](Store<StageChange>& store, std::uint32_t change) {
                                        store.get<"from">().set(change, from);
                                        store.get<"to">().set(change, to);
                                        if (!reason.empty()) {
                                          store.get<"reason">().set(change, reason);
                                        }
                                      });
  const auto change = static_cast<std::uint32_t>(book.get<StageChange>().rows() - 1);
  Rules<StageChange>::apply_to(book, book.edit<Opportunity>(), row, change);
  book.edit_revisions().touch(row);
}

void activity_effects(const AsOf& as_of, const Suppression& suppression, std::uint32_t account,
                      const StageDefinition& left, const StageDefinition& entered,
                      std::vector<ActivityEffect>& pause, std::vector<ActivityEffect>& resume) {
  suppression.each_activity(account, [&](std::uint32_t activity, std::uint8_t status) {
    constexpr std::uint8_t paused = 2;
    const Book& book = as_of.book();
    const Store<Activity>& store = book.get<Activity>();
    const std::string_view kind = book.symbols()[store.get<"kind">()[activity]];
    if (must_pause(entered, kind, status)) {
      pause.push_back(activity_effect(book, activity));
    } else if (status == paused && suppresses(left, kind) &&
               suppression.of(store.get<"account">()[activity], kind).empty()) {
      resume.push_back(activity_effect(book, activity));
    }
  });
}

void sort_effects(std::vector<ActivityEffect>& effects) {
  std::sort(effects.begin(), effects.end(), [](const ActivityEffect& a, const ActivityEffect& b) {
    return a.activity < b.activity;
  });
  effects.erase(std::unique(effects.begin(), effects.end(),
                            [](const ActivityEffect& a, const ActivityEffect& b) {
                              return a.activity == b.activity;
                            }),
                effects.end());
}

}  // namespace opportune
