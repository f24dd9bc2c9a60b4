"""Whose a paper is that names no organisation: what the papers beside it, and those of its case, say they are."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.lexicon.organisations import name_of_place, organisation_key

_LEAST_KNOWN = 1 / 3  # share of a folder's papers that must say whose they are, for the others to be of the same
_PAPERS = """
SELECT p.id, p.document_id, p.organisation, lower(coalesce(p.body, '')) AS body, p.case_number, d.path
FROM papers AS p JOIN documents AS d ON d.id = p.document_id ORDER BY p.id
"""


@dataclass(slots=True)
class _Group:
    """Papers of one file, folder or case: how many there are, and how many say that they are of which organisation."""

    papers: int = 0
    known: Counter[str] = field(default_factory=Counter)

    def add(self, name: str | None) -> None:
        self.papers += 1
        self.known.update([name] if name else [])

    def one(self) -> str | None:
        """The organisation that enough of them are of: the only one, or a joint authority among those that own it."""
        if not self.known or self.known.total() < _LEAST_KNOWN * self.papers:
            return None
        name, count = self.known.most_common(1)[0]
        joint = not name_of_place(name) and count > self.known.total() / 2
        return name if joint or len(self.known) == 1 else None


def assume_organisations(connection: sqlite3.Connection) -> None:
    """Fill `papers.organisation` where the paper is silent, and say so in `assumed_organisations`; and
    `organisation_names`: how each organisation is called that is written in several ways. All are made anew.

    In a database of one organisation nothing is assumed, as there is none to be taken for another. In others a
    kommunstyrelse whose paper names no municipality would be taken for any: it is of the organisation of its file, its
    folder, or of its body's case, where these agree on one.
    """
    connection.execute("UPDATE papers SET organisation = NULL WHERE id IN (SELECT paper_id FROM assumed_organisations)")
    connection.execute("DELETE FROM assumed_organisations")
    connection.execute("DELETE FROM organisation_names")
    papers = connection.execute(_PAPERS).fetchall()
    written = Counter(paper["organisation"] for paper in papers if paper["organisation"])
    shown = {organisation_key(name): name for name, _ in reversed(written.most_common())}
    if len(shown) < 2:
        return
    names = {name: shown[organisation_key(name)] for name in sorted(written)}
    connection.executemany("INSERT INTO organisation_names VALUES (?, ?)", names.items())
    groups: Mapping[tuple[str, ...], _Group] = defaultdict(_Group)
    places = {paper["id"]: _places(paper) for paper in papers}
    for paper in papers:
        for place in places[paper["id"]]:
            groups[place].add(names.get(paper["organisation"]))
    assumed = []
    for paper in (paper for paper in papers if not paper["organisation"]):
        told = ((name, place[0]) for place in places[paper["id"]] if (name := groups[place].one()))
        if first := next(told, None):
            assumed.append((paper["id"], paper["document_id"], *first))
    connection.executemany("INSERT INTO assumed_organisations VALUES (?, ?, ?, ?)", assumed)
    connection.executemany("UPDATE papers SET organisation = ? WHERE id = ?", [(row[2], row[0]) for row in assumed])


def _places(paper: sqlite3.Row) -> list[tuple[str, ...]]:
    """Where its neighbours are, what tells most first."""
    places: list[tuple[str, ...]] = [("file", paper["document_id"]), ("folder", str(Path(paper["path"]).parent))]
    if paper["case_number"] and paper["body"]:  # "KS 2023/12" is a case of every municipality, but seldom of one body's
        places.append(("case", "".join(paper["case_number"].lower().split()), paper["body"]))
    return places
