// The conflicts of many groups, found by several threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "conflict/scanner.hpp"
#include "opportune/conflict/identity.hpp"
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
  // Small, as groups differ much in size; of few groups each thread takes one after the other.
  const std::size_t chunk = std::clamp<std::size_t>(roots.size() / 64, 1, 128);
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

/// Looks for accounts that share an identifier with one of another group; one per thread.
class SharedIdentities {
 public:
  SharedIdentities(const Book& book, const GroupIndex& groups) : book_(book), groups_(groups) {}

  [[nodiscard]] bool has(std::uint32_t account) {
    return std::any_of(identity_fields.begin(), identity_fields.end(),
                       [&](const IdentityField& field) {
                         const std::string value = identity_of(book_, account, field);
                         return !value.empty() && crosses_groups(field, value);
                       });
  }

 private:
  /// Looked up once for each: a large group may have one domain.
  bool crosses_groups(const IdentityField& field, const std::string& value) {
    const auto [known, is_new] = crosses_.try_emplace(value);
    if (is_new) {
      std::uint32_t first = no_row;
      book_.links().accounts_of_identity.each(value, [&](std::uint32_t account) {
        if (!known->second && account < groups_.size() &&
            identity_of(book_, account, field) == value) {
          first = first == no_row ? groups_.root(account) : first;
          known->second = groups_.root(account) != first;
        }
      });
    }
    return known->second;
  }

  const Book& book_;
  const GroupIndex& groups_;
  std::unordered_map<std::string, bool> crosses_;  // by identifier
};

/// The accounts that share an identifier with one of another group, ascending.
[[nodiscard]] inline std::vector<std::uint32_t> sharing_accounts(const Book& book,
                                                                 const GroupIndex& groups,
                                                                 unsigned threads) {
  std::vector<std::uint32_t> asked, out;
  book.links().accounts_of_identity.each_repeated([&](std::uint32_t account) {
    if (account < groups.size()) {
      asked.push_back(account);
    }
  });
  std::sort(asked.begin(), asked.end());
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  struct Worker {
    const std::vector<std::uint32_t>& asked;
    SharedIdentities shared;
    std::vector<std::uint32_t> found;
    void operator()(std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        if (shared.has(asked[i])) {
          found.push_back(asked[i]);
        }
      }
    }
  };
  constexpr std::size_t chunk = 512;
  parallel_chunks(
      asked.size(), chunk, threads,
      [&] {
        return Worker{asked, {book, groups}, {}};
      },
      [&](const Worker& worker) {
        out.insert(out.end(), worker.found.begin(), worker.found.end());
      });
  std::sort(out.begin(), out.end());
  return out;
}

/// All conflicts, by gravity. `roots`: all_roots().
template <class MakeScanner>
[[nodiscard]] std::vector<Reported> scan_all(const Book& book, const GroupIndex& groups,
                                             const std::vector<std::uint32_t>& roots,
                                             unsigned threads, const MakeScanner& make_scanner) {
  std::vector<Reported> out;
  scan_groups(roots, threads, make_scanner, out);
  make_scanner().scan_identities_of(sharing_accounts(book, groups, threads), out);
  sort_by_gravity(out);
  return out;
}

}  // namespace opportune
