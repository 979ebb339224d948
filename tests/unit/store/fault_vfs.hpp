// A file system of SQLite's in memory, on which a write fails or is torn, and from which a loss of
// power takes what was not synced.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace opportune {

class FaultDisk {
 public:
  enum class Fault : std::uint8_t {
    none,
    fails,     ///< the write at the point does nothing, and the machine is gone
    torn,      ///< half of it is written, and the machine is gone
    disk_full  ///< it fails, and others do later: the process lives on
  };

  /// Is SQLite's default until its end.
  FaultDisk();
  FaultDisk(const FaultDisk&) = delete;
  FaultDisk& operator=(const FaultDisk&) = delete;
  ~FaultDisk();

  /// At the point-th write, truncation or sync from now on, from 1.
  void arm(Fault fault, std::uint64_t point);
  [[nodiscard]] std::uint64_t points() const noexcept { return points_; }
  /// Nobody has a file open any more: what was not synced is gone.
  void lose_power();
  /// Files as they are, and those of another time.
  using Image = std::map<std::string, std::string>;
  [[nodiscard]] Image image() const;
  void restore(const Image& image);

  struct File {
    std::string now, synced;
    std::vector<std::vector<char>> shared_memory;
  };
  /// What a write point does: may it go on; how many of so many bytes.
  struct Allowed {
    int code = SQLITE_OK;
    std::size_t bytes = 0;
  };
  Allowed at_point(std::size_t bytes);
  [[nodiscard]] bool is_gone() const noexcept { return gone_; }
  std::map<std::string, std::shared_ptr<File>>& files() noexcept { return files_; }

 private:
  std::map<std::string, std::shared_ptr<File>> files_;
  std::unique_ptr<sqlite3_vfs> vfs_;
  sqlite3_vfs* before_;
  Fault fault_ = Fault::none;
  std::uint64_t points_ = 0, point_ = 0;
  bool gone_ = false;
};

}  // namespace opportune
