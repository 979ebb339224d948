// The parts of a group's conflict graph, before they are put into tables and drawn.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conflict/reported.hpp"
#include "opportune/conflict/graph.hpp"

namespace opportune {

struct GraphNode {
  Member record;
  std::uint32_t account =
      no_row;  ///< that it belongs to; an account's: itself. Processes have none
  std::optional<std::int64_t> amount_minor;  ///< of opportunities, in the reporting currency
  std::vector<std::uint32_t> conflicts;      ///< in GraphParts::conflicts, ascending
};

/// Tells a record from every other, of whatever type.
[[nodiscard]] constexpr std::uint64_t node_key(MemberType type, std::uint32_t row) noexcept {
  return std::uint64_t{static_cast<std::uint8_t>(type)} << 32U | row;
}

/// What relates two nodes beside conflicts.
enum class GraphRelation : std::uint8_t { belongs_to, owned_by, names, covers, conflict };
inline constexpr std::array<std::string_view, 4> graph_relations{"belongs_to", "owned_by", "names",
                                                                 "covers"};

struct GraphEdge {
  GraphRelation relation = GraphRelation::conflict;
  std::uint32_t from = 0, to = 0;   ///< in GraphParts::nodes
  std::uint32_t conflict = no_row;  ///< in GraphParts::conflicts
  Instant since;
  Message evidence;  ///< of conflicts
};

struct GraphParts {
  std::vector<Reported> conflicts;  ///< all of the group, the gravest first
  std::vector<GraphNode> nodes;     ///< by type and id
  std::vector<GraphEdge> edges;     ///< by relation; those of conflicts in their order
  std::array<std::uint64_t, member_types.size()> left_out{};  ///< by type
};

/// Fills in the nodes: up to `limit` of what is in the group and in its conflicts.
void choose_nodes(const GroupView& group, std::size_t limit, GraphParts& parts);
/// Fills in the edges among the nodes, up to `pair_limit` of each conflict.
void relate_nodes(const GroupView& group, const Policy& policy, std::size_t pair_limit,
                  GraphParts& parts);

// --- what is said of a node
/// The record's name; may be empty.
[[nodiscard]] std::string_view name_of(const Book& book, const Member& record);
/// ISO 3166-1; empty where there is none.
[[nodiscard]] std::string country_of(const Book& book, const GraphNode& node);
/// Of an opportunity at the instant; empty of others.
[[nodiscard]] std::string_view milestone_name(const GroupView& group, const Member& record);
/// Of an account or the group: "prospect" or "customer"; empty of others.
[[nodiscard]] std::string_view standing_of(const GroupView& group, const GraphNode& node);

[[nodiscard]] std::shared_ptr<Table> node_table(const GroupView& group, const GraphParts& parts);
[[nodiscard]] std::shared_ptr<Table> edge_table(const GraphParts& parts,
                                                const Catalogue& catalogue);
[[nodiscard]] std::string draw_conflicts(const GroupView& group, const GraphParts& parts,
                                         std::size_t limit, const Catalogue& catalogue);

}  // namespace opportune
