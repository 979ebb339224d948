#include "live/standing.hpp"

#include <algorithm>
#include <iterator>

#include "conflict/scanner.hpp"
#include "opportune/conflict/text.hpp"
#include "opportune/model/member_records.hpp"

namespace opportune {
namespace {

using Touched = std::map<std::uint32_t, KindSet>;  // accounts, with what to look for
using Found = std::map<std::string, Reported>;

/// One side of a comparison.
class Side {
 public:
  explicit Side(const Moment& moment)
      : as_of_(moment.book, moment.at),
        groups_(moment.book.ownership().groups(as_of_.day())),
        scanner_(as_of_, *groups_, moment.policy, query_, kinds_) {
    scanner_.forgive_missing_rates();
    scanner_.leave_unexplained();
  }

  [[nodiscard]] bool has(std::uint32_t account) const { return account < groups_->size(); }
  [[nodiscard]] std::uint32_t root(std::uint32_t account) const { return groups_->root(account); }
  [[nodiscard]] const GroupIndex& groups() const noexcept { return *groups_; }
  [[nodiscard]] std::string account(std::uint32_t account) const {
    return std::string(as_of_.book().get<Account>().id(account));
  }
  [[nodiscard]] ConflictChange change_of(const std::string& id);

  /// Looks at the groups of these accounts, each once.
  void look(const Touched& accounts) {
    Touched groups;
    for (const auto& [account, kinds] : accounts) {
      if (has(account)) {
        groups[root(account)] |= kinds;
      }
    }
    for (const auto& [group, kinds] : groups) {
      scanner_.scan(group, kinds, fresh_);
      keep();
    }
  }
  /// Adds the accounts that share identifiers with the groups of these; and to `reached` the roots
  /// of their groups.
  void look_at_identities(const Touched& accounts, Touched& reached) {
    std::vector<std::uint32_t> roots;
    for (const auto& [account, kinds] : accounts) {
      if (has(account)) {
        roots.push_back(root(account));
      }
    }
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
    scanner_.scan_identities(roots, fresh_);
    for (const Reported& reported : fresh_) {
      for (const ConflictMember& member : reported.conflict.members) {
        reached[root(member.record.row)];
      }
    }
    keep();
  }
  [[nodiscard]] const Found& found() const noexcept { return found_; }

 private:
  void keep() {
    for (Reported& reported : fresh_) {
      std::string id = reported.id;
      found_.insert_or_assign(std::move(id), std::move(reported));
    }
    fresh_.clear();
  }

  AsOf as_of_;
  std::shared_ptr<const GroupIndex> groups_;
  ConflictQuery query_;
  KindSet kinds_ = KindSet().set();
  Scanner scanner_;
  std::vector<Reported> fresh_;
  Found found_;
};

ConflictChange Side::change_of(const std::string& id) {
  Reported& reported = found_.at(id);
  scanner_.explain(reported);
  ConflictChange out;
  const Conflict& conflict = reported.conflict;
  out.id = reported.id;
  out.kind = conflict_kinds[conflict.kind];
  out.severity = conflict.severity;
  out.group = account(conflict.group);
  out.pairs = conflict.pairs;
  out.since = conflict.since;
  out.value_minor = reported.value_minor;
  out.markets = reported.markets;
  for (const ConflictMember& member : conflict.members) {
    out.members.push_back(member_name(member.record.type, member.record.id));
  }
  out.resolution = listed_names(reported.resolutions, ";");
  out.explanation = text_of(reported.explanation, english);
  return out;
}

bool same_members(const Conflict& a, const Conflict& b) {
  return std::equal(a.members.begin(), a.members.end(), b.members.begin(), b.members.end(),
                    [](const ConflictMember& x, const ConflictMember& y) {
                      return same_record(x.record, y.record) && x.since == y.since &&
                             x.record.owner == y.record.owner && x.record.market == y.record.market;
                    });
}

bool same(const Reported& a, const Reported& b) {
  return a.conflict.severity == b.conflict.severity && a.conflict.pairs == b.conflict.pairs &&
         a.conflict.since == b.conflict.since && a.value_minor == b.value_minor &&
         a.resolutions == b.resolutions && same_members(a.conflict, b.conflict);
}

/// The roots on both sides of the accounts' groups on either.
Touched roots_of(const Side& before, const Side& after, const Touched& accounts) {
  Touched out;
  for (const auto& [account, kinds] : accounts) {
    for (const Side* side : {&before, &after}) {
      if (side->has(account)) {
        out[side->root(account)] |= kinds;
      }
    }
  }
  return out;
}
void add_groups(const Side& side, Touched& out) {
  for (std::uint32_t account = 0; side.has(account); ++account) {
    if (side.root(account) == account) {
      out[account].set();
    }
  }
}

/// Looks, on both sides, for accounts that share identifiers with the groups that may be held
/// together otherwise, until no set reaches further.
void look_at_identities(Side& before, Side& after, const Touched& roots) {
  const std::size_t identities = kind_number(SharedIdentity::name);
  Touched reached;
  for (const auto& [root, kinds] : roots) {
    if (kinds[identities]) {
      reached.emplace(root, kinds);
    }
  }
  for (std::size_t looked_at = 0; looked_at != reached.size();) {
    looked_at = reached.size();
    const Touched now = reached;
    before.look_at_identities(now, reached);
    after.look_at_identities(now, reached);
    reached.merge(roots_of(before, after, reached));
  }
}

}  // namespace

Effects compare(const Moment& before_moment, const Moment& after_moment,
                const TouchedAccounts& touched) {
  if (touched.accounts.empty() && !touched.all) {
    Effects nothing;
    nothing.as_of = after_moment.at;
    return nothing;
  }
  Side before(before_moment), after(after_moment);
  Touched accounts = touched.accounts;
  if (touched.all) {
    add_groups(before, accounts);
    add_groups(after, accounts);
  }
  const Touched roots = roots_of(before, after, accounts);
  before.look(roots);
  after.look(roots);
  look_at_identities(before, after, roots);
  Effects out;
  out.as_of = after_moment.at;
  for (const auto& [root, kinds] : roots) {
    const Side& side = after.has(root) ? after : before;
    if (side.root(root) == root) {
      out.groups.push_back(side.account(root));
    }
  }
  std::sort(out.groups.begin(), out.groups.end());
  for (const auto& [id, reported] : after.found()) {
    const auto old = before.found().find(id);
    if (old == before.found().end()) {
      out.opened.push_back(after.change_of(id));
    } else if (!same(old->second, reported)) {
      out.changed.push_back(after.change_of(id));
    }
  }
  for (const auto& [id, reported] : before.found()) {
    if (!after.found().contains(id)) {
      out.closed.push_back(before.change_of(id));
    }
  }
  return out;
}

}  // namespace opportune
