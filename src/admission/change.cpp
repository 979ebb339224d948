// A change of a stored record is tried on a copy of the Book, which shares all that it leaves
// alone: so its history, and all that is read from it, is what saving would make of it.
#include "admission/change.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "admission/answers.hpp"
#include "model/run_loader.hpp"
#include "model/write.hpp"
#include "opportune/model/as_of.hpp"

namespace opportune {
namespace {

Book with_change(const Book& book, const AnyRecord& draft, Instant at) {
  Book out = book;
  Put put;
  put.at = at;
  IssueList issues(100);
  run_loader(out, {input_of(draft)}, issues, &put);
  if (!issues.empty()) {
    std::vector<Issue> found = issues.issues();
    for (Issue& issue : found) {
      issue.row = Issue::no_row;
    }
    throw InputError(std::move(found), issues.total());
  }
  return out;
}

bool has(const std::vector<Member>& members, std::uint32_t row) {
  return std::any_of(members.begin(), members.end(),
                     [row](const Member& member) { return member.row == row; });
}

/// A record, and when it counts.
struct Stored {
  Member member;
  bool stands = false;  ///< see Drafted
  bool live = false;
};

/// As of the instant, or of its beginning where that is ahead.
AsOf once_begun(const AsOf& as_of, Date begin) {
  return AsOf(as_of.book(), std::max(as_of.instant(), start_of_day(begin)));
}

Stored stored_in(const GroupView& group, const Store<Opportunity>& store, std::uint32_t row) {
  Stored out{group.opportunity(row, store.get<"account">()[row])};
  out.live = once_begun(group.as_of(), out.member.opened).open(row, &out.member.stage);
  if (!out.live) {
    out.member.stage = StageTable::none;
  }
  out.stands = has(group.opportunities(), row) || group.as_of().won_on(row).has_value();
  return out;
}
Stored stored_in(const GroupView& group, const Store<Lead>& store, std::uint32_t row) {
  Stored out{group.lead(row, store.get<"account">()[row])};
  out.live = once_begun(group.as_of(), out.member.opened).active_lead(row);
  out.stands = has(group.leads(), row);
  return out;
}
Stored stored_in(const GroupView& group, const Store<Activity>& store, std::uint32_t row) {
  constexpr std::uint8_t paused = 2;
  Stored out{group.activity(row, store.get<"account">()[row])};
  const Date end = store.get<"end">()[row];
  out.live = group.as_of().activity_status(row) <= paused &&
             !(end.has_value() && end < group.as_of().day());
  out.stands = has(group.activities(), row);
  return out;
}

}  // namespace

template <class Record>
Decision check_change(const Book& book, const Policy& policy, const Record& draft,
                      std::uint32_t row, Instant at, const Catalogue& catalogue) {
  const Book changed = with_change(book, draft, at);
  const AsOf then(book, at), now(changed, at);
  const std::shared_ptr<const GroupIndex> groups = book.ownership().groups(then.day());
  const auto account = [row](const Book& of) {
    return of.get<Record>().template get<"account">()[row];
  };
  GroupView after(now, *groups), before(then, *groups);
  after.look(groups->root(account(changed)));
  const Stored stored = stored_in(after, changed.get<Record>(), row);
  return decide(before, groups->root(account(book)), after,
                {stored.member, stored.stands, stored.live, &then}, policy, catalogue);
}

template Decision check_change(const Book&, const Policy&, const Opportunity&, std::uint32_t,
                               Instant, const Catalogue&);
template Decision check_change(const Book&, const Policy&, const Lead&, std::uint32_t, Instant,
                               const Catalogue&);
template Decision check_change(const Book&, const Policy&, const Activity&, std::uint32_t, Instant,
                               const Catalogue&);

}  // namespace opportune
