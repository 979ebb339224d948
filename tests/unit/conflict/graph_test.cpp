// A group's conflict graph as it is drawn: the real Graphviz takes it, whatever the names are, and
// everything that should be told is told, in both languages.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "io/dot_text.hpp"
#include "opportune/conflict/kinds.hpp"
#include "opportune/conflict/text.hpp"
#include "opportune/workspace.hpp"
#include "support/catch.hpp"
#include "support/graphviz.hpp"
#include "talkative.hpp"

using namespace opportune;

namespace {

using nlohmann::json;
const Date day = talkative::day;

ConflictGraph graph_of(const Workspace& workspace, const std::string& group,
                       const std::string& language = "en", std::size_t node_limit = 60) {
  ConflictGraphQuery query;
  query.group = group;
  query.as_of = end_of_day(day);
  query.language = language;
  query.node_limit = node_limit;
  return workspace.conflict_graph(query);
}

void put(json& changes, const char* table, const json& record) {
  changes.push_back({{"table", table}, {"record", record}, {"at", "2026-01-01T00:00:00Z"}});
}

bool has(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

std::size_t count_of(const std::string& svg, const std::string& part) {
  std::size_t out = 0;
  for (std::size_t at = svg.find(part); at != std::string::npos; at = svg.find(part, at + 1)) {
    ++out;
  }
  return out;
}

/// One account with so many opportunities of different amounts for one product, of two sellers.
void crowd(Workspace& workspace, int opportunities) {
  json changes = json::array();
  put(changes, "market", {{"id", "se"}, {"country", "SE"}, {"currency", "EUR"}});
  put(changes, "person", {{"id", "ann"}});
  put(changes, "account", {{"id", "acme"}, {"market", "se"}, {"name", "Acme"}});
  for (int i = 1; i <= opportunities; ++i) {
    put(changes, "opportunity",
        {{"id", "o" + std::to_string(i)},
         {"account", "acme"},
         {"owner", "ann"},
         {"stage", "qualified"},
         {"opened", "2026-01-05"},
         {"amount", i * 1000.25}});
  }
  workspace.apply_json(changes.dump());
}

}  // namespace

TEST_CASE("every kind of conflict is drawn with its name, gravity and members") {
  Workspace workspace;
  talkative::fill(workspace);
  const auto groups = workspace.groups(end_of_day(day));
  for (const Catalogue* catalogue : catalogues) {
    std::set<std::string> kinds;
    for (std::size_t row = 0; row < groups->rows(); ++row) {
      if (groups->at("depth").integer(row) > 0) {
        continue;
      }
      const std::string group(groups->at("group").text(row));
      const ConflictGraph graph = graph_of(workspace, group, std::string(catalogue->language));
      const std::string svg = graphviz::piped("dot -Tsvg", graph.dot);
      const std::vector<std::string> texts = graphviz::texts_of(svg);
      const std::vector<std::string> tooltips = graphviz::tooltips_of(svg);
      INFO(group << " in " << catalogue->language << ": " << svg);
      std::set<std::string> conflicts;
      for (std::size_t node = 0; node < graph.nodes->rows(); ++node) {
        for (const std::string& conflict : graph.nodes->at("conflicts").list(node)) {
          conflicts.insert(conflict);
          CHECK(has(tooltips, conflict));
        }
      }
      // A box for each node and each conflict, and a name for each kind that there is.
      CHECK(count_of(svg, "class=\"node\"") == graph.nodes->rows() + conflicts.size());
      for (std::size_t edge = 0; edge < graph.edges->rows(); ++edge) {
        const std::size_t kind = kind_number(graph.edges->at("relation").text(edge));
        if (kind != kind_count) {
          kinds.insert(std::string(conflict_kinds[kind]));
          CHECK(has(texts, std::string(catalogue->find(kind_messages[kind]))));
          const std::string severity(graph.edges->at("severity").text(edge));
          CHECK(has(texts, std::string(catalogue->find("severity." + severity))));
        }
      }
    }
    CHECK(kinds.size() == kind_count);
  }
}

TEST_CASE("ids and names are drawn as they are, whatever Graphviz would read into them") {
  const std::vector<std::string> names = {
      "\"quoted\"",  "back\\slash",  "\\N \\G \\n \\l", "a -> b; c [color=red]", "R&D &lt;b&gt;",
      "<b>bold</b>", "ends with \\", "{left | right}",  "Förhandling 交渉",      "// # /* */ \"];}",
  };
  Workspace workspace;
  json changes = json::array();
  put(changes, "market", {{"id", "m \"&\\\""}, {"country", "SE"}, {"currency", "EUR"}});
  put(changes, "person", {{"id", "<p> \\L &amp;"}});
  put(changes, "account", {{"id", "the \"\\N\" & co"}, {"market", "m \"&\\\""}});
  for (const std::string& name : names) {
    put(changes, "account", {{"id", name}, {"name", "of " + name}, {"parent", "the \"\\N\" & co"}});
    put(changes, "opportunity",
        {{"id", name},
         {"account", "the \"\\N\" & co"},
         {"owner", "<p> \\L &amp;"},
         {"stage", "qualified"},
         {"opened", "2026-01-05"}});
    put(changes, "agreement", {{"id", name}, {"account", name}});
  }
  put(changes, "opportunity",
      {{"id", "line\nbreak\tand tab"},
       {"account", "the \"\\N\" & co"},
       {"stage", "qualified"},
       {"opened", "2026-01-05"}});
  workspace.apply_json(changes.dump());
  const ConflictGraph graph = graph_of(workspace, names[0]);
  const std::string svg = graphviz::piped("dot -Tsvg", graph.dot);
  const std::vector<std::string> texts = graphviz::texts_of(svg);
  const std::vector<std::string> tooltips = graphviz::tooltips_of(svg);
  const auto drawn = [&](const std::vector<std::string>& in, const std::string& text) {
    INFO(text << " in " << svg);
    CHECK(has(in, text));
  };
  for (const std::string& name : names) {
    drawn(texts, name);
    drawn(texts, "of " + name);
    drawn(texts, "agreement " + name);
    drawn(tooltips, "opportunity " + name);
    drawn(tooltips, "account " + name);
  }
  drawn(texts, "line break and tab");
  drawn(texts, "<p> \\L &amp;, m \"&\\\"");
  drawn(texts, "the \"\\N\" & co (prospect), as of 2026-03-31");
  const std::string conflict(graph.nodes->at("conflicts").list(graph.nodes->rows() - 1).front());
  CHECK(conflict.starts_with("duplicate_pursuit:the \"\\N\" & co:"));
  drawn(tooltips, conflict);
}

TEST_CASE("what the limit leaves out is said, and how much of a conflict is drawn") {
  Workspace workspace;
  crowd(workspace, 12);
  const auto texts = [&](const std::string& language, std::size_t limit) {
    const ConflictGraph graph = graph_of(workspace, "acme", language, limit);
    CHECK(graph.nodes->rows() == std::min<std::size_t>(limit, 13));
    return graphviz::texts_of(graphviz::piped("dot -Tsvg", graph.dot));
  };
  const std::vector<std::string> few = texts("en", 4);
  CHECK(has(few, "Acme (prospect), as of 2026-03-31"));
  CHECK(has(few, "conflicts: critical 1"));
  CHECK(has(few, "not drawn, beyond 4: opportunities (9)"));
  CHECK(has(few, "3 of 12 drawn"));
  CHECK(has(few, "qualified, EUR 12,003"));  // the largest, in the order of amounts
  CHECK(has(few, "qualified, EUR 11,002.75"));
  CHECK_FALSE(has(few, "qualified, EUR 9,002.25"));
  const std::vector<std::string> swedish_few = texts("sv", 4);
  CHECK(has(swedish_few, "Acme (prospekt), per 2026-03-31"));
  CHECK(has(swedish_few, "inte ritat, utöver 4: affärsmöjligheter (9)"));
  CHECK(has(swedish_few, "3 av 12 i bilden"));
  CHECK(has(swedish_few, "qualified, EUR 11\u00a0002,75"));
  const std::vector<std::string> all = texts("en", 13);
  CHECK(std::none_of(all.begin(), all.end(),
                     [](const std::string& text) { return text.starts_with("not drawn"); }));
  CHECK(std::none_of(all.begin(), all.end(),
                     [](const std::string& text) { return text.ends_with(" drawn"); }));
  CHECK_THROWS_AS(texts("en", 0), InputError);
}

TEST_CASE("a line to each member, however many are related; their pairs are in the table") {
  Workspace workspace;
  crowd(workspace, 12);
  ConflictGraphQuery query;
  query.group = "acme";
  query.as_of = end_of_day(day);
  const ConflictGraph graph = workspace.conflict_graph(query);
  CHECK(graph.edges->rows() == 12 + 12 * 11 / 2);
  const std::string svg = graphviz::piped("dot -Tsvg", graph.dot);
  CHECK(count_of(svg, "class=\"edge\"") == 12 + 12);
  query.pair_limit = 5;
  CHECK(workspace.conflict_graph(query).edges->rows() == 12 + 5);
}

TEST_CASE("text is cut between characters") {
  CHECK(dot::cut("abc", 3) == "abc");
  CHECK(dot::cut("abcd", 3) == "ab…");
  CHECK(dot::cut("åäö", 3) == "åäö");
  CHECK(dot::cut("åäöå", 3) == "åä…");
  CHECK(dot::cut("交渉成立", 2) == "交…");
  CHECK(dot::cut("", 3).empty());
}
