// Owners of the Arrow structures: moved in, released exactly once.
#pragma once

#include <utility>

#include "opportune/io/arrow_abi.hpp"

namespace opportune::arrow {

/// Struct: ArrowSchema, ArrowArray or ArrowArrayStream.
template <class Struct>
class Owned {
 public:
  Owned() = default;
  /// Moves out of `*source`, which is marked as released.
  explicit Owned(Struct* source) : value_(*source) { source->release = nullptr; }
  Owned(Owned&& other) noexcept : value_(std::exchange(other.value_, Struct{})) {}
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  Owned& operator=(Owned&&) = delete;
  ~Owned() {
    if (value_.release != nullptr) {
      value_.release(&value_);
    }
  }

  [[nodiscard]] Struct* get() noexcept { return &value_; }
  [[nodiscard]] Struct& operator*() noexcept { return value_; }
  [[nodiscard]] Struct* operator->() noexcept { return &value_; }
  [[nodiscard]] const Struct& operator*() const noexcept { return value_; }
  [[nodiscard]] const Struct* operator->() const noexcept { return &value_; }

 private:
  Struct value_{};
};

}  // namespace opportune::arrow
