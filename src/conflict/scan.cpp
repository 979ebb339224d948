// Full scans: all groups, or those asked for, in parallel.
#include <algorithm>
#include <iterator>

#include "conflict/asked.hpp"
#include "conflict/scanner.hpp"
#include "opportune/conflict/text.hpp"
#include "opportune/core/parallel.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

/// Roots to scan: all, or those of the accounts asked for.
std::vector<std::uint32_t> roots_of(const Book& book, const GroupIndex& groups,
                                    const ConflictQuery& query) {
  std::vector<std::uint32_t> out;
  for (const std::uint32_t account : accounts_for(book, query.groups)) {
    out.push_back(groups.root(account));
  }
  if (query.groups.empty()) {
    for (std::uint32_t account = 0; account < groups.size(); ++account) {
      if (groups.root(account) == account) {
        out.push_back(account);
      }
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// Scans groups of the list, one after another; one per thread.
class ScanWorker {
 public:
  ScanWorker(Scanner scanner, const std::vector<std::uint32_t>& roots)
      : scanner_(std::move(scanner)), roots_(roots) {}
  void operator()(std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      scanner_.scan(roots_[i], found);
    }
  }
  std::vector<Reported> found;

 private:
  Scanner scanner_;
  const std::vector<std::uint32_t>& roots_;
};

std::vector<Reported> scan_all(const std::vector<std::uint32_t>& roots, unsigned threads,
                               const auto& make_scanner) {
  constexpr std::size_t chunk = 4096;
  std::vector<Reported> out;
  parallel_chunks(
      roots.size(), chunk, threads, [&] { return ScanWorker(make_scanner(), roots); },
      [&](ScanWorker& worker) {
        std::move(worker.found.begin(), worker.found.end(), std::back_inserter(out));
      });
  make_scanner().scan_identities(roots, out);
  sort_by_gravity(out);
  return out;
}

}  // namespace

ConflictTables find_conflicts(const Book& book, const Policy& policy, const ConflictQuery& query) {
  const AsOf as_of(book, query.as_of);
  const Date day = as_of.day();
  const std::shared_ptr<const GroupIndex> groups = book.ownership().groups(day);
  const KindSet kinds = kinds_for(query.kinds);
  const Catalogue& catalogue = catalogue_for(query.language);
  const std::vector<Reported> found =
      scan_all(roots_of(book, *groups, query), query.threads,
               [&] { return Scanner(as_of, *groups, policy, query, kinds); });
  ConflictTables out{conflict_table(book, found, catalogue), member_table(book, found), nullptr};
  if (query.with_pairs) {
    out.pairs = pair_table(found, catalogue);
  }
  return out;
}

}  // namespace opportune
