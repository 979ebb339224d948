#include "unit/store/fault_vfs.hpp"

#include <algorithm>
#include <cstring>

namespace opportune {
namespace {

struct OpenFile {
  sqlite3_file base;
  FaultDisk* disk;
  std::shared_ptr<FaultDisk::File>* file;
};

OpenFile& opened(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }
FaultDisk::File& content(sqlite3_file* file) { return **opened(file).file; }
FaultDisk& disk(sqlite3_vfs* vfs) { return *static_cast<FaultDisk*>(vfs->pAppData); }

int close(sqlite3_file* file) {
  delete opened(file).file;
  return SQLITE_OK;
}
int read(sqlite3_file* file, void* to, int count, sqlite3_int64 from) {
  if (opened(file).disk->is_gone()) {
    return SQLITE_IOERR_READ;
  }
  const std::string& bytes = content(file).now;
  const auto begin = std::min(bytes.size(), static_cast<std::size_t>(from));
  const std::size_t there = std::min(bytes.size() - begin, static_cast<std::size_t>(count));
  std::memset(to, 0, static_cast<std::size_t>(count));
  std::memcpy(to, bytes.data() + begin, there);
  return there == static_cast<std::size_t>(count) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}
int write(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) {
  const auto allowed = opened(file).disk->at_point(static_cast<std::size_t>(count));
  std::string& bytes = content(file).now;
  if (allowed.bytes > 0) {
    bytes.resize(std::max(bytes.size(), static_cast<std::size_t>(at) + allowed.bytes));
    std::memcpy(bytes.data() + at, from, allowed.bytes);
  }
  return allowed.code;
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  const auto allowed = opened(file).disk->at_point(0);
  if (allowed.code == SQLITE_OK) {
    content(file).now.resize(static_cast<std::size_t>(size));
  }
  return allowed.code == SQLITE_OK ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}
int sync(sqlite3_file* file, int) {
  const auto allowed = opened(file).disk->at_point(0);
  if (allowed.code == SQLITE_OK) {
    content(file).synced = content(file).now;
  }
  return allowed.code == SQLITE_OK ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}
int size_of(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(content(file).now.size());
  return SQLITE_OK;
}
int no_lock(sqlite3_file*, int) { return SQLITE_OK; }
int no_reserved_lock(sqlite3_file*, int* result) {
  *result = 0;
  return SQLITE_OK;
}
int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 512; }
int characteristics(sqlite3_file*) { return 0; }  // nothing is promised
int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** to) {
  auto& memory = content(file).shared_memory;
  const auto number = static_cast<std::size_t>(region);
  if (memory.size() <= number) {
    if (extend == 0) {
      *to = nullptr;
      return SQLITE_OK;
    }
    memory.resize(number + 1);
  }
  if (memory[number].empty()) {
    memory[number].resize(static_cast<std::size_t>(size));
  }
  *to = memory[number].data();
  return SQLITE_OK;
}
int lock_shared(sqlite3_file*, int, int, int) { return SQLITE_OK; }
void barrier_shared(sqlite3_file*) {}
int unmap_shared(sqlite3_file* file, int remove) {
  if (remove != 0) {
    content(file).shared_memory.clear();
  }
  return SQLITE_OK;
}

const sqlite3_io_methods methods = {2,
                                    close,
                                    read,
                                    write,
                                    truncate,
                                    sync,
                                    size_of,
                                    no_lock,
                                    no_lock,
                                    no_reserved_lock,
                                    control,
                                    sector_size,
                                    characteristics,
                                    map_shared,
                                    lock_shared,
                                    barrier_shared,
                                    unmap_shared,
                                    nullptr,
                                    nullptr};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
  auto& files = disk(vfs).files();
  const std::string path = name == nullptr ? "temporary" : name;
  file->pMethods = nullptr;
  if (!files.contains(path) && (flags & SQLITE_OPEN_CREATE) == 0) {
    return SQLITE_CANTOPEN;
  }
  auto& content = files[path];
  content = content ? content : std::make_shared<FaultDisk::File>();
  opened(file).disk = &disk(vfs);
  opened(file).file = new std::shared_ptr<FaultDisk::File>(content);
  file->pMethods = &methods;
  if (out != nullptr) {
    *out = flags;
  }
  return SQLITE_OK;
}
int remove(sqlite3_vfs* vfs, const char* name, int) {
  if (disk(vfs).is_gone()) {
    return SQLITE_IOERR_DELETE;
  }
  disk(vfs).files().erase(name);
  return SQLITE_OK;
}
int access(sqlite3_vfs* vfs, const char* name, int, int* out) {
  const auto at = disk(vfs).files().find(name);
  *out = at != disk(vfs).files().end() ? 1 : 0;
  return SQLITE_OK;
}
int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

}  // namespace

FaultDisk::FaultDisk()
    : vfs_(std::make_unique<sqlite3_vfs>(*sqlite3_vfs_find(nullptr))),
      before_(sqlite3_vfs_find(nullptr)) {
  vfs_->szOsFile = sizeof(OpenFile);
  vfs_->pNext = nullptr;
  vfs_->zName = "faults";
  vfs_->pAppData = this;
  vfs_->xOpen = open;
  vfs_->xDelete = remove;
  vfs_->xAccess = access;
  vfs_->xFullPathname = full_name;
  // Time, randomness and sleep are the system's; they look at no pAppData.
  sqlite3_vfs_register(vfs_.get(), 1);
}

FaultDisk::~FaultDisk() {
  sqlite3_vfs_unregister(vfs_.get());
  sqlite3_vfs_register(before_, 1);
}

void FaultDisk::arm(Fault fault, std::uint64_t point) {
  fault_ = fault;
  point_ = point;
  points_ = 0;
  gone_ = false;
}

FaultDisk::Allowed FaultDisk::at_point(std::size_t bytes) {
  ++points_;
  if (gone_) {
    return {SQLITE_IOERR_WRITE, 0};
  }
  if (fault_ == Fault::none || points_ < point_) {
    return {SQLITE_OK, bytes};
  }
  if (fault_ == Fault::disk_full) {
    return points_ < point_ + 3 ? Allowed{SQLITE_FULL, 0} : Allowed{SQLITE_OK, bytes};
  }
  gone_ = true;
  return {SQLITE_IOERR_WRITE, fault_ == Fault::torn ? bytes / 2 : 0};
}

void FaultDisk::lose_power() {
  for (auto& [path, file] : files_) {
    file->now = file->synced;
    file->shared_memory.clear();
  }
  arm(Fault::none, 0);
}

FaultDisk::Image FaultDisk::image() const {
  Image out;
  for (const auto& [path, file] : files_) {
    out[path] = file->synced;
  }
  return out;
}

void FaultDisk::restore(const Image& image) {
  files_.clear();
  for (const auto& [path, bytes] : image) {
    files_[path] = std::make_shared<File>(File{bytes, bytes, {}});
  }
}

}  // namespace opportune
