"""Whoever counts the auditors' points counts the same: the command, the matrix in all its forms, the page, a run."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from pipeline.check.coverage import CLASSES
from pipeline.cli import cli
from pipeline.export.columns import describe_figures
from pipeline.export.matrix import load_matrix
from pipeline.messages import message
from pipeline.records import Assignment, Claim
from pipeline.run import summarise
from pipeline.store import add_review, apply_reviews, open_database, replace_links, store_document
from tests.sample_records import Sample, link

TODAY = "2024-06-01"
Counts = dict[str, int]


def counts_everywhere(database: Path, folder: Path, today: str) -> dict[str, Counts]:
    """How many points of each class each way of counting tells, the class `total` for all of them."""

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(cli, [*arguments, "--db", str(database)])
        assert done.exit_code == 0, done.output
        return done.output

    def export(ending: str) -> Path:
        path = folder / f"matris.{ending}"
        written[ending] = run("matrix", "-o", str(path), "--today", today)
        return path

    told, written = dict[str, Counts](), dict[str, str]()
    total = json.loads(run("coverage", "--json", "--today", today))["total"]
    told["coverage"] = {**total["classes"], "total": total["total"]}
    table = list(csv.reader(run("coverage", "--csv", "--by", "audit", "--today", today).splitlines(), delimiter=";"))
    told["coverage --csv"] = dict(zip(("total", *CLASSES), map(int, table[-1][1:]), strict=False))
    told["csv"] = _ids_by_class(list(csv.reader(export("csv").read_text("utf-8-sig").splitlines(), delimiter=";")))
    book = openpyxl.load_workbook(export("xlsx"), read_only=True)
    told["xlsx"] = _ids_by_class([[str(cell) for cell in row] for row in book[message("matrix.title")].values])
    summary = [list(row) for row in book[message("matrix.summary")].values]
    told["xlsx by kind"], told["xlsx by body"] = (
        _sums(summary, message(f"matrix.{name}")) for name in ("by_kind", "by_body")
    )
    rows = json.loads(export("json").read_text("utf-8"))["rows"]
    told["json"] = _count({row["finding_id"]: row["state"] for row in rows if row["is_point"]})
    page = export("html").read_text("utf-8")
    tiles = re.findall(r'<div class="tile (\w+)"><b>(\d+)</b>', page)
    (head,) = re.findall(r'<p class="sub">(\d+) ', page)
    told["html"] = {name: int(count) for name, count in tiles} | {"total": int(head)}
    told["html rows"] = _count(dict(enumerate(re.findall(r'data-c="(\w+)" data-p="1"', page))))
    for ending, said in written.items():
        (total_said, unanswered) = re.findall(r"om (\d+) iakttagelser? .*\((\d+) obesvarade?\)", said)[0]
        told[f"matrix -o {ending}"] = {"total": int(total_said), "unanswered": int(unanswered)}
    check = json.loads(run("check", "--json", "--today", today))["unanswered"]
    gaps = [item["status"] for item in check]
    told["check"] = {name: gaps.count(name) for name in ("unanswered", "partly_answered")}
    return told


def counts_of_status(database: Path) -> Counts:
    """What the summary tells that ends a run, which counts from today."""
    done = CliRunner().invoke(cli, ["status", "--db", str(database)])
    (line,) = re.findall(rf"{message('run.findings_heading')}: (.*)", done.output)
    told = {name: re.findall(rf"(\d+) {message(f'run.{name}')}", line) for name in reversed(CLASSES)}
    counts = {name: int(found[0]) for name, found in told.items() if found}
    return {**counts, "total": sum(counts.values())}


def _count(classes: dict[object, str]) -> Counts:
    held = list(classes.values())
    return {name: held.count(name) for name in CLASSES} | {"total": len(held)}


def _ids_by_class(table: list[list[str]]) -> Counts:
    """As a person counts in a spreadsheet: the ids that have exactly this word in the column of coverage."""
    words = {message(f"coverage.{name}"): name for name in CLASSES}
    column, own = table[0].index(message("matrix.coverage")), table[0].index(message("matrix.id"))
    return _count({row[own]: words[row[column]] for row in table[1:] if row[column] in words})


def _sums(summary: list[list[object]], head: str) -> Counts:
    """The last row of one of the summary's tables."""
    names = {message(f"coverage.{name}"): name for name in CLASSES} | {message("matrix.total"): "total"}
    top = next(number for number, row in enumerate(summary) if row[0] == head)
    last = next(row for row in summary[top:] if row[0] == message("matrix.total"))
    return {names[str(name)]: int(str(n)) for name, n in zip(summary[top][1:], last[1:], strict=True) if name in names}


def assert_same(told: dict[str, Counts]) -> None:
    """Every count agrees with the command's; a class that a way of counting leaves out has no points."""
    right = told["coverage"]
    for way, counts in told.items():
        assert {name: count for name, count in counts.items() if count != right[name]} == {}, way
        if "answered" in counts:
            assert not [name for name in right.keys() - counts.keys() if right[name]], way


def fill(connection: sqlite3.Connection) -> None:
    """Every class, a refused discharge with grounds, points of one paragraph, and a point told of in three papers."""
    words = ["Ansvarsfrihet nekas.", "Budgeten hölls inte.", "Kontrollen brast.", "Mål saknas.", "Planen är gammal.",
             "Rutiner saknas.", "Avtal följs inte upp.", "Det är ingen brist."]  # fmt: skip
    report = Sample("rapport.txt", " ".join(words), kind="audit_report", date="2023-11-05")
    of = {"addressee": "vårdnämnden", "year": 2023}
    refused = report.finding(words[0], kind="discharge_denied", rule="findings.refuse.test", **of)
    grounds = [report.finding(words[n], kind="discharge_denied", **of) for n in (1, 2)]
    both = [report.finding(words[n], parent_id="com-1", **of) for n in (3, 4)]
    other, third, none = (report.finding(words[n], **of) for n in (5, 6, 7))
    minutes = Sample("protokoll.txt", f"Revisorerna: {words[3]}", kind="minutes", date="2023-12-01")
    letter = Sample("brev.txt", f"Missiv. {words[3]}", kind="cover_letter", date="2023-11-06")
    twins = [made.finding(words[3], **of) for made in (minutes, letter)]
    reply = Sample("svar.txt", "Vi gör så. Det beror på priset. Vi tar emot.", kind="response", date="2024-02-01")
    does, explains, takes = (
        reply.response(says, stance=stance)
        for says, stance in [("Vi gör så.", "agrees"), ("Det beror på priset.", "explains"),
                             ("Vi tar emot.", "no_position")]
    )  # fmt: skip
    for made in (report, minutes, letter, reply):
        store_document(connection, made.found())
    replace_links(connection, [
        link("answers", does, grounds[0]), link("answers", explains, both[0]), link("answers", takes, other),
        *(link("repeats", twin, both[0]) for twin in twins),
    ])  # fmt: skip
    add_review(connection, verdict="rejected", reviewer="Eva", record=("findings", none.id))
    apply_reviews(connection)
    assert refused.id and third.id


@pytest.mark.parametrize("today", [TODAY, "2030-01-01"])
def test_everyone_counts_the_same(tmp_path: Path, today: str) -> None:
    path = tmp_path / "alla.db"
    connection = open_database(path)
    fill(connection)
    told = counts_everywhere(path, tmp_path, today)
    assert told["coverage"] == {
        "answered": 1, "explained_only": 1, "partly_answered": 1, "unanswered": 3, "not_due": 0, "rejected": 1,
        "total": 7,
    }  # fmt: skip
    told["status"] = counts_of_status(path)
    assert_same(told)


def test_what_is_not_due_is_so_everywhere(tmp_path: Path) -> None:
    """The day that the reader names decides, not the computer's."""
    path = tmp_path / "svarstid.db"
    connection = open_database(path)
    report = Sample("rapport.txt", "Mål saknas. Svar senast 2024-06-30.", kind="audit_report", date="2024-03-05")
    report.finding("Mål saknas.", addressee="vårdnämnden", year=2024)
    report.add(Assignment, "Svar senast 2024-06-30.", given_to="vårdnämnden", report_to="revisorerna", task="svara",
               due_to="2024-06-30", status="open")  # fmt: skip
    store_document(connection, report.found())
    replace_links(connection, [])
    for today, state in [(TODAY, "not_due"), ("2024-07-01", "unanswered")]:
        told = counts_everywhere(path, tmp_path, today)
        assert told["coverage"][state] == told["coverage"]["total"] == 1
        assert_same(told)


def test_figures_are_as_many_in_the_matrix_as_in_the_summary(tmp_path: Path) -> None:
    """What cannot be reckoned again is no figure that was checked."""
    connection = open_database(tmp_path / "siffror.db")
    sample = Sample("rapport.txt", "Summan är 4. Andelen är 50. Snittet är 3.")
    for words, verdict, holds in [("Summan är 4.", "match", 1), ("Andelen är 50.", "mismatch", 0),
                                  ("Snittet är 3.", "not_reproducible", None)]:  # fmt: skip
        sample.add(Claim, words, kind="sum", unit="kr", stated=1.0, computed=1.0, verdict=verdict, holds=holds, how="")
    store_document(connection, sample.found())
    summary = summarise(connection)
    assert (summary.figures_wrong, summary.figures_checked) == (1, 2)
    note = message("matrix.figures_note", wrong=1, checked=2)
    assert describe_figures(load_matrix(connection).figures, "sv") == note
