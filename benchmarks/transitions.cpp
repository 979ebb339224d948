// How many moves a second does advance() make? Opportunities of one process, each with what its
// stages ask for, are moved from the first stage to won, in batches; beside it the same moves by a
// hand-written switch over a plain struct, which is the least that a program of its own would do.
// One JSON object on standard output.
//
//   transitions [opportunities = 100000]
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
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

/// Moves a second.
double engine(std::size_t count) {
  Workspace workspace;
  load(workspace, count);
  std::vector<AdvanceRequest> moves;
  Instant at{1'770'000'000'000'000};
  for (const char* stage : stages) {
    for (std::size_t i = 0; i < count; ++i) {
      at.micros += 1'000;
      moves.push_back({"o" + std::to_string(i), stage, at, "kim", false, ""});
    }
  }
  const Clock::time_point start = Clock::now();
  const std::vector<TransitionResult> results = workspace.advance(moves);
  const double seconds = seconds_since(start);
  for (const TransitionResult& result : results) {
    if (!result.done) {
      std::cerr << "a move was refused: " << to_json({result}) << "\n";
      std::exit(1);
    }
  }
  return static_cast<double>(moves.size()) / seconds;
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
  std::int64_t at = 1'770'000'000'000'000;
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
  std::cout << "{\"opportunities\": " << count << ", \"engine_per_second\": " << engine(count)
            << ", \"by_hand_per_second\": " << by_hand(count) << "}\n";
}
