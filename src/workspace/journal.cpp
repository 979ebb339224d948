// Opening, and looking back into the journal.
#include "store/audit.hpp"
#include "workspace/state.hpp"

namespace opportune {
namespace {

void require_journal(const Config& config) {
  if (config.journal.empty()) {
    throw StoreError("a workspace in memory has no journal");
  }
}

/// Its file; empty: there is none.
std::string checkpoint_of(const Config& config) {
  if (config.checkpoint == "off") {
    return {};
  }
  const bool is_beside = config.checkpoint.empty() && !is_server(config.journal);
  return is_beside ? config.journal + "-checkpoint" : config.checkpoint;
}

}  // namespace

Workspace::Workspace(const Config& config) : state_(std::make_unique<State>(config)) {
  if (!config.journal.empty()) {
    state_->ledger.emplace(open_journal(config.journal, state_->head()), checkpoint_of(config));
    Book book = state_->ledger->restore(*state_->book);
    state_->ledger->bring_up_to_date(book);
    state_->publish(std::make_shared<const Book>(std::move(book)), state_->ledger->position(), {});
    state_->save_checkpoint_if_due();
  }
}

Workspace::Workspace(std::unique_ptr<State> state) : state_(std::move(state)) {}

Workspace::Workspace(Workspace&&) noexcept = default;
Workspace::~Workspace() {
  if (state_ != nullptr) {
    state_->save_checkpoint_if_due();
  }
}

Workspace Workspace::open(const std::string& location, Config config) {
  config.journal = location;
  require_journal(config);
  return Workspace(config);
}

Workspace Workspace::known_at(Instant recorded) const {
  require_journal(state_->config);
  Config config = state_->config;
  config.journal.clear();
  config.clock = recorded;
  auto state = std::make_unique<State>(config);
  Ledger ledger(open_journal(state_->config.journal, state_->head()),
                checkpoint_of(state_->config));
  state->book = std::make_shared<const Book>(ledger.restore(*state->book, recorded));
  state->position = ledger.position();
  state->is_view = true;
  return Workspace(std::move(state));
}

void Workspace::checkpoint() {
  require_journal(state_->config);
  if (!state_->save_checkpoint(Ledger::When::always) && checkpoint_of(state_->config).empty()) {
    throw StoreError("the checkpoint has no place: none was given when the journal was opened");
  }
}

void Workspace::backup(const std::string& location) const {
  require_journal(state_->config);
  open_journal(state_->config.journal, state_->head())->backup(location);
}

std::shared_ptr<Table> Workspace::audit(std::string_view table, std::string_view id) const {
  require_journal(state_->config);
  const auto journal = open_journal(state_->config.journal, state_->head());
  return audit_trail(*journal, table, id);
}

std::uint64_t Workspace::position() const {
  static_cast<void>(state_->current());
  const std::lock_guard lock(state_->mutex);
  return state_->position;
}

}  // namespace opportune
