#include "live/what_if.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "conflict/resolution_check.hpp"
#include "opportune/admission/check.hpp"
#include "opportune/conflict/covered.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

/// The groups that were compared, as they are in one Book.
class Groups {
 public:
  Groups(const Book& book, Instant at)
      : as_of_(book, at), index_(book.ownership().groups(as_of_.day())) {}

  /// Calls visit(view) for the groups of these accounts, each once.
  template <class Visit>
  void each(const std::vector<std::string>& accounts, Visit&& visit) const {
    const Store<Account>& store = as_of_.book().get<Account>();
    std::set<std::uint32_t> roots;
    for (const std::string& id : accounts) {
      const std::uint32_t account = store.find(id);
      if (account != no_row && account < index_->size()) {
        roots.insert(index_->root(account));
      }
    }
    GroupView view(as_of_, *index_);
    for (const std::uint32_t root : roots) {
      view.look(root);
      visit(view);
    }
  }

 private:
  AsOf as_of_;
  std::shared_ptr<const GroupIndex> index_;
};

using Pair = std::pair<std::string, std::string>;

/// opportunity, agreement
std::set<Pair> covered(const Groups& groups, const std::vector<std::string>& accounts) {
  std::set<Pair> out;
  groups.each(accounts, [&](const GroupView& view) {
    for (const Member& opportunity : view.opportunities()) {
      each_covering(view, opportunity, view.as_of().day(), [&](std::uint32_t agreement) {
        out.emplace(opportunity.id, facts::id<Agreement>(view, agreement));
      });
    }
  });
  return out;
}

/// group, market ("": the group as a whole), whatever the policy says of it
std::set<Pair> uncovered(const Groups& groups, const Policy& policy,
                         const std::vector<std::string>& accounts) {
  std::set<Pair> out;
  groups.each(accounts, [&](const GroupView& view) {
    KindRelation relation;
    CoverageGap::relate(view, policy, relation);
    if (relation.empty()) {
      return;
    }
    for (const KindRelation::Related& other : relation.related_to(0, view.book().products())) {
      const Member& part = relation.member(other.node);
      out.emplace(facts::id<Account>(view, view.root()),
                  part.type == MemberType::market ? std::string(part.id) : std::string());
    }
  });
  return out;
}

/// The pairs that are in one of two sets alone, as a table of two names, before and after.
std::shared_ptr<Table> differing(const char* name, const char* first, const char* second,
                                 const std::set<Pair>& before, const std::set<Pair>& after) {
  auto out = std::make_shared<Table>(name);
  out->columns().reserve(4);
  TableColumn& a = out->column(first, ColumnType::text);
  TableColumn& b = out->column(second, ColumnType::text);
  TableColumn& was = out->column("before", ColumnType::boolean);
  TableColumn& is = out->column("after", ColumnType::boolean);
  std::set<Pair> all = before;
  all.insert(after.begin(), after.end());
  for (const Pair& pair : all) {
    if (before.contains(pair) != after.contains(pair)) {
      a.add_text(pair.first);
      b.add_text_or_null(pair.second);
      was.add_boolean(before.contains(pair));
      is.add_boolean(after.contains(pair));
    }
  }
  return out;
}

struct Pipeline {
  std::int64_t count = 0, amount = 0, net = 0;
  bool operator==(const Pipeline&) const = default;
};

/// By market; "" is the whole.
std::map<std::string, Pipeline> pipeline_of(const Book& book, const Policy& policy, Instant at) {
  MeasureQuery query;
  query.measure = "pipeline";
  query.as_of = at;
  query.by = {"market"};
  const std::shared_ptr<Table> table = run_measure(book, policy, query);
  std::map<std::string, Pipeline> out;
  Pipeline& whole = out[""];
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const Pipeline cell{table->at("count").integer(row), table->at("amount_minor").integer(row),
                        table->at("net_minor").integer(row)};
    out[std::string(table->at("market").text(row))] = cell;
    whole.count += cell.count;
    whole.amount += cell.amount;
    whole.net += cell.net;
  }
  return out;
}

std::shared_ptr<Table> pipelines(const Book& before, const Book& after, const Policy& policy,
                                 Instant at) {
  const std::map<std::string, Pipeline> was = pipeline_of(before, policy, at),
                                        is = pipeline_of(after, policy, at);
  auto out = std::make_shared<Table>("pipeline");
  out->columns().reserve(8);
  TableColumn& market = out->column("market", ColumnType::text);
  const auto column = [&](const char* name) -> TableColumn& {
    return out->column(name, ColumnType::integer);
  };
  TableColumn& count_before = column("count_before");
  TableColumn& count_after = column("count_after");
  TableColumn& amount_before = column("amount_before_minor");
  TableColumn& amount_after = column("amount_after_minor");
  TableColumn& net_before = column("net_before_minor");
  TableColumn& net_after = column("net_after_minor");
  TableColumn& currency = out->column("currency", ColumnType::text);
  std::set<std::string> names;
  for (const auto* side : {&was, &is}) {
    for (const auto& [name, cell] : *side) {
      names.insert(name);
    }
  }
  const auto at_or_none = [](const std::map<std::string, Pipeline>& side, const std::string& name) {
    const auto found = side.find(name);
    return found == side.end() ? Pipeline{} : found->second;
  };
  for (const std::string& name : names) {
    const Pipeline a = at_or_none(was, name), b = at_or_none(is, name);
    if (a == b && !name.empty()) {
      continue;
    }
    market.add_text_or_null(name);
    count_before.add_integer(a.count);
    count_after.add_integer(b.count);
    amount_before.add_integer(a.amount);
    amount_after.add_integer(b.amount);
    net_before.add_integer(a.net);
    net_after.add_integer(b.net);
    currency.add_text(before.fx().reporting().code());
  }
  return out;
}

}  // namespace

TouchedAccounts apply_checked(Book& book, const Policy& policy,
                              const std::vector<RowChange>& changes, Instant now,
                              const WhenApplied& done) {
  TouchedAccounts touched;
  apply_rows(book, changes, now, touched, [&](const AppliedRow& applied) {
    if (applied.change.table.name == Schema<Resolution>::table) {
      require_conflict(applied.after, policy, applied.row);
    }
    if (done) {
      done(applied);
    }
  });
  return touched;
}

WhatIf foresee(const Book& book, const Policy& policy, const std::vector<RowChange>& changes,
               Instant at) {
  Book after = book;
  const TouchedAccounts touched = apply_checked(after, policy, changes, at);
  WhatIf out;
  out.effects = compare({book, policy, at}, {after, policy, at}, touched);
  out.effects.applied = changes.size();
  for (const auto* list : {&out.effects.opened, &out.effects.changed}) {
    for (const ConflictChange& change : *list) {
      out.verdict = std::max(out.verdict, detail::verdict_of(change.severity));
    }
  }
  const Groups was(book, at), is(after, at);
  const std::vector<std::string>& groups = out.effects.groups;
  out.pipeline = pipelines(book, after, policy, at);
  out.coverage = differing("coverage", "group", "market", uncovered(was, policy, groups),
                           uncovered(is, policy, groups));
  out.agreements = differing("agreements", "opportunity", "agreement", covered(was, groups),
                             covered(is, groups));
  return out;
}

}  // namespace opportune
