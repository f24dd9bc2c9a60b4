"""What `sparbar check` says of figures: those that hold and don't, and those that two documents tell differently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from pipeline.check import find_differing_figures
from pipeline.cli.checks import check_command
from pipeline.records import Claim, KeyFigure
from pipeline.store import open_database, store_document
from tests.sample_records import Sample

REGION = {"organisation": "Region Strömdalen", "body": "regionstyrelsen"}


def _told(name: str, quote: str, value: float, date: str, **facts: Any) -> Sample:
    sample = Sample(name, f"Styrelsen skriver: {quote}.", date=date, **{**REGION, **facts})
    sample.add(KeyFigure, quote, subject="konsultkostnad", year=2023, value=value, step=1e5, unit="sek")
    return sample


def test_two_documents_tell_a_figure_differently(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "a.db")
    store_document(connection, _told("a.txt", "konsultkostnaden 2023 var 46,2 mnkr", 46.2e6, "2024-01-10").found())
    store_document(connection, _told("b.txt", "konsultkostnaden 2023 var 46,3 mnkr", 46.25e6, "2024-02-10").found())
    assert find_differing_figures(connection) == []  # within what the last digit may hide
    other = _told("d.txt", "konsultkostnaden 2023 var 90 mnkr", 90e6, "2024-04-10", organisation="Region Havsvik")
    store_document(connection, other.found())
    assert find_differing_figures(connection) == []  # another region's


def test_check_shows_both_places_and_fails_when_strict(tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    connection = open_database(path)
    first = _told("a.txt", "konsultkostnaden 2023 var 46,2 mnkr", 46.2e6, "2024-01-10")
    later = _told("b.txt", "konsultkostnaden 2023 var 44,2 mnkr", 44.2e6, "2024-02-10")
    first.add(
        Claim, "46,2 mnkr", kind="sum", stated=46.2, computed=46.2, unit="mnkr", verdict="match", holds=1,
        how="40 + 6,2 = 46,2", inputs=(("", 40.0), ("", 6.2)),
    )  # fmt: skip
    for sample in (first, later):
        store_document(connection, sample.found())
    connection.close()
    arguments = ["--db", str(path), "--today", "2023-01-01"]
    shown = CliRunner().invoke(check_command, [*arguments, "--json"])
    found = json.loads(shown.output)
    assert [f["verdict"] for f in found["figures_checked"]] == ["match"]
    assert [p["value"] for p in found["figures_checked"][0]["parts"]] == [40.0, 6.2]
    assert [(f["value"], f["other_value"]) for f in found["figures_differing"]] == [(46.2e6, 44.2e6)]
    assert CliRunner().invoke(check_command, [*arguments, "--strict"]).exit_code == 1
    told = CliRunner().invoke(check_command, [*arguments, "--all"]).output
    assert "Stämmer: 1." in told and "a.txt" in told and "b.txt" in told
