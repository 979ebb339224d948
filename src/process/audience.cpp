// audience: what a campaign would be cut by. Each group is looked at once, and so is each set of
// accounts in it that the same opportunities reach.
#include "process/audience.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace opportune {
namespace {

using Bys = std::vector<Suppression::By>;

/// The opportunities of one group that suppress something, by the accounts that they reach.
class GroupCuts {
 public:
  GroupCuts(const AsOf& as_of, const GroupIndex& groups, Reach reach, std::uint32_t root)
      : suppression_(as_of, groups, reach, root), stages_(as_of.book().stages()) {
    for (const Suppression::By& by : suppression_.all()) {
      by_cell_[suppression_.cell(by.account)].push_back(by);
    }
  }

  /// Fills in what cuts a target of the group.
  void cut(Target& target, Audience& audience) {
    const std::uint64_t cell = suppression_.cell(target.account);
    const auto near = by_cell_.find(cell);
    if (near != by_cell_.end()) {
      const auto [at, is_new] = known_.try_emplace({cell, target.kind}, 0U);
      if (is_new) {
        at->second = add(near->second, audience.kinds[target.kind], audience.cuts);
      }
      target.cut = at->second;
    }
    ++audience.cuts[target.cut].targets;
  }

 private:
  std::uint32_t add(const Bys& near, const std::string& kind, std::vector<Cut>& cuts) const {
    Cut cut;
    std::copy_if(near.begin(), near.end(), std::back_inserter(cut.by),
                 [&](const Suppression::By& by) { return suppresses(stages_[by.stage], kind); });
    if (cut.by.empty()) {
      return 0;
    }
    cuts.push_back(std::move(cut));
    return static_cast<std::uint32_t>(cuts.size() - 1);
  }

  Suppression suppression_;
  const StageTable& stages_;
  std::map<std::uint64_t, Bys> by_cell_;
  std::map<std::pair<std::uint64_t, std::uint32_t>, std::uint32_t> known_;
};

}  // namespace

AudienceTables simulate_audience(const Book& book, Reach reach, const AudienceQuery& query,
                                 const InputTable* accounts) {
  const AsOf as_of(book, query.as_of);
  const std::shared_ptr<const GroupIndex> groups = book.ownership().groups(as_of.day());
  Audience audience = audience_of(as_of, query, accounts);
  const auto root = [&](const Target& target) { return groups->root(target.account); };
  std::sort(
      audience.targets.begin(), audience.targets.end(), [&](const Target& a, const Target& b) {
        return std::tuple(root(a), a.account, a.kind) < std::tuple(root(b), b.account, b.kind);
      });
  for (auto first = audience.targets.begin(); first != audience.targets.end();) {
    GroupCuts group(as_of, *groups, reach, root(*first));
    const std::uint32_t own = root(*first);
    for (; first != audience.targets.end() && root(*first) == own; ++first) {
      group.cut(*first, audience);
    }
  }
  return audience_tables(as_of, *groups, std::move(audience), query);
}

}  // namespace opportune
