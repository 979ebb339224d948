#include "conflict/scanner.hpp"

#include <algorithm>
#include <tuple>

namespace opportune {

KindSet kinds_named(const std::vector<std::string>& names) {
  KindSet out;
  if (names.empty()) {
    return out.set();
  }
  for (const std::string& name : names) {
    const std::size_t number = kind_number(name);
    if (number == kind_count) {
      throw NotFoundError("there is no kind of conflict '" + shown_value(name) +
                          "'; the kinds are: " + listed_names(conflict_kinds));
    }
    out.set(number);
  }
  return out;
}

std::uint32_t account_named(const Book& book, const std::string& id) {
  const std::uint32_t account = book.get<Account>().find(id);
  if (account == no_row) {
    throw NotFoundError("there is no account '" + shown_value(id) + "'");
  }
  return account;
}

void sort_by_gravity(std::vector<Reported>& found) {
  std::sort(found.begin(), found.end(), [](const Reported& a, const Reported& b) {
    const auto key = [](const Reported& r) {
      return std::tuple(-static_cast<int>(r.conflict.severity), -r.value_minor,
                        std::string_view(r.id));
    };
    return key(a) < key(b);
  });
}

void Scanner::scan(std::uint32_t root, std::vector<Reported>& out) {
  view_.look(root);
  detect(view_, policy_, kinds_, buffers_, [&](Conflict&& conflict) {
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
  out.explanation = {sentence(view_, conflict)};
  out.explanation.insert(out.explanation.end(), out.lead.told.begin(), out.lead.told.end());
  out.resolutions = resolutions_of(view_, conflict_kinds[conflict.kind], conflict.members);
  out.conflict = std::move(conflict);
  return out;
}

}  // namespace opportune
