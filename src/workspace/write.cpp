// The commands of the facade.
#include "admission/convert.hpp"
#include "live/what_if.hpp"
#include "process/process_json.hpp"
#include "workspace/state.hpp"

namespace opportune {
namespace {

template <class State>
Effects apply_to(State& state, const std::vector<RowChange>& rows,
                 std::optional<std::uint64_t> decided_at = {}) {
  Effects effects;
  state.write(
      [&](Book& next, Instant now, Recorder* recorder) -> std::optional<TouchedAccounts> {
        if (decided_at && *decided_at != state.deciding_at) {
          throw StaleError("decided at position " + std::to_string(*decided_at) +
                           ", but the workspace is at " + std::to_string(state.deciding_at) +
                           " by now: decide again");
        }
        return apply_checked(next, state.policy, rows, now, [&](const AppliedRow& applied) {
          if (recorder != nullptr) {
            recorder->put(applied.after, applied.change.table.name, applied.row, applied.at,
                          applied.change.by);
          }
        });
      },
      [&](const Book& before, const Book& next, const TouchedAccounts& touched, Instant now) {
        effects = state.live.changed(before, next, touched, now);
        effects.applied = rows.size();
      });
  return effects;
}

}  // namespace

LoadReport Workspace::load(const std::vector<InputTable>& tables, const LoadOptions& options) {
  LoadReport report;
  state_->write(
      [&](Book& next, Instant, Recorder* recorder) -> std::optional<TouchedAccounts> {
        report = load_tables(next, tables, options);
        if (recorder != nullptr) {
          recorder->loaded();
        }
        return TouchedAccounts{};
      },
      [&](const Book& before, const Book& next, const TouchedAccounts&, Instant now) {
        state_->live.loaded(before, next, now);
      });
  state_->save_checkpoint_if_due();
  return report;
}

Effects Workspace::apply_at(std::uint64_t decided_at, const std::vector<Change>& changes) {
  return apply_to(*state_, rows_of(changes), decided_at);
}

Effects Workspace::apply_json_at(std::uint64_t decided_at, std::string_view changes) {
  return apply_to(*state_, rows_of_json(changes), decided_at);
}

Effects Workspace::apply(const std::vector<Change>& changes) {
  return apply_to(*state_, rows_of(changes));
}

Effects Workspace::apply_json(std::string_view changes) {
  return apply_to(*state_, rows_of_json(changes));
}

Effects Workspace::advance_clock(Instant to) {
  Effects effects;
  {
    const std::lock_guard lock(state_->writer);
    effects = state_->live.advance(*state_->latest(), to);
  }
  state_->live.deliver();
  return effects;
}

SubscriptionId Workspace::subscribe(Subscriber tell, SubscriberError error) {
  const std::lock_guard lock(state_->writer);
  state_->live.run(*state_->latest());
  return state_->live.subscribe(std::move(tell), std::move(error));
}

bool Workspace::unsubscribe(SubscriptionId subscription) {
  return state_->live.unsubscribe(subscription);
}

std::vector<TransitionResult> Workspace::advance(const std::vector<AdvanceRequest>& requests) {
  std::vector<TransitionResult> out;
  out.reserve(requests.size());
  state_->move([&](Advancer& advancer, Instant now) {
    out.clear();  // it may have been decided before, on a state that was not the last
    for (const AdvanceRequest& request : requests) {
      AdvanceRequest asked = request;
      asked.at = request.at.has_value() ? state_->or_now(request.at) : now;
      const auto number = static_cast<std::int64_t>(out.size());
      advancer.advance(asked, number, out.emplace_back());
    }
  });
  return out;
}

std::vector<TransitionResult> Workspace::advance_json(std::string_view requests) {
  return advance(advances_of_json(requests));
}

TransitionTables Workspace::advance_table(const InputTable& moves) {
  TransitionTables out;
  state_->move([&](Advancer& advancer, Instant now) {
    out = opportune::advance_table(advancer, moves, now);
  });
  return out;
}

Migration Workspace::migrate(const MigrateRequest& request) {
  Migration out;
  state_->command([&](Book& next, Instant now, Recorder* recorder) {
    MigrateRequest asked = request;
    asked.at = request.at.has_value() ? state_->or_now(request.at) : now;
    out = migrate_opportunities(next, state_->policy, asked);
    TouchedAccounts touched;
    for (const auto& moved : out.moved) {
      touch_opportunity(next, moved.opportunity, touched);
    }
    if (recorder != nullptr) {
      recorder->moved(next, {});
    }
    return std::optional(std::move(touched));
  });
  return out;
}

Migration Workspace::migrate_json(std::string_view request) {
  return migrate(migrate_of_json(request));
}

ConvertResult Workspace::convert(const ConvertRequest& request) {
  ConvertResult out;
  state_->command([&](Book& next, Instant now, Recorder* recorder) {
    ConvertRequest asked = request;
    asked.at = request.at.has_value() ? state_->or_now(request.at) : now;
    out = convert_lead(next, state_->policy, asked);
    TouchedAccounts touched;
    touch_opportunity(next, out.opportunity, touched);
    if (out.done && recorder != nullptr) {
      recorder->put(next, Schema<Opportunity>::table, next.get<Opportunity>().find(out.opportunity),
                    asked.at, asked.by);
      recorder->put(next, Schema<Lead>::table, next.get<Lead>().find(out.lead), asked.at, asked.by);
    }
    return out.done ? std::optional(std::move(touched)) : std::nullopt;
  });
  return out;
}

ConvertResult Workspace::convert_json(std::string_view request) {
  return convert(convert_of_json(request));
}

}  // namespace opportune
