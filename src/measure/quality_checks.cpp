#include "measure/quality_checks.hpp"

#include <algorithm>

#include "opportune/conflict/facts.hpp"

namespace opportune {

Date Checked::touched() const {
  const Links& links = book().links();
  Date out = store().get<"opened">()[row];
  const auto look = [&](const History& history, const auto& changes) {
    const std::uint32_t change = context.as_of.at_or_before(history.latest(row), history, changes);
    if (change != no_row) {
      out = std::max(out, day_of(changes.template get<"at">()[change]));
    }
  };
  look(links.stage_changes, book().get<StageChange>());
  look(links.amount_changes, book().get<AmountChange>());
  look(links.close_date_changes, book().get<CloseDateChange>());
  look(links.owner_changes, book().get<OwnerChange>());
  return out;
}

namespace {

constexpr std::int32_t stale_days = 90;
constexpr std::int64_t one_minute = 60'000'000;

bool all(const Checked&) { return true; }
bool open(const Checked& it) { return it.open; }
bool with_history(const Checked& it) { return it.has_stage_history(); }
std::string nothing(const Checked&) { return {}; }

Date expected_close(const Checked& it) { return it.context.as_of.expected_close(it.row); }
bool open_and_expected(const Checked& it) { return it.open && expected_close(it).has_value(); }
std::string expected_detail(const Checked& it) { return to_string(expected_close(it)); }

bool has_products(const Checked& it) {
  return !it.store().get<"products">().members(it.row).empty() ||
         it.book().links().lines_of_opportunity.first(it.row) != no_row;
}

std::uint32_t applying(const Checked& it) {
  const auto& kinds = it.store().get<"kind">();
  return market_rules_of(it.book()).process(
      it.book(), {it.global, it.store().get<"market">()[it.row], kinds.name_of(kinds[it.row])});
}

/// The first change, from the latest on, that does not begin where the one before it ended.
std::uint32_t broken(const Checked& it) {
  const Store<StageChange>& changes = it.book().get<StageChange>();
  std::uint32_t out = no_row;
  it.each_change([&](std::uint32_t change, std::uint32_t earlier) {
    const std::uint16_t from = changes.get<"from">()[change];
    if (earlier != no_row && from != StageTable::none && from != changes.get<"to">()[earlier]) {
      out = change;
    }
    return out == no_row;
  });
  return out;
}
std::uint32_t batched(const Checked& it) {
  const auto& at = it.book().get<StageChange>().get<"at">();
  std::uint32_t out = no_row;
  it.each_change([&](std::uint32_t change, std::uint32_t earlier) {
    if (earlier != no_row && at[change].micros - at[earlier].micros <= one_minute) {
      out = change;
    }
    return out == no_row;
  });
  return out;
}
std::string at_of(const Checked& it, std::uint32_t change) {
  return to_string(it.book().get<StageChange>().get<"at">()[change]);
}
Date closed_by_history(const Checked& it) { return it.context.as_of.closed_on(it.row); }

using enum QualityPart;

}  // namespace

const std::array<QualityCheck, quality_check_count>& quality_checks() {
  static constexpr std::array<QualityCheck, quality_check_count> checks{{
      {"no_amount", completeness, all,
       [](const Checked& it) { return it.context.as_of.amount(it.row) != no_amount; }, nothing},
      {"no_expected_close", completeness, open,
       [](const Checked& it) { return expected_close(it).has_value(); }, nothing},
      {"no_owner", completeness, all,
       [](const Checked& it) { return it.context.as_of.owner(it.row) != no_row; }, nothing},
      {"no_products", completeness, all, has_products, nothing},
      {"no_source", completeness, all,
       [](const Checked& it) { return !it.store().get<"source">().empty(it.row); }, nothing},
      {"zero_amount", validity,
       [](const Checked& it) { return it.context.as_of.amount(it.row) != no_amount; },
       [](const Checked& it) { return it.context.as_of.amount(it.row) > 0; }, nothing},
      {"close_before_open", validity, open_and_expected,
       [](const Checked& it) { return expected_close(it) >= it.store().get<"opened">()[it.row]; },
       expected_detail},
      {"stale", timeliness, open,
       [](const Checked& it) { return it.context.day().days - it.touched().days <= stale_days; },
       [](const Checked& it) { return to_string(it.touched()); }},
      {"overdue", timeliness, open_and_expected,
       [](const Checked& it) { return expected_close(it) >= it.context.day(); }, expected_detail},
      {"over_max_days", timeliness,
       [](const Checked& it) { return it.open && it.stands().max_days >= 0; },
       [](const Checked& it) { return it.days_in_stage() <= it.stands().max_days; },
       [](const Checked& it) { return std::to_string(it.days_in_stage()); }},
      {"wrong_process", consistency, open,
       [](const Checked& it) {
         return !runs_another(applying(it), it.store().get<"process">()[it.row]);
       },
       [](const Checked& it) { return process_id(it.book(), applying(it)); }},
      {"broken_history", consistency, with_history,
       [](const Checked& it) { return broken(it) == no_row; },
       [](const Checked& it) { return at_of(it, broken(it)); }},
      {"backdated", consistency,
       [](const Checked& it) {  // the date is today's: what has changed since may have altered it
         return !it.open && it.has_stage_history() &&
                it.first_change() == it.book().links().stage_changes.latest(it.row);
       },
       [](const Checked& it) {
         return it.store().get<"closed">()[it.row] == closed_by_history(it);
       },
       [](const Checked& it) { return to_string(closed_by_history(it)); }},
      {"batch_jump", consistency, with_history,
       [](const Checked& it) { return batched(it) == no_row; },
       [](const Checked& it) { return at_of(it, batched(it)); }},
  }};
  return checks;
}

}  // namespace opportune
