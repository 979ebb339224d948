// migrate: opportunities go on under another version of their process, all of them or none.
#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "opportune/core/error.hpp"
#include "opportune/model/issues.hpp"
#include "process/commands.hpp"
#include "process/conformance.hpp"

namespace opportune {
namespace {

struct Planned {
  std::uint32_t row = no_row;
  std::uint16_t from = StageTable::none;
  std::uint16_t to = StageTable::none;
};

/// Finds out what would move where, and everything that hinders it. The Book is only read.
class Planner {
 public:
  Planner(const Book& book, const MigrateRequest& request)
      : book_(book),
        request_(request),
        process_(find_process(book, request.process)),
        target_(find_version(book, request.process, request.version)),
        as_of_(book, request.at) {}

  [[nodiscard]] const StageTable::Version& target() const noexcept { return target_; }
  /// By opportunity. InputError with everything that is wrong.
  std::vector<Planned> plan(Migration& out) {
    check_person();
    check_mappings();
    request_.opportunities ? plan_named(*request_.opportunities, out) : plan_all(out);
    issues_.raise();
    std::sort(planned_.begin(), planned_.end(), [&](const Planned& a, const Planned& b) {
      return book_.get<Opportunity>().id(a.row) < book_.get<Opportunity>().id(b.row);
    });
    return std::move(planned_);
  }

 private:
  void fault(std::int64_t number, std::string code, std::string_view field, std::string_view value,
             std::string reason) {
    issues_.report("migrate", number, field, value, std::move(code), std::move(reason));
  }
  void check_person() {
    if (!request_.by.empty() && book_.get<Person>().find(request_.by) == no_row) {
      fault(Issue::no_row, "unknown_reference", "by", request_.by,
            "there is no person with this id");
    }
  }
  [[nodiscard]] bool in_any_version(const std::string& stage) const {
    const std::uint32_t versions = book_.stages().latest(process_).number;
    for (std::uint32_t number = 1; number <= versions; ++number) {
      const auto version = book_.stages().version(process_, number);
      if (version && book_.stages().find(*version, stage) != StageTable::none) {
        return true;
      }
    }
    return false;
  }
  void check_mappings() {
    std::set<std::string> named;
    for (const StageMapping& mapping : request_.stages) {
      if (!named.insert(mapping.from).second) {
        fault(Issue::no_row, "duplicate_id", "stages", mapping.from, "stands twice");
      }
      if (!in_any_version(mapping.from)) {
        fault(Issue::no_row, "unknown_stage", "stages", mapping.from,
              "no version of the process has this stage");
      }
      if (book_.stages().find(target_, mapping.to) == StageTable::none) {
        fault(Issue::no_row, "unknown_stage", "stages", mapping.to,
              "version " + std::to_string(target_.number) +
                  " has no such stage; it has: " + stage_list(book_, target_));
      }
    }
  }
  void plan_all(Migration& out) {
    const Store<Opportunity>& store = book_.get<Opportunity>();
    for (std::uint32_t row = 0; row < store.rows(); ++row) {
      std::uint16_t stage = StageTable::none;
      if (store.get<"process">()[row] == process_ && as_of_.open(row, &stage)) {
        plan_one(row, Issue::no_row, stage, out);
      }
    }
  }
  void plan_named(const std::vector<std::string>& named, Migration& out) {
    const Store<Opportunity>& store = book_.get<Opportunity>();
    std::set<std::uint32_t> seen;
    std::int64_t number = -1;
    for (const std::string& id : named) {
      ++number;
      const std::uint32_t row = store.find(id);
      if (row == no_row) {
        fault(number, "unknown_reference", "opportunities", id,
              "there is no opportunity with this id");
      } else if (!seen.insert(row).second) {
        fault(number, "duplicate_id", "opportunities", id, "stands twice");
      } else if (store.get<"process">()[row] != process_) {
        fault(number, "other_process", "opportunities", id,
              "runs process '" + process_name(book_, store.get<"stage">()[row]) + "'");
      } else {
        plan_one(row, number, as_of_.stage(row), out);
      }
    }
  }
  /// Where the stage goes: as it is mapped, else to the one with its id; none.
  [[nodiscard]] std::uint16_t goal(const std::string& stage) const {
    for (const StageMapping& mapping : request_.stages) {
      if (mapping.from == stage) {
        return book_.stages().find(target_, mapping.to);
      }
    }
    return book_.stages().find(target_, stage);
  }
  [[nodiscard]] std::string open_stages() const {
    std::string out;
    for (std::uint16_t i = 0; i < target_.count; ++i) {
      const auto stage = static_cast<std::uint16_t>(target_.first + i);
      if (!book_.stages().closed(stage)) {
        out.append(out.empty() ? "" : ", ").append(book_.stages()[stage].id);
      }
    }
    return out;
  }
  void plan_one(std::uint32_t row, std::int64_t number, std::uint16_t from, Migration& out) {
    const StageTable& stages = book_.stages();
    const std::string_view id = book_.get<Opportunity>().id(row);
    const StageTable::Version version = stages.version_of(from);
    std::string early = too_early(book_, row, request_.at);
    if (!early.empty()) {
      fault(number, "time_before_last_change", "at", to_string(request_.at),
            "opportunity '" + std::string(id) + "': the time " + early);
      return;
    }
    if (stages.closed(from)) {
      fault(number, "closed_opportunity", "opportunities", id,
            "is closed, in stage '" + stages[from].id + "': only open ones are migrated");
      return;
    }
    if (version.first == target_.first) {
      ++out.unchanged;
      return;
    }
    const std::uint16_t to = goal(stages[from].id);
    const bool mapped =
        std::any_of(request_.stages.begin(), request_.stages.end(),
                    [&](const StageMapping& mapping) { return mapping.from == stages[from].id; });
    if (to != StageTable::none && stages.closed(to)) {
      fault(number, "closed_stage", "opportunities", id,
            "stands in stage '" + stages[from].id + "', an open one, and would come to '" +
                stages[to].id + "', a closed one: to close it, advance it");
    } else if (to != StageTable::none) {
      planned_.push_back({row, from, to});
    } else if (!mapped) {  // a mapping to an unknown stage is told once
      fault(number, "stage_removed", "opportunities", id,
            "stands in stage '" + stages[from].id + "' of version " +
                std::to_string(version.number) + ", which version " +
                std::to_string(target_.number) +
                " does not have: map it to one of: " + open_stages());
    }
  }

  const Book& book_;
  const MigrateRequest& request_;
  std::uint32_t process_;
  StageTable::Version target_;
  AsOf as_of_;
  IssueList issues_{1000};
  std::vector<Planned> planned_;
};

/// Writes what was planned, group by group, and tells what follows of it.
class Writer {
 public:
  Writer(Book& book, const Policy& policy, const MigrateRequest& request)
      : book_(book),
        policy_(policy),
        request_(request),
        groups_(book.ownership().groups(day_of(request.at))),
        put_{request.at, request.by.empty() ? no_row : book.get<Person>().find(request.by), false},
        conflicts_(policy) {}

  void write(std::vector<Planned> planned, Migration& out) {
    const auto root = [&](const Planned& one) { return groups_->root(account(one)); };
    std::stable_sort(planned.begin(), planned.end(),
                     [&](const Planned& a, const Planned& b) { return root(a) < root(b); });
    for (std::size_t first = 0; first < planned.size();) {
      std::size_t last = first;
      while (last < planned.size() && root(planned[last]) == root(planned[first])) {
        ++last;
      }
      write_group(&planned[first], &planned[first] + (last - first), root(planned[first]), out);
      first = last;
    }
    sort_effects(out.pause);
    sort_effects(out.resume);
    const auto by_id = [](const ConflictEffect& a, const ConflictEffect& b) { return a.id < b.id; };
    std::sort(out.opened.begin(), out.opened.end(), by_id);
    std::sort(out.closed.begin(), out.closed.end(), by_id);
  }

 private:
  [[nodiscard]] std::uint32_t account(const Planned& one) const {
    return book_.get<Opportunity>().get<"account">()[one.row];
  }
  void write_group(const Planned* first, const Planned* last, std::uint32_t root, Migration& out) {
    const AsOf before(book_, request_.at);
    conflicts_.before(before, *groups_, root, KindSet().set(), std::nullopt);
    for (const Planned* one = first; one != last; ++one) {
      write_stage_change(book_, one->row, one->from, one->to, put_, request_.reason);
    }
    const AsOf after(book_, request_.at);
    conflicts_.after(after, *groups_, out.opened, out.closed);
    suppressions(after, first, last, root, out);
  }
  /// Only where the stages differ in what they suppress, and each case of a group once.
  void suppressions(const AsOf& after, const Planned* first, const Planned* last,
                    std::uint32_t root, Migration& out) {
    const StageTable& stages = book_.stages();
    std::optional<Suppression> suppression;
    std::set<std::tuple<std::uint32_t, std::uint16_t, std::uint16_t>> done;
    for (const Planned* one = first; one != last; ++one) {
      const StageDefinition &left = stages[one->from], &entered = stages[one->to];
      const std::uint32_t at = policy_.suppression == Reach::group ? root : account(*one);
      if (left.suppress == entered.suppress || !done.emplace(at, one->from, one->to).second) {
        continue;
      }
      if (!suppression) {
        suppression.emplace(after, *groups_, policy_.suppression, root);
      }
      activity_effects(after, *suppression, at, left, entered, out.pause, out.resume);
    }
  }

  Book& book_;
  const Policy& policy_;
  const MigrateRequest& request_;
  std::shared_ptr<const GroupIndex> groups_;
  Put put_;
  MoveConflicts conflicts_;
};

}  // namespace

Migration migrate_opportunities(Book& book, const Policy& policy, const MigrateRequest& request) {
  Planner planner(book, request);
  Migration out;
  out.process = request.process;
  out.version = planner.target().number;
  out.at = request.at;
  std::vector<Planned> planned = planner.plan(out);
  const StageTable& stages = book.stages();
  for (const Planned& one : planned) {
    out.moved.push_back({std::string(book.get<Opportunity>().id(one.row)),
                         stages.version_of(one.from).number, stages[one.from].id,
                         stages[one.to].id});
  }
  Writer(book, policy, request).write(std::move(planned), out);
  return out;
}

}  // namespace opportune
