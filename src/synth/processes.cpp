// The sales processes: one global, four local.
#include "synth/sheet.hpp"
#include "synth/world.hpp"

namespace opportune::synth {

namespace {

std::string definition(const Process& process) {
  std::string out = R"({"scope":")" + std::string(process.global ? "global" : "local") + '"';
  if (!process.market.empty()) {
    out += R"(,"markets":[")" + process.market + "\"]";
  }
  out += R"(,"stages":[)";
  for (const Stage& stage : process.stages) {
    out += out.back() == '[' ? "" : ",";
    out += R"({"id":")" + stage.id + R"(","name":")" + stage.name + R"(","milestone":")" +
           std::string(milestone_names[stage.milestone]) + '"';
    const std::string hundredths = std::to_string(100 + stage.probability);
    out += R"(,"probability":)" + std::string(stage.probability == 100 ? "1" : "0") + "." +
           hundredths.substr(hundredths.size() - 2);
    if (stage.max_days > 0) {
      out += R"(,"max_days":)" + std::to_string(stage.max_days);
    }
    out += stage.suppresses ? R"(,"suppress":["*"]})" : "}";
  }
  return out + "]}";
}

/// Adds the closing stages, whose ids all processes share the form of.
void close(Process& process) {
  process.open_stages = index_of(process.stages.size());
  const std::string prefix = process.id + ".";
  process.stages.push_back({prefix + "won", "Won", won, 100, 0, false});
  process.stages.push_back({prefix + "lost", "Lost", lost, 0, 0, false});
  process.stages.push_back({prefix + "dropped", "Dropped", abandoned, 0, 0, false});
}

}  // namespace

void make_processes(World& world, Sheets& sheets) {
  world.processes = {
      {"global",
       "Global accounts",
       true,
       "",
       {{"global.qualify", "Qualify", qualified, 10, 40, false},
        {"global.explore", "Explore", discovery, 25, 60, false},
        {"global.design", "Design", discovery, 35, 60, false},
        {"global.offer", "Offer", proposal, 50, 60, false},
        {"global.negotiate", "Negotiate", negotiation, 75, 60, true},
        {"global.sign", "Sign", negotiation, 90, 30, true}}},
      {"emea",
       "EMEA direct sales",
       false,
       "EMEA",
       {{"emea.qualify", "Qualified", qualified, 10, 40, false},
        {"emea.needs", "Needs known", discovery, 25, 60, false},
        {"emea.offer", "Offer sent", proposal, 45, 60, false},
        {"emea.negotiate", "In negotiation", negotiation, 70, 60, true},
        {"emea.verbal", "Verbal agreement", negotiation, 90, 30, true}}},
      {"nordic",
       "Nordic sales",
       false,
       "NORDICS",
       {{"nordic.lead", "Accepted", qualified, 15, 50, false},
        {"nordic.dialogue", "Dialogue", discovery, 30, 70, false},
        {"nordic.tender", "Tender", proposal, 50, 80, false},
        {"nordic.contract", "Contract", negotiation, 80, 60, true}}},
      {"americas",
       "Americas sales",
       false,
       "AMERICAS",
       {{"americas.prospect", "Prospect", qualified, 5, 30, false},
        {"americas.meeting", "Discovery meeting", discovery, 15, 40, false},
        {"americas.demo", "Demonstrated", discovery, 30, 40, false},
        {"americas.quote", "Quoted", proposal, 50, 50, false},
        {"americas.redline", "Redlines", negotiation, 75, 50, true},
        {"americas.commit", "Committed", negotiation, 92, 25, true}}},
      {"apac",
       "APAC partner sales",
       false,
       "APAC",
       {{"apac.register", "Registered", qualified, 10, 50, false},
        {"apac.visit", "Site visit", discovery, 30, 70, false},
        {"apac.proposal", "Proposal", proposal, 50, 70, false},
        {"apac.terms", "Terms", negotiation, 80, 60, true}}},
  };
  for (Index i = 0; i < world.processes.size(); ++i) {
    Process& process = world.processes[i];
    close(process);
    sheets.process.row().text(process.id).text(process.name).text(definition(process));
    for (const Index country : world.countries) {
      for (Index at = country; at != none && !process.global; at = world.markets[at].parent) {
        // The Nordic process comes after the EMEA one, so the closer of the two stays.
        if (world.markets[at].id == process.market) {
          world.markets[country].local_process = i;
        }
      }
    }
  }
}

}  // namespace opportune::synth
