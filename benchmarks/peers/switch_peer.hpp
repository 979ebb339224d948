// The process of the moves benchmark as a program of its own would have it: a switch over an enum,
// plain members for what the stages ask, a history in a vector. Deals are numbers, not ids; stages
// are not defined at run time; nothing can be asked as of a past day.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace peer {

enum class Stage : std::uint8_t { qualify, discover, propose, negotiate, won, lost };

inline Stage stage_of(std::string_view name) {
  constexpr std::string_view names[] = {"qualify",   "discover", "propose",
                                        "negotiate", "won",      "lost"};
  std::uint8_t place = 0;
  while (names[place] != name) {
    ++place;
  }
  return static_cast<Stage>(place);
}

struct Deal {
  std::int64_t amount = 0;
  std::int32_t demos = 0, managers = 0, mailings = 0;
  std::int32_t customer_since = 0;  ///< a day; 0: none
  bool approved = false, is_paused = false;
  Stage stage = Stage::qualify;
};

struct StageChange {
  std::uint32_t deal;
  std::uint32_t by;
  Stage from, to;
  std::int64_t at;
};

/// A letter for each move, as in deal.py.
enum class Answer : char { refused = '-', moved = 'm', paused = 'p', customer = 'c' };

class Deals {
 public:
  explicit Deals(std::vector<Deal> deals) : deals_(std::move(deals)) {}

  Answer advance(std::uint32_t number, Stage to, std::int64_t at_micros, std::uint32_t by) {
    constexpr std::int64_t day_micros = 86'400'000'000;
    Deal& deal = deals_[number];
    if (!allows(deal, to)) {
      return Answer::refused;
    }
    history_.push_back({number, by, deal.stage, to, at_micros});
    deal.stage = to;
    deal.is_paused = to == Stage::negotiate && deal.mailings > 0;
    if (to == Stage::won && deal.customer_since == 0) {
      deal.customer_since = static_cast<std::int32_t>(at_micros / day_micros);
      return Answer::customer;
    }
    return deal.is_paused ? Answer::paused : Answer::moved;
  }
  [[nodiscard]] std::size_t changes() const noexcept { return history_.size(); }

 private:
  static bool allows(const Deal& deal, Stage to) {
    const bool back = to < deal.stage;
    switch (deal.stage) {
      case Stage::qualify:
        return to == Stage::discover ? deal.amount > 0 : to == Stage::lost;
      case Stage::discover:
        return to == Stage::propose ? deal.demos >= 2 : back || to == Stage::lost;
      case Stage::propose:
        return to == Stage::negotiate ? deal.managers >= 1 : back || to == Stage::lost;
      case Stage::negotiate:
        return to == Stage::won ? deal.approved : back || to == Stage::lost;
      case Stage::won:
      case Stage::lost:
        break;
    }
    return false;
  }

  std::vector<Deal> deals_;
  std::vector<StageChange> history_;
};

}  // namespace peer
