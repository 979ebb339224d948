// kpis: numbers of measures that are to become others: what they were before, what they are now,
// and how far that is on the way to the target.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "io/json_parse.hpp"
#include "measure/goal_period.hpp"
#include "measure/measures.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

/// Why a number cannot be had. Told in its KPI's row: the others are measured all the same.
struct Problem {
  std::string text;
};

bool is_amount(std::string_view column) { return column.find("_minor") != std::string_view::npos; }

/// One KPI, and its number on any day.
class Asked {
 public:
  Asked(const MeasureContext& context, std::uint32_t kpi, unsigned threads)
      : context_(context), kpis_(context.book().get<Kpi>()), kpi_(kpi) {
    const Book& book = context.book();
    query_.measure = book.symbols()[kpis_.get<"measure">()[kpi]];
    query_.threads = threads;
    column_ = book.symbols()[kpis_.get<"column">()[kpi]];
    if (query_.measure == "kpis") {
      throw Problem{"measure: a KPI is no number of KPIs"};
    }
    over_ = measured_over(query_.measure);
    if (const std::uint32_t market = kpis_.get<"market">()[kpi]; market != no_row) {
      query_.where.push_back({"market", {std::string(id_of<Market>(book, market))}});
    }
    read_filter();
    read_cell();
  }

  /// At an instant, with what is measured over a period over the days that end with its day. In
  /// major units where it is an amount; nothing where the measure says nothing.
  [[nodiscard]] std::optional<double> number(Instant at) const {
    const auto table = run_measure(context_.book(), context_.policy, query_of(at));
    const TableColumn& column = table->at(column_);
    if (column.type() != ColumnType::integer && column.type() != ColumnType::real) {
      throw Problem{"column: '" + column_ + "' is no number"};
    }
    const std::size_t row = row_of(*table, day_of(at));
    if (column.is_null(row)) {
      return std::nullopt;
    }
    const double value = column.type() == ColumnType::integer
                             ? static_cast<double>(column.integer(row))
                             : column.real(row);
    return is_amount(column_) ? value / std::pow(10.0, context_.converter.reporting().digits())
                              : value;
  }

 private:
  void read_filter() {
    const nlohmann::json filters = object(kpis_.get<"filter">()[kpi_]);
    for (const auto& [dimension, values] : filters.items()) {
      MeasureQuery::Filter& filter = query_.where.emplace_back();
      filter.dimension = dimension;
      if (!values.is_array() || values.empty()) {
        filter.values.push_back(text_of("filter", dimension, values));
        continue;
      }
      for (const nlohmann::json& value : values) {
        filter.values.push_back(text_of("filter", dimension, value));
      }
    }
  }
  void read_cell() {
    const nlohmann::json cells = object(kpis_.get<"cell">()[kpi_]);
    for (const auto& [column, value] : cells.items()) {
      cell_.emplace_back(column, text_of("cell", column, value));
    }
  }
  /// That it is an object was checked when the record was put.
  static nlohmann::json object(std::string_view text) {
    return text.empty() ? nlohmann::json::object() : parse_json(text);
  }
  static std::string text_of(const std::string& field, const std::string& name,
                             const nlohmann::json& value) {
    if (!value.is_string()) {
      throw Problem{field + ": the value of '" + name + "' is no text"};
    }
    return value.get<std::string>();
  }

  [[nodiscard]] MeasureQuery query_of(Instant at) const {
    MeasureQuery out = query_;
    out.as_of = at;
    const Date day = day_of(at);
    const int days =
        kpis_.get<"days">().empty(kpi_) ? 365 : static_cast<int>(kpis_.get<"days">()[kpi_]);
    const Date before{day.days - days};
    if (before.days < min_days) {
      throw Problem{"days: the period begins before the year 1"};
    }
    switch (over_) {
      case MeasuredOver::instant:
      case MeasuredOver::instants:
        break;
      case MeasuredOver::period:
        out.from = Date{before.days + 1};
        out.to = day;
        break;
      case MeasuredOver::between:
        out.from = before;
        out.to = day;
        break;
      case MeasuredOver::ahead:
        out.from = Date{day.days + 1};
        out.to = Date{day.days + days};
        break;
      case MeasuredOver::dates:
        out.dates = {before, day};
        break;
    }
    return out;
  }

  /// The one row that is meant; of a series that of the day.
  [[nodiscard]] std::size_t row_of(const Table& table, Date day) const {
    std::optional<std::size_t> found;
    std::size_t count = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (is_meant(table, row, day)) {
        found = row;
        ++count;
      }
    }
    if (count != 1) {
      throw Problem{"cell: " + std::to_string(count) + " rows of " + query_.measure +
                    " are meant, not one"};
    }
    return *found;
  }
  [[nodiscard]] bool is_meant(const Table& table, std::size_t row, Date day) const {
    const TableColumn& first = table.columns().front();
    if (over_ == MeasuredOver::dates && first.name() == "date" && first.date(row) != day) {
      return false;
    }
    return std::all_of(cell_.begin(), cell_.end(), [&](const auto& named) {
      const TableColumn& column = table.at(named.first);
      if (column.type() != ColumnType::text) {
        throw Problem{"cell: '" + named.first + "' is no text"};
      }
      return !column.is_null(row) && column.text(row) == named.second;
    });
  }

  const MeasureContext& context_;
  const Store<Kpi>& kpis_;
  std::uint32_t kpi_;
  MeasureQuery query_;
  std::string column_;
  MeasuredOver over_{};
  std::vector<std::pair<std::string, std::string>> cell_;
};

struct KpiRow {
  std::uint32_t kpi = no_row;
  std::optional<double> before, now;
  std::string problem;
};

KpiRow measured(const MeasureContext& context, std::uint32_t kpi, unsigned threads) {
  const Store<Kpi>& kpis = context.book().get<Kpi>();
  KpiRow out{kpi, {}, {}, {}};
  if (!kpis.get<"before">().empty(kpi)) {
    out.before = kpis.get<"before">()[kpi];
  }
  try {
    const Asked asked(context, kpi, threads);
    out.now = asked.number(context.as_of.instant());
    const Date baseline = kpis.get<"baseline">()[kpi];
    if (!out.before && baseline.has_value() && end_of_day(baseline) <= context.as_of.instant()) {
      out.before = asked.number(end_of_day(baseline));
    }
  } catch (const Problem& problem) {
    out.problem = problem.text;
  } catch (const InputError& error) {
    out.problem = error.what();
  } catch (const NotFoundError& error) {
    out.problem = error.what();
  }
  return out;
}

/// Of the way from what it was to the target.
std::optional<double> progress(const KpiRow& row, double target) {
  return row.before && row.now && target != *row.before
             ? std::optional((*row.now - *row.before) / (target - *row.before))
             : std::nullopt;
}

/// Of the days from the baseline to the day on which it is due.
std::optional<double> elapsed(Date baseline, Date due, Date day) {
  if (!baseline.has_value() || !due.has_value() || due == baseline) {
    return std::nullopt;
  }
  return std::clamp(static_cast<double>(day.days - baseline.days) / (due.days - baseline.days), 0.0,
                    1.0);
}

}  // namespace

std::shared_ptr<Table> measure_kpis(const MeasureContext& context, const MeasureQuery& query) {
  if (!query.by.empty()) {
    refuse_query("by", query.by.front(), "kpis has a row for each KPI");
  }
  refuse_filters_but_market(query, "kpis");
  const Book& book = context.book();
  const Store<Kpi>& kpis = book.get<Kpi>();
  const auto column = [&](const KpiRow& row) {
    return std::string_view(book.symbols()[kpis.get<"column">()[row.kpi]]);
  };
  std::vector<KpiRow> rows;
  for (std::uint32_t kpi = 0; kpi < kpis.rows(); ++kpi) {
    if (is_kept_by_market(book, query, kpis.get<"market">()[kpi])) {
      rows.push_back(measured(context, kpi, query.threads));
    }
  }
  std::sort(rows.begin(), rows.end(),
            [&](const KpiRow& a, const KpiRow& b) { return kpis.id(a.kpi) < kpis.id(b.kpi); });
  const auto target = [&](const KpiRow& row) { return kpis.get<"target">()[row.kpi]; };
  const auto baseline = [&](const KpiRow& row) { return kpis.get<"baseline">()[row.kpi]; };
  const auto due = [&](const KpiRow& row) { return kpis.get<"due">()[row.kpi]; };
  auto out = std::make_shared<Table>("kpis");
  CellColumns(*out, rows)
      .text("kpi", [&](const KpiRow& row) { return kpis.id(row.kpi); })
      .text("name", [&](const KpiRow& row) { return kpis.get<"name">()[row.kpi]; })
      .text("measure",
            [&](const KpiRow& row) { return book.symbols()[kpis.get<"measure">()[row.kpi]]; })
      .text("column", column)
      .text("market",
            [&](const KpiRow& row) { return id_of<Market>(book, kpis.get<"market">()[row.kpi]); })
      .text("owner",
            [&](const KpiRow& row) { return id_of<Person>(book, kpis.get<"owner">()[row.kpi]); })
      .date("baseline", baseline)
      .date("due", due)
      .real("before", [](const KpiRow& row) { return row.before; })
      .real("target", target)
      .real("now", [](const KpiRow& row) { return row.now; })
      .text("currency",
            [&](const KpiRow& row) {
              return is_amount(column(row)) ? context.converter.reporting().code()
                                            : std::string_view();
            })
      .real("progress", [&](const KpiRow& row) { return progress(row, target(row)); })
      .real("elapsed",
            [&](const KpiRow& row) { return elapsed(baseline(row), due(row), context.day()); })
      .text("problem", [](const KpiRow& row) { return row.problem; });
  return out;
}

}  // namespace opportune
