// What holds the chunks of a column: two levels or three, so that a copy that is edited copies some
// dozens of pointers and no more, however long the column is.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "opportune/core/shared.hpp"

namespace opportune {

/// A list of chunks, each of which may be missing. Copies share everything until one is edited;
/// then it gets its own block of 2^block_bits pointers, and its own chunk. Threads: as Shared.
template <class Chunk, std::size_t block_bits>
class Spine {
 public:
  [[nodiscard]] const Chunk* get(std::size_t chunk) const noexcept {
    const Block* block = blocks_[chunk >> block_bits].get();
    return block == nullptr ? nullptr : (*block)[chunk & block_mask].get();
  }
  /// The place of a chunk, which may then be filled or edited.
  [[nodiscard]] Shared<Chunk>& edit(std::size_t chunk) {
    Shared<Block>& block = edit_top()[chunk >> block_bits];
    return block.edit()[chunk & block_mask];
  }
  /// Is it there, and has another spine it too?
  [[nodiscard]] bool is_shared(std::size_t chunk) const noexcept {
    const Shared<Block>& block = blocks_[chunk >> block_bits];
    return get(chunk) != nullptr &&
           !(top_.unique() && block.unique() && (*block)[chunk & block_mask].unique());
  }
  /// Room for so many chunks; new ones are missing, and so must be those that are cut off.
  void resize(std::size_t chunks) {
    const std::size_t blocks = (chunks + block_mask) >> block_bits;
    if (blocks != count_) {
      edit_top().resize(blocks);
      blocks_ = top_->data();
      count_ = blocks;
    }
  }
  /// Calls visit(chunk) for those that are there.
  template <class Visit>
  void each(Visit&& visit) const {
    for (std::size_t i = 0; i < count_; ++i) {
      for (std::size_t k = 0; blocks_[i] && k <= block_mask; ++k) {
        if ((*blocks_[i])[k]) {
          visit(*(*blocks_[i])[k]);
        }
      }
    }
  }
  /// Without the chunks.
  [[nodiscard]] std::size_t bytes() const noexcept {
    std::size_t total = top_ ? top_->capacity() * sizeof(Shared<Block>) : 0;
    for (std::size_t i = 0; i < count_; ++i) {
      total += blocks_[i] ? sizeof(Block) : 0;
    }
    return total;
  }

 private:
  static constexpr std::size_t block_mask = (std::size_t{1} << block_bits) - 1;
  using Block = std::array<Shared<Chunk>, block_mask + 1>;
  using Top = std::vector<Shared<Block>>;

  Top& edit_top() {
    Top& top = top_.edit();
    blocks_ = top.data();
    return top;
  }

  Shared<Top> top_;
  const Shared<Block>* blocks_ = nullptr;  // of top_: one step less for each read
  std::size_t count_ = 0;
};

/// The same in three levels, for chunks that are small and many: each pointer that is copied looks
/// at its chunk once, which is mostly far away.
template <class Chunk, std::size_t block_bits>
class DeepSpine {
 public:
  [[nodiscard]] const Chunk* get(std::size_t chunk) const noexcept {
    const Group* group = groups_.get(chunk >> block_bits);
    return group == nullptr ? nullptr : (*group)[chunk & block_mask].get();
  }
  [[nodiscard]] Shared<Chunk>& edit(std::size_t chunk) {
    return groups_.edit(chunk >> block_bits).edit()[chunk & block_mask];
  }
  void resize(std::size_t chunks) { groups_.resize((chunks + block_mask) >> block_bits); }
  template <class Visit>
  void each(Visit&& visit) const {
    groups_.each([&](const Group& group) {
      for (const Shared<Chunk>& chunk : group) {
        if (chunk) {
          visit(*chunk);
        }
      }
    });
  }
  [[nodiscard]] std::size_t bytes() const noexcept {
    std::size_t total = groups_.bytes();
    groups_.each([&](const Group&) { total += sizeof(Group); });
    return total;
  }

 private:
  static constexpr std::size_t block_mask = (std::size_t{1} << block_bits) - 1;
  using Group = std::array<Shared<Chunk>, block_mask + 1>;

  Spine<Group, block_bits> groups_;
};

}  // namespace opportune
