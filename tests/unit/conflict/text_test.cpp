// The words that conflicts are explained in: complete in every language, for everything that is
// ever said, and put together as they should be.
#include "opportune/conflict/text.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "opportune/conflict/kinds.hpp"
#include "opportune/workspace.hpp"
#include "support/catch.hpp"
#include "talkative.hpp"

using namespace opportune;

namespace {

using nlohmann::json;
using Names = std::set<std::string>;

/// The arguments that a text uses.
Names arguments_of(std::string_view text) {
  static const std::regex argument("\\{([^}]*)\\}");
  Names out;
  const std::string copy(text);
  for (std::sregex_iterator at(copy.begin(), copy.end(), argument), end; at != end; ++at) {
    out.insert((*at)[1]);
  }
  return out;
}

std::map<std::string, Names> by_id(const Catalogue& catalogue) {
  std::map<std::string, Names> out;
  for (const Catalogue::Entry& entry : catalogue.entries) {
    INFO(catalogue.language << ": " << entry.id);
    CHECK(out.emplace(entry.id, arguments_of(entry.text)).second);
    CHECK_FALSE(entry.text.empty());
  }
  return out;
}

/// The messages within a message as it is written in tables, with their arguments' names.
void gather(const json& message, std::map<std::string, std::vector<Names>>& out) {
  if (message.is_array()) {
    for (const json& item : message) {
      gather(item, out);
    }
    return;
  }
  Names names;
  for (const auto& [name, value] : message.at("arguments").items()) {
    names.insert(name);
    if (value.is_array()) {
      gather(value, out);
    }
  }
  out[message.at("id")].push_back(names);
}

/// What all conflicts and all their pairs say on a day.
std::map<std::string, std::vector<Names>> said(const Workspace& workspace, Date day) {
  ConflictQuery query;
  query.as_of = end_of_day(day);
  query.with_pairs = true;
  const ConflictTables tables = workspace.conflicts(query);
  std::map<std::string, std::vector<Names>> out;
  for (const Table* table : {tables.conflicts.get(), tables.pairs.get()}) {
    for (std::size_t row = 0; row < table->rows(); ++row) {
      gather(json::parse(table->at("message").text(row)), out);
    }
  }
  return out;
}

/// What rendering itself and the picture of a group say; tests/unit/conflict/graph_test.cpp.
bool beside_conflicts(const std::string& id) {
  const std::string first = id.substr(0, id.find('.'));
  return first == "graph" || first == "involve" || first == "kind" || first == "list" ||
         first == "number" || first == "relation" || first == "severity" || first == "standing" ||
         first == "type" || first == "types";
}

Message list_of(std::size_t count) {
  MessageList items;
  for (std::size_t i = 0; i < count; ++i) {
    items.push_back({"person", {{"id", "p" + std::to_string(i + 1)}}});
  }
  return {"recommendation.tied",
          {{"rule", MessageList{{"rule.claim", {}}}}, {"people", std::move(items)}}};
}

}  // namespace

TEST_CASE(
    "what a message is made of in braces is there once, and what has a name is left as it was") {
  const MessageList one{{"none", {}}};
  REQUIRE(one.size() == 1);
  CHECK(one.front().id == "none");
  CHECK(one.front().arguments.empty());

  const Message::Argument named{"id", std::string("a text that is too long for a short one")};
  const Message first{"person", {named}};
  const Message list{"x",
                     {named, {"count", std::int64_t{2}}, {"people", MessageList{first, first}}}};
  REQUIRE(list.arguments.size() == 3);
  const auto& people = std::get<MessageList>(list.arguments[2].value);
  REQUIRE(people.size() == 2);
  for (const Message* message : {&first, &people[0], &people[1]}) {
    REQUIRE(message->arguments.size() == 1);
    CHECK(std::get<std::string>(message->arguments[0].value) == std::get<std::string>(named.value));
  }
  CHECK(std::get<std::int64_t>(list.arguments[1].value) == 2);
}

TEST_CASE("the languages have the same messages, each once, with the same arguments") {
  const std::map<std::string, Names> first = by_id(english);
  CHECK(first.size() > 100);
  for (const Catalogue* catalogue : catalogues) {
    const std::map<std::string, Names> other = by_id(*catalogue);
    for (const auto& [id, arguments] : first) {
      INFO(catalogue->language << ": " << id);
      REQUIRE(other.contains(id));
      CHECK(other.at(id) == arguments);
    }
    CHECK(other.size() == first.size());
    CHECK(catalogue_of(catalogue->language) == catalogue);
    CHECK(&catalogue_for(catalogue->language) == catalogue);
  }
  CHECK(&catalogue_for("") == &english);
  CHECK(catalogue_of("tlh") == nullptr);
  CHECK_THROWS_AS(catalogue_for("tlh"), NotFoundError);
  CHECK_THROWS_WITH(catalogue_for("tlh"), "there is no language 'tlh'; the languages are: en, sv");
}

TEST_CASE("what conflicts say is in every language, with the arguments that its text uses") {
  Workspace workspace;
  talkative::fill(workspace);
  const auto all = said(workspace, talkative::day);
  for (const auto& [id, uses] : all) {
    for (const Catalogue* catalogue : catalogues) {
      INFO(catalogue->language << ": " << id);
      const std::string_view text = catalogue->find(id);
      REQUIRE(text.data() != id.data());  // it is there
      for (const Names& given : uses) {
        for (const std::string& name : arguments_of(text)) {
          INFO("its argument " << name);
          CHECK(given.contains(name));
        }
      }
    }
  }
  // And nothing is in a catalogue that is never said.
  for (const Catalogue::Entry& entry : english.entries) {
    const std::string id(entry.id);
    INFO(id);
    CHECK((all.contains(id) || beside_conflicts(id)));
  }
  each_kind([&]<class Kind, std::size_t index>() {
    INFO(Kind::name);
    CHECK(catalogue_of("en")->find(kind_messages[index]) != kind_messages[index]);
    CHECK(kind_messages[index] == "kind." + std::string(Kind::name));
  });
}

TEST_CASE("every message that the sources name is in the catalogues") {
  static const std::regex dotted("\"([a-z_]+(\\.[a-z_]+)+)\"");
  const std::filesystem::path root(OPP_SOURCE_DIR);
  std::size_t named = 0;
  for (const char* folder :
       {"include/opportune/conflict", "include/opportune/model", "src/conflict"}) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string name = file.path().filename().string();
      if (!file.is_regular_file() || name == "english.hpp" || name == "swedish.hpp") {
        continue;
      }
      std::stringstream text;
      text << std::ifstream(file.path()).rdbuf();
      const std::string source = text.str();
      for (std::sregex_iterator at(source.begin(), source.end(), dotted), end; at != end; ++at) {
        const std::string id = (*at)[1];
        if (id.ends_with(".hpp")) {
          continue;
        }
        INFO(name << ": " << id);
        CHECK(std::any_of(english.entries.begin(), english.entries.end(),
                          [&](const Catalogue::Entry& entry) { return entry.id == id; }));
        ++named;
      }
    }
  }
  CHECK(named > 100);
}

TEST_CASE("a list is joined as people join one") {
  const auto told = [](std::size_t count, const Catalogue& catalogue) {
    return render(list_of(count), catalogue);
  };
  CHECK(told(0, english) == "Tied as holder of a claim in force: .");
  CHECK(told(1, english) == "Tied as holder of a claim in force: p1.");
  CHECK(told(2, english) == "Tied as holder of a claim in force: p1 and p2.");
  CHECK(told(4, english) == "Tied as holder of a claim in force: p1, p2, p3 and p4.");
  CHECK(told(2, swedish) == "Lika som innehavare av ett gällande anspråk: p1 och p2.");
  CHECK(told(3, swedish) == "Lika som innehavare av ett gällande anspråk: p1, p2 och p3.");
  Message cut = list_of(2);
  std::get<MessageList>(cut.arguments[1].value)
      .push_back({"list.more", {{"count", std::int64_t{7}}}});
  CHECK(render(cut, english) == "Tied as holder of a claim in force: p1, p2 and 7 more.");
  CHECK(render(cut, swedish) == "Lika som innehavare av ett gällande anspråk: p1, p2 och 7 till.");
}

TEST_CASE("what a catalogue lacks, and what a message lacks") {
  static constexpr auto entries = entries_by_id(
      {{"greeting", "Hello {name}, {name}! {day}"}, {"open", "{name"}, {"closed", "name} {}"}});
  const Catalogue own{"xx", entries};
  CHECK(render({"greeting", {{"name", "Ann"}, {"day", std::int64_t{-3}}}}, own) ==
        "Hello Ann, Ann! -3");
  CHECK(render({"greeting", {{"name", "{day}"}}}, own) == "Hello {day}, {day}! ");
  CHECK(render({"nowhere.to.be.found", {{"name", "Ann"}}}, own) == "nowhere.to.be.found");
  CHECK(render({"open", {{"name", "Ann"}}}, own) == "{name");
  CHECK(render({"closed", {{"name", "Ann"}}}, own) == "name} ");
  // Its own words for lists, too: an id that is not there stands for itself.
  CHECK(render({"greeting", {{"name", MessageList{{"a", {}}, {"b", {}}}}}}, own) ==
        "Hello alist.lastb, alist.lastb! ");
}
