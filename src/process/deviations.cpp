// deviations: moves that the process of their opportunity does not allow.
#include <algorithm>

#include "opportune/core/error.hpp"
#include "process/commands.hpp"
#include "process/conformance.hpp"
#include "process/deviation_kinds.hpp"
#include "process/judged.hpp"

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
  Judged move;
};

std::vector<Deviation> deviations_of(const AsOf& as_of, const DeviationQuery& query) {
  const Book& book = as_of.book();
  const bool all = query.process.empty();
  const std::uint32_t process = all ? no_row : find_process(book, query.process);
  std::vector<Deviation> out;
  MovesOf moves(as_of);
  const Store<Opportunity>& opportunities = book.get<Opportunity>();
  for (std::uint32_t row = 0; row < opportunities.rows(); ++row) {
    each_judged(as_of, moves, row, [&](const Judged& move) {
      if (move.strays && (all || book.stages().version_of(move.to).process == process)) {
        out.push_back({row, move});
      }
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
    const auto& [change_row, from_stage, to_stage, strays] = found.move;
    const Strayed move{stages, from_stage, to_stage};
    const bool recorded = change_row != no_row;
    const std::uint32_t person = recorded ? changes.get<"by">()[change_row] : no_row;
    const DeviationKind& is = kind_of(move);
    opportunity.add_text(book.get<Opportunity>().id(found.opportunity));
    process.add_text(process_name(book, to_stage));
    version.add_integer(stages.version_of(to_stage).number);
    from.add_text_or_null(from_stage == StageTable::none ? ""
                                                         : std::string_view(stages[from_stage].id));
    to.add_text(stages[to_stage].id);
    at.add(as_of.since(found.opportunity, change_row));
    by.add_text_or_null(person == no_row ? "" : book.get<Person>().id(person));
    kind.add_text(is.name);
    forced.add_boolean(recorded && !changes.get<"reason">()[change_row].empty());
    explanation.add_text(is.sentence(move));
  }
  return out;
}

}  // namespace opportune
