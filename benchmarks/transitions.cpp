// How many moves a second does advance() make? Opportunities of one process, each with what its
// stages ask for, are moved from the first stage to won, in batches; beside it the same moves by a
// hand-written switch over a plain struct, which is the least that a program of its own would do.
// One JSON object on standard output.
//
//   transitions [opportunities = 100000]
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "opportune/workspace.hpp"

namespace {

using namespace opportune;
using Clock = std::chrono::steady_clock;

constexpr const char* definition = R"({"stages": [
  {"id": "qualify", "milestone": "qualified", "exit": {"fields": ["amount"]}},
  {"id": "discover", "milestone": "discovery", "exit": {"activities": [{"kind": "demo"}]}},
  {"id": "propose", "milestone": "proposal", "exit": {"approvals": ["legal"]}},
  {"id": "negotiate", "milestone": "negotiation", "suppress": ["mailing"],
   "exit": {"roles": [{"role": "key_account_manager"}]}},
  {"id": "won", "milestone": "won"},
  {"id": "lost", "milestone": "lost"}]})";
constexpr const char* stages[] = {"discover", "propose", "negotiate", "won"};

InputTable table(const char* name, std::vector<std::string> columns,
                 std::vector<std::vector<std::string>> rows) {
  auto made = std::make_shared<Table>(name);
  for (const std::string& column : columns) {
    made->column(column, ColumnType::text);
  }
  for (const std::vector<std::string>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      made->columns()[i].add_text_or_null(row[i]);
    }
  }
  return as_input(made);
}

void load(Workspace& workspace, std::size_t count) {
  std::vector<std::vector<std::string>> accounts, opportunities, activities, approvals, team;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    accounts.push_back({"a" + n, "se"});
    opportunities.push_back({"o" + n, "a" + n, "p", "qualify", "100", "2026-01-05"});
    activities.push_back(
        {"d" + n, "demo", "sales", "a" + n, "o" + n, "done", "2026-01-06", "2026-01-06"});
    approvals.push_back({"o" + n, "legal", "leo", "2026-01-07T00:00:00Z"});
    team.push_back({"a" + n, "kim", "key_account_manager"});
  }
  workspace.load({
      table("market", {"id", "country", "currency"}, {{"se", "SE", "EUR"}}),
      table("person", {"id", "role"}, {{"leo", "legal"}, {"kim", "key_account_manager"}}),
      table("process", {"id", "definition"}, {{"p", definition}}),
      table("account", {"id", "market"}, accounts),
      table("opportunity", {"id", "account", "process", "stage", "amount", "opened"},
            opportunities),
      table("activity",
            {"id", "kind", "channel", "account", "opportunity", "status", "start", "end"},
            activities),
      table("approval", {"opportunity", "role", "by", "at"}, approvals),
      table("team_member", {"account", "person", "role"}, team),
  });
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

constexpr std::int64_t first_micros = 1'770'000'000'000'000;

/// Calls move(id, stage, micros) for each, stage by stage.
template <class Move>
void each_move(std::size_t count, Move&& move) {
  std::int64_t micros = first_micros;
  for (const char* stage : stages) {
    for (std::size_t i = 0; i < count; ++i) {
      move("o" + std::to_string(i), stage, micros += 1'000);
    }
  }
}

void expect(std::size_t done, std::size_t asked) {
  if (done != asked) {
    std::cerr << asked - done << " of " << asked << " moves were refused\n";
    std::exit(1);
  }
}

/// Moves a second, from a list of requests to a list of results.
double by_requests(std::size_t count) {
  Workspace workspace;
  load(workspace, count);
  std::vector<AdvanceRequest> moves;
  each_move(count, [&](std::string id, const char* stage, std::int64_t micros) {
    moves.push_back({std::move(id), stage, Instant{micros}, "kim", false, ""});
  });
  const Clock::time_point start = Clock::now();
  const std::vector<TransitionResult> results = workspace.advance(moves);
  const double seconds = seconds_since(start);
  expect(static_cast<std::size_t>(
             std::count_if(results.begin(), results.end(),
                           [](const TransitionResult& result) { return result.done; })),
         moves.size());
  return static_cast<double>(moves.size()) / seconds;
}

/// Moves a second, from a table to tables.
double by_table(std::size_t count) {
  Workspace workspace;
  load(workspace, count);
  auto moves = std::make_shared<Table>("moves");
  moves->column("opportunity", ColumnType::text);
  moves->column("to", ColumnType::text);
  moves->column("at", ColumnType::instant);
  moves->column("by", ColumnType::text);
  each_move(count, [&](const std::string& id, const char* stage, std::int64_t micros) {
    moves->columns()[0].add_text(id);
    moves->columns()[1].add_text(stage);
    moves->columns()[2].add(Instant{micros});
    moves->columns()[3].add_text("kim");
  });
  const InputTable input = as_input(moves);
  const Clock::time_point start = Clock::now();
  const TransitionTables results = workspace.advance_table(input);
  const double seconds = seconds_since(start);
  std::size_t done = 0;
  for (std::size_t row = 0; row < results.transitions->rows(); ++row) {
    done += results.transitions->at("done").boolean(row) ? 1U : 0U;
  }
  expect(done, input.rows);
  return static_cast<double>(input.rows) / seconds;
}

/// What a program of its own would do: an enum, counters and a history.
struct Deal {
  enum Stage : std::uint8_t { qualify, discover, propose, negotiate, won, lost } stage = qualify;
  bool amount = true, approved = true;
  int demos = 1, managers = 1;
  bool advance(Stage to) {
    switch (stage) {
      case qualify:
        return to == discover && amount;
      case discover:
        return to == propose && demos >= 1;
      case propose:
        return to == negotiate && approved;
      case negotiate:
        return to == won && managers >= 1;
      default:
        return false;
    }
  }
};
struct Change {
  std::uint32_t deal;
  Deal::Stage from, to;
  std::int64_t at;
};

double by_hand(std::size_t count) {
  std::vector<Deal> deals(count);
  std::vector<Change> history;
  std::int64_t at = first_micros;
  const Clock::time_point start = Clock::now();
  for (const auto to : {Deal::discover, Deal::propose, Deal::negotiate, Deal::won}) {
    for (std::uint32_t i = 0; i < count; ++i) {
      if (deals[i].advance(to)) {
        history.push_back({i, deals[i].stage, to, at += 1'000});
        deals[i].stage = to;
      }
    }
  }
  const double seconds = seconds_since(start);
  return static_cast<double>(history.size()) / seconds;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
  std::cout << "{\"opportunities\": " << count
            << ", \"requests_per_second\": " << by_requests(count)
            << ", \"table_per_second\": " << by_table(count)
            << ", \"by_hand_per_second\": " << by_hand(count) << "}\n";
}
