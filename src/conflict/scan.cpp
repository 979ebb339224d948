// Full scans: detect() over all groups, in parallel, and the tables that answer.
#include <unordered_map>

#include "opportune/conflict/detect.hpp"
#include "opportune/conflict/recommendation.hpp"
#include "opportune/core/parallel.hpp"
#include "questions.hpp"

namespace opportune {
namespace {

/// A conflict with everything that its rows say.
struct Reported {
  Conflict conflict;
  std::string id;
  std::vector<std::string> markets;
  std::int64_t value_minor = 0;
  std::string explanation;
  Recommendation lead;
  struct Pair {
    Pursuit a, b;
    Instant since;
    std::string evidence;
  };
  std::vector<Pair> pairs;
};

KindSet kinds_of(const ConflictQuery& query) {
  KindSet out;
  if (query.kinds.empty()) {
    return out.set();
  }
  const std::vector<std::string_view> names = kind_names();
  for (const std::string& kind : query.kinds) {
    const auto at = std::find(names.begin(), names.end(), kind);
    if (at == names.end()) {
      std::string known;
      for (const std::string_view name : names) {
        known += (known.empty() ? "" : ", ") + std::string(name);
      }
      throw NotFoundError("there is no kind of conflict '" + shown_value(kind) +
                          "'; the kinds are: " + known);
    }
    out.set(static_cast<std::size_t>(at - names.begin()));
  }
  return out;
}

/// Roots to scan: all, or those of the accounts asked for.
std::vector<std::uint32_t> roots_of(const Book& book, const GroupIndex& groups,
                                    const ConflictQuery& query) {
  std::vector<std::uint32_t> out;
  for (const std::string& id : query.groups) {
    const std::uint32_t account = book.get<Account>().find(id);
    if (account == no_row) {
      throw NotFoundError("there is no account '" + shown_value(id) + "'");
    }
    out.push_back(groups.root(account));
  }
  if (query.groups.empty()) {
    for (std::uint32_t account = 0; account < groups.size(); ++account) {
      if (groups.root(account) == account) {
        out.push_back(account);
      }
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// Claims in force on the day, by the root of their account.
using ClaimsByRoot = std::unordered_map<std::uint32_t, std::vector<std::uint32_t>>;
ClaimsByRoot claims_in_force(const Book& book, const GroupIndex& groups, Date day) {
  ClaimsByRoot out;
  const Store<Claim>& claims = book.get<Claim>();
  for (std::uint32_t row = 0; row < claims.rows(); ++row) {
    const Date until = claims.get<"until">()[row];
    if (claims.get<"from">()[row] <= day && (!until.has_value() || until >= day)) {
      out[groups.root(claims.get<"account">()[row])].push_back(row);
    }
  }
  return out;
}

bool claim_covers(const GroupView& group, std::uint32_t claim, const Pursuit& pursuit) {
  const Book& book = group.book();
  const Store<Claim>& claims = book.get<Claim>();
  std::uint32_t up = pursuit.account;
  while (up != no_row && up != claims.get<"account">()[claim]) {
    up = book.ownership().parent(up, group.as_of().day());
  }
  const SetPool::Range markets = claims.get<"markets">().members(claim);
  bool in_market = markets.empty();
  for (const std::uint32_t market : markets) {
    in_market =
        in_market || (pursuit.market != no_row && book.markets().covers(market, pursuit.market));
  }
  return up != no_row && in_market &&
         products_overlap(book.products(), claims.get<"products">().members(claim),
                          pursuit.product_rows());
}

/// Scans groups one after another; one per thread.
class Scanner {
 public:
  Scanner(const AsOf& as_of, const GroupIndex& groups, const Converter& converter,
          const ClaimsByRoot& claims, const Policy& policy, const ConflictQuery& query,
          const KindSet& kinds)
      : converter_(converter),
        claims_(claims),
        policy_(policy),
        query_(query),
        kinds_(kinds),
        view_(as_of, groups) {}

  void scan(std::uint32_t root, std::vector<Reported>& out) {
    view_.look(root);
    detect(view_, policy_, kinds_, buffers_,
           [&](Conflict&& conflict) { out.push_back(report(std::move(conflict))); });
  }

 private:
  Reported report(Conflict&& conflict);

  const Converter& converter_;
  const ClaimsByRoot& claims_;
  const Policy& policy_;
  const ConflictQuery& query_;
  const KindSet& kinds_;
  GroupView view_;
  DetectBuffers buffers_;
};

Reported Scanner::report(Conflict&& conflict) {
  const AsOf& as_of = view_.as_of();
  const auto amount_of = [&](const Pursuit& pursuit) {
    const std::int64_t amount = as_of.amount(pursuit.row);
    return amount == no_amount
               ? 0
               : converter_(amount, view_.book().currency_of_opportunity(pursuit.row));
  };
  const auto claimants = [&](const Pursuit& pursuit, std::set<std::uint32_t>& people) {
    const auto found = claims_.find(view_.root());
    if (found == claims_.end()) {
      return;
    }
    for (const std::uint32_t claim : found->second) {
      if (claim_covers(view_, claim, pursuit)) {
        people.insert(view_.book().get<Claim>().get<"person">()[claim]);
      }
    }
  };
  Reported out;
  out.id = conflict.id(view_.book());
  out.markets = markets_of(view_, conflict);
  out.value_minor = value_of(conflict, amount_of);
  out.lead = recommend(view_, conflict, claimants, amount_of);
  out.explanation = explanation(view_, conflict);
  if (out.lead.person != no_row) {
    out.explanation += " " + std::string(view_.book().get<Person>().id(out.lead.person)) +
                       " should lead (" + std::string(out.lead.rule) + ").";
  }
  if (!out.lead.tied.empty()) {
    out.explanation += " (" + out.lead.tied + ".)";
  }
  if (query_.with_pairs) {
    each_pair(view_, policy_, conflict, [&](const Pursuit& a, const Pursuit& b, Instant since) {
      out.pairs.push_back({a, b, since, evidence(view_, conflict.kind, a, b)});
      return out.pairs.size() < query_.pair_limit;
    });
  }
  out.conflict = std::move(conflict);
  return out;
}

/// Scans groups of the list, one after another; one per thread.
class ScanWorker {
 public:
  ScanWorker(Scanner scanner, const std::vector<std::uint32_t>& roots)
      : scanner_(std::move(scanner)), roots_(roots) {}
  void operator()(std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      scanner_.scan(roots_[i], found);
    }
  }
  std::vector<Reported> found;

 private:
  Scanner scanner_;
  const std::vector<std::uint32_t>& roots_;
};

std::vector<Reported> scan_all(const std::vector<std::uint32_t>& roots, unsigned threads,
                               const auto& make_scanner) {
  constexpr std::size_t chunk = 4096;
  std::vector<Reported> out;
  parallel_chunks(
      roots.size(), chunk, threads, [&] { return ScanWorker(make_scanner(), roots); },
      [&](ScanWorker& worker) {
        std::move(worker.found.begin(), worker.found.end(), std::back_inserter(out));
      });
  std::sort(out.begin(), out.end(), [](const Reported& a, const Reported& b) {
    const auto key = [](const Reported& r) {
      return std::tuple(-static_cast<int>(r.conflict.severity), -r.value_minor,
                        std::string_view(r.id));
    };
    return key(a) < key(b);
  });
  return out;
}

std::shared_ptr<Table> conflict_table(const Book& book, const std::vector<Reported>& found) {
  auto out = std::make_shared<Table>("conflict");
  out->columns().reserve(13);
  TableColumn& id = out->column("id", ColumnType::text);
  TableColumn& kind = out->column("kind", ColumnType::text);
  TableColumn& severity = out->column("severity", ColumnType::text);
  TableColumn& group = out->column("group", ColumnType::text);
  TableColumn& markets = out->column("markets", ColumnType::text_list);
  TableColumn& pairs = out->column("pairs", ColumnType::integer);
  TableColumn& since = out->column("since", ColumnType::instant);
  TableColumn& value = out->column("value_minor", ColumnType::integer);
  TableColumn& currency = out->column("currency", ColumnType::text);
  TableColumn& explanation = out->column("explanation", ColumnType::text);
  TableColumn& owner = out->column("recommended_owner", ColumnType::text);
  TableColumn& rule = out->column("recommended_rule", ColumnType::text);
  TableColumn& resolution = out->column("resolution", ColumnType::text);
  for (const Reported& r : found) {
    id.add_text(r.id);
    kind.add_text(kind_names()[r.conflict.kind]);
    severity.add_text(to_string(r.conflict.severity));
    group.add_text(book.get<Account>().id(r.conflict.group));
    markets.add_list(r.markets);
    pairs.add_integer(static_cast<std::int64_t>(r.conflict.pairs));
    since.add(r.conflict.since);
    value.add_integer(r.value_minor);
    currency.add_text(book.fx().reporting().code());
    explanation.add_text(r.explanation);
    owner.add_text_or_null(r.lead.person == no_row ? std::string_view{}
                                                   : book.get<Person>().id(r.lead.person));
    rule.add_text_or_null(r.lead.rule);
    resolution.add_null();
  }
  return out;
}

std::shared_ptr<Table> member_table(const Book& book, const std::vector<Reported>& found) {
  auto out = std::make_shared<Table>("conflict_member");
  out->columns().reserve(6);
  TableColumn& conflict = out->column("conflict", ColumnType::text);
  TableColumn& type = out->column("type", ColumnType::text);
  TableColumn& id = out->column("id", ColumnType::text);
  TableColumn& market = out->column("market", ColumnType::text);
  TableColumn& owner = out->column("owner", ColumnType::text);
  TableColumn& since = out->column("since", ColumnType::instant);
  for (const Reported& r : found) {
    for (const Conflict::Member& member : r.conflict.members) {
      const Pursuit& pursuit = member.pursuit;
      conflict.add_text(r.id);
      type.add_text(to_string(pursuit.type));
      id.add_text(pursuit.id);
      market.add_text_or_null(pursuit.market == no_row ? std::string_view{}
                                                       : book.get<Market>().id(pursuit.market));
      owner.add_text_or_null(pursuit.owner == no_row ? std::string_view{}
                                                     : book.get<Person>().id(pursuit.owner));
      since.add(member.since);
    }
  }
  return out;
}

std::shared_ptr<Table> pair_table(const std::vector<Reported>& found) {
  auto out = std::make_shared<Table>("conflict_pair");
  out->columns().reserve(7);
  TableColumn& conflict = out->column("conflict", ColumnType::text);
  TableColumn& a_type = out->column("a_type", ColumnType::text);
  TableColumn& a_id = out->column("a_id", ColumnType::text);
  TableColumn& b_type = out->column("b_type", ColumnType::text);
  TableColumn& b_id = out->column("b_id", ColumnType::text);
  TableColumn& since = out->column("since", ColumnType::instant);
  TableColumn& facts = out->column("evidence", ColumnType::text);
  for (const Reported& r : found) {
    for (const Reported::Pair& pair : r.pairs) {
      conflict.add_text(r.id);
      a_type.add_text(to_string(pair.a.type));
      a_id.add_text(pair.a.id);
      b_type.add_text(to_string(pair.b.type));
      b_id.add_text(pair.b.id);
      since.add(pair.since);
      facts.add_text(pair.evidence);
    }
  }
  return out;
}

}  // namespace

ConflictTables find_conflicts(const Book& book, const Policy& policy, const ConflictQuery& query) {
  const AsOf as_of(book, query.as_of);
  const Date day = as_of.day();
  const std::shared_ptr<const GroupIndex> groups = book.ownership().groups(day);
  const Converter converter(book.fx(), day);
  const ClaimsByRoot claims = claims_in_force(book, *groups, day);
  const KindSet kinds = kinds_of(query);
  const std::vector<Reported> found = scan_all(roots_of(book, *groups, query), query.threads, [&] {
    return Scanner(as_of, *groups, converter, claims, policy, query, kinds);
  });
  ConflictTables out{conflict_table(book, found), member_table(book, found), nullptr};
  if (query.with_pairs) {
    out.pairs = pair_table(found);
  }
  return out;
}

}  // namespace opportune
