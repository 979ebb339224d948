#include "opportune/core/block_memory.hpp"

#include <cstring>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include "opportune/core/shared.hpp"
#include "support/catch.hpp"

using namespace opportune;
using detail::BlockPool;

namespace {

/// A block, all of whose bytes are a number's: another one that lay over it would show.
struct Held {
  unsigned char* bytes;
  unsigned char number;
};

void fill(Held& held, std::size_t size) { std::memset(held.bytes, held.number, size); }
bool is_whole(const Held& held, std::size_t size) {
  std::vector<unsigned char> expected(size, held.number);
  return std::memcmp(held.bytes, expected.data(), size) == 0;
}

/// Takes and gives back at random, up to so many at a time.
bool churn(BlockPool& pool, std::size_t size, unsigned seed, std::size_t most) {
  std::mt19937 random(seed);
  std::vector<Held> held;
  bool all_whole = true;
  const auto give_back = [&](std::size_t i) {
    all_whole = all_whole && is_whole(held[i], size);
    BlockPool::give_back(held[i].bytes);
    held[i] = held.back();
    held.pop_back();
  };
  for (int step = 0; step < 4'000; ++step) {
    const bool grows = step / 500 % 2 == 0;  // so that whole slabs are filled, and emptied
    if (held.empty() || (held.size() < most && (random() % 10 < 8) == grows)) {
      held.push_back(
          {static_cast<unsigned char*>(pool.take()), static_cast<unsigned char>(random() % 256)});
      fill(held.back(), size);
    } else {
      give_back(random() % held.size());
    }
  }
  while (!held.empty()) {
    give_back(held.size() - 1);
  }
  return all_whole;
}

}  // namespace

TEST_CASE("blocks do not lie over one another, from however many threads", "[core]") {
  const std::pair<std::size_t, BlockPool*> pools[] = {
      {4096, &detail::block_pool<4096>()},
      {16'448, &detail::block_pool<16'448>()},
      {65'536, &detail::block_pool<65'536>()},
  };
  for (const auto& [size, pool_of_size] : pools) {
    BlockPool& pool = *pool_of_size;
    CHECK(churn(pool, size, 1, 1'000));
    std::vector<std::thread> threads;
    std::vector<char> results(4);
    for (unsigned i = 0; i < results.size(); ++i) {
      threads.emplace_back(
          [&, i, bytes = size] { results[i] = churn(pool, bytes, i, 200) ? 1 : 0; });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
    CHECK(results == std::vector<char>(4, 1));
  }
}

TEST_CASE("a block may be given back by another thread, and is used again", "[core]") {
  BlockPool& pool = detail::block_pool<8192>();
  void* const first = pool.take();
  std::thread([&] { BlockPool::give_back(first); }).join();
  CHECK(pool.take() == first);
  BlockPool::give_back(first);
}

TEST_CASE("large values come from a pool, small ones do not", "[core]") {
  struct Large {
    char bytes[20'000];
  };
  static_assert(!detail::is_pooled(sizeof(int)));
  Shared<Large> one(std::in_place);
  std::memset(one.edit().bytes, 7, sizeof one->bytes);
  Shared<Large> other = one;
  other.edit().bytes[3] = 8;
  CHECK(one->bytes[3] == 7);
  CHECK(other->bytes[3] == 8);
  CHECK(other->bytes[19'999] == 7);
}
