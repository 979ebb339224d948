// Versions of processes: which one a stage belongs to, and the number of one.
#pragma once

#include <cstdint>
#include <optional>

#include "opportune/model/storage/base.hpp"

namespace opportune {

namespace detail {

/// A version's number, or a refusal.
inline std::optional<std::uint32_t> parse_version(const Cell& cell, Refusal& refusal) {
  constexpr std::int64_t most = 65'535;  // there are no more stages in all
  const auto number = parse_decimal(cell, 0, refusal);
  if (!number) {
    return std::nullopt;
  }
  if (*number < 1 || *number > most) {
    refuse(refusal, "out_of_range", "must be a whole number from 1 to 65535");
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(*number);
}

/// Stands where a column would be of what a stage's column says already.
class SaidByStage {
 public:
  static constexpr bool required = false;
  void resize(std::size_t) noexcept {}
  void clear(std::size_t) noexcept {}
  [[nodiscard]] bool empty(std::size_t) const noexcept { return true; }
  [[nodiscard]] std::size_t bytes() const noexcept { return 0; }
  void save(const auto&) const noexcept {}
  void load(const auto&) noexcept {}
};

}  // namespace detail

template <class Record, Name field>
class Storage<StageVersion<Record, field>> : public detail::SaidByStage {
 public:
  static constexpr ColumnType type = ColumnType::integer;
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto number = detail::parse_version(cell, env.refusal)) {
      env.template choose_version<field>(row, *number);
    }
  }
  /// Empty where there is no stage, or one of the built-in process, which has one version.
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env& env) const {
    const std::uint32_t number = env.template version_number<Record, field>(row);
    number == 0 ? out.add_null() : out.add_integer(number);
  }
};

template <class Record, Name field>
class Storage<StageProcess<Record, field>> : public detail::SaidByStage {
 public:
  static constexpr ColumnType type = ColumnType::text;
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto id = parse_text(cell, env.buffer, env.refusal)) {
      env.template choose_process<field>(row, *id);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env& env) const {
    out.add_text_or_null(env.template other_process<Record, field>(row));
  }
};

template <>
class Storage<VersionNumber> : public detail::FixedStorage<std::uint32_t> {
 public:
  static constexpr ColumnType type = ColumnType::integer;
  static constexpr bool required = true;
  Storage() : FixedStorage(0) {}
  template <class Env>
  void parse(std::size_t row, const Cell& cell, Env& env) {
    if (const auto number = detail::parse_version(cell, env.refusal)) {
      set(row, *number);
    }
  }
  template <class Env>
  void emit(std::size_t row, TableColumn& out, const Env&) const {
    out.add_integer(values_[row]);
  }
};

}  // namespace opportune
