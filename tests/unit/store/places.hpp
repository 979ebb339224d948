// Places for journals: a file in a folder of its own, or a database of its own in the server that
// OPPORTUNE_TEST_POSTGRES names (scripts/with_postgres.sh). All are gone in the end.
#pragma once

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "opportune/workspace.hpp"

#ifdef OPP_WITH_POSTGRESQL
#include "store/postgres/connection.hpp"
#endif

namespace opportune {

/// A number that no other place of any process has at the same time.
inline std::string place_number() {
  static std::atomic<int> number{0};
  return std::to_string(::getpid()) + "_" + std::to_string(++number);
}

class Place {
 public:
  virtual ~Place() = default;
  [[nodiscard]] virtual std::string location() const = 0;
  [[nodiscard]] Config config(Instant clock = {}) const {
    Config out;
    out.journal = location();
    out.clock = clock;
    return out;
  }
};

class FilePlace final : public Place {
 public:
  FilePlace() : folder_(std::filesystem::temp_directory_path() / ("opportune_" + place_number())) {
    std::filesystem::create_directories(folder_);
  }
  FilePlace(const FilePlace&) = delete;
  FilePlace& operator=(const FilePlace&) = delete;
  ~FilePlace() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::string location() const override { return (folder_ / "deals.db").string(); }

 private:
  std::filesystem::path folder_;
};

#ifdef OPP_WITH_POSTGRESQL
class ServerPlace final : public Place {
 public:
  ServerPlace() : name_("place_" + place_number()) {
    postgres::Connection(url("postgres")).run("CREATE DATABASE " + name_);
  }
  ServerPlace(const ServerPlace&) = delete;
  ServerPlace& operator=(const ServerPlace&) = delete;
  ~ServerPlace() override {
    try {
      postgres::Connection(url("postgres")).run("DROP DATABASE " + name_ + " WITH (FORCE)");
    } catch (const StoreError&) {  // it goes with the server
    }
  }
  [[nodiscard]] static bool is_there() { return std::getenv("OPPORTUNE_TEST_POSTGRES") != nullptr; }
  [[nodiscard]] std::string location() const override { return url(name_); }

 private:
  static std::string url(const std::string& name) {
    std::string out = std::getenv("OPPORTUNE_TEST_POSTGRES");
    return out.replace(out.find("%s"), 2, name);
  }
  std::string name_;
};
#endif

/// Calls test(place) for a new place of each sort that is there.
template <class Test>
void at_each_place(const Test& test) {
  test(FilePlace());
#ifdef OPP_WITH_POSTGRESQL
  if (ServerPlace::is_there()) {
    test(ServerPlace());
  }
#endif
}

}  // namespace opportune
