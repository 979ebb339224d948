// The checkpoint: it opens to what the log says, and is never believed against it.
#include "store/checkpoint/checkpoint.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <random>
#include <string>

#include "opportune/workspace.hpp"
#include "store/sqlite/database.hpp"
#include "support/catch.hpp"
#include "unit/store/everything.hpp"
#include "unit/store/places.hpp"
#include "unit/store/steps.hpp"

using namespace random_world;

namespace {

/// A place's folder is gone with the place; a server's checkpoint needs a folder, too.
struct CheckpointFile {
  FilePlace folder;
  [[nodiscard]] std::string path() const { return folder.location() + "-checkpoint"; }
};

Config with_checkpoint(const Place& place, const std::string& file, Instant clock = {}) {
  Config out = place.config(clock);
  out.checkpoint = file;
  return out;
}

JournalHead usual_head() {
  return {"EUR",
          "qualified open 100000, discovery open 250000, proposal open 500000, negotiation open "
          "750000, won won 1000000, lost lost 0, abandoned abandoned 0"};
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// The same conflicts and measures, which are answered from the links and trees.
void check_same_answers(const Workspace& found, const Workspace& expected) {
  CHECK(csv(*found.conflicts().conflicts) == csv(*expected.conflicts().conflicts));
  CHECK(csv(*found.groups()) == csv(*expected.groups()));
  for (const char* measure : {"pipeline", "ageing", "win_loss"}) {
    MeasureQuery query;
    query.measure = measure;
    CHECK(csv(*found.query(query)) == csv(*expected.query(query)));
  }
}

/// A journal of some changes, with a checkpoint after them; its mark.
JournalMark make_journal(const Place& place, const std::string& file, std::uint32_t seed = 1) {
  World world(seed, with_checkpoint(place, file));
  for (int i = 0; i < 40; ++i) {
    step(world);
  }
  world.workspace().checkpoint();
  const auto journal = open_journal(place.location(), usual_head());
  return *journal->mark(journal->last());
}

std::optional<checkpoint::Checkpoint> find(const std::string& file, const Place& place) {
  return checkpoint::Checkpoint::find(file, open_journal(place.location(), usual_head())->head());
}

}  // namespace

TEST_CASE("a checkpoint and the log after it give what the log alone gives", "[store]") {
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    at_each_place([&](const Place& place) {
      const CheckpointFile file;
      World world(seed, with_checkpoint(place, file.path()));
      for (int round = 0; round < 4; ++round) {
        for (int i = 0; i < 25; ++i) {
          step(world);
        }
        const std::string before = bytes_of(file.path());
        if (round % 2 == 0) {
          world.workspace().checkpoint();
          REQUIRE(bytes_of(file.path()) != before);
        }
        Workspace from_it(with_checkpoint(place, file.path(), world.now()));
        const Workspace from_log(with_checkpoint(place, "off", world.now()));
        check_same(everything(from_it), everything(from_log));
        check_same_answers(from_it, from_log);
        // What is changed on it later is the same, too.
        Account account;
        account.id = "new-" + std::to_string(round);
        account.parent = "a" + std::to_string(round);
        account.name = "Later";
        if (from_log.book()->get<Account>().find(account.parent) == no_row) {
          account.parent.clear();
        }
        static_cast<void>(from_it.apply({{account, {}, ""}}));
        check_same(everything(from_it), everything(from_log));
        check_same_answers(from_it, from_log);
      }
    });
  }
}

TEST_CASE("a Book that was loaded from a checkpoint is saved as the same bytes", "[store]") {
  const FilePlace place;
  const std::string file = place.location() + "-checkpoint";
  const JournalMark mark = make_journal(place, file, 4);
  const auto found = find(file, place);
  REQUIRE(found);
  CHECK(found->mark() == mark);
  Book book(*Currency::parse("EUR"));
  REQUIRE(found->load(book));
  const auto journal = open_journal(place.location(), usual_head());
  checkpoint::write(file + "-2", book, mark, journal->head());
  CHECK(bytes_of(file + "-2") == bytes_of(file));
}

TEST_CASE("the log before a checkpoint is not read again, unless one asks for it", "[store]") {
  const FilePlace place;
  make_journal(place, "");
  sqlite::Database(place.location(), SQLITE_OPEN_READWRITE, 1000)
      .run("UPDATE change_log SET payload = '{}' WHERE sequence = 3");
  CHECK_NOTHROW(Workspace::open(place.location()));
  CHECK_THROWS_AS(Workspace(with_checkpoint(place, "off")), StoreError);
}

TEST_CASE("a checkpoint of another log is not believed", "[store]") {
  const FilePlace place, other;
  const std::string file = place.location() + "-checkpoint";
  make_journal(place, file, 1);
  make_journal(other, "", 2);
  const Everything expected = everything(Workspace(with_checkpoint(other, "off")));
  check_same(everything(Workspace(with_checkpoint(other, file))), expected);
  // Nor one of a log that is shorter by now, or of the same length but other entries.
  const auto sql = [&](const char* statement) {
    sqlite::Database(place.location(), SQLITE_OPEN_READWRITE, 1000).run(statement);
  };
  sql("UPDATE change_log SET checksum = checksum + 1 WHERE sequence = "
      "(SELECT max(sequence) FROM change_log)");
  CHECK_THROWS_AS(Workspace::open(place.location()), StoreError);
  sql("DELETE FROM change_log WHERE sequence > 10");
  const auto last = Workspace(with_checkpoint(place, "off")).position();
  CHECK(Workspace::open(place.location()).position() == last);
  CHECK(last == 10);
}

TEST_CASE("one for another currency or of other milestones is none", "[store]") {
  const FilePlace place;
  const std::string file = place.location() + "-checkpoint";
  make_journal(place, file);
  JournalHead head = open_journal(place.location(), usual_head())->head();
  CHECK(checkpoint::Checkpoint::find(file, head));
  head.reporting_currency = "SEK";
  CHECK_FALSE(checkpoint::Checkpoint::find(file, head));
  head.reporting_currency = "EUR";
  head.milestones += "x";
  CHECK_FALSE(checkpoint::Checkpoint::find(file, head));
}

TEST_CASE("a checkpoint that is cut or has a bit turned is not used", "[store]") {
  const FilePlace place;
  const std::string file = place.location() + "-checkpoint", damaged = file + "-damaged";
  make_journal(place, file);
  const std::string good = bytes_of(file);
  const Everything expected = everything(Workspace(with_checkpoint(place, "off")));
  std::mt19937 random(1);
  const auto look = [&](const std::string& bytes, bool opens) {
    write_bytes(damaged, bytes);
    const auto found = find(damaged, place);
    Book book(*Currency::parse("EUR"));
    REQUIRE((!found || !found->load(book)));
    if (opens) {
      check_same(everything(Workspace(with_checkpoint(place, damaged))), expected);
    }
  };
  for (int i = 0; i < 3000; ++i) {
    std::string bytes = good;
    const std::size_t first = 24;  // what it begins with is looked at by who replaces it
    const std::size_t byte = first + random() % (good.size() - first);
    bytes[byte] = static_cast<char>(bytes[byte] ^ (1 << random() % 8));
    look(bytes, i % 100 == 0);
    look(good.substr(0, random() % good.size()), i % 100 == 0);
  }
  look("", true);
  look(good.substr(0, good.size() / 2) + std::string(good.size() - good.size() / 2, '\0'), true);
  look(good + "x", true);
}

TEST_CASE("what was known is answered from a checkpoint that is not later", "[store]") {
  at_each_place([](const Place& place) {
    const CheckpointFile file;
    World world(7, with_checkpoint(place, file.path()));
    std::map<Instant, Everything> known;
    for (int i = 0; i < 30; ++i) {
      step(world);
      known[world.now()] = everything(world.workspace());
      if (i == 15) {
        world.workspace().checkpoint();
      }
    }
    int looked = 0;
    for (const auto& [at, expected] : known) {
      if (++looked % 4 == 0) {
        check_same(everything(world.workspace().known_at(at)), expected);
      }
    }
  });
}

TEST_CASE("a checkpoint is written when there is much that the last one has not", "[store]") {
  const FilePlace place;
  const std::string file = place.location() + "-checkpoint";
  std::string people = "id,name\n";
  for (int i = 0; i < 100'000; ++i) {
    people += "p" + std::to_string(i) + ",Somebody with a name that is rather long\n";
  }
  const auto load = [&](Workspace& workspace) {
    static_cast<void>(workspace.load({read_csv_text(people, "person")}));
  };
  {
    Workspace workspace = Workspace::open(place.location());
    Person person;
    person.id = "ann";
    static_cast<void>(workspace.apply({{person, {}, ""}}));
  }
  CHECK_FALSE(std::filesystem::exists(file));  // too little
  {
    Workspace workspace(with_checkpoint(place, "off"));
    load(workspace);
  }
  CHECK_FALSE(std::filesystem::exists(file));  // not wanted
  const Workspace workspace = Workspace::open(place.location());
  CHECK(std::filesystem::exists(file));
  std::filesystem::remove(file);
  const FilePlace other;
  Workspace loaded = Workspace::open(other.location());
  load(loaded);
  CHECK(std::filesystem::exists(other.location() + "-checkpoint"));
}

TEST_CASE("a checkpoint takes the place of no other file", "[store]") {
  const FilePlace place;
  const std::string letter = (place.folder() / "letter.txt").string();
  write_bytes(letter, "Dear Astrid, this is not a checkpoint.");
  for (const std::string& file : {letter, place.location()}) {
    Workspace workspace(with_checkpoint(place, file));
    Person person;
    person.id = "ann";
    static_cast<void>(workspace.apply({{person, {}, ""}}));
    const std::string before = bytes_of(file);
    CHECK_THROWS_AS(workspace.checkpoint(), StoreError);
    CHECK(bytes_of(file) == before);
    CHECK_FALSE(std::filesystem::exists(file + ".new"));
  }
  CHECK(Workspace::open(place.location()).count("person") == 1);
  for (const std::string& lost : {std::string(), std::string(5000, '\0')}) {  // with the power
    const std::string file = (place.folder() / "lost").string();
    write_bytes(file, lost);
    Workspace workspace(with_checkpoint(place, file));
    CHECK_NOTHROW(workspace.checkpoint());
    CHECK(find(file, place));
  }
}

TEST_CASE("where no checkpoint can be written, the journal serves without", "[store]") {
  const FilePlace place;
  Config config = with_checkpoint(place, (place.folder() / "no/such/file").string());
  Workspace workspace(config);
  Person person;
  person.id = "ann";
  static_cast<void>(workspace.apply({{person, {}, ""}}));
  CHECK_THROWS_AS(workspace.checkpoint(), StoreError);
  CHECK(Workspace(config).count("person") == 1);
  CHECK_THROWS_AS(Workspace().checkpoint(), StoreError);
  config.checkpoint = "off";
  CHECK_THROWS_AS(Workspace(config).checkpoint(), StoreError);
}
