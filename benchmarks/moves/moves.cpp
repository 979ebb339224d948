// One engine of the moves benchmark (run.py starts it and writes the folder, workload.py):
//
//   moves ENGINE FOLDER MOVES ANSWERS
//
// makes the first MOVES moves of the folder and writes what came of each into the file ANSWERS, a
// letter each: refused "-", moved "m", moved and marketing pauses "p", moved and a customer won
// "c". One JSON object on standard output. ENGINE: "table" and "requests", one call for all;
// "single", a call for each; "switch", the hand-written peer.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../peers/switch_peer.hpp"
#include "opportune/io/csv.hpp"
#include "opportune/workspace.hpp"

namespace {

using namespace opportune;
using Requests = std::vector<AdvanceRequest>;

/// What the clock on the wall says, and how long this process had a processor: the first is what a
/// caller waits, the second is the same on a machine that others use.
struct Seconds {
  double wall = 0, processor = 0;
};

class Clock {
 public:
  [[nodiscard]] Seconds read() const {
    const auto wall = std::chrono::steady_clock::now() - wall_;
    return {std::chrono::duration<double>(wall).count(),
            static_cast<double>(std::clock() - processor_) / CLOCKS_PER_SEC};
  }

 private:
  std::chrono::steady_clock::time_point wall_ = std::chrono::steady_clock::now();
  std::clock_t processor_ = std::clock();
};

struct Run {
  Seconds seconds;
  std::string letters;
};

std::string text(const InputTable& table, std::string_view column, std::size_t row) {
  return std::string(table.find(column)->cell(row).text);
}

/// The first moves of the file.
Requests read_moves(const std::filesystem::path& folder, std::size_t limit) {
  const InputTable table = read_csv(folder / "moves.csv", "moves");
  Requests moves;
  for (std::size_t row = 0; row < table.rows && row < limit; ++row) {
    AdvanceRequest& move = moves.emplace_back();
    move.opportunity = text(table, "opportunity", row);
    move.to = text(table, "to", row);
    move.at = parse_instant(text(table, "at", row)).value();
    move.by = text(table, "by", row);
  }
  return moves;
}

char letter(bool done, bool pauses, bool customer) {
  return !done ? '-' : pauses ? 'p' : customer ? 'c' : 'm';
}

std::string letters_of(const std::vector<TransitionResult>& results) {
  std::string out;
  for (const TransitionResult& result : results) {
    out += letter(result.done, !result.pause.empty(), result.customer);
  }
  return out;
}

Run by_requests(Workspace& workspace, const Requests& moves) {
  const Clock clock;
  const std::vector<TransitionResult> results = workspace.advance(moves);
  const Seconds seconds = clock.read();
  return {seconds, letters_of(results)};
}

Run one_by_one(Workspace& workspace, const Requests& moves) {
  std::vector<TransitionResult> results;
  results.reserve(moves.size());
  const Clock clock;
  for (const AdvanceRequest& move : moves) {
    results.push_back(std::move(workspace.advance({move}).front()));
  }
  const Seconds seconds = clock.read();
  return {seconds, letters_of(results)};
}

Run by_table(Workspace& workspace, const Requests& moves) {
  auto table = std::make_shared<Table>("moves");
  table->columns().reserve(4);
  TableColumn& opportunity = table->column("opportunity", ColumnType::text);
  TableColumn& to = table->column("to", ColumnType::text);
  TableColumn& at = table->column("at", ColumnType::instant);
  TableColumn& by = table->column("by", ColumnType::text);
  for (const AdvanceRequest& move : moves) {
    opportunity.add_text(move.opportunity);
    to.add_text(move.to);
    at.add(move.at);
    by.add_text(move.by);
  }
  const InputTable input = as_input(table);
  const Clock clock;
  const TransitionTables results = workspace.advance_table(input);
  const Seconds seconds = clock.read();

  std::vector<bool> pauses(moves.size());
  for (std::size_t i = 0; i < results.activities->rows(); ++i) {
    if (results.activities->at("effect").text(i) == "pause") {
      pauses[static_cast<std::size_t>(results.activities->at("row").integer(i))] = true;
    }
  }
  std::string letters;
  for (std::size_t row = 0; row < moves.size(); ++row) {
    letters += letter(results.transitions->at("done").boolean(row), pauses[row],
                      results.transitions->at("customer").boolean(row));
  }
  return {seconds, std::move(letters)};
}

Run by_hand(const std::filesystem::path& folder, const Requests& moves) {
  const InputTable table = read_csv(folder / "deals.csv", "deals");
  const auto number = [&](const char* column, std::size_t row) {
    return std::stoi(text(table, column, row));
  };
  std::vector<peer::Deal> deals(table.rows);
  std::unordered_map<std::string, std::uint32_t> numbers;
  for (std::size_t row = 0; row < table.rows; ++row) {
    numbers.emplace(text(table, "id", row), static_cast<std::uint32_t>(row));
    deals[row].amount = number("amount", row);
    deals[row].demos = number("demos", row);
    deals[row].managers = number("managers", row);
    deals[row].approved = number("approved", row) > 0;
    deals[row].mailings = number("mailings", row);
  }
  struct Move {
    std::uint32_t deal;
    peer::Stage to;
    std::int64_t at;
  };
  std::vector<Move> asked;
  for (const AdvanceRequest& move : moves) {
    asked.push_back({numbers.at(move.opportunity), peer::stage_of(move.to), move.at.micros});
  }
  peer::Deals peer(std::move(deals));
  std::vector<peer::Answer> answers;
  answers.reserve(asked.size());
  const Clock clock;
  for (const Move& move : asked) {
    answers.push_back(peer.advance(move.deal, move.to, move.at, 0));
  }
  const Seconds seconds = clock.read();
  std::string letters;
  for (const peer::Answer answer : answers) {
    letters += static_cast<char>(answer);
  }
  return {seconds, std::move(letters)};
}

Run run(std::string_view engine, const std::filesystem::path& folder, const Requests& moves) {
  if (engine == "switch") {
    return by_hand(folder, moves);
  }
  Workspace workspace({"EUR", R"({"suppression": "account"})"});
  workspace.load(read_csv_directory(folder / "records"));
  if (engine == "requests") {
    return by_requests(workspace, moves);
  }
  return engine == "single" ? one_by_one(workspace, moves) : by_table(workspace, moves);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "moves table|requests|single|switch FOLDER MOVES ANSWERS\n";
    return 2;
  }
  try {
    const std::filesystem::path folder = argv[2];
    const Requests moves = read_moves(folder, std::strtoull(argv[3], nullptr, 10));
    const Run result = run(argv[1], folder, moves);
    std::ofstream(argv[4], std::ios::binary) << result.letters;
    std::cout << "{\"moves\": " << moves.size() << ", \"seconds\": " << result.seconds.wall
              << ", \"processor_seconds\": " << result.seconds.processor << "}\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
