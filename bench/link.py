"""Seconds to link invented findings with invented answers, in one process.

    python bench/link.py [--findings 10000] [--answers 10000] [--bodies 20] [--same 0.2]

Findings are words drawn so that few are common and most are rare, as in text; an answer repeats some words of its
finding. `--same` is the share of findings that repeat one sentence word for word, as standing phrases of auditors do.
Half as many verdicts and measures come with them. A line for each linker shows which of them takes the time.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import time
from functools import partial

from pipeline.link import LATER_LINKERS, LINKERS, uncollected
from pipeline.records import Link
from pipeline.store import open_database, replace_links

STARTS = ["vård", "skol", "social", "trafik", "miljö", "bygg", "kost", "lön", "hyr", "avtals", "budget", "inköps"]
ENDS = ["plan", "rutin", "modell", "uppföljning", "kontroll", "analys", "avtal", "utbildning", "system", "policy"]
ENDINGS = ("", "en", "er", "erna")
STANDING = "rekommenderas att säkerställa att den interna kontrollen av beslutade åtgärder är tillräcklig"


def fill(connection: sqlite3.Connection, findings: int, answers: int, bodies: int, same: float) -> None:
    """Reports of ten findings each, a board's answer to each report, and what follows from it."""
    chance = random.Random(7)
    words = [f"{a}{b}{c}{i}" for i in range(12) for a in STARTS for b in ENDS for c in ENDINGS]
    weights = [1 / (place + 5) for place in range(len(words))]
    told: list[list[str]] = []
    for number in range(findings):
        body = f"{STARTS[number // 10 % bodies % len(STARTS)]}nämnden {number // 10 % bodies}"
        own = chance.choices(words, weights, k=8)
        told.append(own)
        text = STANDING if chance.random() < same else f"Nämnden rekommenderas att se över {' '.join(own)}"
        year = 2010 + number // 10 % 14
        report = f"doc-r{number // 10:06}"
        if number % 10 == 0:
            _paper(connection, report, "audit_report", f"{year}-10-01", body, f"Granskning av {own[0]} {own[1]}")
        row = _record(f"fin-{number:06}", report, number % 10 * 500, text)
        row |= {"kind": "recommendation", "addressee": body, "year": year}
        _insert(connection, "findings", row)
        if number % 2 == 0:
            row = _record(f"ass-{number:06}", report, number % 10 * 500 + 250, "Kvarstår.")
            _insert(connection, "assessments", row | {"finding_id": f"fin-{number:06}", "outcome": "not_addressed"})
    for number in range(answers):
        finding = number % findings
        body = f"{STARTS[finding // 10 % bodies % len(STARTS)]}nämnden {finding // 10 % bodies}"
        year = 2011 + finding // 10 % 14
        paper = f"doc-a{number // 10:06}"
        if number % 10 == 0:
            _paper(connection, paper, "response", f"{year}-02-01", body, "Nämndens yttrande")
        said = [*chance.sample(told[finding], 5), *chance.choices(words, weights, k=10)]
        row = _record(f"res-{number:06}", paper, number % 10 * 500, " ".join(said))
        _insert(connection, "responses", row | {"responder": body, "stance": "agrees", "standing": "adopted"})
        if number % 2 == 0:
            plan = f"doc-p{number // 20:06}"
            if number % 20 == 0:
                _paper(connection, plan, "action_plan", f"{year}-06-01", body, f"Åtgärdsplan {number}")
            text = " ".join(chance.sample(told[finding], 4))
            row = _record(f"mea-{number:06}", plan, number % 20 * 500, text)
            _insert(connection, "measures", row | {"text": text, "status": "planned"})
    connection.commit()


def _paper(connection: sqlite3.Connection, own_id: str, kind: str, date: str, body: str, title: str) -> None:
    row = {"id": own_id, "sha256": own_id, "path": own_id, "filename": f"{own_id}.txt", "kind": kind, "title": title,
           "organisation": "Region Provstad", "body": body, "date": date, "text": title, "status": "ok",
           "page_count": 1}  # fmt: skip
    _insert(connection, "documents", row)
    facts = {name: row[name] for name in ("id", "kind", "title", "organisation", "body", "date")}
    place = {"document_id": own_id, "page_from": 1, "page_to": 1, "char_start": 0, "char_end": 1_000_000}
    _insert(connection, "papers", facts | place)


def _record(own_id: str, paper: str, start: int, text: str) -> dict[str, object]:
    return {"id": own_id, "document_id": paper, "paper_id": paper, "page_from": 1, "page_to": 1, "char_start": start,
            "char_end": start + len(text), "quote": text, "rule": "bench", "confidence": 0.9}  # fmt: skip


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, object]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(row.values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--findings", type=int, default=10_000)
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--bodies", type=int, default=20)
    parser.add_argument("--same", type=float, default=0.2)
    arguments = parser.parse_args()
    connection = open_database(":memory:")
    fill(connection, arguments.findings, arguments.answers, arguments.bodies, arguments.same)
    print(f"{arguments.findings} findings, {arguments.answers} answers, {memory():.0f} MB before linking")
    links: list[Link] = []
    begun, worked = time.perf_counter(), time.process_time()
    runs = [(linker.__name__, partial(linker, connection)) for linker in LINKERS]
    runs += [(later.__name__, partial(later, connection, links)) for later in LATER_LINKERS]
    with uncollected():
        for name, run in runs:
            start = time.perf_counter()
            found = run()
            links += found
            print(f"{name:24} {time.perf_counter() - start:7.1f} s {len(found):8} links")
    start = time.perf_counter()
    replace_links(connection, list({link.id: link for link in links}.values()))
    print(f"{'stored, chains worked out':24} {time.perf_counter() - start:7.1f} s")
    start = time.perf_counter()
    rows = connection.execute("SELECT count(*) FROM (SELECT * FROM matrix)").fetchone()[0]
    unanswered = connection.execute("SELECT count(*) FROM coverage WHERE status = 'unanswered'").fetchone()[0]
    print(f"{'matrix and coverage':24} {time.perf_counter() - start:7.1f} s {rows:8} rows, {unanswered} unanswered")
    spent, worked = time.perf_counter() - begun, time.process_time() - worked
    print(f"{'in all':24} {spent:7.1f} s, {worked:.1f} s of one core, peak {memory():.0f} MB")


def memory() -> float:
    """The most memory that the process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
