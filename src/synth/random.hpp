// Random numbers that are the same on every machine: xoshiro256** seeded by splitmix64 (Blackman
// and Vigna's public algorithms), and integer draws only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace opportune::synth {

class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream) {
    std::uint64_t mix = seed ^ (stream * 0xD1342543DE82EF95ULL + 0x2545F4914F6CDD1DULL);
    for (std::uint64_t& word : state_) {
      mix += 0x9E3779B97F4A7C15ULL;
      std::uint64_t z = mix;
      z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
      z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
      word = z ^ (z >> 31U);
    }
  }

  std::uint64_t next() noexcept {
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  /// 0 .. bound - 1 (0 where the bound is 0).
  std::uint32_t below(std::uint32_t bound) noexcept {
    return static_cast<std::uint32_t>(((next() >> 32U) * bound) >> 32U);
  }
  /// low .. high, both included.
  int between(int low, int high) noexcept {
    return low + static_cast<int>(below(static_cast<std::uint32_t>(high - low) + 1U));
  }
  bool chance(std::uint32_t per_mille) noexcept { return below(1000) < per_mille; }

  template <typename T, std::size_t N>
  const T& pick(const std::array<T, N>& values) noexcept {
    return values[below(static_cast<std::uint32_t>(N))];
  }
  template <typename Vector>
  auto pick(const Vector& values) noexcept -> decltype(values[0]) {
    return values[below(static_cast<std::uint32_t>(values.size()))];
  }

 private:
  static std::uint64_t rotate(std::uint64_t value, unsigned by) noexcept {
    return (value << by) | (value >> (64U - by));
  }
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace opportune::synth
