// Dimensions: what a measure can be told apart by. A dimension gives a small number (a key) for an
// opportunity or a lead, and a label for a key. Adding one: a line in dimensions().
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "opportune/conflict/policy.hpp"
#include "opportune/core/money.hpp"
#include "opportune/graph/ownership.hpp"
#include "opportune/measure/query.hpp"
#include "opportune/model/as_of.hpp"
#include "opportune/model/conflict_names.hpp"

namespace opportune {

/// The corporate groups of a day, found when they are first asked for: most questions need none.
/// Threads: from any.
class GroupsOfDay {
 public:
  GroupsOfDay(const Book& book, Date day) : book_(book), day_(day) {}
  [[nodiscard]] const GroupIndex& operator()() const {
    std::call_once(once_, [&] { groups_ = book_.ownership().groups(day_); });
    return *groups_;
  }

 private:
  const Book& book_;
  Date day_;
  mutable std::once_flag once_;
  mutable std::shared_ptr<const GroupIndex> groups_;
};

/// How many opportunities or leads a thread takes at once: as many as lie next to each other in a
/// column.
inline constexpr std::size_t records_at_once = Column<std::uint32_t>::chunk_rows;

/// What measures look at: one state at one instant.
struct MeasureContext {
  const AsOf& as_of;
  const GroupsOfDay& groups;
  const Converter& converter;
  const Policy& policy;
  [[nodiscard]] const Book& book() const noexcept { return as_of.book(); }
  [[nodiscard]] Date day() const noexcept { return as_of.day(); }
  /// An amount of the opportunity, in minor units, in the reporting currency; one that is not set
  /// is 0.
  [[nodiscard]] std::int64_t in_reporting(std::uint32_t opportunity, std::int64_t amount) const {
    return is_nothing(amount) ? 0 : converter(amount, book().currency_of_opportunity(opportunity));
  }
  [[nodiscard]] std::int64_t in_reporting(Currency currency, std::int64_t amount) const {
    return is_nothing(amount) ? 0 : converter(amount, currency);
  }

 private:
  [[nodiscard]] static bool is_nothing(std::int64_t amount) noexcept {
    return amount == 0 || amount == no_amount;
  }
};

/// A context with all that it refers to but the Book and the policy.
class MeasureMoment {
 public:
  MeasureMoment(const Book& book, const Policy& policy, Instant at)
      : as_of_(book, at),
        groups_(book, as_of_.day()),
        converter_(book.fx(), as_of_.day()),
        context_{as_of_, groups_, converter_, policy} {}
  MeasureMoment(const MeasureMoment&) = delete;
  MeasureMoment& operator=(const MeasureMoment&) = delete;

  [[nodiscard]] const MeasureContext& context() const noexcept { return context_; }

 private:
  AsOf as_of_;
  GroupsOfDay groups_;
  Converter converter_;
  MeasureContext context_;
};

/// The id of a row; empty for no_row.
template <class Record>
[[nodiscard]] std::string_view id_of(const Book& book, std::uint32_t row) {
  return row == no_row ? std::string_view() : book.get<Record>().id(row);
}

/// From `from` on and until `to`, both inclusive; empty ends are open. Never where it is not set.
[[nodiscard]] inline bool within(Date from, Date day, Date to) {
  return day.has_value() && !(from.has_value() && day < from) && !(to.has_value() && day > to);
}

/// The key of what is not set.
inline constexpr std::uint32_t no_key = no_row;

/// What an opportunity was at the end of a day, and on until its next one.
struct DayState {
  Date from;
  std::uint32_t owner = no_row;
  Date expected_close;
  std::uint16_t stage = StageTable::none;  ///< none: not open
  std::int64_t amount = no_amount;         ///< in minor units of its currency
};

/// A part of an opportunity or a lead: the whole, or what falls to one of its products.
struct Part {
  Part() = default;
  explicit Part(std::uint32_t product_row, std::int64_t minor = 0)
      : product(product_row), amount_minor(minor) {}
  /// Adds the amounts of another part.
  void add(const Part& other) {
    amount_minor += other.amount_minor;
    reporting_minor += other.reporting_minor;
    for (std::size_t i = 0; i < more_minor.size(); ++i) {
      more_minor[i] += other.more_minor[i];
    }
  }

  std::uint32_t product = no_key;
  std::int64_t amount_minor = 0;             ///< in the opportunity's currency
  std::int64_t reporting_minor = 0;          ///< in the reporting currency
  std::array<std::int64_t, 2> more_minor{};  ///< further amounts that a measure adds up
  Date event;                                ///< of what is counted, where that has its own day
  std::uint16_t stage = StageTable::none;    ///< in which it is counted; none: where it stands
  const DayState* state = nullptr;           ///< of the open opportunity, where it is known already
};

struct Dimension {
  using KeyOf = std::uint32_t(const MeasureContext&, std::uint32_t row, const Part&);

  std::string_view name;
  /// The key of an opportunity.
  KeyOf* key;
  std::string (*label)(const MeasureContext&, std::uint32_t key);
  /// The key of a lead; null: leads have no such dimension.
  KeyOf* key_of_lead = nullptr;
  /// The key above in the dimension's tree (no_key: none); null: it has no tree.
  std::uint32_t (*above)(const MeasureContext&, std::uint32_t key) = nullptr;
  /// Sorted by key instead of label.
  bool by_key = false;
  /// Told apart by product: an opportunity may have several keys.
  bool of_product = false;
  /// The keys, or those above them, are others where companies change hands.
  bool of_ownership = false;
  /// Of the stage in which an opportunity stands.
  bool of_stage = false;
};

/// Is named(label) of the key, or of one above it in the dimension's tree?
template <class Named>
[[nodiscard]] bool lies_in(const Dimension& dimension, const MeasureContext& context,
                           std::uint32_t key, const Named& named) {
  while (key != no_key && !named(dimension.label(context, key))) {
    key = dimension.above == nullptr ? no_key : dimension.above(context, key);
  }
  return key != no_key;
}

[[nodiscard]] const std::vector<Dimension>& dimensions();
/// NotFoundError, with what exists, where there is none of that name.
[[nodiscard]] const Dimension& find_dimension(std::string_view name);
/// The root of a product's tree.
[[nodiscard]] std::uint32_t family_of(const Book& book, std::uint32_t product);

}  // namespace opportune
