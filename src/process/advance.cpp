// advance: a transition applied, or refused with everything that is missing.
#include <algorithm>

#include "opportune/core/error.hpp"
#include "opportune/model/rules.hpp"
#include "opportune/process/applies.hpp"
#include "process/commands.hpp"

namespace opportune {

std::uint32_t find_opportunity(const Book& book, std::string_view id) {
  const std::uint32_t row = book.get<Opportunity>().find(id);
  if (row == no_row) {
    throw NotFoundError("there is no opportunity '" + shown_value(id) + "'");
  }
  return row;
}

std::string process_name(const Book& book, std::uint16_t stage) {
  return process_id(book, book.stages().version_of(stage).process);
}

std::string stage_list(const Book& book, const StageTable::Version& version) {
  std::string out;
  for (std::uint16_t i = 0; i < version.count; ++i) {
    const auto stage = static_cast<std::uint16_t>(version.first + i);
    out.append(i == 0 ? "" : ", ").append(book.stages()[stage].id);
  }
  return out;
}

std::string too_early(const Book& book, std::uint32_t row, Instant at) {
  const std::uint32_t latest = book.links().stage_changes.latest(row);
  if (latest != no_row && book.get<StageChange>().get<"at">()[latest] > at) {
    return "is before the opportunity's latest stage change (" +
           to_string(book.get<StageChange>().get<"at">()[latest]) + ")";
  }
  const Store<Opportunity>& store = book.get<Opportunity>();
  const Date opened = store.get<"opened">()[row], closed = store.get<"closed">()[row];
  if (opened > day_of(at)) {
    return "is before the opportunity was opened (" + to_string(opened) + ")";
  }
  if (closed.has_value() && closed > day_of(at)) {
    return "is before the opportunity was closed (" + to_string(closed) + ")";
  }
  return {};
}

namespace {

[[noreturn]] void refuse(std::int64_t number, std::string code, std::string field,
                         std::string_view value, std::string reason) {
  throw InputError(Issue{std::move(code), "advance", number, std::move(field), shown_value(value),
                         std::move(reason)});
}

std::uint32_t person_of(const Book& book, const std::string& id, std::int64_t number) {
  const std::uint32_t person = id.empty() ? no_row : book.get<Person>().find(id);
  if (!id.empty() && person == no_row) {
    refuse(number, "unknown_reference", "by", id, "there is no person with this id");
  }
  return person;
}

std::uint16_t stage_of(const Book& book, const StageTable::Version& version, const std::string& id,
                       std::int64_t number) {
  const std::uint16_t stage = book.stages().find(version, id);
  if (stage == StageTable::none) {
    refuse(number, "unknown_stage", "to", id,
           "the process has no such stage; it has: " + stage_list(book, version));
  }
  return stage;
}

/// A command cannot come before what has happened already.
void check_time(const Book& book, std::uint32_t row, Instant at, std::int64_t number) {
  std::string reason = too_early(book, row, at);
  if (!reason.empty()) {
    refuse(number, "time_before_last_change", "at", to_string(at), std::move(reason));
  }
}

/// Why the policy does not let this person force over what is missing; empty where it does.
std::string force_refusal(const Book& book, const ForcePolicy& policy, std::uint32_t person,
                          const std::vector<ExitItem>& missing) {
  const std::uint32_t symbol = person == no_row ? no_row : book.get<Person>().get<"role">()[person];
  const std::string_view role = symbol == no_row ? std::string_view() : book.symbols()[symbol];
  if (std::find(policy.roles.begin(), policy.roles.end(), role) == policy.roles.end()) {
    std::string roles;
    for (const std::string& allowed : policy.roles) {
      roles.append(roles.empty() ? "" : ", ").append(allowed);
    }
    return "the policy lets nobody force but: " + (roles.empty() ? "(nobody)" : roles);
  }
  for (const ExitItem& item : missing) {
    if (std::find(policy.demands.begin(), policy.demands.end(), item.kind) ==
        policy.demands.end()) {
      return "the policy lets nobody force over a missing " + std::string(to_string(item.kind));
    }
  }
  return {};
}

/// Nothing came of it yet; keeps its memory.
void clear(TransitionResult& out) {
  out.done = out.forced = out.customer = false;
  out.refusal.clear();
  out.missing.clear();
  out.pause.clear();
  out.resume.clear();
  out.opened.clear();
  out.closed.clear();
}

}  // namespace

const GroupIndex& Advancer::groups(Date day) {
  if (groups_ == nullptr || day != day_) {
    groups_ = book_.ownership().groups(day);
    day_ = day;
  }
  return *groups_;
}

/// By a move to a stage: is it won, and the account no customer yet?
bool Advancer::becomes_customer(std::uint32_t account, std::uint16_t to, Instant at) const {
  const Date since = book_.get<Account>().get<"customer_since">()[account];
  return book_.stages()[to].won() && (!since.has_value() || since > day_of(at));
}

void Advancer::advance(const AdvanceRequest& request, std::int64_t number, TransitionResult& out) {
  const std::uint32_t row = find_opportunity(book_, request.opportunity);
  if (request.by != by_) {
    person_ = person_of(book_, request.by, number);
    by_ = request.by;
  }
  const std::uint32_t person = person_;
  const Instant at = request.at;
  check_time(book_, row, at, number);
  const AsOf before(book_, at);
  const std::uint16_t from = before.stage(row);
  const StageTable::Version version = book_.stages().version_of(from);
  const std::uint16_t to = stage_of(book_, version, request.to, number);
  if (request.force && request.reason.empty()) {
    refuse(number, "missing_value", "reason", "", "must be filled where a move is forced");
  }

  clear(out);
  out.opportunity = request.opportunity;
  out.process = process_name(book_, from);
  out.version = version.number;
  out.from = book_.stages()[from].id;
  out.to = book_.stages()[to].id;
  out.at = at;
  const Guard guard(before, row);
  if (!guard.passes(from, to)) {
    out.missing = guard.demands(from, to);
    std::erase_if(out.missing, [](const ExitItem& item) { return item.met(); });
    if (request.force) {
      out.refusal = force_refusal(book_, policy_.force, person, out.missing);
    }
    if (!request.force || !out.refusal.empty()) {
      return;
    }
    out.forced = true;
  }
  const std::uint32_t account = book_.get<Opportunity>().get<"account">()[row];
  const GroupIndex& groups = this->groups(before.day());
  const std::uint32_t root = groups.root(account);
  const KindSet kinds = kinds_.affected(book_, groups, root, row, from, to);
  out.customer = becomes_customer(account, to, at);
  conflicts_.before(before, groups, root, kinds, out.customer ? std::nullopt : std::optional(row));
  write_stage_change(book_, row, from, to, Put{at, person, false},
                     out.forced ? request.reason : std::string());
  if (out.customer) {
    book_.edit<Account>().get<"customer_since">().set(account, day_of(at));
  }
  const AsOf after(book_, at);
  conflicts_.after(after, groups, out.opened, out.closed);
  const StageDefinition &left = book_.stages()[from], &entered = book_.stages()[to];
  if (!left.suppress.empty() || !entered.suppress.empty()) {
    const Suppression suppression(after, groups, policy_.suppression, root);
    activity_effects(after, suppression, account, left, entered, out.pause, out.resume);
    sort_effects(out.pause);
    sort_effects(out.resume);
  }
  out.done = true;
  accounts_.push_back(account);
}

}  // namespace opportune
