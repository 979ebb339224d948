// The tables that a scan answers with.
#include "conflict/reported.hpp"
#include "opportune/core/parallel.hpp"

namespace opportune {

namespace {

/// An explanation in words, and as JSON.
struct Said {
  std::string text, message;
};
std::vector<Said> said_of(const std::vector<Reported>& found, const Catalogue& catalogue,
                          unsigned threads) {
  std::vector<Said> out(found.size());
  const auto worker = [&] {
    return [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        out[i] = {text_of(found[i].explanation, catalogue), json_of(found[i].explanation)};
      }
    };
  };
  constexpr std::size_t chunk = 64;
  parallel_chunks(found.size(), chunk, threads, worker, [](const auto&) {});
  return out;
}

}  // namespace

std::shared_ptr<Table> conflict_table(const Book& book, const std::vector<Reported>& found,
                                      const Catalogue& catalogue, unsigned threads) {
  const std::vector<Said> said = said_of(found, catalogue, threads);
  auto out = std::make_shared<Table>("conflict");
  out->columns().reserve(14);
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
  TableColumn& message = out->column("message", ColumnType::text);
  for (const Reported& r : found) {
    id.add_text(r.id);
    kind.add_text(conflict_kinds[r.conflict.kind]);
    severity.add_text(to_string(r.conflict.severity));
    group.add_text(book.get<Account>().id(r.conflict.group));
    markets.add_list(r.markets);
    pairs.add_integer(static_cast<std::int64_t>(r.conflict.pairs));
    since.add(r.conflict.since);
    value.add_integer(r.value_minor);
    currency.add_text(book.fx().reporting().code());
    const Said& words = said[static_cast<std::size_t>(&r - found.data())];
    explanation.add_text(words.text);
    owner.add_text_or_null(r.lead.person == no_row ? std::string_view{}
                                                   : book.get<Person>().id(r.lead.person));
    rule.add_text_or_null(r.lead.rule);
    resolution.add_text_or_null(listed_names(r.resolutions, ";"));
    message.add_text(words.message);
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
    for (const ConflictMember& member : r.conflict.members) {
      const Member& record = member.record;
      conflict.add_text(r.id);
      type.add_text(to_string(record.type));
      id.add_text(record.id);
      market.add_text_or_null(record.market == no_row ? std::string_view{}
                                                      : book.get<Market>().id(record.market));
      owner.add_text_or_null(record.owner == no_row ? std::string_view{}
                                                    : book.get<Person>().id(record.owner));
      since.add(member.since);
    }
  }
  return out;
}

std::shared_ptr<Table> pair_table(const std::vector<Reported>& found, const Catalogue& catalogue) {
  auto out = std::make_shared<Table>("conflict_pair");
  out->columns().reserve(8);
  TableColumn& conflict = out->column("conflict", ColumnType::text);
  TableColumn& a_type = out->column("a_type", ColumnType::text);
  TableColumn& a_id = out->column("a_id", ColumnType::text);
  TableColumn& b_type = out->column("b_type", ColumnType::text);
  TableColumn& b_id = out->column("b_id", ColumnType::text);
  TableColumn& since = out->column("since", ColumnType::instant);
  TableColumn& facts = out->column("evidence", ColumnType::text);
  TableColumn& message = out->column("message", ColumnType::text);
  for (const Reported& r : found) {
    for (const Reported::Pair& pair : r.pairs) {
      conflict.add_text(r.id);
      a_type.add_text(to_string(pair.a.type));
      a_id.add_text(pair.a.id);
      b_type.add_text(to_string(pair.b.type));
      b_id.add_text(pair.b.id);
      since.add(pair.since);
      facts.add_text(render(pair.evidence, catalogue));
      message.add_text(json_of(pair.evidence));
    }
  }
  return out;
}

}  // namespace opportune
