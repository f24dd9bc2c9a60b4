"""Spårbar: from the auditors' criticism to the board's answer, decision and measure, with evidence in each cell.

The public verbs: `process` turns one file into records (a pure function), `run_batch` reads files into a
database and links it, `open_database` opens it, `search` searches it, `load_matrix` and `export_matrix` hand it on,
`summarise` counts it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.errors import NotFoundError, SparbarError, StoreError, UnreadableDocumentError

if TYPE_CHECKING:
    from pipeline.export import export_matrix, load_matrix
    from pipeline.records import DocumentRecords
    from pipeline.run import BatchOptions, BatchResult, run_batch, summarise
    from pipeline.stages import process
    from pipeline.store import open_database
    from pipeline.store.search import search

__version__ = "0.1.0"

__all__ = [
    "BatchOptions",
    "BatchResult",
    "DocumentRecords",
    "NotFoundError",
    "SparbarError",
    "StoreError",
    "UnreadableDocumentError",
    "__version__",
    "export_matrix",
    "load_matrix",
    "open_database",
    "process",
    "run_batch",
    "search",
    "summarise",
]

# Loaded when first used: the readers and the linker cost a second that `--help` should not.
_HOMES = {
    "BatchOptions": ("pipeline.run", "BatchOptions"),
    "BatchResult": ("pipeline.run", "BatchResult"),
    "DocumentRecords": ("pipeline.records", "DocumentRecords"),
    "export_matrix": ("pipeline.export", "export_matrix"),
    "load_matrix": ("pipeline.export", "load_matrix"),
    "open_database": ("pipeline.store", "open_database"),
    "process": ("pipeline.stages", "process"),
    "run_batch": ("pipeline.run", "run_batch"),
    "search": ("pipeline.store.search", "search"),
    "summarise": ("pipeline.run", "summarise"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
