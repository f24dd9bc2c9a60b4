"""Citations and bodies -> what they name."""

from __future__ import annotations

import sqlite3


def resolve_citations(connection: sqlite3.Connection) -> None:
    """Set each citation's target, or the reason why it has none."""
