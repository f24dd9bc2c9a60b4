"""Lists of presence with columns for ballots, as tables on the first page of minutes."""

from __future__ import annotations

from pathlib import Path

import docx

from pipeline.records import Attendance, Ballot, Vote
from pipeline.stages import process

HEADS = [["Ledamöter", "Närvaro", "", "§ 2", "", "§", ""], ["", "Tjg", "Ej tjg", "Ja", "Nej", "Ja", "Nej"]]
MEMBERS = [
    ["Anna Berg (S)\nordförande", "X", "", "X", "", "", ""],
    ["Bo Dahl (S)", "X", "", "X", "", "", ""],
    ["Cia Ek (V)", "-", "-", "", "", "", ""],
    ["Hans Jung (M)", "X", "", "", "X", "", ""],
    ["Ersättare", "", "", "", "", "", ""],
    ["Ida Karl (V)", "X", "", "X", "", "", ""],
    ["Per Moe (M)", "", "X", "", "", "", ""],
]


def test_who_is_there_and_how_each_votes(tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("Sammanträdesprotokoll", "Tekniska nämnden", "Sammanträdesdatum 2022-03-08"):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=7)
    for cells in [*HEADS, *MEMBERS]:
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    for column in (1, 3, 5):
        table.rows[0].cells[column].merge(table.rows[0].cells[column + 1])
    for words in ("§ 1 Dagordning", "Beslut", "Dagordningen fastställs.", "§ 2 Taxa", "Beslut", "Taxan antas."):
        document.add_paragraph(words)
    document.add_paragraph("Omröstning begärs. Med 3 ja-röster mot 1 nej-röst antas förslaget.")
    path = tmp_path / "protokoll.docx"
    document.save(str(path))
    records = process(path).records
    assert [f"{a.role}: {a.name} ({a.party})" for a in records if isinstance(a, Attendance)] == [
        "chair: Anna Berg (S)",
        "member: Bo Dahl (S)",
        "member: Hans Jung (M)",
        "serving_substitute: Ida Karl (V)",
        "substitute: Per Moe (M)",
    ]
    assert [f"{v.name} {v.vote}" for v in records if isinstance(v, Vote)] == [
        "Anna Berg yes",
        "Bo Dahl yes",
        "Hans Jung no",
        "Ida Karl yes",
    ]
    assert [(b.yes, b.no, b.tally_holds) for b in records if isinstance(b, Ballot)] == [(3, 1, 1)]
