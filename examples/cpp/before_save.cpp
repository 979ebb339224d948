// The hook that a CRM runs before it saves an opportunity: may this be saved, and if not, whom
// should the seller call?
//
//   before_save [directory with one CSV file per table]
//
// A CRM opens its workspace once, at start, and keeps it in step by applying what it saves. The
// hook itself is before_save() below.
#include <iostream>
#include <opportune/core/error.hpp>
#include <opportune/io/csv.hpp>
#include <opportune/workspace.hpp>

using opportune::Decision;
using opportune::Opportunity;
using opportune::Verdict;
using opportune::Workspace;

namespace {

/// Whether the draft was saved. `confirmed`: the seller has seen the warnings and wants to go on.
bool before_save(Workspace& workspace, const Opportunity& draft, bool confirmed) {
  const Decision decision = workspace.check(draft);
  std::cout << "verdict: " << to_string(decision.verdict) << '\n';
  for (const opportune::PredictedConflict& conflict : decision.conflicts) {
    std::cout << "  " << conflict.kind << " (" << to_string(conflict.severity)
              << "): " << conflict.explanation << '\n';
    for (const auto& related : conflict.related) {
      std::cout << "    talk to " << related.owner << " about " << related.type << ' ' << related.id
                << " in " << related.market << ": " << related.evidence << '\n';
    }
  }
  for (const opportune::AgreementTerms& terms : decision.agreements) {
    std::cout << "  agreement " << terms.agreement << " covers it\n";
  }
  for (const opportune::Participant& one : decision.people) {
    std::cout << "  " << one.role << ": " << (one.person.empty() ? "nobody yet" : one.person)
              << " (" << one.why << ")\n";
  }
  if (decision.verdict == Verdict::block || (decision.verdict == Verdict::warn && !confirmed)) {
    std::cout << "  not saved\n";
    return false;
  }
  workspace.apply({{.record = draft, .at = {}, .by = draft.owner}});
  std::cout << "  saved\n";
  return true;
}

Opportunity draft(const char* id, const char* account, const char* owner, const char* product,
                  std::int64_t amount_minor) {
  Opportunity out;
  out.id = id;
  out.account = account;
  out.owner = owner;
  out.stage = "qualified";
  out.products = {product};
  out.amount_minor = amount_minor;
  out.currency = "EUR";
  out.opened = opportune::make_date(2025, 6, 1);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    Workspace workspace;
    workspace.load(opportune::read_csv_directory(argc > 1 ? argv[1] : "examples/c/crm"));

    std::cout << "Bo in Copenhagen sells seats while Ann negotiates in Sweden; he has spoken to "
                 "her:\n";
    const bool first =
        before_save(workspace, draft("O-2001", "acme-dk", "bo", "crm-seats", 40'000'00), true);
    std::cout << "Carla enters the Swedish deal a second time:\n";
    const bool second =
        before_save(workspace, draft("O-2002", "acme-se", "carla", "software", 10'000'00), false);
    return first && !second ? 0 : 1;
  } catch (const opportune::Error& error) {
    std::cerr << error.code() << ": " << error.what() << '\n';
    return 1;
  }
}
