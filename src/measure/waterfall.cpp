// waterfall: how the pipeline of one day became that of another. What each column means, and why
// the row balances, is in docs/measures.md.
#include <algorithm>

#include "measure/measures.hpp"
#include "measure/past_days.hpp"

namespace opportune {
namespace {

/// Where an opportunity is at one end of the period.
struct End {
  bool there = false;     ///< opened
  bool in_scope = false;  ///< open, and expected to close in the close period
  Outcome outcome = Outcome::open;
  Date closed_on;
  bool expected = false;  ///< to close in the close period

  [[nodiscard]] bool is_open() const { return there && outcome == Outcome::open; }
  [[nodiscard]] bool is_closed() const { return there && outcome != Outcome::open; }
};

struct WaterfallCell {
  std::int64_t opening = 0, added = 0, increased = 0, decreased = 0;
  std::array<std::int64_t, 4> closed{};  ///< by Outcome
  std::int64_t reopened = 0, pulled_in = 0, pushed_out = 0, moved_in = 0, moved_out = 0;
  std::int64_t rate_effect = 0, closing = 0;

  void merge(const WaterfallCell& other) {
    opening += other.opening;
    added += other.added;
    increased += other.increased;
    decreased += other.decreased;
    for (std::size_t i = 0; i < closed.size(); ++i) {
      closed[i] += other.closed[i];
    }
    reopened += other.reopened;
    pulled_in += other.pulled_in;
    pushed_out += other.pushed_out;
    moved_in += other.moved_in;
    moved_out += other.moved_out;
    rate_effect += other.rate_effect;
    closing += other.closing;
  }
  void change(std::int64_t by) { (by > 0 ? increased : decreased) += by > 0 ? by : -by; }
};

/// Adds opportunities, one after another; one per thread.
class Worker {
 public:
  Worker(const MeasureContext& before, const MeasureContext& after, const PastDays& days,
         const MeasureQuery& query)
      : before_(before),
        after_(after),
        days_(days),
        query_(query),
        from_(before, query),
        to_(after, query),
        by_stage_(to_.depends_on_stage()) {}

  void operator()(std::uint32_t first, std::uint32_t last, CellMap<WaterfallCell>& cells) {
    each_found(*this, first, last, rows_, [&](std::uint32_t row) { add(row, cells); });
  }
  /// Most are closed long since.
  void find(std::uint32_t first, std::uint32_t last, std::vector<std::uint32_t>& rows) const {
    days_.find(first, last, after_.day(), std::min(before_.day(), after_.day()), {}, rows);
  }
  [[gnu::always_inline]] void foresee(std::uint32_t row) const noexcept { days_.foresee(row); }

 private:
  void add(std::uint32_t row, CellMap<WaterfallCell>& cells) {
    const End was = end(before_, row), is = end(after_, row);
    if (!is.there || !matters(was, is)) {
      return;
    }
    // A filter may hold at one end only: what leaves what is asked for has moved out of it.
    const bool counted_before = was.in_scope && from_.accepts(row);
    Part whole;
    whole.stage = is.is_closed() && by_stage_ ? left_from(row) : StageTable::none;
    read_parts(row, was.in_scope, counted_before);
    read_cells(row, whole.stage, counted_before, to_.accepts(row, whole));
    add(was, is, cells);
  }

  /// What falls to one cell at either end.
  struct Place {
    Cube::Key key{};
    bool from = false, to = false;  ///< it is in the cell at the beginning, at the end
    std::int64_t opening = 0;       ///< at the rates of the beginning
    std::int64_t start = 0;         ///< the same amount at the rates of the end
    std::int64_t carried = 0;       ///< likewise, of the parts that are in the cell at the end
    std::int64_t finish = 0;
  };

  [[nodiscard]] bool in_close_period(const MeasureContext& context, std::uint32_t row) const {
    const bool any = !query_.close_from.has_value() && !query_.close_to.has_value();
    return any ||
           within(query_.close_from, days_.expected_close(row, context.as_of), query_.close_to);
  }
  [[nodiscard]] End end(const MeasureContext& context, std::uint32_t row) const {
    const Standing standing = days_.standing(row, context.as_of);
    End out;
    out.there = standing.is_opened;
    if (out.there) {
      out.closed_on = standing.closed_on;
      out.outcome = standing.outcome;
      out.expected = in_close_period(context, row);
      out.in_scope = out.is_open() && out.expected;
    }
    return out;
  }
  /// Closed since the beginning: it was not, or came to where it is closed since.
  [[nodiscard]] bool closed_since(const End& was, const End& is) const {
    return is.is_closed() && (!was.is_closed() || is.closed_on > before_.day());
  }
  [[nodiscard]] bool matters(const End& was, const End& is) const {
    return was.in_scope || is.in_scope || (closed_since(was, is) && is.expected);
  }
  /// The last open stage before the one in which it is closed at the end.
  [[nodiscard]] std::uint16_t left_from(std::uint32_t row) const {
    const StageTable& stages = after_.book().stages();
    const Store<StageChange>& changes = after_.book().get<StageChange>();
    const History& history = after_.book().links().stage_changes;
    std::uint16_t first = StageTable::none;
    for (std::uint32_t change = after_.as_of.at_or_before(history.latest(row), history, changes);
         change != no_row; change = history.earlier(change)) {
      const std::uint32_t earlier = history.earlier(change);
      const std::uint16_t stood =
          earlier != no_row ? changes.get<"to">()[earlier] : changes.get<"from">()[change];
      if (stood != StageTable::none && !stages.closed(stood)) {
        return stood;
      }
      first = stages.version_of(changes.get<"to">()[change]).first;
    }
    return first != StageTable::none ? first : stages.version_of(after_.as_of.stage(row)).first;
  }

  Place& place(const Cube::Key& key) {
    const auto found = std::find_if(places_.begin(), places_.end(),
                                    [&](const Place& other) { return other.key == key; });
    if (found != places_.end()) {
      return *found;
    }
    places_.emplace_back().key = key;
    return places_.back();
  }
  /// What was not in scope at the beginning has no amount there that counts.
  void read_parts(std::uint32_t row, bool was_in_scope, bool counted_before) {
    const std::int64_t after = days_.amount(row, after_.as_of);
    to_.parts_of(row, after, at_end_);
    const std::int64_t before = was_in_scope ? days_.amount(row, before_.as_of) : after;
    if (before == after) {
      at_new_rates_ = at_end_;
    } else {
      to_.parts_of(row, before, at_new_rates_);
    }
    if (counted_before) {
      from_.parts_of(row, before, at_beginning_);
    }
  }
  void read_cells(std::uint32_t row, std::uint16_t stage, bool counted_before, bool counted_after) {
    places_.clear();
    for (std::size_t i = 0; i < at_end_.size(); ++i) {
      if (counted_before) {
        from_.each_cell(row, at_beginning_[i], [&](const Cube::Key& key) {
          Place& here = place(key);
          here.from = true;
          here.opening += at_beginning_[i].reporting_minor;
          here.start += at_new_rates_[i].reporting_minor;
        });
      }
      if (counted_after) {
        at_end_[i].stage = stage;
        to_.each_cell(row, at_end_[i], [&](const Cube::Key& key) {
          Place& here = place(key);
          here.to = true;
          here.carried += at_new_rates_[i].reporting_minor;
          here.finish += at_end_[i].reporting_minor;
        });
      }
    }
  }

  void add(const End& was, const End& is, CellMap<WaterfallCell>& cells) const {
    const bool closes = closed_since(was, is);
    const bool pushed = was.in_scope && is.is_open() && !is.in_scope;
    const bool comes = is.in_scope || (closes && (was.in_scope || is.expected));
    for (const Place& here : places_) {
      if (!here.from && (pushed || !comes)) {
        continue;
      }
      WaterfallCell& cell = cells[here.key];
      if (here.from) {
        cell.opening += here.opening;
        cell.rate_effect += here.start - here.opening;
        cell.pushed_out += pushed ? here.start : 0;
        cell.moved_out += pushed || here.to ? 0 : here.start;
      }
      if (!here.to || pushed || !comes) {
        continue;
      }
      if (was.in_scope) {
        cell.moved_in += here.from ? 0 : here.carried;
        cell.change(here.finish - here.carried);
      } else {
        (!was.there ? cell.added : was.is_closed() ? cell.reopened : cell.pulled_in) += here.finish;
      }
      (closes ? cell.closed[static_cast<std::size_t>(is.outcome)] : cell.closing) += here.finish;
    }
  }

  const MeasureContext& before_;
  const MeasureContext& after_;
  const PastDays& days_;
  const MeasureQuery& query_;
  Cube from_, to_;
  bool by_stage_;  ///< cells or filters read the stage
  std::vector<Part> at_beginning_, at_new_rates_, at_end_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> rows_;
};

}  // namespace

std::shared_ptr<Table> measure_waterfall(const MeasureContext& context, const MeasureQuery& query) {
  if (!query.from.has_value() || !query.to.has_value()) {
    refuse_query(query.from.has_value() ? "to" : "from", "",
                 "must be given: the waterfall leads from the end of one day to that of another");
  }
  if (query.close_from.has_value() && query.close_to.has_value() &&
      query.close_to < query.close_from) {
    refuse_query("close_to", to_string(query.close_to),
                 "the close period ends before it begins (" + to_string(query.close_from) + ")");
  }
  const MeasureMoment beginning(context.book(), context.policy, end_of_day(query.from));
  const MeasureMoment end(context.book(), context.policy,
                          std::min(end_of_day(query.to), context.as_of.instant()));
  const PastDays days(context.book(), query.threads);
  const Cube cube(end.context(), query);
  auto [keys, cells] = gather_cells<WaterfallCell>(
      cube, context.book().get<Opportunity>().rows(), records_at_once, query.threads,
      [&] { return Worker(beginning.context(), end.context(), days, query); });
  const auto closed = [](Outcome outcome) {
    return [outcome](const WaterfallCell& cell) {
      return cell.closed[static_cast<std::size_t>(outcome)];
    };
  };
  std::shared_ptr<Table> out = cube.result("waterfall", keys);
  CellColumns(*out, cells)
      .integer("opening_minor", [](const WaterfallCell& cell) { return cell.opening; })
      .integer("new_minor", [](const WaterfallCell& cell) { return cell.added; })
      .integer("increased_minor", [](const WaterfallCell& cell) { return cell.increased; })
      .integer("decreased_minor", [](const WaterfallCell& cell) { return cell.decreased; })
      .integer("won_minor", closed(Outcome::won))
      .integer("lost_minor", closed(Outcome::lost))
      .integer("abandoned_minor", closed(Outcome::abandoned))
      .integer("reopened_minor", [](const WaterfallCell& cell) { return cell.reopened; })
      .integer("pulled_in_minor", [](const WaterfallCell& cell) { return cell.pulled_in; })
      .integer("pushed_out_minor", [](const WaterfallCell& cell) { return cell.pushed_out; })
      .integer("moved_in_minor", [](const WaterfallCell& cell) { return cell.moved_in; })
      .integer("moved_out_minor", [](const WaterfallCell& cell) { return cell.moved_out; })
      .integer("rate_effect_minor", [](const WaterfallCell& cell) { return cell.rate_effect; })
      .integer("closing_minor", [](const WaterfallCell& cell) { return cell.closing; })
      .currency(end.context().converter.reporting());
  return out;
}

}  // namespace opportune
