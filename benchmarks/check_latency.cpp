// How long does check() take? Many thousands of drafts against a generated organisation, each call
// measured by itself; quantiles as one JSON object on standard output.
//
//   check_latency [opportunities = 1000000] [drafts = 50000]
//
// Two draws: "any_group", a group drawn at random, then one of its accounts (what the median
// customer meets), and "any_opportunity", the account of an opportunity drawn at random (large
// groups come as often as they are sold to). Market and owner are the account's in half of the
// drafts; in the others a colleague of another market makes it, which is what conflicts come from.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "latency.hpp"

namespace {

using namespace opportune;
using namespace opportune::benchmark;

/// A draw ends after so long, with the drafts that were checked by then: they come in random order.
constexpr std::chrono::seconds longest_draw{15};

class Drafts {
 public:
  Drafts(const synth::Organisation& organisation, const Workspace& workspace, Instant at)
      : accounts_(organisation.table("account")),
        products_(organisation.table("product")),
        people_(organisation.table("person")),
        opportunities_(organisation.table("opportunity")),
        drawn_(accounts_, workspace, at) {}

  Opportunity at_any_group(Draw& draw) const { return at_account(drawn_.of_any_group(draw), draw); }
  Opportunity at_any_opportunity(Draw& draw) const {
    const std::size_t row = below(draw, opportunities_.rows());
    return at_account(drawn_.row(text(opportunities_, "account", row)), draw);
  }

 private:
  Opportunity at_account(std::size_t account, Draw& draw) const {
    Opportunity draft;
    draft.account = text(accounts_, "id", account);
    draft.products = {text(products_, "id", below(draw, products_.rows()))};
    draft.amount_minor = static_cast<std::int64_t>(below(draw, 10'000'000));
    if (below(draw, 2) == 0) {
      draft.market = text(accounts_, "market", account);
      draft.owner = text(accounts_, "owner", account);
    } else {
      const std::size_t colleague = below(draw, people_.rows());
      draft.market = text(people_, "market", colleague);
      draft.owner = text(people_, "id", colleague);
    }
    return draft;
  }

  const Table& accounts_;
  const Table& products_;
  const Table& people_;
  const Table& opportunities_;
  Accounts drawn_;
};

template <class Make>
void measure(const char* name, const Workspace& workspace, Instant at, std::size_t count,
             Make&& make) {
  Draw draw(7);
  std::vector<Opportunity> drafts;
  drafts.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    drafts.push_back(make(draw));
  }
  (void)workspace.check(drafts.front(), at);  // makes what later checks of that day share
  std::size_t conflicts = 0;
  const Latencies took(count, longest_draw, [&](std::size_t i) {
    conflicts += workspace.check(drafts[i], at).conflicts.empty() ? 0 : 1;
  });
  std::cout << "\"" << name << "\": {\"drafts\": " << took.calls()
            << ", \"with_conflict\": " << conflicts << ", \"median_us\": " << took.quantile(0.5)
            << ", \"p90_us\": " << took.quantile(0.9) << ", \"p99_us\": " << took.quantile(0.99)
            << ", \"max_us\": " << took.longest() << "}";
}

}  // namespace

int main(int argc, char** argv) {
  synth::Options options;
  options.opportunities = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const std::size_t count =
      std::max<std::size_t>(1, argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 50'000);
  const synth::Organisation organisation = synth::organisation(options);
  Workspace workspace;
  load(organisation, workspace);
  const Instant at = end_of_day(options.until);
  const Drafts drafts(organisation, workspace, at);
  std::cout << "{\"opportunities\": " << options.opportunities << ", ";
  measure("any_group", workspace, at, count, [&](Draw& draw) { return drafts.at_any_group(draw); });
  std::cout << ", ";
  measure("any_opportunity", workspace, at, count,
          [&](Draw& draw) { return drafts.at_any_opportunity(draw); });
  std::cout << "}\n";
}
