// A process drawn: the whole text of a small one, and what Graphviz makes of names that are not
// made for it.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "opportune/core/error.hpp"
#include "opportune/workspace.hpp"
#include "support/catch.hpp"
#include "support/graphviz.hpp"

using namespace opportune;

namespace {

using nlohmann::json;

void put(Workspace& workspace, const char* table, const json& record) {
  workspace.apply_json(json({{"table", table}, {"record", record}}).dump());
}

/// Two stages and a lost one. One deal is lost and won from there, which nothing lists; another
/// goes on after two days and a half.
void make_histories(Workspace& workspace) {
  put(workspace, "process",
      {{"id", "own"},
       {"name", "Our own"},
       {"definition",
        {{"stages",
          {{{"id", "q"}, {"name", "Qualify"}, {"milestone", "qualified"}, {"probability", 0.125}},
           {{"id", "won"}, {"name", "Won"}, {"milestone", "won"}, {"probability", 1}},
           {{"id", "lost"}, {"name", "Lost"}, {"milestone", "lost"}}}}}}});
  put(workspace, "market", {{"id", "se"}, {"currency", "EUR"}});
  put(workspace, "account", {{"id", "acme"}, {"market", "se"}});
  for (const char* id : {"o1", "o2", "o3"}) {
    put(workspace, "opportunity",
        {{"id", id},
         {"account", "acme"},
         {"process", "own"},
         {"stage", "q"},
         {"opened", "2026-01-01"}});
  }
  const auto move = [&](const char* id, const char* from, const char* to, const char* at) {
    put(workspace, "stage_change", {{"opportunity", id}, {"from", from}, {"to", to}, {"at", at}});
  };
  move("o1", "q", "lost", "2026-01-02T06:00:00Z");
  move("o1", "lost", "won", "2026-01-05T06:00:00Z");
  move("o2", "q", "won", "2026-01-03T12:00:00Z");
}

}  // namespace

TEST_CASE("a process drawn, with its histories and without") {
  Workspace workspace;
  make_histories(workspace);
  const Instant t = end_of_day(make_date(2026, 1, 31));
  CHECK(workspace.process_graph("own", {0, t, true}) == R"(digraph process {
  label="Our own, version 1, as of 2026-01-31";
  labelloc=t;
  fontname=Helvetica;
  rankdir=LR;
  node [shape=box, fontname=Helvetica];
  edge [fontname=Helvetica, fontsize=11];
  s0 [label="Qualify\nqualified\n12.5 %\n1 here"];
  s1 [label="Won\n100 %\n2 here", peripheries=2];
  s2 [label="Lost\n0 %\n0 here", peripheries=2];
  s0 -> s1 [label="1, 2.5 d", penwidth=4];
  s0 -> s2 [label="1, 1.3 d", penwidth=4];
  s2 -> s1 [label="1, 3 d", penwidth=4, style=dashed, color=red, fontcolor=red];
}
)");
  CHECK(workspace.process_graph("own", {1, {}, false}) == R"(digraph process {
  label="Our own, version 1";
  labelloc=t;
  fontname=Helvetica;
  rankdir=LR;
  node [shape=box, fontname=Helvetica];
  edge [fontname=Helvetica, fontsize=11];
  s0 [label="Qualify\nqualified\n12.5 %"];
  s1 [label="Won\n100 %", peripheries=2];
  s2 [label="Lost\n0 %", peripheries=2];
  s0 -> s1;
  s0 -> s2;
}
)");
  CHECK_THROWS_AS(workspace.process_graph("nirvana"), NotFoundError);
  CHECK_THROWS_AS(workspace.process_graph("own", {2, {}, false}), NotFoundError);
}

TEST_CASE("a way that more went is thicker, one that nobody went is grey") {
  Workspace workspace;
  make_histories(workspace);
  put(workspace, "stage_change",
      {{"opportunity", "o3"}, {"from", "q"}, {"to", "won"}, {"at", "2026-01-03T12:00:00Z"}});
  const auto line = [&](Instant t, const std::string& start) {
    const std::string drawn = workspace.process_graph("own", {0, t, true});
    const std::size_t at = drawn.find("  " + start);
    return at == std::string::npos ? "" : drawn.substr(at + 2, drawn.find('\n', at) - at - 2);
  };
  const Instant morning{end_of_day(make_date(2026, 1, 2)).micros - 1};
  CHECK(line(morning, "label=") ==
        R"(label="Our own, version 1, as of 2026-01-02T23:59:59.999998Z";)");
  CHECK(line(morning, "s0 -> s1") == R"(s0 -> s1 [label="0", color=gray60, fontcolor=gray60];)");
  const Instant end = end_of_day(make_date(2026, 1, 31));
  CHECK(line(end, "s0 -> s1") == R"(s0 -> s1 [label="2, 2.5 d", penwidth=4];)");
  CHECK(line(end, "s0 -> s2") == R"(s0 -> s2 [label="1, 1.3 d", penwidth=2.5];)");
}

TEST_CASE("names are drawn as they are, whatever Graphviz would read into them") {
  const std::vector<std::string> names = {
      "\"quoted\"",  "back\\slash",  "\\N \\G \\n \\l", "a -> b; c [color=red]", "R&D &lt;b&gt;",
      "<b>bold</b>", "ends with \\", "{left | right}",  "Förhandling 交渉",      "// # /* */ \"];}",
  };
  Workspace workspace;
  json stages = json::array();
  for (std::size_t i = 0; i < names.size(); ++i) {
    stages.push_back(
        {{"id", "s" + std::to_string(i)}, {"name", names[i]}, {"milestone", "qualified"}});
  }
  stages.push_back({{"id", "w"}, {"name", "line\nbreak\tand tab"}, {"milestone", "won"}});
  put(workspace, "process",
      {{"id", "own"}, {"name", "The \"\\N\" & co"}, {"definition", {{"stages", stages}}}});
  const std::string svg =
      graphviz::piped("dot -Tsvg", workspace.process_graph("own", {0, {}, false}));
  const std::vector<std::string> drawn = graphviz::texts_of(svg);
  const auto has = [&](const std::string& text) {
    INFO(text << " in " << svg);
    CHECK(std::find(drawn.begin(), drawn.end(), text) != drawn.end());
  };
  for (const std::string& name : names) {
    has(name);
  }
  has("line break and tab");
  has("The \"\\N\" & co, version 1");
  CHECK(drawn.size() == 3 * (names.size() + 1) + 1);
}
