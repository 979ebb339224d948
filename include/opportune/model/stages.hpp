// The stages of all processes in one list, so that a stage is a small number; and the definitions
// that they belong to, every version of each.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "opportune/core/text.hpp"
#include "opportune/model/definition.hpp"

namespace opportune {

/// Stages of all processes. A process that is defined anew gets new stages beside the old: a stage
/// says which version it belongs to, so an opportunity keeps the version that it stands in. no_row
/// stands for the built-in process `standard`, whose stages are the milestones.
class StageTable {
 public:
  static constexpr std::uint16_t none = 0xFFFF;
  static constexpr std::string_view standard = "standard";

  explicit StageTable(Milestones milestones = {})
      : milestones_(std::make_shared<const Milestones>(std::move(milestones))) {
    ProcessDefinition usual;
    for (std::uint8_t i = 0; i < milestones_->size(); ++i) {
      const Milestone& milestone = (*milestones_)[i];
      StageDefinition& stage = usual.stages.emplace_back();
      stage.id = stage.name = milestone.name;
      stage.milestone = i;
      stage.probability_ppm = milestone.probability_ppm;
      stage.outcome = milestone.outcome;
    }
    static_cast<void>(add(no_row, std::move(usual)));
  }
  [[nodiscard]] const Milestones& milestones() const noexcept { return *milestones_; }
  /// The name of a stage's milestone.
  [[nodiscard]] const std::string& milestone_of(std::uint16_t stage) const noexcept {
    return milestones_->name(stages_[stage].milestone);
  }
  /// Adds a version; its stages are what the process's new opportunities stand in. False where
  /// there is no room for more stages (65,534 in all). The latest version, given again, is no new
  /// one.
  [[nodiscard]] bool add(std::uint32_t process, ProcessDefinition definition) {
    const ProcessDefinition* stands = process == no_row ? nullptr : this->definition(process);
    if (stands != nullptr && *stands == definition) {
      return true;
    }
    const std::size_t count = definition.stages.size();
    if (stages_.size() + count >= none) {
      return false;
    }
    const auto number = static_cast<std::uint16_t>(versions_.size());
    std::uint32_t earlier = 0;
    if (process != no_row) {
      if (process >= latest_.size()) {
        latest_.resize(process + 1, none);
      }
      earlier = latest_[process] == none ? 0 : versions_[latest_[process]].number;
      latest_[process] = number;
    }
    versions_.push_back({process, earlier + 1, static_cast<std::uint16_t>(stages_.size()),
                         static_cast<std::uint16_t>(count)});
    for (const StageDefinition& stage : definition.stages) {
      stages_.push_back(stage);
      version_of_.push_back(number);
    }
    moves_.push_back(std::make_shared<const Moves>(definition));
    definitions_.push_back(std::make_shared<const ProcessDefinition>(std::move(definition)));
    return true;
  }

  /// One version of a process: its stages are [first, first + count).
  struct Version {
    std::uint32_t process = no_row;
    std::uint32_t number = 1;  ///< counted from 1
    std::uint16_t first = 0;
    std::uint16_t count = 0;
  };
  /// The latest version of a process; one without stages where it has none.
  [[nodiscard]] Version latest(std::uint32_t process) const noexcept {
    if (process == no_row) {
      return versions_.front();
    }
    return process < latest_.size() && latest_[process] != none ? versions_[latest_[process]]
                                                                : Version{process, 0, 0, 0};
  }
  /// A version by its number; nothing where the process has none of that number.
  [[nodiscard]] std::optional<Version> version(std::uint32_t process,
                                               std::uint32_t number) const noexcept {
    for (const Version& version : versions_) {
      if (version.process == process && version.number == number) {
        return version;
      }
    }
    return std::nullopt;
  }
  /// Every version of every process, in the order in which they were added.
  [[nodiscard]] const std::vector<Version>& versions() const noexcept { return versions_; }
  [[nodiscard]] Version version_of(std::uint16_t stage) const noexcept {
    return versions_[version_of_[stage]];
  }
  /// The version of a process that is run by what stands in a stage: the stage's, where it is one
  /// of the process; else (and where it stands in none) the latest.
  [[nodiscard]] Version kept(std::uint32_t process, std::uint16_t stage) const noexcept {
    const bool keeps = stage != none && version_of(stage).process == process;
    return keeps ? version_of(stage) : latest(process);
  }
  [[nodiscard]] const ProcessDefinition& definition_of(std::uint16_t stage) const noexcept {
    return *definitions_[version_of_[stage]];
  }
  /// The latest definition of a process; null where it has none.
  [[nodiscard]] const ProcessDefinition* definition(std::uint32_t process) const noexcept {
    return process == no_row ? definitions_.front().get()
           : process < latest_.size() && latest_[process] != none
               ? definitions_[latest_[process]].get()
               : nullptr;
  }

  /// Does the version of both stages allow the move? False where they are of two versions.
  [[nodiscard]] bool allows(std::uint16_t from, std::uint16_t to) const noexcept {
    const std::uint16_t number = version_of_[from];
    const std::uint16_t first = versions_[number].first;
    return version_of_[to] == number &&
           moves_[number]->allows(
               {static_cast<std::uint16_t>(from - first), static_cast<std::uint16_t>(to - first)});
  }

  [[nodiscard]] std::uint16_t first(std::uint32_t process) const noexcept {
    return latest(process).first;
  }
  [[nodiscard]] std::uint16_t count(std::uint32_t process) const noexcept {
    return latest(process).count;
  }
  [[nodiscard]] const StageDefinition& operator[](std::uint16_t stage) const noexcept {
    return stages_[stage];
  }
  /// The stage with this id in a version; none where there is no such.
  [[nodiscard]] std::uint16_t find(const Version& version, std::string_view id) const noexcept {
    for (std::uint16_t i = 0; i < version.count; ++i) {
      if (stages_[version.first + i].id == id) {
        return static_cast<std::uint16_t>(version.first + i);
      }
    }
    return none;
  }
  [[nodiscard]] std::uint16_t find(std::uint32_t process, std::string_view id) const noexcept {
    return find(latest(process), id);
  }
  [[nodiscard]] bool closed(std::uint16_t stage) const noexcept { return stages_[stage].closed(); }
  [[nodiscard]] std::size_t size() const noexcept { return stages_.size(); }

 private:
  std::shared_ptr<const Milestones> milestones_;
  std::vector<StageDefinition> stages_;
  std::vector<std::uint16_t> version_of_;  // of each stage
  std::vector<Version> versions_;
  std::vector<std::shared_ptr<const ProcessDefinition>> definitions_;
  std::vector<std::shared_ptr<const Moves>> moves_;  // of each version
  std::vector<std::uint16_t> latest_;                // of each process
};

}  // namespace opportune
