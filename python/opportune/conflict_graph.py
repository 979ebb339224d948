"""What `Workspace.conflict_graph` answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opportune import _extras
from opportune._graphviz import Drawing
from opportune.table import Table

if TYPE_CHECKING:
    import networkx


class ConflictGraph(Drawing):
    """One group's conflict graph, as tables and as a drawing: ``.dot`` is its text in Graphviz's
    language, ``.svg()`` and ``.save(path)`` draw it, and so do notebooks."""

    __slots__ = ("edges", "nodes")

    def __init__(self, nodes: Table, edges: Table, dot: str) -> None:
        super().__init__(dot)
        self.nodes = nodes
        """type, id, label, account, country, market, owner, amount_minor, currency, milestone,
        conflicts (ids, the gravest first), standing (of accounts and the group: prospect or
        customer); by type and id"""
        self.edges = edges
        """from_type, from_id, to_type, to_id, relation (belongs_to, owned_by, names, covers, or a
        kind of conflict), conflict, severity, since, evidence; conflicts last, the gravest first"""

    def to_networkx(self) -> networkx.MultiDiGraph[tuple[str, str]]:
        """The graph for networkx: nodes are (type, id), with the other columns as attributes; an
        edge's key is its relation, or the id of its conflict. Needs networkx.

        The edges of conflicts have no direction of their own: ``from`` came first.
        """
        graph: networkx.MultiDiGraph[tuple[str, str]] = _extras.need("networkx").MultiDiGraph()
        for row in self.nodes:
            graph.add_node((row.pop("type"), row.pop("id")), **row)
        for row in self.edges:
            start = (row.pop("from_type"), row.pop("from_id"))
            end = (row.pop("to_type"), row.pop("to_id"))
            graph.add_edge(start, end, key=row["conflict"] or row["relation"], **row)
        return graph

    def __repr__(self) -> str:
        conflicts = {conflict for ids in self.nodes["conflicts"] for conflict in ids}
        return (
            f"ConflictGraph({len(self.nodes)} nodes, {len(self.edges)} edges, "
            f"{len(conflicts)} conflicts; .nodes, .edges, .dot, .svg(), .save(path))"
        )
