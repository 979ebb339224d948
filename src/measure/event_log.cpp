// event_log: the histories as process mining reads them: a row for each stage that an opportunity
// came to.
#include <algorithm>
#include <string>

#include "measure/measures.hpp"
#include "opportune/process/applies.hpp"
#include "process/moves.hpp"

namespace opportune {
namespace {

struct Event {
  std::uint32_t opportunity = no_row;
  std::uint32_t change = no_row;  ///< no_row: the beginning
  std::uint16_t stage = StageTable::none;
  Instant at;
};

std::vector<Event> events_of(const MeasureContext& context, const Cube& cube) {
  const Store<Opportunity>& store = context.book().get<Opportunity>();
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < store.rows(); ++row) {
    if (context.as_of.opened(row) && cube.accepts(row)) {
      rows.push_back(row);
    }
  }
  std::sort(rows.begin(), rows.end(),
            [&](std::uint32_t a, std::uint32_t b) { return store.id(a) < store.id(b); });
  MovesOf moves(context.as_of);
  std::vector<Event> out;
  for (const std::uint32_t row : rows) {
    const std::uint16_t beginning = moves.beginning(row);
    if (beginning != StageTable::none) {
      out.push_back({row, no_row, beginning, context.as_of.since(row, no_row)});
    }
    moves.each(row, [&](const Moved& moved) {
      out.push_back({row, moved.change, moved.to, context.as_of.since(row, moved.change)});
    });
  }
  return out;
}

}  // namespace

std::shared_ptr<Table> measure_event_log(const MeasureContext& context, const MeasureQuery& query) {
  if (!query.by.empty()) {
    refuse_query("by", query.by.front(), "event_log has a row for each event");
  }
  const Book& book = context.book();
  const StageTable& stages = book.stages();
  const auto& by = book.get<StageChange>().get<"by">();
  std::vector<Event> events = events_of(context, Cube(context, query));
  auto out = std::make_shared<Table>("event_log");
  CellColumns(*out, events)
      .text("opportunity",
            [&](const Event& event) { return book.get<Opportunity>().id(event.opportunity); })
      .text("process",
            [&](const Event& event) {
              return process_id(book, stages.version_of(event.stage).process);
            })
      .text("stage", [&](const Event& event) { return std::string_view(stages[event.stage].id); })
      .text("milestone",
            [&](const Event& event) { return std::string_view(stages.milestone_of(event.stage)); })
      .instant("at", [](const Event& event) { return event.at; })
      .text("by", [&](const Event& event) {
        const std::uint32_t person = event.change == no_row ? no_row : by[event.change];
        return id_of<Person>(book, person);
      });
  return out;
}

}  // namespace opportune
