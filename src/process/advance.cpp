// advance: a transition applied, or refused with everything that is missing.
#include <algorithm>
#include <iterator>

#include "opportune/core/error.hpp"
#include "opportune/model/rules.hpp"
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
  const std::uint32_t process = book.stages().version_of(stage).process;
  return std::string(process == no_row ? StageTable::standard : book.get<Process>().id(process));
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
    std::string known;
    for (std::uint16_t i = 0; i < version.count; ++i) {
      known.append(i == 0 ? "" : ", ")
          .append(book.stages()[static_cast<std::uint16_t>(version.first + i)].id);
    }
    refuse(number, "unknown_stage", "to", id, "the process has no such stage; it has: " + known);
  }
  return stage;
}

/// A command cannot come before what has happened already.
void check_time(const Book& book, std::uint32_t row, Instant at, std::int64_t number) {
  const std::uint32_t latest = book.links().stage_changes.latest(row);
  if (latest != no_row && book.get<StageChange>().get<"at">()[latest] > at) {
    refuse(number, "time_before_last_change", "at", to_string(at),
           "is before the opportunity's latest stage change (" +
               to_string(book.get<StageChange>().get<"at">()[latest]) + ")");
  }
  const Store<Opportunity>& store = book.get<Opportunity>();
  const Date opened = store.get<"opened">()[row], closed = store.get<"closed">()[row];
  if (opened > day_of(at)) {
    refuse(number, "time_before_last_change", "at", to_string(at),
           "is before the opportunity was opened (" + to_string(opened) + ")");
  }
  if (closed.has_value() && closed > day_of(at)) {
    refuse(number, "time_before_last_change", "at", to_string(at),
           "is before the opportunity was closed (" + to_string(closed) + ")");
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

ActivityEffect effect_of(const Book& book, std::uint32_t activity) {
  const Store<Activity>& store = book.get<Activity>();
  return {std::string(store.id(activity)),
          std::string(book.symbols()[store.get<"kind">()[activity]]),
          std::string(book.get<Account>().id(store.get<"account">()[activity]))};
}

}  // namespace

const GroupIndex& Advancer::groups(Date day) {
  if (groups_ == nullptr || day != day_) {
    groups_ = book_.ownership().groups(day);
    day_ = day;
  }
  return *groups_;
}

/// Which marketing has to pause in the new stage, and which may go on after the old one.
void Advancer::activity_effects(const AsOf& as_of, std::uint32_t account, std::uint16_t from,
                                std::uint16_t to, TransitionResult& out) {
  const StageDefinition &left = book_.stages()[from], &entered = book_.stages()[to];
  if (left.suppress.empty() && entered.suppress.empty()) {
    return;
  }
  const GroupIndex& groups = this->groups(as_of.day());
  const Suppression suppression(as_of, groups, policy_.suppression, groups.root(account));
  suppression.each_activity(account, [&](std::uint32_t activity, std::uint8_t status) {
    constexpr std::uint8_t active = 1, paused = 2;
    const Store<Activity>& store = book_.get<Activity>();
    const std::string_view kind = book_.symbols()[store.get<"kind">()[activity]];
    if (status <= active && !entered.closed() && suppresses(entered, kind)) {
      out.pause.push_back(effect_of(book_, activity));
    } else if (status == paused && suppresses(left, kind) &&
               suppression.of(store.get<"account">()[activity], kind).empty()) {
      out.resume.push_back(effect_of(book_, activity));
    }
  });
  const auto by_id = [](const ActivityEffect& a, const ActivityEffect& b) {
    return a.activity < b.activity;
  };
  std::sort(out.pause.begin(), out.pause.end(), by_id);
  std::sort(out.resume.begin(), out.resume.end(), by_id);
}

/// Writes the move: the history, the present stage, the closing day, and the customer.
void Advancer::write(std::uint32_t row, std::uint16_t from, std::uint16_t to, const Put& put,
                     const std::string& reason, TransitionResult& out) {
  detail::append_history<StageChange>(book_, &Links::stage_changes, book_.get<Opportunity>().rows(),
                                      row, put,
                                      [&](Store<StageChange>& store, std::uint32_t change) {
                                        store.get<"from">().set(change, from);
                                        store.get<"to">().set(change, to);
                                        if (!reason.empty()) {
                                          store.get<"reason">().set(change, reason);
                                        }
                                      });
  const auto change = static_cast<std::uint32_t>(book_.get<StageChange>().rows() - 1);
  Rules<StageChange>::apply_to(book_, book_.edit<Opportunity>(), row, change);
  if (book_.stages()[to].won()) {
    const std::uint32_t account = book_.get<Opportunity>().get<"account">()[row];
    const Date since = book_.get<Account>().get<"customer_since">()[account];
    const Date day = day_of(put.at);
    if (!since.has_value() || since > day) {
      book_.edit<Account>().get<"customer_since">().set(account, day);
      out.customer = true;
    }
  }
}

void Advancer::advance(const AdvanceRequest& request, std::int64_t number, TransitionResult& out) {
  const std::uint32_t row = find_opportunity(book_, request.opportunity);
  const std::uint32_t person = person_of(book_, request.by, number);
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
  const std::vector<ConflictEffect> stood = conflicts_.of(before, groups, policy_, root);
  write(row, from, to, Put{at, person, false}, out.forced ? request.reason : std::string(), out);
  const AsOf after(book_, at);
  const std::vector<ConflictEffect> stand = conflicts_.of(after, groups, policy_, root);
  const auto by_id = [](const ConflictEffect& a, const ConflictEffect& b) { return a.id < b.id; };
  std::set_difference(stand.begin(), stand.end(), stood.begin(), stood.end(),
                      std::back_inserter(out.opened), by_id);
  std::set_difference(stood.begin(), stood.end(), stand.begin(), stand.end(),
                      std::back_inserter(out.closed), by_id);
  activity_effects(after, account, from, to, out);
  out.done = true;
}

}  // namespace opportune
