// Handles are numbers that are never used twice, cast to pointers and looked up here. So a stale
// handle is recognised, and a call that has looked its object up keeps it while another thread
// frees the handle.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace opportune::c {

class Registry {
 public:
  /// Of the whole library; never destroyed, so that handles may be freed during program exit.
  static Registry& instance();

  /// `kind` is compared by address.
  std::uintptr_t add(const char* kind, std::shared_ptr<void> object);
  /// Nothing where the number is no handle of that kind.
  [[nodiscard]] std::shared_ptr<void> find(const char* kind, std::uintptr_t number) const;
  std::shared_ptr<void> remove(const char* kind, std::uintptr_t number);

 private:
  struct Entry {
    const char* kind;
    std::shared_ptr<void> object;
  };
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::uintptr_t, Entry> entries_;
  std::uintptr_t last_ = 0;
};

}  // namespace opportune::c
