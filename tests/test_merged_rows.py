"""Rows of tables that an extraction ran together, a paragraph to a line."""

from __future__ import annotations

from pathlib import Path

from pipeline.read import ReadOptions, read_document
from pipeline.read.merged_rows import part_merged_rows

LAID_OUT = [
    "Nr    Givet          Uppdrag                         Kommentar",
    "1     Budget 2021    Kulturnämnden får i uppdrag     Nämnden fastställde planen",
    "                     att öppna en scen för teater    och anser uppdraget vara",
    "                     och dans i hamnen.              slutfört, § 12.",
    "2     2021-03-04     Miljönämnden får i uppdrag      Mätningar pågår 2023.",
    "      § 7            att mäta buller vid skolor      Klart i mars 2024.",
    "                     och förskolor i kommunens",
    "                     tätorter.",
    "3     Budget 2022    Fritidsnämnden får i uppdrag    Uppdraget pågår.",
    "                     att utreda ett bad.",
]


def run_together(lines: list[str]) -> list[str]:
    """What is left of the lines where an extraction joins them: the gaps inside, no indent."""
    return [lines[0], "", " ".join(line.strip() for line in lines[1:])]


def test_rows_stand_below_their_titles_again() -> None:
    parted = part_merged_rows(run_together(LAID_OUT))
    assert [line.rstrip() for line in parted if line] == LAID_OUT


def test_other_gaps_are_left_alone() -> None:
    lines = ["Namn    Telefon    Ort", "", "Vid mötet  sades att  frågan bereds vidare under  våren."]
    assert part_merged_rows(lines) == lines


def test_the_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "uppdrag.txt"
    path.write_text("\n".join(run_together(LAID_OUT)), encoding="utf-8")
    (table,) = read_document(path, ReadOptions()).tables
    rows = [[row[n].text for n in sorted(row)] for row in table.rows()]
    assert rows[2] == [
        "2",
        "2021-03-04 § 7",
        "Miljönämnden får i uppdrag att mäta buller vid skolor och förskolor i kommunens tätorter.",
        "Mätningar pågår 2023. Klart i mars 2024.",
    ]
    assert len(rows) == 4
