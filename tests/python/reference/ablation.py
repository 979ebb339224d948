"""Kinds of conflict without one of their clauses: does anybody notice?

So that the random organisations are known to decide each clause, both ways, somewhere.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any


def without_each_clause(module: ModuleType) -> Iterator[tuple[str, dict[str, Any]]]:
    """(the clause, the module's names without it), for each operand of its `and`s and `or`s."""
    source = inspect.getsource(module)
    operations = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.BoolOp)]
    for place, operation in enumerate(operations):
        for at, operand in enumerate(operation.values):
            tree = ast.parse(source)
            again = [node for node in ast.walk(tree) if isinstance(node, ast.BoolOp)][place]
            # In an `and` what always holds decides nothing, in an `or` what never does.
            again.values[at] = ast.Constant(isinstance(operation.op, ast.And))
            names: dict[str, Any] = {"__name__": module.__name__, "__package__": module.__package__}
            exec(compile(ast.fix_missing_locations(tree), str(module.__file__), "exec"), names)
            yield f"{module.__name__}:{operand.lineno} {ast.unparse(operand)}", names
