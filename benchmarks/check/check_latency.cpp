// How long does check() take? Run.py starts it, and asks it by a line, for each of which it goes
// through all drafts of the folder (drafts.py), each call measured by itself:
//
//   check_latency OPPORTUNITIES FOLDER SECONDS [POLICY]
//
// The organisation is the generated one of so many opportunities, seed 1.
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "../latency.hpp"
#include "drafts.hpp"

namespace {

using namespace opportune;
using namespace opportune::benchmark;

Opportunity opportunity(const Draft& draft) {
  Opportunity out;
  out.account = draft[0];
  out.market = draft[1];
  out.owner = draft[2];
  out.agreement = draft[3];
  if (!draft[4].empty()) {
    out.products = {draft[4]};
  }
  return out;
}

std::vector<Opportunity> read(const std::string& folder, const std::string& draw) {
  std::vector<Opportunity> out;
  for (const Draft& draft : read_drafts(folder + "/drafts-" + draw + ".csv")) {
    out.push_back(opportunity(draft));
  }
  return out;
}

void run(int argc, char** argv) {
  synth::Options options;
  options.opportunities = std::strtoull(argv[1], nullptr, 10);
  const std::string folder = argv[2];
  const int seconds = std::atoi(argv[3]);
  Config config;
  config.policy = argc > 4 ? argv[4] : "";
  Workspace workspace(config);
  load(synth::organisation(options), workspace);
  const Instant at = end_of_day(options.until);
  serve([&] {
    const char* before = "{";
    for (const char* draw : draws) {
      const std::vector<Opportunity> drafts = read(folder, draw);
      (void)workspace.check(drafts.front(), at);  // makes what later checks of that day share
      std::cout << before;
      before = ", ";
      tell(draw, drafts.size(), seconds,
           [&](std::size_t i) { return !workspace.check(drafts[i], at).conflicts.empty(); });
    }
    std::cout << "}";
  });
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, 3, 1, "check_latency OPPORTUNITIES FOLDER SECONDS [POLICY]",
                     [&] { run(argc, argv); });
}
