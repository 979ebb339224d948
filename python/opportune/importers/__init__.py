"""Importers: what CRMs and registries export, as tables that a workspace loads.

Every importer returns an `ImportResult`: the tables by name, and notes on what was repaired, left
out or cannot be rebuilt from the source. docs/importing.md is the manual.
"""

from . import gleif, mapping, salesforce
from .common import ImportResult, Note

__all__ = ["ImportResult", "Note", "gleif", "mapping", "salesforce"]
