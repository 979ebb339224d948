// The file of a checkpoint: sections, each with its checksum, and a head that lists them. It is
// written beside its place and then put there, so whoever reads it reads one that is whole.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "opportune/core/archive.hpp"

namespace opportune::checkpoint {

/// A descriptor, closed with its owner.
class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor();
  [[nodiscard]] int get() const noexcept { return number_; }

 private:
  int number_;
};

struct Section {
  std::uint64_t offset = 0, bytes = 0, checksum = 0;
};

/// What is written becomes the file at a path by publish(); without that, nothing is left of it.
class Writer {
 public:
  /// StoreError: nothing can be written there, or another is just writing it. The others throw it
  /// too.
  explicit Writer(std::string path);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();

  void put(const void* bytes, std::size_t count);
  /// What was put since the last one is a section.
  void end_section();
  /// `head` stands before the list of sections. How many bytes the file has.
  std::uint64_t publish(const std::string& head);

 private:
  struct Hash;
  void flush();
  [[noreturn]] void fail(const char* what) const;

  std::string path_, beside_;
  Descriptor file_;
  std::unique_ptr<Hash> hash_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  Section section_;
  std::vector<Section> sections_;
  bool is_published_ = false;
};

/// Reads one section; several may be read at the same time.
class SectionReader {
 public:
  SectionReader(int file, const Section& section);
  SectionReader(const SectionReader&) = delete;
  SectionReader& operator=(const SectionReader&) = delete;
  ~SectionReader();

  void get(void* bytes, std::size_t count);
  [[nodiscard]] std::uint64_t left() const noexcept { return left_; }
  /// All was read, and is what was written; else DamagedBytes.
  void finish();

 private:
  struct Hash;
  void fill();

  int file_;
  std::uint64_t at_, left_, unread_, checksum_;
  std::unique_ptr<Hash> hash_;
  std::string buffer_;
  std::size_t begin_ = 0;
};

/// An open file whose head is whole.
class Reader {
 public:
  /// DamagedBytes: it cannot be read, or its head is not what was written.
  explicit Reader(const std::string& path);
  [[nodiscard]] const std::string& head() const noexcept { return head_; }
  [[nodiscard]] const std::vector<Section>& sections() const noexcept { return sections_; }
  [[nodiscard]] int file() const noexcept { return file_.get(); }
  /// Of the whole file.
  [[nodiscard]] std::uint64_t bytes() const noexcept { return bytes_; }

 private:
  Descriptor file_;
  std::string head_;
  std::vector<Section> sections_;
  std::uint64_t bytes_ = 0;
};

}  // namespace opportune::checkpoint
