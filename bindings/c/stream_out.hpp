// A result on its way to a caller: handed over when everything has succeeded, else released.
#pragma once

#include <memory>
#include <utility>

#include "opportune/core/table.hpp"
#include "opportune/io/arrow.hpp"

namespace opportune::c {

class StreamOut {
 public:
  explicit StreamOut(std::shared_ptr<const Table> table) {
    write_arrow(std::move(table), &stream_);
  }
  StreamOut(const StreamOut&) = delete;
  StreamOut& operator=(const StreamOut&) = delete;
  ~StreamOut() {
    if (stream_.release != nullptr) {
      stream_.release(&stream_);
    }
  }
  void move_to(ArrowArrayStream* out) noexcept {
    *out = stream_;
    stream_.release = nullptr;
  }

 private:
  ArrowArrayStream stream_{};
};

}  // namespace opportune::c
