// How fast does memory give what it holds? As STREAM measures it: arrays much larger than the
// caches are summed (read only) and copied, by so many threads. One JSON object on standard output,
// in bytes a second that are read or written; copying counts both.
//
//   stream [threads = 2] [MiB of an array = 512] [repeats = 7]
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace {

using Words = std::vector<std::uint64_t>;

/// Work on a part of the array, [first, last).
using Part = std::function<void(std::size_t thread, std::size_t first, std::size_t last)>;

double seconds(std::size_t threads, std::size_t words, const Part& work) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < threads; ++i) {
    running.emplace_back(work, i, words * i / threads, words * (i + 1) / threads);
  }
  for (std::thread& thread : running) {
    thread.join();
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Eight sums at a time, so that no addition waits for the one before.
std::uint64_t sum(const std::uint64_t* words, std::size_t first, std::size_t last) {
  std::array<std::uint64_t, 8> sums{};
  for (; first + 8 <= last; first += 8) {
    for (std::size_t i = 0; i < 8; ++i) {
      sums[i] += words[first + i];
    }
  }
  std::uint64_t all = 0;
  for (const std::uint64_t part : sums) {
    all += part;
  }
  return all;
}

void tell(const char* name, const std::vector<double>& rates) {
  std::cout << ", \"" << name << "\": [";
  for (std::size_t i = 0; i < rates.size(); ++i) {
    std::cout << (i == 0 ? "" : ", ") << rates[i];
  }
  std::cout << "]";
}

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int place, std::size_t otherwise) {
    return argc > place ? std::max<std::size_t>(1, std::strtoull(argv[place], nullptr, 10))
                        : otherwise;
  };
  const std::size_t threads = number(1, 2);
  const std::size_t words = number(2, 512) * 1024 * 1024 / sizeof(std::uint64_t);
  const std::size_t repeats = number(3, 7);
  const double bytes = static_cast<double>(words * sizeof(std::uint64_t));

  Words from(words), to(words);
  // Each thread touches its part first, so that the pages are there before the clock starts.
  (void)seconds(threads, words, [&](std::size_t, std::size_t first, std::size_t last) {
    std::fill(from.data() + first, from.data() + last, 1);
    std::fill(to.data() + first, to.data() + last, 0);
  });
  std::vector<double> sums, copies;
  std::vector<std::uint64_t> results(threads);
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < repeats; ++i) {
    sums.push_back(bytes /
                   seconds(threads, words, [&](std::size_t t, std::size_t first, std::size_t last) {
                     results[t] = sum(from.data(), first, last);
                   }));
    for (const std::uint64_t result : results) {
      seen += result;
    }
    copies.push_back(2 * bytes /
                     seconds(threads, words, [&](std::size_t, std::size_t first, std::size_t last) {
                       std::copy(from.data() + first, from.data() + last, to.data() + first);
                     }));
  }
  if (seen == 0 || to.back() != from.back()) {
    return 1;  // what was read is used, so that reading is not left out
  }
  std::cout << "{\"threads\": " << threads
            << ", \"array_bytes\": " << words * sizeof(std::uint64_t);
  tell("sum_bytes_per_second", sums);
  tell("copy_bytes_per_second", copies);
  std::cout << "}\n";
}
