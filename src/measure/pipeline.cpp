// pipeline: what is open, as of the instant.
#include "measure/measures.hpp"
#include "opportune/conflict/detect.hpp"

namespace opportune {
namespace {

struct PipelineCell {
  std::int64_t count = 0;
  std::int64_t amount = 0;
  std::int64_t weighted = 0;
  std::int64_t net = 0;
  std::int64_t overdue = 0;
  std::vector<std::int32_t> ages;

  void merge(const PipelineCell& other) {
    count += other.count;
    amount += other.amount;
    weighted += other.weighted;
    net += other.net;
    overdue += other.overdue;
    ages.insert(ages.end(), other.ages.begin(), other.ages.end());
  }
};
using PipelineCells = CellMap<PipelineCell>;

/// Adds up groups, one after another; one per thread.
class Worker {
 public:
  Worker(const MeasureContext& context, const Cube& cube)
      : context_(context),
        cube_(cube),
        duplicates_(kind_set(DuplicatePursuit::name)),
        view_(context.as_of, context.groups) {}

  /// Adds the group of which the account is the root.
  void operator()(std::uint32_t account, PipelineCells& cells) {
    if (context_.groups.root(account) == account) {
      add_group(account, cells);
    }
  }

 private:
  void add_group(std::uint32_t root, PipelineCells& cells);
  void add(const Member& open, bool in_net, PipelineCells& cells);

  const MeasureContext& context_;
  const Cube& cube_;
  Policy policy_;  // the default: net counts duplicates even where a policy does not show them
  KindSet duplicates_;
  GroupView view_;
  DetectBuffers buffers_;
  std::vector<Part> parts_;
  std::vector<std::uint32_t> not_net_;
};

void Worker::add_group(std::uint32_t root, PipelineCells& cells) {
  view_.look(root);
  if (view_.opportunities().empty()) {
    return;
  }
  // Of each duplicate_pursuit conflict, all but the largest member (of equals the smallest id).
  not_net_.clear();
  detect(view_, policy_, duplicates_, buffers_, [&](const Conflict& conflict) {
    const Member* largest = nullptr;
    std::int64_t most = 0;
    for (const ConflictMember& member : conflict.members) {
      const std::int64_t amount = view_.amount(member.record);
      if (largest == nullptr || amount > most ||
          (amount == most && member.record.id < largest->id)) {
        largest = &member.record;
        most = amount;
      }
    }
    for (const ConflictMember& member : conflict.members) {
      if (&member.record != largest) {
        not_net_.push_back(member.record.row);
      }
    }
  });
  std::sort(not_net_.begin(), not_net_.end());
  for (const Member& open : view_.opportunities()) {
    if (cube_.accepts(open.row)) {
      add(open, !std::binary_search(not_net_.begin(), not_net_.end(), open.row), cells);
    }
  }
}

void Worker::add(const Member& open, bool in_net, PipelineCells& cells) {
  const AsOf& as_of = context_.as_of;
  const Int128 ppm = context_.book().stages()[open.stage].probability_ppm;
  const Date expected = as_of.expected_close(open.row);
  cube_.parts(open.row, parts_);
  // The weighted amounts of the parts add up exactly too: they are differences of running totals.
  std::int64_t total = 0;
  std::int64_t weighted = 0;
  for (const Part& part : parts_) {
    total += part.reporting_minor;
    const auto weighted_now = static_cast<std::int64_t>(divide_half_even(total * ppm, 1'000'000));
    cube_.each_cell(open.row, part.product, [&](const Cube::Key& key) {
      PipelineCell& cell = cells[key];
      ++cell.count;
      cell.amount += part.reporting_minor;
      cell.weighted += weighted_now - weighted;
      cell.net += in_net ? part.reporting_minor : 0;
      cell.overdue += expected.has_value() && expected < as_of.day() ? 1 : 0;
      cell.ages.push_back(as_of.day().days - open.opened.days);
    });
    weighted = weighted_now;
  }
}

}  // namespace

std::shared_ptr<Table> measure_pipeline(const MeasureContext& context, const MeasureQuery& query) {
  const Cube cube(context, query);
  constexpr std::size_t chunk = 8192;
  auto [keys, cells] = gather_cells<PipelineCell>(cube, context.groups.size(), chunk, query.threads,
                                                  [&] { return Worker(context, cube); });
  std::shared_ptr<Table> out = cube.result("pipeline", keys, 1, 7);
  TableColumn& count = out->column("count", ColumnType::integer);
  TableColumn& amount = out->column("amount_minor", ColumnType::integer);
  TableColumn& weighted = out->column("weighted_minor", ColumnType::integer);
  TableColumn& net = out->column("net_minor", ColumnType::integer);
  TableColumn& age = out->column("median_age_days", ColumnType::real);
  TableColumn& overdue = out->column("overdue_count", ColumnType::integer);
  TableColumn& currency = out->column("currency", ColumnType::text);
  for (PipelineCell& cell : cells) {
    count.add_integer(cell.count);
    amount.add_integer(cell.amount);
    weighted.add_integer(cell.weighted);
    net.add_integer(cell.net);
    cell.ages.empty() ? age.add_null() : age.add_real(median(cell.ages));
    overdue.add_integer(cell.overdue);
    currency.add_text(context.converter.reporting().code());
  }
  return out;
}

}  // namespace opportune
