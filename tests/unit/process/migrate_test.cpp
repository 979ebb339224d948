// Versions of processes: whatever is put, moved and migrated, what is exported and loaded again is
// the same, and answers the same of every day.
#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "opportune/process/builder.hpp"
#include "opportune/workspace.hpp"
#include "support/catch.hpp"

using namespace opportune;

namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) { return random() % limit; }

Instant day(int number) { return start_of_day(Date{20'454 + number}); }  // from 2026-01-01 on

const std::vector<std::string> stage_ids = {"a", "b", "c", "d", "e"};

/// Two to four of the stages in some order, then won and lost.
Process random_definition(Random& random, const std::string& id, const std::string& market) {
  std::vector<std::string> stages = stage_ids;
  std::shuffle(stages.begin(), stages.end(), random);
  stages.resize(2 + below(random, 3));
  ProcessBuilder out(id);
  out.markets({market});
  for (const std::string& stage : stages) {
    out.stage({.id = stage, .milestone = "proposal"});
  }
  return out.stage({.id = "won", .milestone = "won"})
      .stage({.id = "lost", .milestone = "lost"})
      .record();
}

std::map<std::string, std::shared_ptr<Table>> exported(const Workspace& workspace) {
  std::map<std::string, std::shared_ptr<Table>> out;
  for (const std::string& name : table_names()) {
    std::shared_ptr<Table> table = workspace.export_table(name);
    if (table->rows() > 0) {
      out[name] = std::move(table);
    }
  }
  return out;
}

std::string cell(const TableColumn& column, std::size_t row) {
  return column.is_null(row) ? std::string() : std::string(column.text(row));
}

std::vector<std::string> rows_of(const Table& table) {
  std::vector<std::string> out;
  const InputTable input = as_input(std::make_shared<Table>(table));
  for (std::size_t row = 0; row < input.rows; ++row) {
    std::string& line = out.emplace_back();
    for (const InputTable::Named& column : input.columns) {
      const Cell value = column.column->cell(row);
      line += column.name + "=" + (is_empty(value) ? "" : cell_text(value)) + "|";
    }
  }
  return out;
}

/// What the organisation is, and what happens to it.
class Story {
 public:
  explicit Story(unsigned seed) : random_(seed) {
    Market se, dk;
    se.id = "se";
    dk.id = "dk";
    Account account;
    account.id = "acme";
    account.market = "se";
    workspace.apply({{se, day(0), {}}, {dk, day(0), {}}, {account, day(0), {}}});
    define("p");
    define("q");
    for (int i = 0; i < 6; ++i) {
      open(i);
    }
  }
  void go_on() {
    ++now_;
    switch (below(random_, 6)) {
      case 0:
        return define(below(random_, 2) == 0 ? "p" : "q");
      case 1:
        return migrate();
      case 2:
        return change_process();
      default:
        return advance();
    }
  }

  Workspace workspace;
  std::size_t migrated = 0, advanced = 0;

 private:
  void define(const std::string& process) {
    const Process record = random_definition(random_, process, process == "p" ? "se" : "dk");
    workspace.apply({{record, day(now_), {}}});
  }
  void open(int number) {
    Opportunity record;
    record.id = "o" + std::to_string(number);
    record.account = "acme";
    record.process = below(random_, 2) == 0 ? "p" : "q";
    record.opened = day_of(day(now_));
    record.stage = first_stage(record.process);
    workspace.apply({{record, day(now_), {}}});
  }
  std::string first_stage(const std::string& process) const {
    const auto book = workspace.book();
    return book->stages()[book->stages().first(book->get<Process>().find(process))].id;
  }
  std::string any() { return "o" + std::to_string(below(random_, 6)); }
  void change_process() {
    Opportunity record;
    record.id = any();
    record.account = "acme";
    record.process = below(random_, 2) == 0 ? "p" : "q";
    record.opened = day_of(day(0));
    record.stage = first_stage(record.process);
    const auto book = workspace.book();
    const std::uint32_t row = book->get<Opportunity>().find(record.id);
    if (book->get<Process>().id(book->get<Opportunity>().get<"process">()[row]) != record.process) {
      workspace.apply({{record, day(now_), {}}});
    }
  }
  void advance() {
    const std::string id = any();
    const auto book = workspace.book();
    const StageTable& stages = book->stages();
    const std::uint16_t stands =
        book->get<Opportunity>().get<"stage">()[book->get<Opportunity>().find(id)];
    const StageTable::Version version = stages.version_of(stands);
    AdvanceRequest request;
    request.opportunity = id;
    request.to =
        stages[static_cast<std::uint16_t>(version.first + below(random_, version.count))].id;
    request.at = day(now_);
    advanced += workspace.advance({request})[0].done ? 1 : 0;
  }
  void migrate() {
    MigrateRequest request;
    request.process = below(random_, 2) == 0 ? "p" : "q";
    request.at = day(now_);
    const auto book = workspace.book();
    const std::uint32_t process = book->get<Process>().find(request.process);
    request.version =
        static_cast<std::uint32_t>(below(random_, book->stages().latest(process).number + 1));
    try {
      migrated += workspace.migrate(request).moved.size();
    } catch (const InputError&) {  // some stand in stages that it lacks: now each is mapped
      const auto target = request.version == 0 ? book->stages().latest(process)
                                               : *book->stages().version(process, request.version);
      for (const std::string& stage : stage_ids) {
        bool known = false;
        for (std::uint32_t n = 1; n <= book->stages().latest(process).number; ++n) {
          known = known || book->stages().find(*book->stages().version(process, n), stage) !=
                               StageTable::none;
        }
        if (known) {
          request.stages.push_back({stage, book->stages()[target.first].id});
        }
      }
      migrated += workspace.migrate(request).moved.size();
    }
  }

  Random random_;
  int now_ = 0;
};

}  // namespace

TEST_CASE("what is exported and loaded again runs the same versions, of every day") {
  std::size_t migrated = 0, advanced = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    Story story(seed);
    for (int step = 0; step < 40; ++step) {
      story.go_on();
    }
    migrated += story.migrated;
    advanced += story.advanced;
    const auto before = exported(story.workspace);
    Workspace again;
    std::vector<InputTable> tables;
    for (const auto& [name, table] : before) {
      tables.push_back(as_input(table));
    }
    again.load(tables);
    const auto after = exported(again);
    REQUIRE(before.size() == after.size());
    for (const auto& [name, table] : before) {
      INFO("seed " << seed << ", table " << name);
      REQUIRE(rows_of(*table) == rows_of(*after.at(name)));
    }
    for (int number = 0; number < 6; ++number) {
      const std::string id = "o" + std::to_string(number);
      for (int at = 0; at <= 41; at += 1) {
        INFO("seed " << seed << ", " << id << " on day " << at);
        REQUIRE(to_json(story.workspace.checklist(id, day(at))) ==
                to_json(again.checklist(id, day(at))));
      }
    }
  }
  CHECK(migrated > 200);  // the stories are not empty
  CHECK(advanced > 200);
}

TEST_CASE("a migration is what its stage changes would be, put as records") {
  for (unsigned seed = 100; seed < 130; ++seed) {
    Story story(seed);
    for (int step = 0; step < 30; ++step) {
      story.go_on();
    }
    // The state before the last rows of the history, and those rows put one by one.
    auto tables = exported(story.workspace);
    if (tables.count("stage_change") == 0) {
      continue;
    }
    const Table& history = *tables.at("stage_change");
    Workspace bare;
    std::vector<InputTable> inputs;
    for (const auto& [name, table] : tables) {
      if (name != "stage_change") {
        inputs.push_back(as_input(table));
      }
    }
    bare.load(inputs);
    std::vector<std::size_t> order(history.rows());
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return history.at("at").instant(a) < history.at("at").instant(b);
    });
    std::vector<Change> changes;
    for (const std::size_t row : order) {
      StageChange change;
      const auto number = [&](const char* name) -> std::optional<std::int64_t> {
        const TableColumn& column = history.at(name);
        return column.is_null(row) ? std::nullopt : std::optional(column.integer(row));
      };
      change.opportunity = cell(history.at("opportunity"), row);
      change.process = cell(history.at("process"), row);
      change.from = cell(history.at("from"), row);
      change.to = cell(history.at("to"), row);
      change.from_version = number("from_version");
      change.to_version = number("to_version");
      change.at = history.at("at").instant(row);
      changes.push_back({change, change.at, {}});
    }
    bare.apply(changes);
    INFO("seed " << seed);
    CHECK(rows_of(*bare.export_table("opportunity")) == rows_of(*tables.at("opportunity")));
    CHECK(rows_of(*bare.export_table("stage_change")) == rows_of(history));
  }
}
