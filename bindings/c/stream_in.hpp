// Arrow streams that a caller hands over.
#pragma once

#include <cstddef>

#include "opportune/c/opportune.h"
#include "opportune/io/arrow_abi.hpp"

namespace opportune::c {

/// Streams that are given are consumed, however the call ends. Reading one empties its `release`.
class ConsumedStreams {
 public:
  ConsumedStreams(const opp_named_stream* tables, std::size_t count) noexcept
      : tables_(tables), count_(tables == nullptr ? 0 : count) {}
  ConsumedStreams(const ConsumedStreams&) = delete;
  ConsumedStreams& operator=(const ConsumedStreams&) = delete;
  ~ConsumedStreams() {
    for (std::size_t i = 0; i < count_; ++i) {
      ArrowArrayStream* stream = tables_[i].stream;
      if (stream != nullptr && stream->release != nullptr) {
        stream->release(stream);
      }
    }
  }

 private:
  const opp_named_stream* tables_;
  std::size_t count_;
};
}  // namespace opportune::c
