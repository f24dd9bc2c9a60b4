"""A § adjusted at once appears once, whichever files tell of it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import cli
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


def test_an_item_in_two_extracts_is_cited_as_one(tmp_path: Path) -> None:
    folder, database = tmp_path / "in", tmp_path / "cited.db"
    folder.mkdir()
    told = "Kommunstyrelsen beslutade 2023-05-03, § 62, att avslå motionen."
    cites = f"Hagby kommun\nTjänsteutlåtande\n2023-09-01\n\n{told}\n"
    for name, text in (("utdrag.txt", EXTRACT), ("bilaga.txt", f"{EXTRACT}\n"), ("utlåtande.txt", cites)):
        (folder / name).write_text(text, encoding="utf-8")
    run_batch([str(folder)], database, BatchOptions(workers=0))
    connection = open_database(database)
    (cited,) = connection.execute(
        "SELECT a.same_as, c.target_id FROM citations AS c LEFT JOIN agenda_items AS a ON a.id = c.target_id"
        " WHERE c.kind = 'agenda_item'"
    ).fetchall()
    connection.close()
    assert cited["target_id"] is not None
    assert cited["same_as"] is None
    shown = CliRunner().invoke(cli, ["trace", "KS 2023-05-03 § 62", "--db", str(database)])
    assert "utlåtande.txt" in shown.output  # what cites the item, whichever of its files is the first
