// A group's conflict graph as tables.
#include "conflict/graph_parts.hpp"

namespace opportune {

std::shared_ptr<Table> node_table(const GroupView& group, const GraphParts& parts) {
  const Book& book = group.book();
  auto out = std::make_shared<Table>("graph_node");
  out->columns().reserve(12);
  TableColumn& type = out->column("type", ColumnType::text);
  TableColumn& id = out->column("id", ColumnType::text);
  TableColumn& label = out->column("label", ColumnType::text);
  TableColumn& account = out->column("account", ColumnType::text);
  TableColumn& country = out->column("country", ColumnType::text);
  TableColumn& market = out->column("market", ColumnType::text);
  TableColumn& owner = out->column("owner", ColumnType::text);
  TableColumn& amount = out->column("amount_minor", ColumnType::integer);
  TableColumn& currency = out->column("currency", ColumnType::text);
  TableColumn& milestone = out->column("milestone", ColumnType::text);
  TableColumn& conflicts = out->column("conflicts", ColumnType::text_list);
  TableColumn& standing = out->column("standing", ColumnType::text);
  for (const GraphNode& node : parts.nodes) {
    const Member& record = node.record;
    const std::string_view name = name_of(book, record);
    type.add_text(to_string(record.type));
    id.add_text(record.id);
    label.add_text(name.empty() ? record.id : name);
    account.add_text_or_null(facts::id<Account>(group, node.account));
    country.add_text_or_null(country_of(book, node));
    market.add_text_or_null(facts::id<Market>(group, record.market));
    owner.add_text_or_null(facts::id<Person>(group, record.owner));
    node.amount_minor ? amount.add_integer(*node.amount_minor) : amount.add_null();
    currency.add_text(group.reporting().code());
    milestone.add_text_or_null(milestone_name(group, record));
    std::vector<std::string> ids;
    for (const std::uint32_t conflict : node.conflicts) {
      ids.push_back(parts.conflicts[conflict].id);
    }
    conflicts.add_list(ids);
    standing.add_text_or_null(standing_of(group, node));
  }
  return out;
}

std::shared_ptr<Table> edge_table(const GraphParts& parts, const Catalogue& catalogue) {
  auto out = std::make_shared<Table>("graph_edge");
  out->columns().reserve(9);
  TableColumn& from_type = out->column("from_type", ColumnType::text);
  TableColumn& from_id = out->column("from_id", ColumnType::text);
  TableColumn& to_type = out->column("to_type", ColumnType::text);
  TableColumn& to_id = out->column("to_id", ColumnType::text);
  TableColumn& relation = out->column("relation", ColumnType::text);
  TableColumn& conflict = out->column("conflict", ColumnType::text);
  TableColumn& severity = out->column("severity", ColumnType::text);
  TableColumn& since = out->column("since", ColumnType::instant);
  TableColumn& told = out->column("evidence", ColumnType::text);
  for (const GraphEdge& edge : parts.edges) {
    const Member& from = parts.nodes[edge.from].record;
    const Member& to = parts.nodes[edge.to].record;
    from_type.add_text(to_string(from.type));
    from_id.add_text(from.id);
    to_type.add_text(to_string(to.type));
    to_id.add_text(to.id);
    since.add(edge.since);
    if (edge.relation != GraphRelation::conflict) {
      relation.add_text(graph_relations[static_cast<std::size_t>(edge.relation)]);
      conflict.add_null();
      severity.add_null();
      told.add_null();
      continue;
    }
    const Reported& reported = parts.conflicts[edge.conflict];
    relation.add_text(conflict_kinds[reported.conflict.kind]);
    conflict.add_text(reported.id);
    severity.add_text(to_string(reported.conflict.severity));
    told.add_text(render(edge.evidence, catalogue));
  }
  return out;
}

}  // namespace opportune
