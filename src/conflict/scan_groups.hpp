// The conflicts of many groups, found by several threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "conflict/scanner.hpp"
#include "opportune/core/parallel.hpp"

namespace opportune {

/// Adds the conflicts within the groups of these roots. make_scanner() gives one for a thread.
template <class MakeScanner>
void scan_groups(const std::vector<std::uint32_t>& roots, unsigned threads,
                 const MakeScanner& make_scanner, std::vector<Reported>& out) {
  struct Worker {
    Scanner scanner;
    const std::vector<std::uint32_t>& roots;
    std::vector<Reported> found;
    void operator()(std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        scanner.scan(roots[i], found);
      }
    }
  };
  constexpr std::size_t chunk = 4096;
  parallel_chunks(
      roots.size(), chunk, threads,
      [&] {
        return Worker{make_scanner(), roots, {}};
      },
      [&](Worker& worker) {
        std::move(worker.found.begin(), worker.found.end(), std::back_inserter(out));
      });
}

/// The roots of all groups, ascending.
[[nodiscard]] inline std::vector<std::uint32_t> all_roots(const GroupIndex& groups) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t account = 0; account < groups.size(); ++account) {
    if (groups.root(account) == account) {
      out.push_back(account);
    }
  }
  return out;
}

/// The accounts that may share an identifier with another one, ascending.
[[nodiscard]] inline std::vector<std::uint32_t> sharing_accounts(const Book& book,
                                                                 const GroupIndex& groups) {
  std::vector<std::uint32_t> out;
  book.links().accounts_of_identity.each_repeated([&](std::uint32_t account) {
    if (account < groups.size()) {
      out.push_back(account);
    }
  });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace opportune
