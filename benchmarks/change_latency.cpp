// How long do a change with its effects, a move of the clock and a what_if take? Changes of
// opportunities of groups drawn at random (what the median customer meets), each call measured by
// itself; quantiles as one JSON object on standard output. And how many changes a second are made
// when a call takes many, three times.
//
//   change_latency [opportunities = 1000000] [changes = 2000] [batch = 20000]
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "latency.hpp"

namespace {

using namespace opportune;
using namespace opportune::benchmark;

/// New opportunities at accounts of groups drawn at random.
class Drafts {
 public:
  Drafts(const synth::Organisation& organisation, const Workspace& workspace, Instant at)
      : accounts_(organisation.table("account")), drawn_(accounts_, workspace, at) {}
  Opportunity operator()(Draw& draw, std::size_t number, Date opened) const {
    return new_opportunity(accounts_, drawn_.of_any_group(draw), number, opened, draw);
  }

 private:
  const Table& accounts_;
  Accounts drawn_;
};

/// Each batch in one call: how many changes a second.
void measure_batches(Workspace& workspace, const Drafts& drafts, Draw& draw, std::size_t first,
                     std::size_t batch, Date opened) {
  std::cout << ", \"batch\": {\"changes\": " << batch << ", \"per_second\": [";
  for (int repeat = 0; repeat < 3; ++repeat) {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < batch; ++i) {
      changes.push_back({drafts(draw, first++, opened), {}, ""});
    }
    const Clock::time_point start = Clock::now();
    (void)workspace.apply(changes);
    const std::chrono::duration<double> took = Clock::now() - start;
    std::cout << (repeat == 0 ? "" : ", ") << static_cast<double>(batch) / took.count();
  }
  std::cout << "]}";
}

}  // namespace

int main(int argc, char** argv) {
  synth::Options options;
  options.opportunities = argument(argc, argv, 1, 1'000'000);
  const std::size_t count = argument(argc, argv, 2, 2'000);
  const std::size_t batch = argument(argc, argv, 3, 20'000);
  const synth::Organisation organisation = synth::organisation(options);
  Config config;
  config.clock = end_of_day(options.until);
  Workspace workspace(config);
  load(organisation, workspace);
  const Drafts drafts(organisation, workspace, config.clock);
  Draw draw(7);
  std::vector<Change> changes;
  const std::size_t asked = std::min<std::size_t>(count, 50);
  for (std::size_t i = 0; i < count + asked; ++i) {
    changes.push_back({drafts(draw, i, options.until), {}, ""});
  }
  std::cout << "{\"opportunities\": " << options.opportunities;
  (void)workspace.apply({changes.front()});  // makes what later changes share
  measure("apply", count, [&](std::size_t i) { (void)workspace.apply({changes[i]}); });
  measure("what_if", asked, [&](std::size_t i) { (void)workspace.what_if({changes[count + i]}); });
  const Clock::time_point start = Clock::now();
  (void)workspace.advance_clock(Instant{workspace.clock().micros + 1});
  std::cout << ", \"first_advance_seconds\": "
            << std::chrono::duration<double>(Clock::now() - start).count();
  measure("advance_clock_by_a_day", 30, [&](std::size_t) {
    (void)workspace.advance_clock(Instant{workspace.clock().micros + micros_per_day});
  });
  // Last, as it makes the organisation larger.
  measure_batches(workspace, drafts, draw, changes.size(), batch, options.until);
  std::cout << "}\n";
}
