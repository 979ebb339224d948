#include "measure/series.hpp"

#include <string>
#include <utility>

namespace opportune {
namespace {

/// The query of one date; `before`: the date before it, empty for the first.
MeasureQuery query_of(const MeasureQuery& query, MeasuredOver over, Date before, Date date) {
  MeasureQuery out = query;
  out.dates.clear();
  out.as_of = end_of_day(date);
  if (over == MeasuredOver::instant) {
    return out;
  }
  if (before.has_value()) {
    out.from = over == MeasuredOver::between ? before : Date{before.days + 1};
  }
  out.to = date;
  return out;
}

}  // namespace

void check_dates(const MeasureQuery& query) {
  for (std::size_t i = 0; i < query.dates.size(); ++i) {
    const Date date = query.dates[i];
    if (!date.has_value() || date.days < min_days || date.days > max_days) {
      refuse_query("dates", to_string(date), "lies outside the years 1 to 9999");
    }
    if (i > 0 && !(query.dates[i - 1] < date)) {
      refuse_query(
          "dates", to_string(date),
          "is not after the date before it (" + to_string(query.dates[i - 1]) + "): dates ascend");
    }
  }
}

std::shared_ptr<Table> series_of(
    const MeasureQuery& query, MeasuredOver over,
    const std::function<std::shared_ptr<Table>(const MeasureQuery&)>& run) {
  std::shared_ptr<Table> out;
  Date before;
  for (const Date date : query.dates) {
    const bool only_begins =
        over != MeasuredOver::instant && !before.has_value() && !query.from.has_value();
    // Without rows the first date still says which columns there are.
    const std::shared_ptr<Table> rows =
        run(query_of(query, over, only_begins ? date : before, date));
    if (!out) {
      out = std::make_shared<Table>(rows->name());
      out->columns().reserve(rows->columns().size() + 1);
      out->column("date", ColumnType::date);
      for (const TableColumn& column : rows->columns()) {
        out->column(column.name(), column.type());
      }
    }
    for (std::size_t row = 0; row < (only_begins ? 0 : rows->rows()); ++row) {
      out->columns().front().add(date);
      for (std::size_t i = 0; i < rows->columns().size(); ++i) {
        out->columns()[i + 1].add_from(rows->columns()[i], row);
      }
    }
    before = date;
  }
  return out;
}

}  // namespace opportune
