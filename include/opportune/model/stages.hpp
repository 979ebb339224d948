// Milestones, and the stages of all processes in one list, so that a stage is a small number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/core/text.hpp"

namespace opportune {

/// The organisation's milestones in order; those from first_closed on are closed.
struct Milestones {
  static constexpr std::string_view names[] = {"qualified", "discovery", "proposal", "negotiation",
                                               "won",       "lost",      "abandoned"};
  static constexpr std::uint8_t count = 7;
  static constexpr std::uint8_t won = 4;
  static constexpr std::uint8_t first_closed = won;
  static constexpr std::uint8_t none = 255;

  [[nodiscard]] static constexpr std::uint8_t find(std::string_view name) noexcept {
    for (std::uint8_t i = 0; i < count; ++i) {
      if (names[i] == name) {
        return i;
      }
    }
    return none;
  }
};

/// One stage of one process.
struct StageDefinition {
  std::string id;
  std::string name;
  std::uint8_t milestone = 0;
  std::int32_t probability_ppm = 0;  ///< parts per million
  std::int32_t max_days = -1;        ///< -1: no limit
};

/// Stages of all processes. Those of process row p are [first(p), first(p) + count(p)); no_row
/// stands for the built-in process `standard`, whose stages are the milestones.
class StageTable {
 public:
  static constexpr std::uint16_t none = 0xFFFF;
  static constexpr std::string_view standard = "standard";

  StageTable() {
    constexpr std::int32_t ppm[] = {100'000, 250'000, 500'000, 750'000, 1'000'000, 0, 0};
    for (std::uint8_t i = 0; i < Milestones::count; ++i) {
      const std::string name(Milestones::names[i]);
      stages_.push_back({name, name, i, ppm[i], -1});
    }
    standard_count_ = static_cast<std::uint16_t>(stages_.size());
  }
  /// False where there is no room for more stages (65,534 in all).
  [[nodiscard]] bool add(std::uint32_t process, const std::vector<StageDefinition>& stages) {
    if (stages_.size() + stages.size() >= none) {
      return false;
    }
    if (process >= spans_.size()) {
      spans_.resize(process + 1);
    }
    spans_[process] = {static_cast<std::uint16_t>(stages_.size()),
                       static_cast<std::uint16_t>(stages.size())};
    stages_.insert(stages_.end(), stages.begin(), stages.end());
    return true;
  }
  [[nodiscard]] std::uint16_t first(std::uint32_t process) const noexcept {
    return process == no_row ? std::uint16_t{0} : span(process).first;
  }
  [[nodiscard]] std::uint16_t count(std::uint32_t process) const noexcept {
    return process == no_row ? standard_count_ : span(process).count;
  }
  [[nodiscard]] const StageDefinition& operator[](std::uint16_t stage) const noexcept {
    return stages_[stage];
  }
  [[nodiscard]] std::uint16_t find(std::uint32_t process, std::string_view id) const noexcept {
    const std::uint16_t begin = first(process);
    for (std::uint16_t i = 0; i < count(process); ++i) {
      if (stages_[begin + i].id == id) {
        return static_cast<std::uint16_t>(begin + i);
      }
    }
    return none;
  }
  [[nodiscard]] bool closed(std::uint16_t stage) const noexcept {
    return stages_[stage].milestone >= Milestones::first_closed;
  }
  [[nodiscard]] std::size_t size() const noexcept { return stages_.size(); }

 private:
  struct Span {
    std::uint16_t first = 0;
    std::uint16_t count = 0;
  };
  [[nodiscard]] Span span(std::uint32_t process) const noexcept {
    return process < spans_.size() ? spans_[process] : Span{};
  }
  std::vector<StageDefinition> stages_;
  std::vector<Span> spans_;
  std::uint16_t standard_count_ = 0;
};

}  // namespace opportune
