"""The SQLite database: its schema, storing and forgetting documents, links, reviews and search."""

from pipeline.store.anchors import table_of
from pipeline.store.chains import refresh_chains
from pipeline.store.containers import (
    Container,
    clear_container_problems,
    known_containers,
    remember_containers,
)
from pipeline.store.database import open_database, transaction
from pipeline.store.documents import (
    KnownDocument,
    forget_document,
    known_documents,
    remember_path,
    store_document,
    store_failure,
)
from pipeline.store.inputs import replace_input_problems
from pipeline.store.links import apply_reviews, replace_links
from pipeline.store.moved import follow_moved, forget_file
from pipeline.store.problems import finish_run, record_problem, start_run
from pipeline.store.reviews import add_review, latest_review, withdraw_review
from pipeline.store.rows import DocumentRows, prepare_rows

__all__ = [
    "Container",
    "DocumentRows",
    "KnownDocument",
    "add_review",
    "apply_reviews",
    "clear_container_problems",
    "finish_run",
    "follow_moved",
    "forget_document",
    "forget_file",
    "known_containers",
    "known_documents",
    "latest_review",
    "open_database",
    "prepare_rows",
    "record_problem",
    "refresh_chains",
    "remember_containers",
    "remember_path",
    "replace_input_problems",
    "replace_links",
    "start_run",
    "store_document",
    "store_failure",
    "table_of",
    "transaction",
    "withdraw_review",
]
