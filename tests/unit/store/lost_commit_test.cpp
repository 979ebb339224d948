// A connection that is lost while the server has not come to the commit yet.
#include "unit/store/places.hpp"

#ifdef OPP_WITH_POSTGRESQL
#include <chrono>
#include <string>
#include <thread>

#include "support/catch.hpp"
#include "unit/store/everything.hpp"
#include "unit/store/people.hpp"
#include "unit/store/wire.hpp"

using namespace opportune;
using namespace std::chrono_literals;

namespace {

/// The folder of the server's socket in a URL.
std::string folder_in(const std::string& url) { return url.substr(url.find("host=") + 5); }

/// Keeps others from writing into the log, from now on until it is let go.
class Blocker {
 public:
  explicit Blocker(const std::string& url) : connection_(url) {
    connection_.run("BEGIN");
    connection_.run("LOCK TABLE opportune.change_log IN EXCLUSIVE MODE");
  }
  void let_go() { connection_.run("ROLLBACK"); }

 private:
  postgres::Connection connection_;
};

/// Does anybody wait for a lock of this sort within ten seconds?
bool somebody_waits(postgres::Connection& watcher, const std::string& sort) {
  for (int tries = 0; tries < 2000; ++tries) {
    const auto found = watcher.run(
        "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = $1 AND database = (SELECT oid "
        "FROM pg_database WHERE datname = current_database())",
        {sort});
    if (found.rows() > 0) {
      return true;
    }
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

}  // namespace

TEST_CASE("what became of a commit is found out after the server has ended the lost session",
          "[store]") {
  if (!ServerPlace::is_there()) {
    return;
  }
  const ServerPlace place;
  const FilePlace here;
  const std::string folder = folder_in(place.location());
  std::string url = place.location();
  url.replace(url.find(folder), folder.size(), here.folder().string());
  Wire wire(here.folder(), folder);
  Workspace workspace = Workspace::open(url);
  static_cast<void>(workspace.apply({person("first")}));  // the next one need not ask for the lock

  Blocker blocker(place.location());
  postgres::Connection watcher(place.location());
  std::string refusal;
  std::thread writer([&] {
    try {
      static_cast<void>(workspace.apply({person("second")}));
    } catch (const std::exception& error) {
      refusal = error.what();
    }
  });
  const bool writes = somebody_waits(watcher, "relation");
  std::this_thread::sleep_for(100ms);  // until the commit behind it has come too
  wire.cut();
  const bool waits_for_the_end = somebody_waits(watcher, "advisory");
  blocker.let_go();
  writer.join();
  CHECK(writes);
  CHECK(waits_for_the_end);
  CHECK(refusal.empty());
  static_cast<void>(workspace.apply({person("third")}));
  const Workspace again = Workspace::open(place.location());
  CHECK(again.count("person") == 3);
  check_same(everything(again), everything(workspace));
}
#endif
