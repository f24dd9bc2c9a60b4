"""From file to Document."""

from pipeline.read.document import ReadOptions, read_document

__all__ = ["ReadOptions", "read_document"]
