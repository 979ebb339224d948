#include "conflict/kept_scan.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "conflict/asked.hpp"
#include "conflict/scan_groups.hpp"
#include "opportune/conflict/text.hpp"

namespace opportune {
namespace {

void add_rows(Table& to, const Table& from, std::size_t first, std::size_t last) {
  for (std::size_t i = 0; i < to.columns().size(); ++i) {
    for (std::size_t row = first; row < last; ++row) {
      to.columns()[i].add_from(from.columns()[i], row);
    }
  }
}

std::shared_ptr<Table> without_rows(const Table& of) {
  auto out = std::make_shared<Table>(of.name());
  out->columns().reserve(of.columns().size());
  for (const TableColumn& column : of.columns()) {
    out->column(column.name(), column.type());
  }
  return out;
}

}  // namespace

/// Takes in what a scan has found, sorted by gravity.
void KeptScan::add(const Book& book, const std::vector<Reported>& found,
                   const ConflictQuery& query) {
  conflicts_ = conflict_table(book, found, catalogue_for(query.language), query.threads);
  members_ = member_table(book, found);
  std::size_t member = 0;
  for (const Reported& reported : found) {
    Row& row = conflict_rows_.emplace_back();
    row.severity = reported.conflict.severity;
    row.value_minor = reported.value_minor;
    row.root = reported.conflict.group;
    row.first_member = member;
    member += reported.conflict.members.size();
    if (conflict_kinds[reported.conflict.kind] == SharedIdentity::name) {
      for (const ConflictMember& account : reported.conflict.members) {
        row.accounts.push_back(account.record.row);
      }
    }
  }
}

std::shared_ptr<const KeptScan> KeptScan::anew(const Book& book, const Policy& policy,
                                               const ConflictQuery& query) {
  const AsOf as_of(book, query.as_of);
  auto out = std::make_shared<KeptScan>();
  out->index_ = book.ownership().groups(as_of.day());
  const KindSet kinds = kinds_for(query.kinds);
  const std::vector<std::uint32_t> roots = all_roots(*out->index_);
  out->group_count_ = roots.size();
  const auto make = [&] { return Scanner(as_of, *out->index_, policy, query, kinds); };
  out->add(book, scan_all(book, *out->index_, roots, query.threads, make), query);
  return out;
}

/// What of a kept scan still holds, and what takes the place of the rest.
class KeptScan::Renewal {
 public:
  Renewal(const KeptScan& before, const GroupIndex& now, const std::vector<std::uint32_t>& touched)
      : before_(before),
        now_(now),
        touched_(touched),
        is_stale_(now.size()),
        dropped_(before.conflict_rows_.size()) {
    const auto note = [&](std::uint32_t root) {
      if (!is_stale_[root] && now.root(root) == root) {
        roots_.push_back(root);
      }
      is_stale_[root] = true;
    };
    for (const std::uint32_t account : touched) {
      note(now.root(account));
      if (account < before.index_->size()) {
        note(before.index_->root(account));
      }
    }
    std::sort(roots_.begin(), roots_.end());
  }

  [[nodiscard]] const std::vector<std::uint32_t>& roots() const noexcept { return roots_; }
  /// Accounts among which those that share identifiers may be others than before. Drops what may
  /// not hold.
  [[nodiscard]] std::vector<std::uint32_t> drop_stale() {
    std::vector<std::uint32_t> out;
    if (before_.index_.get() ==
        &now_) {  // groups are what they were: only identifiers may be others
      out = touched_;
    } else {
      for (const std::uint32_t root : roots_) {
        for (std::uint32_t account = root; account != no_row; account = now_.next(account)) {
          out.push_back(account);
        }
      }
    }
    for (std::size_t i = 0; i < dropped_.size(); ++i) {
      const Row& row = before_.conflict_rows_[i];
      const auto stale = [&](std::uint32_t account) {
        return is_stale_[before_.index_->root(account)] || is_stale_[now_.root(account)];
      };
      dropped_[i] = row.accounts.empty()
                        ? is_stale_[row.root]
                        : std::any_of(row.accounts.begin(), row.accounts.end(), stale);
      if (dropped_[i]) {
        out.insert(out.end(), row.accounts.begin(), row.accounts.end());
      }
    }
    return out;
  }
  /// Sets of accounts that were found again from another of their members.
  void drop_found(const std::vector<Reported>& identities) {
    std::unordered_set<std::uint32_t> found;
    for (const Reported& reported : identities) {
      for (const ConflictMember& member : reported.conflict.members) {
        found.insert(member.record.row);
      }
    }
    for (std::size_t i = 0; i < dropped_.size() && !found.empty(); ++i) {
      const std::vector<std::uint32_t>& accounts = before_.conflict_rows_[i].accounts;
      dropped_[i] =
          dropped_[i] || std::any_of(accounts.begin(), accounts.end(),
                                     [&](std::uint32_t row) { return found.contains(row); });
    }
  }
  /// What still holds and what is fresh, by gravity, in `out`.
  void merge(const KeptScan& fresh, KeptScan& out) const {
    out.conflicts_ = without_rows(*before_.conflicts_);
    out.members_ = without_rows(*before_.members_);
    std::size_t old = 0, next = 0;
    const std::size_t olds = dropped_.size(), nexts = fresh.conflict_rows_.size();
    while (old < olds || next < nexts) {
      if (old < olds && dropped_[old]) {
        ++old;
      } else if (next == nexts || (old < olds && comes_first(before_, old, fresh, next))) {
        take(before_, old++, out);
      } else {
        take(fresh, next++, out);
      }
    }
  }

 private:
  static bool comes_first(const KeptScan& a, std::size_t i, const KeptScan& b, std::size_t k) {
    const auto key = [](const KeptScan& scan, std::size_t row) {
      return gravity(scan.conflict_rows_[row].severity, scan.conflict_rows_[row].value_minor,
                     scan.conflicts_->columns().front().text(row));
    };
    return key(a, i) < key(b, k);
  }
  static void take(const KeptScan& from, std::size_t i, KeptScan& to) {
    const std::size_t first = from.conflict_rows_[i].first_member;
    const std::size_t last = i + 1 < from.conflict_rows_.size()
                                 ? from.conflict_rows_[i + 1].first_member
                                 : from.members_->rows();
    to.conflict_rows_.push_back(from.conflict_rows_[i]);
    to.conflict_rows_.back().first_member = to.members_->rows();
    add_rows(*to.conflicts_, *from.conflicts_, i, i + 1);
    add_rows(*to.members_, *from.members_, first, last);
  }

  const KeptScan& before_;
  const GroupIndex& now_;
  const std::vector<std::uint32_t>& touched_;
  std::vector<bool> is_stale_;  // roots, before and now
  std::vector<bool> dropped_;   // conflicts
  std::vector<std::uint32_t> roots_;
};

std::shared_ptr<const KeptScan> KeptScan::after(const Book& book, const Policy& policy,
                                                const ConflictQuery& query,
                                                const std::vector<std::uint32_t>& touched) const {
  const AsOf as_of(book, query.as_of);
  auto out = std::make_shared<KeptScan>();
  out->index_ = book.ownership().groups(as_of.day());
  const KindSet kinds = kinds_for(query.kinds);
  const auto make = [&] { return Scanner(as_of, *out->index_, policy, query, kinds); };
  Renewal renewal(*this, *out->index_, touched);
  std::vector<Reported> found, identities;
  scan_groups(renewal.roots(), query.threads, make, found);
  scan_identities(renewal.drop_stale(), query.threads, make, identities);
  renewal.drop_found(identities);
  std::move(identities.begin(), identities.end(), std::back_inserter(found));
  sort_by_gravity(found);
  KeptScan fresh;
  fresh.add(book, found, query);
  renewal.merge(fresh, *out);
  out->group_count_ = group_count_;
  return out;
}

ConflictTables KeptScan::tables() const {
  return {std::make_shared<Table>(*conflicts_), std::make_shared<Table>(*members_), nullptr};
}

}  // namespace opportune
