"""Batches of documents: finding them, reading them in worker processes, storing them, watching a folder."""

from pipeline.run.batch import BatchOptions, BatchResult, run_batch
from pipeline.run.watch import watch_folder

__all__ = ["BatchOptions", "BatchResult", "run_batch", "watch_folder"]
