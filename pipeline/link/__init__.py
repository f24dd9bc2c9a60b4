"""From stored records to links between them: each linker is a function of the database, and they run in this order."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from pipeline.records import Link

Linker = Callable[[sqlite3.Connection], list[Link]]

LINKERS: tuple[Linker, ...] = ()


def link_records(connection: sqlite3.Connection) -> list[Link]:
    """All links that the records support; of two links with the same ends and kind, the more certain one."""
    best: dict[str, Link] = {}
    for linker in LINKERS:
        for link in linker(connection):
            if link.id not in best or best[link.id].confidence < link.confidence:
                best[link.id] = link
    return list(best.values())
