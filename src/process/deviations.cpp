// deviations: moves that the process of their opportunity does not allow.
#include <algorithm>

#include "opportune/core/error.hpp"
#include "process/commands.hpp"
#include "process/conformance.hpp"
#include "process/deviation_kinds.hpp"
#include "process/moves.hpp"

namespace opportune {

std::uint32_t find_process(const Book& book, std::string_view id) {
  const std::uint32_t row = book.get<Process>().find(id);
  if (row == no_row && id != StageTable::standard) {
    throw NotFoundError("there is no process '" + shown_value(id) + "'");
  }
  return row;
}

namespace {

struct Deviation {
  std::uint32_t opportunity = no_row;
  std::uint32_t change = no_row;  ///< no_row: the beginning, before the first change
  std::uint16_t from = StageTable::none;
  std::uint16_t to = StageTable::none;
  Instant at;
};

/// Is the move judged, and not allowed? One from another version is none within a process.
bool strays(const StageTable& stages, std::uint16_t from, std::uint16_t to) {
  const StageTable::Version version = stages.version_of(to);
  if (from == StageTable::none) {
    return to != version.first;
  }
  return stages.version_of(from).first == version.first && !stages.allows(from, to);
}

std::vector<Deviation> deviations_of(const AsOf& as_of, const DeviationQuery& query) {
  const Book& book = as_of.book();
  const StageTable& stages = book.stages();
  const bool all = query.process.empty();
  const std::uint32_t process = all ? no_row : find_process(book, query.process);
  std::vector<Deviation> out;
  const auto judge = [&](const Deviation& move) {
    if ((all || stages.version_of(move.to).process == process) &&
        strays(stages, move.from, move.to)) {
      out.push_back(move);
    }
  };
  MovesOf moves(as_of);
  const Store<Opportunity>& opportunities = book.get<Opportunity>();
  for (std::uint32_t row = 0; row < opportunities.rows(); ++row) {
    const std::uint16_t beginning = moves.beginning(row);
    if (beginning != StageTable::none && as_of.opened(row)) {
      judge({row, no_row, StageTable::none, beginning, as_of.since(row, no_row)});
    }
    moves.each(row, [&](const Moved& moved) {
      judge({row, moved.change, moved.from, moved.to, as_of.since(row, moved.change)});
    });
  }
  std::stable_sort(out.begin(), out.end(), [&](const Deviation& a, const Deviation& b) {
    return opportunities.id(a.opportunity) < opportunities.id(b.opportunity);
  });
  return out;
}

}  // namespace

std::shared_ptr<Table> find_deviations(const Book& book, const DeviationQuery& query) {
  const AsOf as_of(book, query.as_of);
  const StageTable& stages = book.stages();
  const Store<StageChange>& changes = book.get<StageChange>();
  auto out = std::make_shared<Table>("deviation");
  out->columns().reserve(10);
  TableColumn& opportunity = out->column("opportunity", ColumnType::text);
  TableColumn& process = out->column("process", ColumnType::text);
  TableColumn& version = out->column("version", ColumnType::integer);
  TableColumn& from = out->column("from", ColumnType::text);
  TableColumn& to = out->column("to", ColumnType::text);
  TableColumn& at = out->column("at", ColumnType::instant);
  TableColumn& by = out->column("by", ColumnType::text);
  TableColumn& kind = out->column("kind", ColumnType::text);
  TableColumn& forced = out->column("forced", ColumnType::boolean);
  TableColumn& explanation = out->column("explanation", ColumnType::text);
  for (const Deviation& found : deviations_of(as_of, query)) {
    const Strayed move{stages, found.from, found.to};
    const bool recorded = found.change != no_row;
    const std::uint32_t person = recorded ? changes.get<"by">()[found.change] : no_row;
    const DeviationKind& is = kind_of(move);
    opportunity.add_text(book.get<Opportunity>().id(found.opportunity));
    process.add_text(process_name(book, found.to));
    version.add_integer(stages.version_of(found.to).number);
    from.add_text_or_null(found.from == StageTable::none ? ""
                                                         : std::string_view(stages[found.from].id));
    to.add_text(stages[found.to].id);
    at.add(found.at);
    by.add_text_or_null(person == no_row ? "" : book.get<Person>().id(person));
    kind.add_text(is.name);
    forced.add_boolean(recorded && !changes.get<"reason">()[found.change].empty());
    explanation.add_text(is.sentence(move));
  }
  return out;
}

}  // namespace opportune
