#include "registry.hpp"

#include <utility>

namespace opportune::c {

Registry& Registry::instance() {
  static Registry& registry = *new Registry;
  return registry;
}

std::uintptr_t Registry::add(const char* kind, std::shared_ptr<void> object) {
  const std::unique_lock lock(mutex_);
  entries_.emplace(last_ + 1, Entry{kind, std::move(object)});
  return ++last_;
}

std::shared_ptr<void> Registry::find(const char* kind, std::uintptr_t number) const {
  const std::shared_lock lock(mutex_);
  const auto found = entries_.find(number);
  return found != entries_.end() && found->second.kind == kind ? found->second.object : nullptr;
}

std::shared_ptr<void> Registry::remove(const char* kind, std::uintptr_t number) {
  const std::unique_lock lock(mutex_);
  const auto found = entries_.find(number);
  if (found == entries_.end() || found->second.kind != kind) {
    return nullptr;
  }
  std::shared_ptr<void> object = std::move(found->second.object);
  entries_.erase(found);
  return object;  // destroyed by the caller, outside the lock
}

}  // namespace opportune::c
