// The conflicts of many groups, found by several threads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "conflict/scanner.hpp"
#include "opportune/conflict/identity.hpp"
#include "opportune/core/parallel.hpp"

namespace opportune {

/// Calls scan(scanner, number, found) for the numbers below a count, on several threads, and adds
/// what they find. make_scanner() gives one for a thread.
template <class MakeScanner, class Scan>
void scan_each(std::size_t count, std::size_t chunk, unsigned threads,
               const MakeScanner& make_scanner, const Scan& scan, std::vector<Reported>& out) {
  struct Worker {
    Scanner scanner;
    const Scan& scan;
    std::vector<Reported> found;
    void operator()(std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        scan(scanner, i, found);
      }
    }
  };
  parallel_chunks(
      count, chunk, threads,
      [&] {
        return Worker{make_scanner(), scan, {}};
      },
      [&](Worker& worker) {
        std::move(worker.found.begin(), worker.found.end(), std::back_inserter(out));
      });
}

/// Adds the conflicts within the groups of these roots.
template <class MakeScanner>
void scan_groups(const std::vector<std::uint32_t>& roots, unsigned threads,
                 const MakeScanner& make_scanner, std::vector<Reported>& out) {
  // Small, as groups differ much in size; of few groups each thread takes one after the other.
  const std::size_t chunk = std::clamp<std::size_t>(roots.size() / 64, 1, 128);
  scan_each(
      roots.size(), chunk, threads, make_scanner,
      [&](Scanner& scanner, std::size_t i, std::vector<Reported>& found) {
        scanner.scan(roots[i], found);
      },
      out);
}

/// Adds what holds these accounts together with others across groups.
template <class MakeScanner>
void scan_identities(const std::vector<std::uint32_t>& of, unsigned threads,
                     const MakeScanner& make_scanner, std::vector<Reported>& out) {
  const std::vector<std::vector<std::uint32_t>> sets = make_scanner().identity_sets(of);
  scan_each(
      sets.size(), 1, threads, make_scanner,
      [&](Scanner& scanner, std::size_t i, std::vector<Reported>& found) {
        scanner.report_identities(sets[i], found);
      },
      out);
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
class SharingAccounts {
 public:
  SharingAccounts(const Book& book, const GroupIndex& groups) : book_(book), groups_(groups) {}

  /// Looks at these of the texts that accounts are listed for.
  void operator()(std::size_t first, std::size_t last) {
    book_.links().accounts_of_identity.each_repeated(
        first, last, [&](std::string_view identity, const auto& accounts) {
          // Most that are listed for one are of one group; and some no longer have it.
          const auto is_listed = [](std::uint32_t) { return true; };
          const auto has_it = [&](std::uint32_t account) {
            return identity_of(book_, account, field_of_identity(identity)) == identity;
          };
          if (of_several_groups(accounts, is_listed) && of_several_groups(accounts, has_it)) {
            accounts([&](std::uint32_t account) {
              if (account < groups_.size() && has_it(account)) {
                found_.push_back(account);
              }
            });
          }
        });
  }
  [[nodiscard]] const std::vector<std::uint32_t>& found() const noexcept { return found_; }

 private:
  [[nodiscard]] bool of_several_groups(const auto& accounts, const auto& counts) const {
    std::uint32_t first = no_row;
    bool several = false;
    accounts([&](std::uint32_t account) {
      if (!several && account < groups_.size() && counts(account)) {
        first = first == no_row ? groups_.root(account) : first;
        several = groups_.root(account) != first;
      }
    });
    return several;
  }

  const Book& book_;
  const GroupIndex& groups_;
  std::vector<std::uint32_t> found_;
};

/// The accounts that share an identifier with one of another group, ascending.
[[nodiscard]] inline std::vector<std::uint32_t> sharing_accounts(const Book& book,
                                                                 const GroupIndex& groups,
                                                                 unsigned threads) {
  std::vector<std::uint32_t> out;
  constexpr std::size_t chunk = 4096;
  parallel_chunks(
      book.links().accounts_of_identity.texts(), chunk, threads,
      [&] { return SharingAccounts(book, groups); },
      [&](const SharingAccounts& worker) {
        out.insert(out.end(), worker.found().begin(), worker.found().end());
      });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// All conflicts, by gravity. `roots`: all_roots().
template <class MakeScanner>
[[nodiscard]] std::vector<Reported> scan_all(const Book& book, const GroupIndex& groups,
                                             const std::vector<std::uint32_t>& roots,
                                             unsigned threads, const MakeScanner& make_scanner) {
  std::vector<Reported> out;
  scan_groups(roots, threads, make_scanner, out);
  scan_identities(sharing_accounts(book, groups, threads), threads, make_scanner, out);
  sort_by_gravity(out);
  return out;
}

}  // namespace opportune
