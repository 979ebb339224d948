// At every point at which SQLite writes: the write fails, or is torn, the machine loses power, and
// what was acknowledged is there all the same, and nothing half.
#include <cstdint>
#include <string>

#include "opportune/workspace.hpp"
#include "support/catch.hpp"
#include "unit/store/fault_vfs.hpp"

using namespace opportune;

namespace {

constexpr int commands = 6;
const std::string location = "/deals.db";

/// Command i puts so many records, which are to be there all or none; one puts so many that they
/// are written while it is decided.
int parts_of(int i) { return i == 3 ? 300 : 3; }
std::string id_of(int i, int part) { return std::to_string(i) + "/" + std::to_string(part); }

std::vector<Change> command(int i) {
  std::vector<Change> out;
  for (int part = 0; part < parts_of(i); ++part) {
    Person person;
    person.id = id_of(i, part);
    person.name = std::string(i == 3 ? 40 : 400, 'x');  // several pages
    out.push_back({person, {}, ""});
  }
  return out;
}

/// How many commands are there, each whole; -1: one is half there.
int whole_commands(const Workspace& workspace) {
  const auto& people = workspace.book()->get<Person>();
  std::size_t before = 0;
  for (int i = 0;; ++i) {
    int parts = 0;
    for (int part = 0; part < parts_of(i); ++part) {
      parts += people.find(id_of(i, part)) == no_row ? 0 : 1;
    }
    if (parts < parts_of(i)) {
      return parts == 0 && people.rows() == before ? i : -1;
    }
    before += static_cast<std::size_t>(parts);
  }
}

/// Runs commands from where the journal stands; how many were acknowledged before one failed.
int run(int from, bool goes_on) {
  int acknowledged = from;
  try {
    Workspace workspace = Workspace::open(location);
    while (acknowledged < commands) {
      try {
        static_cast<void>(workspace.apply(command(acknowledged)));
        ++acknowledged;
      } catch (const StoreError&) {
        REQUIRE(whole_commands(workspace) == acknowledged);  // memory is as the store
        if (!goes_on) {
          throw;
        }
      }
    }
  } catch (const StoreError&) {
  }
  return acknowledged;
}

}  // namespace

TEST_CASE("power is lost at every write point", "[store]") {
  FaultDisk disk;
  for (const bool exists : {false, true}) {
    disk.restore({});
    if (exists) {
      static_cast<void>(Workspace::open(location));
      disk.lose_power();
    }
    const FaultDisk::Image before = disk.image();
    disk.arm(FaultDisk::Fault::none, 0);
    REQUIRE(run(0, false) == commands);
    const std::uint64_t points = disk.points();
    REQUIRE(points > 20);
    for (const auto fault : {FaultDisk::Fault::fails, FaultDisk::Fault::torn}) {
      for (std::uint64_t point = 1; point <= points; ++point) {
        disk.restore(before);
        disk.arm(fault, point);
        const int acknowledged = run(0, false);
        disk.lose_power();
        int found = 0;
        {
          const Workspace again = Workspace::open(location);
          found = whole_commands(again);
        }
        INFO("write point " << point << " of " << points);
        REQUIRE(found >= acknowledged);
        REQUIRE(found <= acknowledged + 1);  // one may have been durable before it was acknowledged
        REQUIRE(run(found, false) == commands);
      }
    }
  }
}

TEST_CASE("a full disk refuses a command, and takes it when there is room again", "[store]") {
  FaultDisk disk;
  static_cast<void>(Workspace::open(location));
  disk.lose_power();
  const FaultDisk::Image before = disk.image();
  disk.arm(FaultDisk::Fault::none, 0);
  REQUIRE(run(0, false) == commands);
  const std::uint64_t points = disk.points();
  for (std::uint64_t point = 1; point <= points; ++point) {
    disk.restore(before);
    disk.arm(FaultDisk::Fault::disk_full, point);
    const int acknowledged = run(0, true);
    disk.arm(FaultDisk::Fault::none, 0);
    const Workspace again = Workspace::open(location);
    INFO("write point " << point << " of " << points);
    const bool opened = acknowledged == commands;  // else opening itself was refused
    REQUIRE(whole_commands(again) == (opened ? commands : 0));
  }
}
