// Memory for the chunks of columns: blocks of a few sizes, next to each other in slabs for which
// the system is asked for large pages. What a scan reads then takes a few hundred times fewer
// entries of the processor's table of pages, and is there after fewer page faults
// (docs/decisions/storage.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace opportune::detail {

/// Blocks of one size. Threads: any; a block may be given back by another one than took it.
class BlockPool {
 public:
  static constexpr std::size_t slab_bytes = std::size_t{1} << 21U;  // a large page

  explicit BlockPool(std::size_t block_bytes) : block_bytes_(block_bytes) {}
  BlockPool(const BlockPool&) = delete;
  BlockPool& operator=(const BlockPool&) = delete;

  [[nodiscard]] void* take() {
    const std::lock_guard lock(mutex_);
    Slab* slab = with_room_ != nullptr ? with_room_ : add_slab();
    void* out = slab->given_back;
    if (out != nullptr) {
      slab->given_back = *static_cast<void**>(out);
    } else {
      out = reinterpret_cast<char*>(slab) + header_bytes + slab->touched++ * block_bytes_;
    }
    if (++slab->taken == capacity()) {
      unlink(slab);
    }
    return out;
  }
  static void give_back(void* block) noexcept {
    Slab* slab = reinterpret_cast<Slab*>(reinterpret_cast<std::uintptr_t>(block) &
                                         ~std::uintptr_t{slab_bytes - 1});
    slab->pool->give_back(block, slab);
  }

 private:
  static constexpr std::size_t header_bytes = 64;
  struct Slab {
    BlockPool* pool;
    Slab *before = nullptr, *after = nullptr;  ///< in the list of those with room
    void* given_back = nullptr;                ///< blocks that were, each with the next one's place
    std::size_t touched = 0;                   ///< blocks that ever were taken: the first ones
    std::size_t taken = 0;
  };
  static_assert(sizeof(Slab) <= header_bytes);

  [[nodiscard]] std::size_t capacity() const noexcept {
    return (slab_bytes - header_bytes) / block_bytes_;
  }
  Slab* add_slab() {
    void* memory = std::aligned_alloc(slab_bytes, slab_bytes);
    if (memory == nullptr) {
      throw std::bad_alloc();
    }
#ifdef __linux__
    // The first one may stay nearly empty: it takes the small pages that it needs.
    if (slabs_ > 0) {
      static_cast<void>(::madvise(memory, slab_bytes, MADV_HUGEPAGE));  // a wish
    }
#endif
    ++slabs_;
    Slab* slab = new (memory) Slab{this};
    link(slab);
    return slab;
  }
  void give_back(void* block, Slab* slab) noexcept {
    const std::lock_guard lock(mutex_);
    *static_cast<void**>(block) = slab->given_back;
    slab->given_back = block;
    if (slab->taken-- == capacity()) {
      link(slab);
    }
    if (slab->taken == 0 &&
        (slab->before != nullptr || slab->after != nullptr)) {  // others have room
      unlink(slab);
      --slabs_;
      std::free(slab);
    }
  }
  void link(Slab* slab) noexcept {
    slab->before = nullptr;
    slab->after = with_room_;
    if (with_room_ != nullptr) {
      with_room_->before = slab;
    }
    with_room_ = slab;
  }
  void unlink(Slab* slab) noexcept {
    (slab->before != nullptr ? slab->before->after : with_room_) = slab->after;
    if (slab->after != nullptr) {
      slab->after->before = slab->before;
    }
  }

  const std::size_t block_bytes_;
  std::mutex mutex_;
  Slab* with_room_ = nullptr;
  std::size_t slabs_ = 0;
};

#if defined(__SANITIZE_ADDRESS__)
#define OPP_BLOCKS_BY_THEMSELVES 1  // so that a use after the end of its life is found
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OPP_BLOCKS_BY_THEMSELVES 1
#endif
#endif

/// Comes from a pool: smaller ones are many, and larger ones few.
[[nodiscard]] constexpr bool is_pooled(std::size_t bytes) noexcept {
#ifdef OPP_BLOCKS_BY_THEMSELVES
  return bytes == 0;
#else
  return bytes >= 4096 && bytes <= 65'536;
#endif
}

/// The pool for blocks of so many bytes. It is never destroyed: what is static may outlive it.
template <std::size_t bytes>
[[nodiscard]] BlockPool& block_pool() {
  static BlockPool& pool = *new BlockPool((bytes + 63) / 64 * 64);
  return pool;
}

}  // namespace opportune::detail
