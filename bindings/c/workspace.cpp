#include "opportune/workspace.hpp"

#include "arguments.hpp"
#include "handles.hpp"

using namespace opportune::c;

namespace {

opportune::Config config_in(const opp_config* given) {
  opportune::Config config;
  if (given == nullptr) {
    return config;
  }
  constexpr std::size_t least = offsetof(opp_config, policy) + sizeof(opp_str);
  const opp_config fields = struct_in(*given, least, "config");
  const std::string_view currency = text_in(fields.reporting_currency, "reporting_currency");
  if (!currency.empty()) {
    config.reporting_currency = currency;
  }
  config.policy = text_in(fields.policy, "policy");
  config.clock = instant_in(fields.clock, "clock");
  config.journal = text_in(fields.journal, "journal");
  config.checkpoint = text_in(fields.checkpoint, "checkpoint");
  return config;
}

}  // namespace

extern "C" {

opp_status opp_workspace_open(const opp_config* config, opp_workspace** workspace,
                              opp_error** error) noexcept {
  return guarded(error, [&] {
    opp_workspace*& out = required(workspace, "workspace");
    out = NewHandle<opp_workspace>(config_in(config)).publish();
  });
}

opp_status opp_workspace_close(opp_workspace* workspace) noexcept { return drop(workspace); }

}  // extern "C"
