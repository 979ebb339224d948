// conflict_trend: conflicts over time, the value at stake, and how long they took to resolve.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "measure/measures.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

constexpr std::array<std::string_view, 4> trend_dimensions{"kind", "market", "group", "severity"};

/// A conflict as it stood on one date.
struct Stood {
  std::string kind, group, severity;
  std::vector<std::string> markets;
  std::int64_t value_minor = 0;
  Date since;
};
using Standing = std::map<std::string, Stood>;  // by id

Standing standing_at(const MeasureContext& context, const MeasureQuery& query, Date date) {
  ConflictQuery asked;
  asked.as_of = end_of_day(date);
  asked.threads = query.threads;
  const ConflictTables tables = find_conflicts(context.book(), context.policy, asked);
  const Table& table = *tables.conflicts;
  const TableColumn &id = table.at("id"), &kind = table.at("kind"), &group = table.at("group"),
                    &severity = table.at("severity"), &markets = table.at("markets"),
                    &value = table.at("value_minor"), &since = table.at("since");
  Standing out;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    out.emplace(id.text(row),
                Stood{std::string(kind.text(row)), std::string(group.text(row)),
                      std::string(severity.text(row)), markets.list(row), value.integer(row),
                      since.is_null(row) ? Date{} : day_of(since.instant(row))});
  }
  return out;
}

/// The first day on which each conflict that ended no longer stood, by id; ascending.
std::unordered_map<std::string, std::vector<Date>> ends(const MeasureContext& context,
                                                        const MeasureQuery& query) {
  std::unordered_map<std::string, std::vector<Date>> out;
  ConflictHistoryQuery asked;
  asked.from = query.dates.front();
  asked.to = query.dates.back();
  asked.threads = query.threads;
  const auto table = find_conflict_history(context.book(), context.policy, asked);
  const TableColumn &id = table->at("id"), &to = table->at("to");
  for (std::size_t row = 0; row < table->rows(); ++row) {
    if (!to.is_null(row)) {
      out[std::string(id.text(row))].push_back(Date{to.date(row).days + 1});
    }
  }
  for (auto& [name, days] : out) {
    std::sort(days.begin(), days.end());
  }
  return out;
}

struct TrendCell {
  std::int64_t open = 0, value = 0, opened = 0, resolved = 0;
  std::vector<std::int32_t> days;
};
/// Empty: not set, which is sorted last.
using Labels = std::vector<std::string>;
struct UnsetLast {
  bool operator()(const Labels& a, const Labels& b) const {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](const std::string& x, const std::string& y) {
                                          return std::tuple(x.empty(), std::string_view(x)) <
                                                 std::tuple(y.empty(), std::string_view(y));
                                        });
  }
};

struct TrendRow {
  Date date;
  Labels labels;
  TrendCell cell;
  bool first = false;
};

class Trend {
 public:
  Trend(const Book& book, const MeasureQuery& query) : book_(book), query_(query) {}

  /// Calls visit(labels) for each cell of a conflict that the filters keep, once.
  template <class Visit>
  void each_cell(const Stood& conflict, Visit&& visit) const {
    std::set<Labels> cells{Labels{}};
    for (const std::string& dimension : query_.by) {
      std::set<Labels> longer;
      for (const std::string& value : kept(conflict, dimension)) {
        for (Labels labels : cells) {
          labels.push_back(value);
          longer.insert(std::move(labels));
        }
      }
      cells.swap(longer);
    }
    for (const std::string_view dimension : trend_dimensions) {
      if (kept(conflict, dimension).empty()) {
        return;
      }
    }
    for (const Labels& labels : cells) {
      visit(labels);
    }
  }

 private:
  /// The values of a dimension that the filters keep; of a market that is rolled up, with all
  /// above. "": it has none.
  [[nodiscard]] std::vector<std::string> kept(const Stood& conflict,
                                              std::string_view dimension) const {
    std::vector<std::string> out;
    if (dimension != "market") {
      out.push_back(dimension == "kind"    ? conflict.kind
                    : dimension == "group" ? conflict.group
                                           : conflict.severity);
    } else if (conflict.markets.empty()) {
      out.emplace_back();
    } else {
      out = conflict.markets;
    }
    std::erase_if(out, [&](const std::string& value) { return !accepts(dimension, value); });
    if (dimension == "market" && !query_.rollup.empty()) {
      for (std::size_t i = 0; i < out.size(); ++i) {
        const std::vector<std::string> above = upwards(out[i]);
        if (above.size() > 1 && std::find(out.begin(), out.end(), above[1]) == out.end()) {
          out.push_back(above[1]);
        }
      }
    }
    return out;
  }
  [[nodiscard]] bool accepts(std::string_view dimension, const std::string& value) const {
    const std::vector<std::string> values =
        dimension == "market" ? upwards(value) : std::vector<std::string>{value};
    return std::all_of(query_.where.begin(), query_.where.end(), [&](const auto& filter) {
      return filter.dimension != dimension ||
             std::any_of(values.begin(), values.end(), [&](const std::string& one) {
               return std::find(filter.values.begin(), filter.values.end(), one) !=
                      filter.values.end();
             });
    });
  }
  /// A market and all above it.
  [[nodiscard]] std::vector<std::string> upwards(const std::string& market) const {
    const Store<Market>& markets = book_.get<Market>();
    std::vector<std::string> out;
    for (std::uint32_t row = markets.find(market); row != no_row;
         row = book_.markets().parent(row)) {
      out.emplace_back(markets.id(row));
    }
    return out;
  }

  const Book& book_;
  const MeasureQuery& query_;
};

void check(const MeasureQuery& query) {
  const auto known = [](const std::string& name) {
    return std::find(trend_dimensions.begin(), trend_dimensions.end(), name) !=
           trend_dimensions.end();
  };
  for (const std::string& name : query.by) {
    if (!known(name)) {
      refuse_query("by", name, "conflict_trend is by kind, market, group and severity");
    }
  }
  for (const std::string& name : query.rollup) {
    if (name != "market" || std::find(query.by.begin(), query.by.end(), name) == query.by.end()) {
      refuse_query("rollup", name,
                   "of conflict_trend market alone is rolled up, where it is by it");
    }
  }
  for (const MeasureQuery::Filter& filter : query.where) {
    if (!known(filter.dimension)) {
      refuse_query("where", filter.dimension,
                   "conflict_trend is kept by kind, market, group and severity");
    }
  }
}

/// Each month's end in the period.
std::vector<Date> month_ends(Date from, Date to) {
  std::vector<Date> out;
  for (Date day = from; day <= to; ++day.days) {
    if (civil(Date{day.days + 1}).day() == std::chrono::day{1}) {
      out.push_back(day);
    }
  }
  return out;
}

MeasureQuery with_dates(const MeasureQuery& query) {
  MeasureQuery out = query;
  if (out.dates.empty()) {
    if (!query.from.has_value() || !query.to.has_value()) {
      refuse_query("dates", "", "must be given for conflict_trend, or from and to");
    }
    check_period(query);
    out.dates = month_ends(query.from, query.to);
    if (out.dates.empty()) {
      refuse_query("to", to_string(query.to), "no month ends in the period");
    }
  }
  return out;
}

}  // namespace

std::shared_ptr<Table> measure_conflict_trend(const MeasureContext& context,
                                              const MeasureQuery& given) {
  check(given);
  const MeasureQuery query = with_dates(given);
  const Trend trend(context.book(), query);
  const auto ended = ends(context, query);
  std::vector<TrendRow> rows;
  Standing before;
  for (const Date date : query.dates) {
    const bool first = date == query.dates.front();
    Standing now = standing_at(context, query, date);
    std::map<Labels, TrendCell, UnsetLast> cells;
    if (query.by.empty()) {
      cells.try_emplace(Labels{});
    }
    for (const auto& [id, conflict] : now) {
      trend.each_cell(conflict, [&](const Labels& labels) {
        TrendCell& cell = cells[labels];
        ++cell.open;
        cell.value += conflict.value_minor;
        cell.opened += before.contains(id) ? 0 : 1;
      });
    }
    for (const auto& [id, conflict] : before) {
      if (now.contains(id)) {
        continue;
      }
      trend.each_cell(conflict, [&](const Labels& labels) {
        TrendCell& cell = cells[labels];
        ++cell.resolved;
        if (conflict.since.has_value()) {  // else since ever
          const std::vector<Date>& days = ended.at(id);
          const auto end = std::upper_bound(days.begin(), days.end(), date);
          cell.days.push_back(std::prev(end)->days - conflict.since.days);
        }
      });
    }
    for (auto& [labels, cell] : cells) {
      rows.push_back({date, labels, std::move(cell), first});
    }
    before = std::move(now);
  }
  auto out = std::make_shared<Table>("conflict_trend");
  CellColumns columns(*out, rows);
  columns.date("date", [](const TrendRow& row) { return row.date; });
  for (std::size_t i = 0; i < query.by.size(); ++i) {
    columns.text(query.by[i], [i](const TrendRow& row) { return std::string_view(row.labels[i]); });
  }
  const auto unless_first = [](const TrendRow& row, std::int64_t count) {
    return row.first ? std::nullopt : std::optional(count);
  };
  columns.integer("open", [](const TrendRow& row) { return row.cell.open; })
      .integer("value_minor", [](const TrendRow& row) { return row.cell.value; })
      .currency(context.converter.reporting())
      .integer("opened", [&](const TrendRow& row) { return unless_first(row, row.cell.opened); })
      .integer("resolved",
               [&](const TrendRow& row) { return unless_first(row, row.cell.resolved); })
      .real("median_days_to_resolve", [](TrendRow& row) { return median_of(row.cell.days); });
  return out;
}

}  // namespace opportune
