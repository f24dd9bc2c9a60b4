"""Spårbar: from the auditors' criticism to the board's answer, decision and measure, with evidence in each cell.

The public verbs: `process` one file into records (a pure function), `run` a batch into a database, `open_database` to
read it, `search` it, `export_matrix` to hand it on.
"""

from __future__ import annotations

from pipeline.errors import NotFoundError, SparbarError, StoreError, UnreadableDocumentError
from pipeline.records import DocumentRecords

__version__ = "0.1.0"

__all__ = [
    "DocumentRecords",
    "NotFoundError",
    "SparbarError",
    "StoreError",
    "UnreadableDocumentError",
    "__version__",
]
