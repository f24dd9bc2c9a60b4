"""From file to Document."""

from pipeline.read.document import MEDIA, ReadOptions, read_document

READABLE_SUFFIXES = frozenset(MEDIA)  # what a folder is searched for

__all__ = ["READABLE_SUFFIXES", "ReadOptions", "read_document"]
