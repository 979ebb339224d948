// A counted, copy-on-write owner: copying it is cheap, and who edits a shared value gets its own.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include "opportune/core/block_memory.hpp"

namespace opportune {

/// Holds a T, or nothing. Copies share it until one of them calls edit().
/// Threads: different Shared objects may be used from different threads even when they share one
/// value; one Shared object has one user at a time. The acquire load in `unique()` orders a past
/// reader's last look before the writer's change.
template <class T>
class Shared {
 public:
  Shared() noexcept = default;
  template <class... Args>
  explicit Shared(std::in_place_t, Args&&... args) : box_(new Box{std::forward<Args>(args)...}) {}
  Shared(const Shared& other) noexcept : box_(other.box_) {
    if (box_ != nullptr) {
      box_->owners.fetch_add(1, std::memory_order_relaxed);
    }
  }
  Shared(Shared&& other) noexcept : box_(std::exchange(other.box_, nullptr)) {}
  Shared& operator=(Shared other) noexcept {
    std::swap(box_, other.box_);
    return *this;
  }
  ~Shared() {
    if (box_ != nullptr && box_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      delete box_;
    }
  }

  [[nodiscard]] const T* get() const noexcept { return box_ == nullptr ? nullptr : &box_->value; }
  [[nodiscard]] const T& operator*() const noexcept { return box_->value; }
  [[nodiscard]] const T* operator->() const noexcept { return &box_->value; }
  [[nodiscard]] explicit operator bool() const noexcept { return box_ != nullptr; }
  [[nodiscard]] bool unique() const noexcept {
    return box_ != nullptr && box_->owners.load(std::memory_order_acquire) == 1;
  }

  /// The value to change: a copy of it first where others share it.
  [[nodiscard]] T& edit() {
    if (!unique()) {
      *this = box_ == nullptr ? Shared(std::in_place) : Shared(std::in_place, box_->value);
    }
    return box_->value;
  }
  /// The value to change, where it is unique().
  [[nodiscard]] T& edit_unique() noexcept { return box_->value; }

 private:
  struct Box {
    template <class... Args>
    explicit Box(Args&&... args) : value(std::forward<Args>(args)...) {}
    static void* operator new(std::size_t bytes) {
      if constexpr (detail::is_pooled(sizeof(T))) {
        return detail::block_pool<sizeof(Box)>().take();
      } else {
        return ::operator new(bytes);
      }
    }
    static void operator delete(void* box) noexcept {
      if constexpr (detail::is_pooled(sizeof(T))) {
        detail::BlockPool::give_back(box);
      } else {
        ::operator delete(box);
      }
    }
    T value;
    std::atomic<std::uint32_t> owners{1};
  };
  Box* box_ = nullptr;
};

}  // namespace opportune
