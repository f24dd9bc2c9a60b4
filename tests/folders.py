"""Folders of small documents for tests of whole runs."""

from __future__ import annotations

import sqlite3
from pathlib import Path

MINUTES = """Region Sjöhöjden
Regionstyrelsen
Protokoll
Sammanträdesdatum: 2023-{month:02}-14

§ {number} Dnr RS/{number}/2023
Uppföljning av ärende {number}

Beslut

1. Redovisningen godkänns.
2. Regiondirektören får i uppdrag att återkomma med en handlingsplan senast den 1 december 2023.

Ärendet

Regionstyrelsen beslutade 2022-05-11 § {number} om en översyn som har kostat {number},5 mkr.
"""


def make_folder(folder: Path, count: int) -> Path:
    """A folder with `count` different minutes as text files."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        text = MINUTES.format(number=number, month=number % 12 + 1)
        (folder / f"protokoll-{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """All records, by table, without what depends on when and where a run was made."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    tables = (
        "agenda_items",
        "decisions",
        "decision_points",
        "citations",
        "assignments",
        "amounts",
        "measures",
        "links",
    )
    rows = {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables}
    rows["documents"] = sorted(connection.execute("SELECT id, filename, text, kind FROM documents").fetchall())
    connection.close()
    return rows
