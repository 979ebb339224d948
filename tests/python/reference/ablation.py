"""Modules of the reference without one of their clauses, or with a bound a step off: does anybody
notice? So that the random organisations are known to decide each of them, both ways, somewhere.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

Names = dict[str, Any]
STEPS = {ast.LtE: ast.Lt, ast.Lt: ast.LtE, ast.GtE: ast.Gt, ast.Gt: ast.GtE}


def variants(module: ModuleType) -> Iterator[tuple[str, Names]]:
    """(what is left out or moved, the module's names then)"""
    source = inspect.getsource(module)
    nodes = list(ast.walk(ast.parse(source)))
    for place, node in enumerate(nodes):
        if isinstance(node, ast.BoolOp):
            for at, operand in enumerate(node.values):
                where = f"{operand.lineno} without {ast.unparse(operand)}"
                yield where, _changed(module, source, place, _without(at))
        if isinstance(node, ast.Compare):
            for at, operator in enumerate(node.ops):
                if type(operator) in STEPS:
                    where = f"{node.lineno} a step off: {ast.unparse(node)}"
                    yield where, _changed(module, source, place, _a_step_off(at))


def _without(at: int) -> Callable[[Any], None]:
    def change(node: ast.BoolOp) -> None:
        # In an `and` what always holds decides nothing, in an `or` what never does.
        node.values[at] = ast.Constant(isinstance(node.op, ast.And))

    return change


def _a_step_off(at: int) -> Callable[[Any], None]:
    def change(node: ast.Compare) -> None:
        node.ops[at] = STEPS[type(node.ops[at])]()

    return change


def _changed(
    module: ModuleType, source: str, place: int, change: Callable[[ast.AST], None]
) -> Names:
    tree = ast.parse(source)
    change(list(ast.walk(tree))[place])
    names: Names = {"__name__": module.__name__, "__package__": module.__package__}
    exec(compile(ast.fix_missing_locations(tree), str(module.__file__), "exec"), names)
    return names
