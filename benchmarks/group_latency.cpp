// How long do a check, a change with its effects and a what_if take in one large group? Nearly all
// opportunities of the generated organisation are in one; new opportunities at accounts of that
// group drawn at random, which name no product and so overlap with all that is open in it (the
// worst case), each call measured by itself; quantiles as one JSON object on standard output.
//
//   group_latency [opportunities = 500000] [checks = 200] [changes = 100]
//
// 500,000 opportunities have 100,000 accounts.
#include <algorithm>
#include <iostream>
#include <iterator>
#include <vector>

#include "latency.hpp"

using namespace opportune;
using namespace opportune::benchmark;

int main(int argc, char** argv) {
  synth::Options options;
  options.opportunities = argument(argc, argv, 1, 500'000);
  options.largest_group = options.opportunities;
  const std::size_t checks = argument(argc, argv, 2, 200);
  const std::size_t changes = argument(argc, argv, 3, 100);
  const synth::Organisation organisation = synth::organisation(options);
  Config config;
  config.clock = end_of_day(options.until);
  Workspace workspace(config);
  load(organisation, workspace);
  const Table& accounts = organisation.table("account");
  const Accounts by_group(accounts, workspace, config.clock);
  const std::vector<std::size_t>& group = by_group.largest_group();
  Draw draw(7);
  std::size_t made = 0;
  const auto draft = [&] {
    const std::size_t account = group[below(draw, group.size())];
    return new_opportunity(accounts, account, made++, options.until, draw);
  };
  std::vector<Opportunity> drafts;
  std::generate_n(std::back_inserter(drafts), checks, draft);
  std::vector<Change> applied, supposed;
  const auto change = [&] { return Change{draft(), {}, ""}; };
  std::generate_n(std::back_inserter(applied), changes, change);
  std::generate_n(std::back_inserter(supposed), changes, change);
  std::cout << "{\"opportunities\": " << options.opportunities
            << ", \"accounts\": " << group.size();
  (void)workspace.check(draft());  // makes what later checks share, as below a change and a what_if
  measure("check", checks, [&](std::size_t i) { (void)workspace.check(drafts[i]); });
  (void)workspace.apply({change()});
  measure("apply", changes, [&](std::size_t i) { (void)workspace.apply({applied[i]}); });
  (void)workspace.what_if({change()});
  measure("what_if", changes, [&](std::size_t i) { (void)workspace.what_if({supposed[i]}); });
  std::cout << "}\n";
}
