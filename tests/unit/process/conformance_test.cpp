// Deviations, the ways that were gone, and the drawing: against the rules of docs/conformance.md
// written anew, slow and obvious, on random processes and histories.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "opportune/io/json.hpp"
#include "opportune/workspace.hpp"
#include "support/catch.hpp"

using namespace opportune;

namespace {

using nlohmann::json;
using Random = std::mt19937;
using Texts = std::vector<std::string>;

constexpr std::int64_t day = 86'400'000'000;
const std::int64_t epoch = start_of_day(make_date(2026, 1, 1)).micros;

std::uint32_t below(Random& random, std::size_t bound) {
  return static_cast<std::uint32_t>(random() % bound);
}

// --- what is made -------------------------------------------------------------------------------

struct PlainStage {
  std::string id, milestone;
  [[nodiscard]] bool closed() const {
    return milestone == "won" || milestone == "lost" || milestone == "abandoned";
  }
};
struct PlainVersion {
  std::string process;
  int number = 1;
  std::vector<PlainStage> stages;
  bool usual = true;
  std::vector<std::pair<int, int>> listed;  // where not usual
};
struct PlainMove {
  int version = 0;
  int from = -1;  // not told
  int to = 0;
  std::int64_t at = 0;
  std::string by, reason;
};
struct PlainOpportunity {
  std::string id;
  int version = 0;  // in which it was made
  int stage = 0;    // at present, where nothing has moved
  int opened = 0;   // days
  std::vector<PlainMove> moves;
};
struct World {
  std::vector<PlainVersion> versions;
  std::vector<PlainOpportunity> opportunities;
};

PlainVersion random_version(Random& random, std::string process, int number) {
  const Texts open = {"qualified", "discovery", "proposal", "negotiation"};
  PlainVersion out{std::move(process), number, {}, below(random, 2) == 0, {}};
  const std::uint32_t count = 1 + below(random, 5);
  for (std::uint32_t i = 0; i < count; ++i) {
    out.stages.push_back({"s" + std::to_string(i), open[i * open.size() / count]});
  }
  Texts closed = {"won", "lost", "abandoned"};
  closed.resize(1 + below(random, 3));
  for (const std::string& milestone : closed) {
    const PlainStage stage{milestone + std::to_string(number), milestone};
    const auto at = out.usual ? out.stages.size() : 1 + below(random, out.stages.size());
    out.stages.insert(out.stages.begin() + static_cast<std::ptrdiff_t>(at), stage);
  }
  if (out.usual) {
    return out;
  }
  std::set<std::pair<int, int>> listed;
  const int stages = static_cast<int>(out.stages.size());
  std::vector<int> open_ones = {0};  // so far
  for (int i = 1; i < stages; ++i) {
    const PlainStage& stage = out.stages[static_cast<std::size_t>(i)];
    if (!stage.closed()) {  // reached from one before it
      listed.insert({open_ones[below(random, open_ones.size())], i});
      open_ones.push_back(i);
    }
  }
  for (int i = 0; i < stages; ++i) {
    const PlainStage& stage = out.stages[static_cast<std::size_t>(i)];
    for (const int from : open_ones) {
      if (stage.closed() && (stage.milestone == "won" || from == open_ones.back())) {
        listed.insert({from, i});
      }
    }
  }
  for (std::uint32_t i = below(random, 6); i > 0; --i) {
    const int from = static_cast<int>(below(random, out.stages.size()));
    const int to = static_cast<int>(below(random, out.stages.size()));
    if (from != to && !(out.stages[static_cast<std::size_t>(from)].closed() &&
                        out.stages[static_cast<std::size_t>(to)].closed())) {
      listed.insert({from, to});
    }
  }
  out.listed.assign(listed.begin(), listed.end());
  return out;
}

PlainVersion standard_version() {
  PlainVersion out{"standard", 1, {}, true, {}};
  for (const char* name :
       {"qualified", "discovery", "proposal", "negotiation", "won", "lost", "abandoned"}) {
    out.stages.push_back({name, name});
  }
  return out;
}

const PlainStage& stage_of(const World& world, int version, int stage) {
  return world.versions[static_cast<std::size_t>(version)].stages[static_cast<std::size_t>(stage)];
}

int random_stage(Random& random, const World& world, int version) {
  return static_cast<int>(
      below(random, world.versions[static_cast<std::size_t>(version)].stages.size()));
}

/// Moves that mostly follow one another; no two at one instant.
PlainOpportunity random_opportunity(Random& random, const World& world, int version, int number) {
  PlainOpportunity out;
  out.id = "o" + std::to_string(number * 37 % 100) + "-" + std::to_string(number);
  out.version = version;
  out.opened = static_cast<int>(below(random, 20));
  out.stage = random_stage(random, world, version);
  std::int64_t at = epoch + out.opened * day;
  if (below(random, 8) == 0) {
    at -= 3 * day;  // before it was opened
  }
  int stands = below(random, 3) == 0 ? out.stage : 0;
  for (std::uint32_t i = below(random, 7); i > 0; --i) {
    at += 1 + static_cast<std::int64_t>(random() % (4 * day));
    PlainMove move{version, stands, random_stage(random, world, version), at, "", ""};
    if (below(random, 6) == 0) {
      move.from = -1;
    } else if (below(random, 10) == 0) {
      move.from = random_stage(random, world, version);  // a gap in the history
    }
    move.by = below(random, 2) == 0 ? "anna" : "";
    move.reason = below(random, 5) == 0 ? "because" : "";
    stands = move.to;
    out.moves.push_back(move);
  }
  if (!out.moves.empty()) {
    out.stage = stands;
  }
  return out;
}

// --- how it goes into a workspace ---------------------------------------------------------------

json definition_of(const PlainVersion& version) {
  json stages = json::array();
  for (const PlainStage& stage : version.stages) {
    stages.push_back({{"id", stage.id}, {"milestone", stage.milestone}});
  }
  json out = {{"stages", stages}, {"markets", {"m-" + version.process}}};
  if (!version.usual) {
    out["transitions"] = json::array();
    for (const auto& [from, to] : version.listed) {
      out["transitions"].push_back({{"from", version.stages[static_cast<std::size_t>(from)].id},
                                    {"to", version.stages[static_cast<std::size_t>(to)].id}});
    }
  }
  return out;
}

json record_of(const World& world, const PlainOpportunity& opportunity, int version, int stage,
               std::int64_t closed_at) {
  const PlainVersion& stands = world.versions[static_cast<std::size_t>(version)];
  const Date opened{day_of(Instant{epoch}).days + opportunity.opened};
  json out = {{"id", opportunity.id},
              {"account", "acme"},
              {"stage", stage_of(world, version, stage).id},
              {"opened", to_string(opened)},
              {"closed", nullptr},
              {"process", nullptr}};
  if (stands.process != "standard") {
    out["process"] = stands.process;
  }
  if (stage_of(world, version, stage).closed()) {
    out["closed"] = to_string(std::max(opened, day_of(Instant{closed_at})));
  }
  return out;
}

void load(Workspace& workspace, const std::map<std::string, json>& tables) {
  std::vector<InputTable> inputs;
  for (const auto& [name, rows] : tables) {
    if (!rows.empty()) {
      inputs.push_back(read_json_records(rows.dump(), name));
    }
  }
  workspace.load(inputs);
}

/// Loads opportunities that were made in these versions, with their histories in any order.
void load_opportunities(Random& random, Workspace& workspace, const World& world,
                        const std::set<int>& versions) {
  json records = json::array(), changes = json::array();
  for (const PlainOpportunity& opportunity : world.opportunities) {
    if (!versions.contains(opportunity.version)) {
      continue;
    }
    const std::int64_t last =
        opportunity.moves.empty() ? epoch + 30 * day : opportunity.moves.back().at;
    records.push_back(record_of(world, opportunity, opportunity.version, opportunity.stage, last));
    for (const PlainMove& move : opportunity.moves) {
      json row = {{"opportunity", opportunity.id},
                  {"from", nullptr},
                  {"to", stage_of(world, move.version, move.to).id},
                  {"at", to_string(Instant{move.at})},
                  {"by", nullptr},
                  {"reason", move.reason}};
      if (move.from >= 0) {
        row["from"] = stage_of(world, move.version, move.from).id;
      }
      if (!move.by.empty()) {
        row["by"] = move.by;
      }
      changes.push_back(row);
    }
  }
  std::shuffle(changes.begin(), changes.end(), random);
  load(workspace, {{"opportunity", records}, {"stage_change", changes}});
}

/// Puts some opportunities into another process, and moves them on there.
void change_processes(Random& random, Workspace& workspace, World& world,
                      const std::vector<int>& latest) {
  std::int64_t at = epoch + 60 * day;
  for (PlainOpportunity& opportunity : world.opportunities) {
    const int version = latest[below(random, latest.size())];
    const std::string& now = world.versions[static_cast<std::size_t>(opportunity.version)].process;
    if (below(random, 5) != 0 || world.versions[static_cast<std::size_t>(version)].process == now) {
      continue;
    }
    int stands = -1;
    for (std::uint32_t i = 1 + below(random, 3); i > 0; --i) {
      const int to = random_stage(random, world, version);
      if (to == stands) {
        continue;
      }
      at += day / 3;
      workspace.apply_json(json({{"table", "opportunity"},
                                 {"at", to_string(Instant{at})},
                                 {"by", "bo"},
                                 {"record", record_of(world, opportunity, version, to, at)}})
                               .dump());
      opportunity.moves.push_back({version, stands, to, at, "bo", ""});
      stands = to;
    }
  }
}

World random_world(Random& random, Workspace& workspace) {
  World out;
  out.versions = {standard_version(), random_version(random, "p0", 1),
                  random_version(random, "p1", 1)};
  json markets = {{{"id", "m-p0"}, {"currency", "EUR"}}, {{"id", "m-p1"}, {"currency", "EUR"}}};
  json processes = json::array();
  for (const int version : {1, 2}) {
    const PlainVersion& made = out.versions[static_cast<std::size_t>(version)];
    processes.push_back({{"id", made.process}, {"definition", definition_of(made)}});
  }
  load(workspace, {{"market", markets},
                   {"process", processes},
                   {"person", json{{{"id", "anna"}}, {{"id", "bo"}}}},
                   {"account", json{{{"id", "acme"}, {"market", "m-p0"}}}}});
  int number = 0;
  for (const int version : {0, 1, 2}) {
    for (std::uint32_t i = below(random, 8); i > 0; --i) {
      out.opportunities.push_back(random_opportunity(random, out, version, ++number));
    }
  }
  load_opportunities(random, workspace, out, {0, 1, 2});
  std::vector<int> latest = {0, 1, 2};
  PlainVersion second = random_version(random, "p1", 2);
  if (below(random, 2) == 0 && definition_of(second) != definition_of(out.versions[2])) {
    workspace.apply_json(json({{"table", "process"},
                               {"record", {{"id", "p1"}, {"definition", definition_of(second)}}}})
                             .dump());
    out.versions.push_back(second);
    for (std::uint32_t i = below(random, 8); i > 0; --i) {
      out.opportunities.push_back(random_opportunity(random, out, 3, ++number));
    }
    load_opportunities(random, workspace, out, {3});
    latest = {0, 1, 3};
  }
  change_processes(random, workspace, out, latest);
  return out;
}

// --- the rules in words -------------------------------------------------------------------------

bool allowed_in_words(const PlainVersion& version, int from, int to) {
  if (!version.usual) {
    return std::find(version.listed.begin(), version.listed.end(), std::pair{from, to}) !=
           version.listed.end();
  }
  const PlainStage& left = version.stages[static_cast<std::size_t>(from)];
  const PlainStage& entered = version.stages[static_cast<std::size_t>(to)];
  if (left.closed() || from == to) {
    return false;
  }
  if (entered.milestone == "lost" || entered.milestone == "abandoned" || to == from + 1) {
    return true;
  }
  return to < from && !entered.closed();
}

std::string kind_in_words(const PlainVersion& version, int from, int to) {
  if (from == to) {
    return "loop";
  }
  if (version.stages[static_cast<std::size_t>(from)].closed()) {
    return "after_close";
  }
  if (version.stages[static_cast<std::size_t>(to)].closed()) {
    return "close";
  }
  return from < to ? "skip" : "backward";
}

/// opportunity, process, version, from, to, at, by, kind, forced.
using Row = std::tuple<std::string, std::string, std::int64_t, std::string, std::string,
                       std::int64_t, std::string, std::string, bool>;

/// Where a move came from: told, or where the one before it led in the same version; -1: unknown.
int came_from(const std::vector<PlainMove>& moves, std::size_t i) {
  if (moves[i].from >= 0) {
    return moves[i].from;
  }
  return i > 0 && moves[i - 1].version == moves[i].version ? moves[i - 1].to : -1;
}

std::vector<Row> deviations_in_words(const World& world, const std::string& process, Instant t) {
  std::vector<PlainOpportunity> sorted = world.opportunities;
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  std::vector<Row> out;
  for (const PlainOpportunity& opportunity : sorted) {
    const std::int64_t opening = epoch + opportunity.opened * day;
    for (std::size_t i = 0; i < opportunity.moves.size(); ++i) {
      const PlainMove& move = opportunity.moves[i];
      const PlainVersion& version = world.versions[static_cast<std::size_t>(move.version)];
      const auto name = [&](int stage) { return stage_of(world, move.version, stage).id; };
      if (!process.empty() && version.process != process) {
        continue;
      }
      if (i == 0 && move.from > 0 && opening <= t.micros) {
        out.emplace_back(opportunity.id, version.process, version.number, "", name(move.from),
                         opening, "", "start", false);
      }
      if (move.at > t.micros) {
        continue;
      }
      const int from = came_from(opportunity.moves, i);
      if (from >= 0 && !allowed_in_words(version, from, move.to)) {
        out.emplace_back(opportunity.id, version.process, version.number, name(from), name(move.to),
                         move.at, move.by, kind_in_words(version, from, move.to),
                         !move.reason.empty());
      } else if (i == 0 && from < 0 && move.to > 0) {
        out.emplace_back(opportunity.id, version.process, version.number, "", name(move.to),
                         move.at, move.by, "start", !move.reason.empty());
      }
    }
  }
  return out;
}

std::vector<Row> rows_of(const Table& table) {
  std::vector<Row> out;
  const auto text = [&](const char* column, std::size_t i) {
    return table.at(column).is_null(i) ? std::string() : std::string(table.at(column).text(i));
  };
  for (std::size_t i = 0; i < table.rows(); ++i) {
    out.emplace_back(text("opportunity", i), text("process", i), table.at("version").integer(i),
                     text("from", i), text("to", i), table.at("at").instant(i).micros,
                     text("by", i), text("kind", i), table.at("forced").boolean(i));
  }
  return out;
}

struct PlainEdge {
  bool listed = false;
  int count = 0;
  std::set<std::string> opportunities;
  std::vector<double> days;
};

std::map<std::pair<int, int>, PlainEdge> edges_in_words(const World& world, int version,
                                                        Instant t) {
  std::map<std::pair<int, int>, PlainEdge> out;
  const PlainVersion& asked = world.versions[static_cast<std::size_t>(version)];
  const int stages = static_cast<int>(asked.stages.size());
  for (int from = 0; from < stages; ++from) {
    for (int to = 0; to < stages; ++to) {
      if (allowed_in_words(asked, from, to)) {
        out[{from, to}].listed = true;
      }
    }
  }
  for (const PlainOpportunity& opportunity : world.opportunities) {
    for (std::size_t i = 0; i < opportunity.moves.size(); ++i) {
      const PlainMove& move = opportunity.moves[i];
      const int from = came_from(opportunity.moves, i);
      if (move.version != version || from < 0 || move.at > t.micros) {
        continue;
      }
      const std::int64_t since =
          i == 0 ? epoch + opportunity.opened * day : opportunity.moves[i - 1].at;
      PlainEdge& edge = out[{from, move.to}];
      ++edge.count;
      edge.opportunities.insert(opportunity.id);
      edge.days.push_back(since > move.at ? 0.0 : static_cast<double>(move.at - since) / day);
    }
  }
  return out;
}

double median_in_words(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// How many opportunities stand in a stage (docs/decisions/as-of.md).
int standing_in_words(const World& world, int version, int stage, Instant t) {
  int out = 0;
  for (const PlainOpportunity& opportunity : world.opportunities) {
    if (epoch + opportunity.opened * day > t.micros) {
      continue;
    }
    int at_version = opportunity.version, at_stage = opportunity.stage;
    if (opportunity.moves.empty()) {
      const bool closed = stage_of(world, at_version, at_stage).closed();
      if (closed && t.micros < epoch + std::max(30, opportunity.opened) * day) {
        at_stage = 0;
      }
    } else {
      const PlainMove& first = opportunity.moves.front();
      at_version = first.from >= 0 ? first.version : opportunity.moves.back().version;
      at_stage = std::max(first.from, 0);
      for (const PlainMove& move : opportunity.moves) {
        if (move.at <= t.micros) {
          at_version = move.version;
          at_stage = move.to;
        }
      }
    }
    out += at_version == version && at_stage == stage ? 1 : 0;
  }
  return out;
}

/// The instants asked for: days and the middle of days, before, within and after the histories.
Instant random_instant(Random& random) {
  return Instant{epoch + static_cast<std::int64_t>(below(random, 70)) * day +
                 (below(random, 2) == 0 ? day - 1 : day / 2)};
}

}  // namespace

TEST_CASE("deviations, edges and standings are those that the rules give, on random histories") {
  Random random(2026);
  std::map<std::string, int> kinds;
  std::size_t edges = 0, medians_of_even = 0, standing = 0;
  for (int round = 0; round < 300; ++round) {
    Workspace workspace;
    const World world = random_world(random, workspace);
    for (int ask = 0; ask < 4; ++ask) {
      const Instant t = random_instant(random);
      for (const char* process : {"", "standard", "p0", "p1"}) {
        const std::vector<Row> expected = deviations_in_words(world, process, t);
        REQUIRE((rows_of(*workspace.deviations({process, t})) == expected));
        for (const Row& row : expected) {
          ++kinds[std::get<7>(row)];
        }
      }
      for (std::size_t v = 0; v < world.versions.size(); ++v) {
        const PlainVersion& version = world.versions[v];
        const auto expected = edges_in_words(world, static_cast<int>(v), t);
        const std::shared_ptr<Table> table =
            workspace.process_edges(version.process, static_cast<std::uint32_t>(version.number), t);
        REQUIRE(table->rows() == expected.size());
        std::size_t i = 0;
        for (const auto& [move, edge] : expected) {
          const PlainStage& from = version.stages[static_cast<std::size_t>(move.first)];
          const PlainStage& to = version.stages[static_cast<std::size_t>(move.second)];
          REQUIRE(table->at("from").text(i) == from.id);
          REQUIRE(table->at("to").text(i) == to.id);
          REQUIRE(table->at("milestone_from").text(i) == from.milestone);
          REQUIRE(table->at("milestone_to").text(i) == to.milestone);
          REQUIRE(table->at("listed").boolean(i) == edge.listed);
          REQUIRE(table->at("count").integer(i) == edge.count);
          REQUIRE(table->at("opportunities").integer(i) ==
                  static_cast<std::int64_t>(edge.opportunities.size()));
          REQUIRE(table->at("median_days").is_null(i) == edge.days.empty());
          if (!edge.days.empty()) {
            REQUIRE(std::abs(table->at("median_days").real(i) - median_in_words(edge.days)) < 1e-9);
            medians_of_even += edge.days.size() % 2 == 0 ? 1U : 0U;
          }
          ++i;
          ++edges;
        }
        const std::string drawn = workspace.process_graph(
            version.process, {static_cast<std::uint32_t>(version.number), t, true});
        for (std::size_t stage = 0; stage < version.stages.size(); ++stage) {
          const int here =
              standing_in_words(world, static_cast<int>(v), static_cast<int>(stage), t);
          const std::string line = "  s" + std::to_string(stage) + " [label=\"" +
                                   version.stages[stage].id + "\\n" +
                                   (version.stages[stage].id == version.stages[stage].milestone
                                        ? std::string()  // said once
                                        : version.stages[stage].milestone + "\\n");
          const std::size_t at = drawn.find(line);
          REQUIRE(at != std::string::npos);
          const std::string node = drawn.substr(at, drawn.find('\n', at) - at);
          REQUIRE(node.find("\\n" + std::to_string(here) + " here\"") != std::string::npos);
          REQUIRE((node.find("peripheries=2") != std::string::npos) ==
                  version.stages[stage].closed());
          standing += here > 0 ? 1U : 0U;
        }
      }
    }
  }
  for (const char* kind : {"start", "loop", "after_close", "close", "skip", "backward"}) {
    INFO(kind);
    CHECK(kinds[kind] > 100);  // so that each is tried
  }
  CHECK(kinds.size() == 6);
  CHECK(edges > 10'000);
  CHECK(medians_of_even > 100);
  CHECK(standing > 1000);
}
