"""Batches of documents: finding them, reading them in worker processes, storing them, watching a folder."""

from pipeline.run.batch import BatchOptions, BatchResult, link_database, run_batch
from pipeline.run.summary import Summary, summarise
from pipeline.run.watch import look_over, watch_folder
from pipeline.run.workers import Limits

__all__ = [
    "BatchOptions",
    "BatchResult",
    "Limits",
    "Summary",
    "link_database",
    "look_over",
    "run_batch",
    "summarise",
    "watch_folder",
]
