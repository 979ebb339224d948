// The milestones by which an organisation measures all its processes.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace opportune {

/// How an opportunity ended that stands in a stage of a milestone.
enum class Outcome : std::uint8_t { open, won, lost, abandoned };
[[nodiscard]] constexpr std::string_view to_string(Outcome outcome) noexcept {
  constexpr std::array<std::string_view, 4> names{"open", "won", "lost", "abandoned"};
  return names[static_cast<std::size_t>(outcome)];
}

struct Milestone {
  std::string name;
  Outcome outcome = Outcome::open;
  std::int32_t probability_ppm = 0;  ///< of the stage that the built-in process has for it
  bool operator==(const Milestone&) const = default;
};

/// An ordered list: open ones, then the one that is won, then those that are lost or abandoned. A
/// milestone is known by its place in it. Made once, when a workspace is opened.
class Milestones {
 public:
  static constexpr std::size_t most = 16;
  static constexpr std::uint8_t none = 255;

  /// The usual ones.
  Milestones()
      : list_{{"qualified", Outcome::open, 100'000}, {"discovery", Outcome::open, 250'000},
              {"proposal", Outcome::open, 500'000},  {"negotiation", Outcome::open, 750'000},
              {"won", Outcome::won, 1'000'000},      {"lost", Outcome::lost, 0},
              {"abandoned", Outcome::abandoned, 0}} {
    count_open();
  }
  /// What is wrong with a list; empty: nothing.
  [[nodiscard]] static std::string fault(const std::vector<Milestone>& list);
  /// The list has no fault.
  explicit Milestones(std::vector<Milestone> list) : list_(std::move(list)) { count_open(); }

  [[nodiscard]] std::uint8_t size() const noexcept {
    return static_cast<std::uint8_t>(list_.size());
  }
  [[nodiscard]] const Milestone& operator[](std::size_t place) const noexcept {
    return list_[place];
  }
  [[nodiscard]] const std::string& name(std::size_t place) const noexcept {
    return list_[place].name;
  }
  /// That of won, the first that is closed.
  [[nodiscard]] std::uint8_t won() const noexcept { return won_; }
  [[nodiscard]] bool closed(std::uint8_t place) const noexcept { return place >= won_; }
  /// The place of a name; none.
  [[nodiscard]] std::uint8_t find(std::string_view name) const noexcept {
    const auto at = std::find_if(list_.begin(), list_.end(),
                                 [&](const Milestone& one) { return one.name == name; });
    return at == list_.end() ? none : static_cast<std::uint8_t>(at - list_.begin());
  }
  /// That of negotiation; where the organisation has none among the open ones, its last open one.
  [[nodiscard]] std::uint8_t negotiation() const noexcept {
    const std::uint8_t found = find("negotiation");
    return found < won_ ? found : static_cast<std::uint8_t>(won_ - 1);
  }
  /// Names of the first `count`: a, b, c.
  [[nodiscard]] std::string names(std::size_t count = most) const {
    std::string out;
    for (std::size_t i = 0; i < std::min(count, list_.size()); ++i) {
      out.append(i == 0 ? "" : ", ").append(list_[i].name);
    }
    return out;
  }
  bool operator==(const Milestones&) const = default;

 private:
  void count_open() {
    won_ = static_cast<std::uint8_t>(
        std::find_if(list_.begin(), list_.end(),
                     [](const Milestone& one) { return one.outcome != Outcome::open; }) -
        list_.begin());
  }

  std::vector<Milestone> list_;
  std::uint8_t won_ = 0;
};

inline std::string Milestones::fault(const std::vector<Milestone>& list) {
  std::size_t open = 0, won = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Milestone& one = list[i];
    open += one.outcome == Outcome::open ? 1U : 0U;
    won += one.outcome == Outcome::won ? 1U : 0U;
    if (one.name.empty()) {
      return "a milestone must have a name";
    }
    for (std::size_t k = 0; k < i; ++k) {
      if (list[k].name == one.name) {
        return "'" + one.name + "' stands twice";
      }
    }
    if (one.outcome == Outcome::open && open <= i) {
      return "'" + one.name + "' is open and stands after a closed one: the closed ones come last";
    }
    if (one.outcome == Outcome::won && open < i) {
      return "'" + one.name + "' must come first of the closed ones, and alone be won";
    }
  }
  if (list.size() > most) {
    return "there are more than " + std::to_string(most);
  }
  if (open == 0) {
    return "none is open";
  }
  return won == 0 ? "none is closed as won" : std::string();
}

}  // namespace opportune
