#include "workspace/state.hpp"

#include "store/checkpoint/checkpoint.hpp"

namespace opportune {
namespace {

Currency reporting_of(const Config& config) {
  const auto currency = Currency::parse(config.reporting_currency);
  if (!currency) {
    throw InputError(Issue{"unknown_currency", "config", Issue::no_row, "reporting_currency",
                           shown_value(config.reporting_currency),
                           "is not an ISO 4217 currency code"});
  }
  return *currency;
}

/// As the journal keeps them: name, outcome and probability of each.
std::string text_of(const Milestones& milestones) {
  std::string out;
  for (std::size_t i = 0; i < milestones.size(); ++i) {
    out += (i == 0 ? "" : ", ") + milestones[i].name + ' ';
    out += to_string(milestones[i].outcome);
    out += ' ' + std::to_string(milestones[i].probability_ppm);
  }
  return out;
}

}  // namespace

Workspace::State::State(const Config& given)
    : config(given),
      policy(parse_policy(given.policy)),
      live(policy, given.clock),
      book(std::make_shared<const Book>(reporting_of(given), policy.milestones)) {}

JournalHead Workspace::State::head() const {
  return {config.reporting_currency, text_of(policy.milestones)};
}

/// Takes in what others have written. The writer lock is held.
void Workspace::State::follow() {
  const std::shared_ptr<const Book> before = latest();
  Book next = *before;
  const TouchedAccounts touched = ledger->follow(next);
  const Instant now = live.clock().now();
  const auto after = std::make_shared<const Book>(std::move(next));
  publish(after, ledger->position(), {&touched});
  touched.all ? live.loaded(*before, *after, now) : live.told_of(*before, *after, touched, now);
}

void Workspace::State::write(Decide decide, Then then) {
  if (is_view) {
    throw StoreError("a view of what was known cannot be changed");
  }
  Command command{std::move(decide), std::move(then), {}};
  std::unique_lock queue(queue_mutex_);
  queue_.push_back(&command);
  turn_.wait(queue, [&] { return command.done || !is_writing_; });
  if (!command.done) {  // it is for this thread to carry out all that wait
    is_writing_ = true;
    const std::vector<Command*> commands = std::exchange(queue_, {});
    queue.unlock();
    {
      const std::lock_guard lock(writer);
      carry_out(commands);
    }
    queue.lock();
    is_writing_ = false;
    for (Command* one : commands) {
      one->done = true;
    }
    turn_.notify_all();
  }
  queue.unlock();
  if (command.error) {
    std::rethrow_exception(command.error);
  }
  live.deliver();
}

/// Some may have errors then.
void Workspace::State::carry_out(const std::vector<Command*>& commands) {
  try {
    std::vector<Written> written;
    try {
      written = write_all(commands, Ledger::Turn::Kind::unlocked);
    } catch (const Overtaken&) {  // others have written: what was decided need not hold
      for (Command* command : commands) {
        command->error = nullptr;
      }
      written = write_all(commands, Ledger::Turn::Kind::locked);
    }
    for (const Written& one : written) {
      try {
        one.command->then(*one.before, *one.after, one.touched, one.now);
      } catch (...) {
        one.command->error = std::current_exception();
      }
    }
  } catch (...) {  // the database fails: nothing of all this is in force
    for (Command* command : commands) {
      command->error = command->error ? command->error : std::current_exception();
    }
  }
}

std::vector<Workspace::State::Written> Workspace::State::write_all(
    const std::vector<Command*>& commands, Ledger::Turn::Kind kind) {
  std::optional<Ledger::Turn> turn;
  Recorder::Ahead ahead;
  if (ledger) {
    turn.emplace(*ledger, kind);
    if (turn->is_behind()) {
      follow();
    }
    if (commands.size() == 1) {  // where it fails, nothing of the turn is to be written
      ahead = [&](std::vector<JournalEntry>&& entries, std::vector<PresentRows>&& present) {
        turn->add(std::move(entries), std::move(present), live.clock().now());
      };
    }
  }
  std::vector<JournalCommit> commits;
  std::vector<Written> written = decide_all(commands, ahead, commits);
  if (turn && !commits.empty()) {
    turn->commit(std::move(commits), live.clock().now());
  } else if (turn && !turn->is_locked() && (turn->has_added() || ledger->is_behind())) {
    throw Overtaken();  // or it may be: nothing that was refused was refused for certain
  }
  if (!written.empty()) {
    std::vector<const TouchedAccounts*> touched;
    for (const Written& one : written) {
      touched.push_back(&one.touched);
    }
    publish(written.back().after, ledger ? ledger->position() : deciding_at, touched);
  }
  return written;
}

/// Each on what those before it have made; one that fails is told so, and has changed nothing.
std::vector<Workspace::State::Written> Workspace::State::decide_all(
    const std::vector<Command*>& commands, const Recorder::Ahead& ahead,
    std::vector<JournalCommit>& commits) {
  std::vector<Written> out;
  std::shared_ptr<const Book> standing = latest();
  deciding_at = position;
  for (Command* command : commands) {
    try {
      const Instant now = live.begin(*standing);
      Book next = *standing;
      Recorder recorder(*standing, ahead, records);
      std::optional<TouchedAccounts> touched =
          command->decide(next, now, ledger ? &recorder : nullptr);
      if (!touched) {
        continue;
      }
      auto after = std::make_shared<const Book>(std::move(next));
      if (!ledger) {
        ++deciding_at;
      } else if (!recorder.empty()) {
        commits.push_back(recorder.commit(after));
        deciding_at += commits.back().size();
      }
      out.push_back({command, standing, after, std::move(*touched), now});
      standing = std::move(after);
    } catch (const Overtaken&) {
      throw;
    } catch (...) {
      command->error = std::current_exception();
    }
  }
  return out;
}

bool Workspace::State::save_checkpoint(Ledger::When when) {
  std::optional<Ledger::CheckpointAsked> asked;
  std::shared_ptr<const Book> saved;
  {
    const std::lock_guard lock(writer);
    asked = ledger ? ledger->begin_checkpoint(when) : std::nullopt;
    saved = latest();
  }
  if (!asked) {
    return false;
  }
  const std::uint64_t bytes = checkpoint::write(asked->path, *saved, asked->mark, asked->head);
  const std::lock_guard lock(writer);
  ledger->checkpoint_written(bytes);
  return true;
}

void Workspace::State::save_checkpoint_if_due() noexcept {
  try {
    static_cast<void>(save_checkpoint(Ledger::When::due));
  } catch (const std::exception&) {
  }
}

void Workspace::State::refresh() {
  {
    const std::unique_lock lock(writer, std::try_to_lock);
    if (!lock) {
      return;
    }
    try {
      if (!ledger->is_behind()) {
        return;
      }
      follow();
    } catch (const StoreError&) {  // whoever writes is told of it
      return;
    }
  }
  live.deliver();
}

}  // namespace opportune
