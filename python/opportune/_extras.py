"""Libraries that are used where they are there, and named helpfully where they are not."""

from __future__ import annotations

import importlib
from typing import Any


def need(module: str, extra: str | None = None) -> Any:
    """Imports a library, or says how to get it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(
            f"{module} is needed for this: pip install 'opportune[{extra or module}]' ({error})"
        ) from error


def maybe(module: str) -> Any | None:
    """Imports a library, or answers None."""
    try:
        return importlib.import_module(module)
    except ImportError:
        return None
