// process_edges: how often each way of a process was gone, and after how long.
#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "opportune/core/error.hpp"
#include "opportune/core/median.hpp"
#include "opportune/core/numbered_map.hpp"
#include "opportune/core/parallel.hpp"
#include "process/conformance.hpp"
#include "process/moves.hpp"

namespace opportune {

StageTable::Version find_version(const Book& book, std::string_view process, std::uint32_t number) {
  const std::uint32_t row = find_process(book, process);
  const StageTable::Version latest = book.stages().latest(row);
  if (latest.count > 0 && number == 0) {
    return latest;
  }
  if (const auto version = book.stages().version(row, number)) {
    return *version;
  }
  throw NotFoundError("process '" + shown_value(process) + "' has no version " +
                      std::to_string(number) + "; its latest is " + std::to_string(latest.number));
}

namespace {

struct Seen {
  bool listed = false;
  std::int64_t count = 0;
  std::int64_t opportunities = 0;
  std::vector<std::int64_t> micros;
};

/// What one thread has seen of its opportunities.
class SeenByMove {
 public:
  explicit SeenByMove(const AsOf& as_of, const StageTable::Version& version)
      : as_of_(as_of), moves_(as_of), version_(version) {}

  void operator()(std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      add(static_cast<std::uint32_t>(row));
    }
  }
  void add_to(std::map<std::pair<std::uint16_t, std::uint16_t>, Seen>& all) const {
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      const std::uint32_t move = seen_.key(i);
      const OfThread& seen = seen_.value(i);
      Seen& to = all[{static_cast<std::uint16_t>(move >> 16U), static_cast<std::uint16_t>(move)}];
      to.count += static_cast<std::int64_t>(seen.micros.size());
      to.opportunities += seen.opportunities;
      to.micros.insert(to.micros.end(), seen.micros.begin(), seen.micros.end());
    }
  }

 private:
  struct OfThread {
    std::int64_t opportunities = 0;
    std::uint32_t latest = no_row;  // opportunity
    std::vector<std::int64_t> micros;
  };

  void add(std::uint32_t opportunity) {
    moves_.each(opportunity, [&](const Moved& moved) {
      const std::uint16_t from = place(moved.from), to = place(moved.to);
      if (moved.from == StageTable::none || from >= version_.count || to >= version_.count) {
        return;
      }
      OfThread& seen = seen_[std::uint32_t{from} << 16U | to];
      seen.opportunities += seen.latest != opportunity ? 1 : 0;
      seen.latest = opportunity;
      const Instant left = as_of_.since(opportunity, moved.change);
      seen.micros.push_back(std::max<std::int64_t>(0, left.micros - moved.since.micros));
    });
  }
  /// Past the end: of another version.
  [[nodiscard]] std::uint16_t place(std::uint16_t stage) const noexcept {
    return static_cast<std::uint16_t>(stage - version_.first);
  }

  const AsOf& as_of_;
  MovesOf moves_;
  StageTable::Version version_;
  struct Hash {
    std::size_t operator()(std::uint32_t move) const noexcept {
      return std::uint64_t{move} * 0x9E3779B97F4A7C15U >> 32U;
    }
  };
  NumberedMap<std::uint32_t, OfThread, Hash, std::equal_to<>> seen_;  // by from and to
};

}  // namespace

std::vector<ProcessEdge> edges_of(const Book& book, const StageTable::Version& version,
                                  Instant at) {
  std::map<std::pair<std::uint16_t, std::uint16_t>, Seen> all;
  for (const Transition& move : book.stages().definition_of(version.first).moves()) {
    all[{move.from, move.to}].listed = true;
  }
  if (at.has_value()) {
    constexpr std::size_t chunk = 4096;
    const AsOf as_of(book, at);
    parallel_chunks(
        book.get<Opportunity>().rows(), chunk, 0, [&] { return SeenByMove(as_of, version); },
        [&](const SeenByMove& seen) { seen.add_to(all); });
  }
  std::vector<ProcessEdge> out;
  std::vector<Seen*> of_edge;
  out.reserve(all.size());
  for (auto& [move, seen] : all) {
    out.push_back({{move.first, move.second}, seen.listed, seen.count, seen.opportunities, 0});
    of_edge.push_back(&seen);
  }
  const auto find_median = [&](std::size_t edge, std::size_t) {
    if (!of_edge[edge]->micros.empty()) {
      out[edge].median_days = median(of_edge[edge]->micros) / static_cast<double>(micros_per_day);
    }
  };
  parallel_chunks(
      out.size(), 1, 0, [&] { return find_median; }, [](const auto&) {});
  return out;
}

std::shared_ptr<Table> edge_table(const Book& book, std::string_view process, std::uint32_t number,
                                  Instant at) {
  const StageTable::Version version = find_version(book, process, number);
  const auto stage = [&](std::uint16_t place) -> const StageDefinition& {
    return book.stages()[static_cast<std::uint16_t>(version.first + place)];
  };
  const Milestones& milestones = book.stages().milestones();
  auto out = std::make_shared<Table>("process_edge");
  out->columns().reserve(8);
  TableColumn& from = out->column("from", ColumnType::text);
  TableColumn& to = out->column("to", ColumnType::text);
  TableColumn& milestone_from = out->column("milestone_from", ColumnType::text);
  TableColumn& milestone_to = out->column("milestone_to", ColumnType::text);
  TableColumn& listed = out->column("listed", ColumnType::boolean);
  TableColumn& count = out->column("count", ColumnType::integer);
  TableColumn& opportunities = out->column("opportunities", ColumnType::integer);
  TableColumn& median_days = out->column("median_days", ColumnType::real);
  for (const ProcessEdge& edge : edges_of(book, version, at)) {
    from.add_text(stage(edge.move.from).id);
    to.add_text(stage(edge.move.to).id);
    milestone_from.add_text(milestones.name(stage(edge.move.from).milestone));
    milestone_to.add_text(milestones.name(stage(edge.move.to).milestone));
    listed.add_boolean(edge.listed);
    count.add_integer(edge.count);
    opportunities.add_integer(edge.opportunities);
    edge.count == 0 ? median_days.add_null() : median_days.add_real(edge.median_days);
  }
  return out;
}

}  // namespace opportune
