#include "workspace/state.hpp"

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
  touched.all ? live.loaded(*before, next, now) : live.told_of(*before, next, touched, now);
  publish(std::move(next));
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
