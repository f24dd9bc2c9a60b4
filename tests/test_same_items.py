"""A § adjusted at once appears once, whichever files tell of it."""

from __future__ import annotations

from pathlib import Path

from pipeline.run import BatchOptions, run_batch, summarise
from pipeline.store import open_database

MINUTES = """Hagby kommun
Kommunstyrelsen
Sammanträdesprotokoll
Sammanträdesdatum 2023-05-03

§ 61 Val av justerare

Beslut

Eva Holm utses.

§ 62 Svar på motion

Beslut

Motionen avslås. Paragrafen förklaras omedelbart justerad.
"""
EXTRACT = """Hagby kommun
Kommunstyrelsen
Protokollsutdrag
Sammanträdesdatum 2023-05-03

§ 62 Svar på motion

Beslut

Motionen avslås. Paragrafen förklaras omedelbart justerad.
"""


def items(database: Path) -> dict[tuple[str, str], str | None]:
    connection = open_database(database)
    rows = connection.execute(
        "SELECT d.filename, a.number, s.number AS same FROM agenda_items AS a JOIN documents AS d"
        " ON d.id = a.document_id LEFT JOIN agenda_items AS s ON s.id = a.same_as"
    ).fetchall()
    counted = summarise(connection).records["agenda_items"]
    connection.close()
    assert counted == sum(row["same"] is None for row in rows)
    return {(row["filename"], row["number"]): row["same"] for row in rows}


def test_an_extract_read_before_or_after_the_minutes_is_the_same_item(tmp_path: Path) -> None:
    folder, database = tmp_path / "in", tmp_path / "once.db"
    folder.mkdir()
    (folder / "utdrag.txt").write_text(EXTRACT, encoding="utf-8")
    run_batch([str(folder)], database, BatchOptions(workers=0))
    assert items(database) == {("utdrag.txt", "62"): None}
    (folder / "protokoll.txt").write_text(MINUTES, encoding="utf-8")
    run_batch([str(folder)], database, BatchOptions(workers=0))
    whole = {("protokoll.txt", "61"): None, ("protokoll.txt", "62"): None, ("utdrag.txt", "62"): "62"}
    assert items(database) == whole


def test_the_same_number_of_another_municipality_is_another_item(tmp_path: Path) -> None:
    folder, database = tmp_path / "in", tmp_path / "two.db"
    folder.mkdir()
    (folder / "hagby.txt").write_text(EXTRACT, encoding="utf-8")
    (folder / "storsele.txt").write_text(EXTRACT.replace("Hagby", "Storsele"), encoding="utf-8")
    run_batch([str(folder)], database, BatchOptions(workers=0))
    assert items(database) == {("hagby.txt", "62"): None, ("storsele.txt", "62"): None}
