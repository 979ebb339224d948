// check() through the C library: as check_latency.cpp, which says how it is asked.
//
//   check_latency_c OPPORTUNITIES FOLDER SECONDS
//
// What is timed is a call of opp_workspace_check with the draft as JSON, how many conflicts there
// are, and to free the decision. The C++ library only makes the organisation.
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "drafts.hpp"
#include "opportune/c/opportune.h"
#include "opportune/io/arrow.hpp"
#include "opportune/synth/organisation.hpp"

namespace {

using namespace opportune::benchmark;
namespace synth = opportune::synth;

void must(opp_status status, const opp_error* error) {
  if (status != OPP_OK) {
    throw std::runtime_error(opp_error_message(error).data);
  }
}

opp_workspace* loaded(const synth::Organisation& organisation) {
  const opp_config config = OPP_CONFIG_INIT;
  opp_workspace* workspace = nullptr;
  opp_error* error = nullptr;
  must(opp_workspace_open(&config, &workspace, &error), error);
  std::vector<ArrowArrayStream> streams(organisation.tables.size());
  std::vector<opp_named_stream> tables;
  for (std::size_t i = 0; i < streams.size(); ++i) {
    opportune::write_arrow(organisation.tables[i], &streams[i]);
    tables.push_back({opp_str_of(organisation.tables[i]->name().c_str()), &streams[i]});
  }
  must(opp_workspace_load(workspace, tables.data(), tables.size(), nullptr, nullptr, &error),
       error);
  return workspace;
}

std::string as_json(const Draft& draft) {
  nlohmann::json record = {{"account", draft[0]}, {"market", draft[1]}};
  if (!draft[2].empty()) {
    record["owner"] = draft[2];
  }
  if (!draft[3].empty()) {
    record["agreement"] = draft[3];
  }
  if (!draft[4].empty()) {
    record["products"] = {draft[4]};
  }
  return nlohmann::json{{"table", "opportunity"}, {"record", record}}.dump();
}

/// Has it conflicts?
bool ask(const opp_workspace* workspace, const std::string& draft, const std::string& day) {
  opp_error* error = nullptr;
  opp_decision* decision = nullptr;
  opp_decision_info info = OPP_DECISION_INFO_INIT;
  opp_check check = OPP_CHECK_INIT;
  check.draft = {draft.data(), draft.size()};
  check.as_of = {day.data(), day.size()};
  must(opp_workspace_check(workspace, &check, &decision, &error), error);
  must(opp_decision_get(decision, &info, &error), error);
  opp_decision_free(decision);
  return info.conflict_count > 0;
}

void run(char** argv) {
  synth::Options options;
  options.opportunities = std::strtoull(argv[1], nullptr, 10);
  const std::string folder = argv[2];
  const std::string day = to_string(options.until);
  const opp_workspace* workspace = loaded(synth::organisation(options));
  serve([&] {
    const char* before = "{";
    for (const std::string draw : draws) {
      std::vector<std::string> drafts;
      for (const Draft& draft : read_drafts(folder + "/drafts-" + draw + ".csv")) {
        drafts.push_back(as_json(draft));
      }
      (void)ask(workspace, drafts.front(), day);  // makes what later checks of that day share
      std::cout << before;
      before = ", ";
      tell(draw, drafts.size(), std::atoi(argv[3]),
           [&](std::size_t i) { return ask(workspace, drafts[i], day); });
    }
    std::cout << "}";
  });
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, 3, 0, "check_latency_c OPPORTUNITIES FOLDER SECONDS",
                     [&] { run(argv); });
}
