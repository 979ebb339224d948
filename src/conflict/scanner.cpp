#include "conflict/scanner.hpp"

#include <algorithm>
#include <tuple>

namespace opportune {

void sort_by_gravity(std::vector<Reported>& found) {
  std::sort(found.begin(), found.end(), [](const Reported& a, const Reported& b) {
    const auto key = [](const Reported& r) {
      return std::tuple(-static_cast<int>(r.conflict.severity), -r.value_minor,
                        std::string_view(r.id));
    };
    return key(a) < key(b);
  });
}

void Scanner::scan(std::uint32_t root, const KindSet& kinds, std::vector<Reported>& out) {
  view_.look(root);
  detect(view_, policy_, kinds, buffers_, [&](Conflict&& conflict) {
    Reported& reported = out.emplace_back(report(std::move(conflict)));
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
  out.markets = markets_of(view_, conflict);
  out.value_minor = value_of(view_, conflict);
  out.lead = recommend(view_, policy_, conflict);
  out.explanation = explanation_of(view_, conflict, out.lead);
  out.resolutions = resolutions_of(view_, conflict_kinds[conflict.kind], conflict.members);
  out.conflict = std::move(conflict);
  return out;
}

}  // namespace opportune
