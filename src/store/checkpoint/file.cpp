#include "store/checkpoint/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "opportune/core/error.hpp"

namespace opportune::checkpoint {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 18U;
constexpr std::string_view magic = "opportune checkpoint";

/// The file begins with it, and ends with a Tail.
struct Magic {
  char text[24];
  static Magic ours() {
    Magic out{};
    std::copy(magic.begin(), magic.end(), out.text);
    return out;
  }
  bool operator==(const Magic& other) const {
    return std::equal(std::begin(text), std::end(text), std::begin(other.text));
  }
};
/// Where the head is, and what it must be.
struct Tail {
  std::uint64_t head_offset, head_bytes, head_checksum;
  Magic magic;
};

/// -1, and errno is what it was.
int closed(int file) {
  const int why = errno;
  ::close(file);
  errno = why;
  return -1;
}

bool write_all(int file, const char* bytes, std::size_t count) {
  while (count > 0) {
    const ssize_t done = ::write(file, bytes, count);
    if (done < 0 && errno != EINTR) {
      return false;
    }
    bytes += std::max<ssize_t>(done, 0);
    count -= static_cast<std::size_t>(std::max<ssize_t>(done, 0));
  }
  return true;
}

void read_all(int file, std::uint64_t offset, void* bytes, std::size_t count) {
  auto* to = static_cast<char*>(bytes);
  while (count > 0) {
    const ssize_t done = ::pread(file, to, count, static_cast<off_t>(offset));
    if (done == 0 || (done < 0 && errno != EINTR)) {
      throw DamagedBytes("it cannot be read to its end");
    }
    to += std::max<ssize_t>(done, 0);
    offset += static_cast<std::uint64_t>(std::max<ssize_t>(done, 0));
    count -= static_cast<std::size_t>(std::max<ssize_t>(done, 0));
  }
}

/// Is nothing there, or a checkpoint, whole or not? One that lost its bytes when the machine lost
/// power may be empty, or zeros.
bool may_be_replaced(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    return errno == ENOENT;
  }
  Magic found{};
  const ssize_t bytes = ::pread(file.get(), &found, sizeof found, 0);
  return bytes >= 0 && (found == Magic{} || found == Magic::ours());
}

/// An empty file that nobody else has locked, to be put into another place; -1: errno says why not.
/// What a process that was killed has left there is used again.
int open_locked(const std::string& path) {
  for (;;) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
      return file;
    }
    struct stat opened {
    }, there{};
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
      return closed(file);
    }
    if (::fstat(file, &opened) == 0 && ::stat(path.c_str(), &there) == 0 &&
        opened.st_ino == there.st_ino && opened.st_dev == there.st_dev) {
      return ::ftruncate(file, 0) == 0 ? file : closed(file);
    }
    ::close(file);  // meanwhile another has put it into its place
  }
}

/// The running checksum of what is written or read.
struct Running {
  Running() : state(XXH3_createState()) { restart(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() { XXH3_freeState(state); }
  void restart() { XXH3_64bits_reset(state); }
  void add(const void* bytes, std::size_t count) { XXH3_64bits_update(state, bytes, count); }
  [[nodiscard]] std::uint64_t value() const { return XXH3_64bits_digest(state); }
  XXH3_state_t* state;
};

}  // namespace

struct Writer::Hash : Running {};
struct SectionReader::Hash : Running {};

Descriptor::~Descriptor() {
  if (number_ >= 0) {
    ::close(number_);
  }
}

Writer::Writer(std::string path)
    : path_(std::move(path)),
      beside_(path_ + ".new"),
      file_(open_locked(beside_)),
      hash_(std::make_unique<Hash>()) {
  if (file_.get() < 0) {
    fail("cannot be made");
  }
  if (!may_be_replaced(path_)) {
    ::unlink(beside_.c_str());
    throw StoreError("'" + shown_value(path_) +
                     "': the checkpoint cannot be made: another file, which is none, is there");
  }
  buffer_.reserve(buffer_bytes);
  put_value(*this, Magic::ours());
  flush();
  section_.offset = written_;
  hash_->restart();
}

Writer::~Writer() {
  if (!is_published_) {
    ::unlink(beside_.c_str());
  }
}

void Writer::fail(const char* what) const {
  const char* why = errno == EWOULDBLOCK ? "another is writing it" : std::strerror(errno);
  throw StoreError("'" + shown_value(path_) + "': the checkpoint " + what + ": " + why);
}

void Writer::put(const void* bytes, std::size_t count) {
  const auto* from = static_cast<const char*>(bytes);
  while (count > 0) {
    const std::size_t part = std::min(count, buffer_bytes - buffer_.size());
    buffer_.append(from, part);
    from += part;
    count -= part;
    if (buffer_.size() == buffer_bytes) {
      flush();
    }
  }
}

void Writer::flush() {
  hash_->add(buffer_.data(), buffer_.size());
  if (!write_all(file_.get(), buffer_.data(), buffer_.size())) {
    fail("cannot be written");
  }
  written_ += buffer_.size();
  buffer_.clear();
}

void Writer::end_section() {
  flush();
  section_.bytes = written_ - section_.offset;
  section_.checksum = hash_->value();
  sections_.push_back(section_);
  section_.offset = written_;
  hash_->restart();
}

std::uint64_t Writer::publish(const std::string& head) {
  put_count(*this, head.size());
  put(head.data(), head.size());
  put_vector(*this, std::exchange(sections_, {}));
  const std::uint64_t offset = written_;
  end_section();
  Tail tail{offset, sections_.back().bytes, sections_.back().checksum, Magic::ours()};
  put_value(*this, tail);
  flush();
  if (std::rename(beside_.c_str(), path_.c_str()) != 0) {
    fail("cannot be put into its place");
  }
  is_published_ = true;
  return written_;
}

SectionReader::SectionReader(int file, const Section& section)
    : file_(file),
      at_(section.offset),
      left_(section.bytes),
      unread_(section.bytes),
      checksum_(section.checksum),
      hash_(std::make_unique<Hash>()) {}
SectionReader::~SectionReader() = default;

void SectionReader::fill() {
  buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(unread_, buffer_bytes)));
  read_all(file_, at_, buffer_.data(), buffer_.size());
  hash_->add(buffer_.data(), buffer_.size());
  at_ += buffer_.size();
  unread_ -= buffer_.size();
  begin_ = 0;
}

void SectionReader::get(void* bytes, std::size_t count) {
  if (count > left_) {
    throw DamagedBytes("a section is too short");
  }
  left_ -= count;
  auto* to = static_cast<char*>(bytes);
  while (count > 0) {
    if (begin_ == buffer_.size()) {
      fill();
    }
    const std::size_t part = std::min(count, buffer_.size() - begin_);
    std::memcpy(to, buffer_.data() + begin_, part);
    begin_ += part;
    to += part;
    count -= part;
  }
}

void SectionReader::finish() {
  if (left_ != 0 || hash_->value() != checksum_) {
    throw DamagedBytes("a section is not what was written");
  }
}

Reader::Reader(const std::string& path) : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  const off_t end = file_.get() < 0 ? 0 : ::lseek(file_.get(), 0, SEEK_END);
  Tail tail{};
  if (end < static_cast<off_t>(sizeof tail)) {
    throw DamagedBytes("there is none");
  }
  bytes_ = static_cast<std::uint64_t>(end);
  read_all(file_.get(), bytes_ - sizeof tail, &tail, sizeof tail);
  const std::uint64_t room = bytes_ - sizeof tail;
  if (!(tail.magic == Magic::ours()) || tail.head_bytes > room ||
      tail.head_offset != room - tail.head_bytes) {
    throw DamagedBytes("it is none");
  }
  SectionReader in(file_.get(), {tail.head_offset, tail.head_bytes, tail.head_checksum});
  head_.resize(get_count(in));
  in.get(head_.data(), head_.size());
  sections_ = get_vector<Section>(in);
  in.finish();
  for (const Section& section : sections_) {
    if (section.offset > room || section.bytes > room - section.offset) {
      throw DamagedBytes("a section lies outside");
    }
  }
}

}  // namespace opportune::checkpoint
