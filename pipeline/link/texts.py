"""The findings and answers of the database as the linkers compare them: who, when, which papers, which words."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import fsum, log
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.lexicon.bodies import find_bodies
from pipeline.lexicon.concepts import concepts_of
from pipeline.lexicon.dates import printed_month
from pipeline.lexicon.kin import kin_of
from pipeline.lexicon.organisations import name_of_place
from pipeline.lexicon.stems import stem_families
from pipeline.lexicon.subjects import subjects_of
from pipeline.link.item_papers import ItemPapers
from pipeline.link.matters import find_matters
from pipeline.link.table_rows import Row, rows_of_findings
from pipeline.link.told import Paper, Told
from pipeline.records import OCR_RULE

if TYPE_CHECKING:  # numpy costs a tenth of a second at every start; only a user's own model needs it
    import numpy as np
    from numpy.typing import NDArray

_OFFICE = re.compile(
    r"\b(?:[a-zåäö]+lednings|revisions|region|kommun|stads|lands?tings)(?:kontoret|kansliet)s?\b", re.IGNORECASE
)
_SQUASH = re.compile(r"[^0-9a-zåäöéü]+")
_MARGIN = 4000  # characters at the head of a paper in which it says what it answers
_KEPT = """
SELECT * FROM "{table}"
WHERE id NOT IN (SELECT record_id FROM rejected_records)
    AND (? OR paper_id NOT IN (SELECT paper_id FROM paper_copies))
ORDER BY document_id, char_start, id
"""


class Rarity(dict[str, float]):
    """What each family of words, or each subject, weighs: rare ones more; what sets of them weigh is kept at hand."""

    def __init__(self, weights: Mapping[str, float] = MappingProxyType({})) -> None:
        super().__init__(weights)
        self._sums: dict[frozenset[str], tuple[float, float]] = {}

    def of(self, families: frozenset[str]) -> tuple[float, float]:
        """The sum of their weights, and of the squares of these. Of a set that comes again and again."""
        if families not in self._sums:
            weights = [self[family] for family in families]
            self._sums[families] = fsum(weights), fsum(weight**2 for weight in weights)
        return self._sums[families]


@dataclass(slots=True)
class Corpus:
    """All findings and answers, and what each family of words, subject, concept and matter weighs: rare ones more."""

    findings: list[Told]
    answers: list[Told]
    laid_out: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    weights: Rarity = field(default_factory=Rarity)
    subject_weights: Rarity = field(default_factory=Rarity)
    concept_weights: Rarity = field(default_factory=Rarity)
    kin_weights: Rarity = field(default_factory=Rarity)  # of narrow matters, and of concepts beside them
    several: bool = False  # whether these are papers of several organisations
    matters: dict[str, str] = field(default_factory=dict)  # of findings, by id: what `find_matters` says
    vectors: dict[str, NDArray[np.float32]] = field(default_factory=dict)  # by text, where the user named a model


def load_corpus(connection: sqlite3.Connection, *, copied: bool = False) -> Corpus:
    """Read what the linkers need, in order of document and place, so that every run compares alike.

    What a person rejected is no finding or answer, and takes no link from one that is; nor does what stands in a copy
    of another paper, unless `copied` asks for its findings too.
    """
    papers = load_papers(connection)
    items = ItemPapers(connection, papers)

    def paper_of(row: sqlite3.Row) -> Paper:
        return items.at(row["document_id"], row["char_start"]) or papers[row["paper_id"]]

    headings = _headings(connection)
    rows = rows_of_findings(connection)
    findings = [
        _told(row, paper_of(row), headings, row["addressee"], row["kind"], row["audit"], in_row=rows.get(row["id"]))
        for row in connection.execute(_KEPT.format(table="findings"), (copied,))
    ]
    answers = [
        _told(
            row,
            paper_of(row),
            headings,
            row["responder"],
            row["standing"],
            None,
            row["point"] or "",
            row["topic"] or "",
        )
        for row in connection.execute(_KEPT.format(table="responses"), (False,))
    ]
    corpus = Corpus(findings, answers)
    for row in connection.execute(
        "SELECT response_id, finding_id FROM response_findings ORDER BY response_id, finding_id"
    ):
        corpus.laid_out[row["response_id"]].append(row["finding_id"])
    told = [*findings, *answers]
    corpus.weights = _rarity([one.families for one in told])
    corpus.subject_weights = _rarity([one.subjects for one in told])
    corpus.concept_weights = _rarity([one.concepts for one in told])
    corpus.kin_weights = _rarity([one.concepts | one.kin for one in told])
    corpus.several = holds_several_organisations(connection)
    corpus.matters = find_matters(findings, corpus.weights)
    return corpus


def _rarity(sets: Sequence[frozenset[str]]) -> Rarity:
    """Up to 1, whatever the number of sets: what was learned on few papers holds for an archive."""
    counts = Counter(member for one in sets for member in one)
    whole = log(1 + len(sets))
    return Rarity({member: log(1 + len(sets) / count) / whole for member, count in counts.items()})


def holds_several_organisations(connection: sqlite3.Connection) -> bool:
    """Whether a paper that does not say whose it is may be of one or of another."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM organisation_names)").fetchone()[0])


@lru_cache(maxsize=30_000)
def squash(text: str) -> str:
    """The letters and digits alone: what two places with the same words share."""
    return _SQUASH.sub("", text.lower())


def load_papers(connection: sqlite3.Connection) -> dict[str, Paper]:
    """All papers, by id."""
    cited: dict[str, dict[str, str]] = defaultdict(dict)
    rows = connection.execute(
        "SELECT paper_id, case_number FROM citations WHERE kind = 'case_number' AND case_number <> ''"
    )
    for row in rows:
        cited[row["paper_id"]].setdefault(squash(row["case_number"]), row["case_number"])
    papers = {}
    for row in connection.execute(
        "SELECT id, kind, body, organisation, date, title, case_number, substr(text, 1, ?) AS head FROM filed_papers",
        (_MARGIN,),
    ):
        own = {squash(row["case_number"]): row["case_number"]} if row["case_number"] else {}
        papers[row["id"]] = Paper(
            row["id"], row["kind"], (row["body"] or "").lower(), (row["organisation"] or "").lower(),
            row["date"] or printed_month(row["head"]) or "",
            row["title"] or "", " ".join(row["head"].split()), own | cited[row["id"]],
        )  # fmt: skip
    return papers


def _headings(connection: sqlite3.Connection) -> dict[str, list[tuple[int, int, str]]]:
    headings: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row in connection.execute(
        "SELECT document_id, char_start, char_end, title FROM sections ORDER BY document_id, position"
    ):
        headings[row["document_id"]].append((row["char_start"], row["char_end"], row["title"]))
    return headings


def _told(
    row: sqlite3.Row,
    paper: Paper,
    headings: dict[str, list[tuple[int, int, str]]],
    body: str | None,
    kind: str,
    audit: str | None,
    point: str = "",
    topic: str = "",
    in_row: Row | None = None,
) -> Told:
    above = [title for start, end, title in headings[row["document_id"]] if start <= row["char_start"] < end]
    heading = topic or (above[-1] if above else "")
    text = " ".join(row["quote"].split())
    said = without_bodies(text)
    year = row["year"] if "year" in row.keys() else None  # noqa: SIM118 - sqlite3.Row iterates over values
    return Told(
        row["id"], paper, (body or paper.body).lower(), year, kind, row["rule"].removesuffix(OCR_RULE),
        row["char_start"], row["char_end"], text, heading, audit or "",
        stem_families(said) - stem_families(name_of_place(paper.organisation)), subjects_of(said),
        concepts_of(said), kin_of(said), point, in_row,
    )  # fmt: skip


def families_of(text: str) -> frozenset[str]:
    """The families of the text's words, but for those that name bodies."""
    return stem_families(without_bodies(text))


def without_bodies(text: str) -> str:
    """The text without the names of bodies and of their offices: who is spoken of is known, and what is said of them is
    to be compared. An office that prepares everything ("stadsledningskontoret") is named in answers on any matter.
    """
    text = _OFFICE.sub(" ", text)
    kept, end = [], 0
    for mention in find_bodies(text):
        kept.append(text[end : mention.start])
        end = mention.end
    return " ".join([*kept, text[end:]])
