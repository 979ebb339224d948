// pipeline: what is open, as of an instant, or as of each of several: they are counted in one pass,
// in which an opportunity is looked at once for each stretch of instants at which it is the same.
#include <algorithm>
#include <span>

#include "measure/measures.hpp"
#include "measure/pipeline/adder.hpp"
#include "measure/pipeline/net.hpp"
#include "measure/pipeline/stretches.hpp"

namespace opportune {
namespace {

/// Adds up blocks of opportunities, and accounts; one per thread.
class Worker {
 public:
  static constexpr std::size_t unit_accounts = 256;

  Worker(const Instants& instants, const PipelineSource& source)
      : instants_(instants),
        source_(source),
        book_(instants.at(0).book()),
        reader_(instants),
        net_(instants),
        adder_(instants.size()) {
    for (std::size_t stage = 0; stage < book_.stages().size(); ++stage) {
      probabilities_.emplace_back(book_.stages()[static_cast<std::uint16_t>(stage)].probability_ppm,
                                  1'000'000);
    }
  }
  /// How many units of work there are.
  [[nodiscard]] static std::size_t units(const PipelineSource& source) {
    return source.blocks() + (source.accounts().size() + unit_accounts - 1) / unit_accounts;
  }

  void operator()(std::uint32_t unit, PipelineCells& cells) {
    if (unit < source_.blocks()) {
      add_block(unit, cells);
    } else {
      add_accounts((unit - source_.blocks()) * unit_accounts, cells);
    }
    adder_.flush(cells);
  }
  [[nodiscard]] Openings openings() && { return std::move(adder_).openings(); }

 private:
  void add_accounts(std::size_t first, PipelineCells& cells) {
    const std::size_t last = std::min(source_.accounts().size(), first + unit_accounts);
    for (std::size_t i = first; i < last; ++i) {
      add_account(source_.accounts()[i], cells);
    }
  }
  void add_block(std::size_t block_number, PipelineCells& cells) {
    if (source_.knows_open(block_number)) {
      source_.each_open_alone(block_number, found_, [&](std::uint32_t row, const DayState& state) {
        add({row, state, 0, 1, true}, cells);
      });
      return;
    }
    source_.each_alone(block_number,
                       [&](std::uint32_t row, const DayIndex::Block& block, std::size_t in_block) {
                         stretches_.clear();
                         reader_.read(row, &block, in_block, stretches_);
                         add_all(cells);
                       });
  }
  void add_account(std::uint32_t account, PipelineCells& cells) {
    stretches_.clear();
    source_.each_of_account(
        account, [&](std::uint32_t row, const DayIndex::Block* block, std::size_t in_block) {
          reader_.read(row, block, in_block, stretches_);
        });
    if (!stretches_.empty()) {
      net_.find(account, stretches_);
      add_all(cells);
    }
  }

  void add_all(PipelineCells& cells) {
    for (const Stretch& stretch : stretches_) {
      add(stretch, cells);
    }
  }
  void add(const Stretch& stretch, PipelineCells& cells) {
    Part whole(no_key, stretch.state.amount);
    whole.state = &stretch.state;
    const Cube& cube = instants_.cube(stretch.from);
    if (cube.accepts(stretch.row, whole)) {
      cube.divides() ? add_parts(stretch, cells) : add_whole(stretch, cube, whole, cells);
    }
  }
  /// Calls f(from, until, currency) for the pieces of a stretch in which its currency's rate is the
  /// same.
  template <class Function>
  void each_rate(const Stretch& stretch, Function&& f) const {
    const Currency currency = book_.currency_of_opportunity(stretch.row);
    instants_.each_rate(currency, stretch.from, stretch.until,
                        [&](std::uint32_t from, std::uint32_t until) { f(from, until, currency); });
  }
  void add_whole(const Stretch& stretch, const Cube& cube, const Part& whole,
                 PipelineCells& cells) {
    const Scale& probability = probabilities_[stretch.state.stage];
    SumChanges& changes = adder_.next(cells);
    changes.start(overdue_from(stretch));
    each_rate(stretch, [&](std::uint32_t from, std::uint32_t until, Currency currency) {
      const std::int64_t amount = instants_.at(from).in_reporting(currency, stretch.state.amount);
      changes.add(from, until,
                  {1, amount, static_cast<std::int64_t>(probability(amount)),
                   stretch.in_net ? amount : 0, 0});
    });
    changes.stop(stretch.until);
    const OpenStretch open{opened_on(stretch.row), stretch.from, stretch.until};
    cube.each_cell(stretch.row, whole, [&](const Cube::Key& key) { adder_.put(key, open, cells); });
  }
  void add_parts(const Stretch& stretch, PipelineCells& cells) {
    const Scale& probability = probabilities_[stretch.state.stage];
    each_rate(stretch, [&](std::uint32_t from, std::uint32_t until, Currency) {
      const Cube& cube = instants_.cube(from);
      cube.parts_of(stretch.row, stretch.state.amount, parts_);
      // The weighted amounts of the parts add up exactly too: they are differences of running
      // totals.
      std::int64_t total = 0, weighted = 0;
      for (Part& part : parts_) {
        part.state = &stretch.state;
        total += part.reporting_minor;
        const auto weighted_now = static_cast<std::int64_t>(probability(total));
        part.more_minor[0] = weighted_now - weighted;
        weighted = weighted_now;
      }
      cube.each_counted(stretch.row, parts_, [&](const Cube::Key& key, const Part& part) {
        SumChanges& changes = adder_.next(cells);
        changes.start(overdue_from(stretch));
        changes.add(from, until,
                    {1, part.reporting_minor, part.more_minor[0],
                     stretch.in_net ? part.reporting_minor : 0, 0});
        changes.stop(until);
        adder_.put(key, {opened_on(stretch.row), from, until}, cells);
      });
    });
  }
  /// The first instant at which it would be overdue.
  [[nodiscard]] std::uint32_t overdue_from(const Stretch& stretch) const {
    const Date expected = stretch.state.expected_close;
    return expected.has_value() ? instants_.from(Date{expected.days + 1}) : instants_.size();
  }
  [[nodiscard]] Date opened_on(std::uint32_t row) const {
    return book_.get<Opportunity>().get<"opened">()[row];
  }

  const Instants& instants_;
  const PipelineSource& source_;
  const Book& book_;
  StretchReader reader_;
  NetAmounts net_;
  std::vector<Scale> probabilities_;  // by stage
  std::vector<Stretch> stretches_;
  PipelineAdder adder_;
  DayIndex::Found found_;
  std::vector<Part> parts_;
};

struct PipelineRow {
  std::uint32_t instant = 0;
  PipelineSums sums;
  std::optional<double> median_age;
};

/// Reads what cells are at each instant; one per thread.
class CellReader {
 public:
  explicit CellReader(const Instants& instants) : ages_(instants.days()) {}

  /// A row for each instant, from `out` on.
  void operator()(PipelineCell& cell, std::span<const OpenStretch> open,
                  std::span<PipelineRow> out) {
    cell.changes.resize(out.size());
    const auto& ages = ages_(open);
    PipelineSums sums;
    for (std::uint32_t i = 0; i < out.size(); ++i) {
      sums.add(cell.changes[i]);
      out[i] = PipelineRow{i, sums, ages[i]};
    }
  }

 private:
  MedianAges ages_;
};

/// The rows of each instant, one after another, and their keys.
std::vector<PipelineRow> rows_of(const Instants& instants, SortedCells<PipelineCell>& found,
                                 const Grouped<OpenStretch>& open, const MeasureQuery& query,
                                 std::vector<Cube::Key>& keys) {
  const std::size_t cells = found.cells.size();
  std::vector<PipelineRow> of_cells(cells * instants.size());
  constexpr std::size_t cells_at_once = 16;
  parallel_chunks(
      cells, cells_at_once, query.threads,
      [&] {
        return [&, read = CellReader(instants)](std::size_t first, std::size_t last) mutable {
          for (std::size_t c = first; c < last; ++c) {
            read(found.cells[c], open[c], {&of_cells[c * instants.size()], instants.size()});
          }
        };
      },
      [](const auto&) {});
  const bool even_empty = query.by.empty();
  std::vector<PipelineRow> out;
  for (std::uint32_t i = 0; i < instants.size(); ++i) {
    for (std::size_t c = 0; c < cells; ++c) {
      const PipelineRow& row = of_cells[c * instants.size() + i];
      if (row.sums.count > 0 || even_empty) {
        out.push_back(row);
        keys.push_back(found.keys[c]);
      }
    }
  }
  return out;
}

}  // namespace

std::shared_ptr<Table> measure_pipeline(const MeasureContext& context, const MeasureQuery& query) {
  const Instants instants(context, query);
  const PipelineSource source(instants, context.book(), query.threads);
  const Cube& cube = instants.cube(0);
  std::vector<FoundOpenings> openings;
  auto [found, sorted] = gather_numbered_cells<PipelineCell>(
      cube, Worker::units(source), 1, query.threads, [&] { return Worker(instants, source); },
      [&](Worker& worker, std::vector<std::uint32_t>& numbers) {
        openings.push_back({std::move(worker).openings(), std::move(numbers)});
      });
  std::vector<Cube::Key> keys;
  std::vector<PipelineRow> rows =
      rows_of(instants, found, by_cell(std::move(openings), sorted), query, keys);
  const std::shared_ptr<Table> dimensions = cube.result("pipeline", keys);
  auto out = std::make_shared<Table>("pipeline");
  CellColumns columns(*out, rows);
  if (!query.dates.empty()) {
    columns.date("date", [&](const PipelineRow& row) { return instants.days()[row.instant]; });
  }
  std::move(dimensions->columns().begin(), dimensions->columns().end(),
            std::back_inserter(out->columns()));
  columns.integer("count", [](const PipelineRow& row) { return row.sums.count; })
      .integer("amount_minor", [](const PipelineRow& row) { return row.sums.amount; })
      .integer("weighted_minor", [](const PipelineRow& row) { return row.sums.weighted; })
      .integer("net_minor", [](const PipelineRow& row) { return row.sums.net; })
      .real("median_age_days", [](const PipelineRow& row) { return row.median_age; })
      .integer("overdue_count", [](const PipelineRow& row) { return row.sums.overdue; })
      .currency(context.converter.reporting());
  return out;
}

}  // namespace opportune
