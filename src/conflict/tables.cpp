// The tables that a scan answers with.
#include "conflict/reported.hpp"

namespace opportune {

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

}  // namespace opportune
