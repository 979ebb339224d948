#include "conflict/scanner.hpp"

#include <algorithm>
#include <iterator>

namespace opportune {

void sort_by_gravity(std::vector<Reported>& found) {
  std::sort(found.begin(), found.end(), [](const Reported& a, const Reported& b) {
    const auto key = [](const Reported& r) {
      return gravity(r.conflict.severity, r.value_minor, r.id);
    };
    return key(a) < key(b);
  });
}

void Scanner::look(std::uint32_t root) {
  if (root != looked_at_) {
    view_.look(root);
    looked_at_ = root;
  }
}

void Scanner::scan(std::uint32_t root, const KindSet& kinds, std::vector<Reported>& out) {
  look(root);
  detect(view_, policy_, kinds, buffers_, [&](Conflict&& conflict) {
    Reported& reported = out.emplace_back(report(std::move(conflict)));
    if (explains_) {
      explain(reported);
    }
    if (query_.with_pairs && query_.pair_limit > 0) {
      const auto pair = [&](const Member& a, const Member& b, Instant since) {
        reported.pairs.push_back(
            {a, b, since, evidence(view_, policy_, reported.conflict.kind, a, b)});
        return reported.pairs.size() < query_.pair_limit;
      };
      each_pair(view_, policy_, reported.conflict, pair);
    }
  });
}

Reported Scanner::report(Conflict&& conflict) {
  Reported out;
  out.id = conflict.id(view_.book());
  out.value_minor = value_of(view_, conflict);
  out.resolutions = resolutions_of(view_, conflict_kinds[conflict.kind], conflict.members);
  out.conflict = std::move(conflict);
  return out;
}

void Scanner::explain(Reported& reported) {
  const Conflict& conflict = reported.conflict;
  MessageList merger = merger_of(conflict);
  look(conflict.group);
  reported.markets = markets_of(view_, conflict);
  reported.lead = recommend(view_, policy_, conflict);
  reported.explanation = explanation_of(view_, conflict, reported.lead);
  reported.explanation.insert(reported.explanation.begin() + 1,
                              std::make_move_iterator(merger.begin()),
                              std::make_move_iterator(merger.end()));
}

}  // namespace opportune
