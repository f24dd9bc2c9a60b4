"""From file to Document."""

from pipeline.read.containers import Member, Unpacked, is_container, unpack, unpacked_size
from pipeline.read.document import MEDIA, ReadOptions, read_document

READABLE_SUFFIXES = frozenset(MEDIA)  # what a folder is searched for

__all__ = [
    "READABLE_SUFFIXES",
    "Member",
    "ReadOptions",
    "Unpacked",
    "is_container",
    "read_document",
    "unpack",
    "unpacked_size",
]
