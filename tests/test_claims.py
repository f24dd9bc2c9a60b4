"""Stated figures against their parts."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.claims import extract_claims
from pipeline.extract.figures import judge, read_figure
from pipeline.extract.key_figures import extract_key_figures
from pipeline.lexicon.numbers import write_number
from pipeline.read import ReadOptions, read_document
from pipeline.records import Claim, Facts, Reading
from pipeline.structure import divide_sections, divide_sentences

CASES = tomllib.loads((Path(__file__).parent / "cases" / "claims.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_claims(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "case.txt"
    path.write_text(case["text"], encoding="utf-8")
    document = read_document(path, ReadOptions())
    reading = Reading(document, Facts(), divide_sections(document), divide_sentences(document))
    reading = replace(reading, records=tuple(extract_key_figures(reading)))
    found = [c for c in extract_claims(reading) if isinstance(c, Claim)]
    told = [{"stated": c.stated, "holds": c.holds, "kind": c.kind} for c in found]
    assert told == [{"holds": None, **claim} for claim in case["claims"]]


@given(st.integers(min_value=-10_000_000, max_value=10_000_000))
def test_numbers_survive_writing(value: int) -> None:
    figure = read_figure(write_number(float(value)))
    assert figure is not None
    assert figure.value == value


def test_rounding_is_as_coarse_as_the_figure() -> None:
    stated = read_figure("18")
    assert stated is not None
    assert [judge(stated, v) for v in (18.0, 18.2, 18.6)] == ["match", "within_rounding", "mismatch"]


def test_a_number_that_lost_a_digit_says_nothing() -> None:
    assert read_figure("-7 73") is None


def _sheet(seed: int) -> list[list[int]]:
    """A table of counts with a row total and a column total."""
    chance = random.Random(seed)
    rows = [[chance.randint(20, 400) for _ in range(chance.randint(3, 4))] for _ in range(chance.randint(4, 7))]
    rows = [row[: len(rows[0])] + [1] * (len(rows[0]) - len(row)) for row in rows]
    rows = [[*row, sum(row)] for row in rows]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _claims_of_sheet(sheet: list[list[int]], folder: Path) -> list[Claim]:
    width = len(sheet[0])
    heads = [f"Åk {letter}" for letter in "abcd"[: width - 1]]
    lines = [" | ".join(["Skola", *heads, "Totalt"]), " | ".join(["---"] * (width + 1))]
    names = [f"Skolan {name}" for name in "ABCDEFG"[: len(sheet) - 1]] + ["Summa"]
    lines += [" | ".join([name, *map(str, row)]) for name, row in zip(names, sheet, strict=True)]
    path = folder / "tabell.txt"
    path.write_text("Elever\n\n" + "\n".join(f"| {line} |" for line in lines) + "\n", encoding="utf-8")
    document = read_document(path, ReadOptions())
    reading = Reading(document, Facts(), divide_sections(document), divide_sentences(document))
    return [c for c in extract_claims(reading) if isinstance(c, Claim)]


@pytest.mark.parametrize("seed", range(12))
def test_a_table_that_adds_up_raises_no_alarm(seed: int, tmp_path: Path) -> None:
    claims = _claims_of_sheet(_sheet(seed), tmp_path)
    assert len(claims) >= 8
    assert {c.verdict for c in claims} == {"match"}


@pytest.mark.parametrize("seed", range(12))
def test_a_wrong_total_is_the_only_one_reported(seed: int, tmp_path: Path) -> None:
    sheet = _sheet(seed)
    chance = random.Random(seed)
    row = chance.randrange(len(sheet) - 1)
    sheet[row][-1] += 9
    wrong = [c.stated for c in _claims_of_sheet(sheet, tmp_path) if c.holds == 0]
    assert wrong == [float(sheet[row][-1])]


MIRRORED = """<html><body><h1>Årsredovisning 2023</h1><p>{text}</p><table>
<tr><th>Belopp i mnkr</th><th>Utfall 2023</th><th>Budget 2023</th><th>Utfall 2022</th></tr>
<tr><td>Verksamhetens nettokostnader</td><td>-1 123,4</td><td>-1 100,0</td><td>-1 080,1</td></tr>
<tr><td>Skatteintäkter</td><td>812,4</td><td>800,0</td><td>790,2</td></tr>
<tr><td>Socialnämnden</td><td>407,6</td><td>400,0</td><td>-7,6</td></tr></table></body></html>"""


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Skatteintäkterna uppgick till 812,4 mnkr.", ["match"]),
        ("Skatteintäkterna uppgick till 812 mnkr.", ["within_rounding"]),
        ("Socialnämnden redovisar ett underskott på 7,6 mnkr.", ["match"]),
        ("Verksamhetens nettokostnader blev 1 132,4 mnkr.", ["mismatch"]),
        ("Skatteintäkterna för 2023 uppgick till 821,4 mnkr.", ["mismatch"]),  # the year names the column
        ("Skatteintäkterna för 2022 uppgick till 821,4 mnkr.", []),
        ("Skatteintäkterna uppgick till 821,4 mnkr.", ["mismatch"]),
        ("Skatteintäkterna uppgick till 905,2 mnkr.", []),  # of another thing, perhaps
        ("Verksamhetens nettokostnader blev 1 132,4 mnkr inklusive avskrivningar.", []),
        ("Koncernens nettokostnader blev 1 132,4 mnkr.", []),
        ("Verksamhetens nettokostnader ökade med 1 132,4 mnkr.", []),
        ("Verksamhetens nettokostnader blev cirka 1 132,4 mnkr.", []),
    ],
)
def test_an_amount_is_held_against_the_row_of_its_name(text: str, verdicts: list[str], tmp_path: Path) -> None:
    path = tmp_path / "case.html"
    path.write_text(MIRRORED.format(text=text), encoding="utf-8")
    document = read_document(path, ReadOptions())
    reading = Reading(document, Facts(), divide_sections(document), divide_sentences(document))
    found = [c for c in extract_claims(reading) if isinstance(c, Claim) and c.at.rule == "figure.mirrored"]
    assert [c.verdict for c in found] == verdicts
