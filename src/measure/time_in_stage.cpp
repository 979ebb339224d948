// time_in_stage: how long opportunities stay at a milestone, and where they go: survival with
// censoring (Kaplan and Meier) and the incidence of what ends it (Aalen and Johansen).
#include <algorithm>
#include <map>

#include "measure/forecast/stays.hpp"
#include "measure/measures.hpp"

namespace opportune {
namespace {

enum Way : std::size_t { advanced, back, won, lost, abandoned, ways };

/// What happened on one day of the stays.
struct Day {
  std::int64_t censored = 0;
  std::array<std::int64_t, ways> moves{};
  [[nodiscard]] std::int64_t moved() const {
    std::int64_t out = 0;
    for (const std::int64_t count : moves) {
      out += count;
    }
    return out;
  }
};
using Days = std::map<std::int32_t, Day>;

struct StayCell {
  std::array<Days, Milestones::most> at;

  void merge(const StayCell& other) {
    for (std::size_t m = 0; m < at.size(); ++m) {
      for (const auto& [day, found] : other.at[m]) {
        Day& here = at[m][day];
        here.censored += found.censored;
        for (std::size_t way = 0; way < ways; ++way) {
          here.moves[way] += found.moves[way];
        }
      }
    }
  }
};

Way way_of(const Milestones& milestones, const Stay& stay) {
  switch (milestones[stay.next].outcome) {
    case Outcome::won:
      return won;
    case Outcome::lost:
      return lost;
    case Outcome::abandoned:
      return abandoned;
    case Outcome::open:
      break;
  }
  return stay.next > stay.milestone ? advanced : back;
}

struct StageRow {
  std::size_t milestone = 0;
  std::int32_t day = 0;
  std::int64_t at_risk = 0;
  std::int64_t moved = 0;
  std::int64_t censored = 0;
  double staying = 1;
  std::array<double, ways> incidence{};
};

/// Rows for the days on which a stay ended or is cut off by the instant.
void add_rows(std::size_t milestone, const Days& days, std::vector<StageRow>& out) {
  std::int64_t at_risk = 0;
  for (const auto& [day, found] : days) {
    at_risk += found.moved() + found.censored;
  }
  StageRow row;
  row.milestone = milestone;
  for (const auto& [day, found] : days) {
    row.day = day;
    row.at_risk = at_risk;
    row.moved = found.moved();
    row.censored = found.censored;
    const auto risk = static_cast<double>(at_risk);
    for (std::size_t way = 0; way < ways; ++way) {
      row.incidence[way] += row.staying * static_cast<double>(found.moves[way]) / risk;
    }
    row.staying *= 1 - static_cast<double>(row.moved) / risk;
    at_risk -= row.moved + row.censored;
    out.push_back(row);
  }
}

}  // namespace

std::shared_ptr<Table> measure_time_in_stage(const MeasureContext& context,
                                             const MeasureQuery& query) {
  const Cube cube(context, query);
  for (const char* name : {"milestone", "stage"}) {
    if (cube.is_by(name)) {
      refuse_query("by", name, "time_in_stage has rows for each milestone already");
    }
  }
  const Milestones& milestones = context.book().stages().milestones();
  auto [keys, cells] = gather_parts<StayCell>(
      cube, context, query.threads, [&](std::uint32_t row) { return context.as_of.opened(row); },
      [&](std::uint32_t row, bool) {
        std::vector<Stay> stays;
        std::vector<std::uint32_t> path;
        each_stay(context.as_of, row, path, [&](const Stay& stay) { stays.push_back(stay); });
        return [&, stays = std::move(stays)](const Part&, StayCell& cell) {
          for (const Stay& stay : stays) {
            Day& day = cell.at[stay.milestone][stay.days];
            stay.next == Stay::censored ? ++day.censored : ++day.moves[way_of(milestones, stay)];
          }
        };
      },
      no_amounts);
  std::vector<StageRow> rows;
  std::vector<Cube::Key> row_keys;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    for (std::size_t m = 0; m < milestones.won(); ++m) {
      add_rows(m, cells[i].at[m], rows);
    }
    row_keys.resize(rows.size(), keys[i]);
  }
  std::shared_ptr<Table> out = cube.result("time_in_stage", row_keys);
  const auto incidence = [](Way way) {
    return [way](const StageRow& row) { return row.incidence[way]; };
  };
  CellColumns(*out, rows)
      .text("milestone", [&](const StageRow& row) { return milestones.name(row.milestone); })
      .integer("days", [](const StageRow& row) { return row.day; })
      .integer("at_risk", [](const StageRow& row) { return row.at_risk; })
      .integer("moved", [](const StageRow& row) { return row.moved; })
      .integer("censored", [](const StageRow& row) { return row.censored; })
      .real("staying", [](const StageRow& row) { return row.staying; })
      .real("advanced", incidence(advanced))
      .real("back", incidence(back))
      .real("won", incidence(won))
      .real("lost", incidence(lost))
      .real("abandoned", incidence(abandoned));
  return out;
}

}  // namespace opportune
