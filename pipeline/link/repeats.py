"""Link a finding to the same finding of an earlier year, or of another paper on the same review."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from pipeline.link.likeness import likeness, same_words
from pipeline.link.texts import Corpus, Told, load_corpus
from pipeline.messages import message
from pipeline.records import Link

_LEAST = 0.62  # likeness of two findings in other words
_LEAST_RETOLD = 0.6  # likeness to the auditors' point when a board's paper retells it among other words
_SHARED_RETOLD = 3  # families of words that it must repeat
_VERDICTS = ("findings.remark.", "findings.refuse.")
_OFTEN = 40  # a word in more findings of a body than this tells none from another


def link_repeats(connection: sqlite3.Connection) -> list[Link]:
    """`repeats` links from the later finding to the earliest one that it says again, of the same body."""
    corpus = load_corpus(connection)
    groups: dict[str, list[Told]] = defaultdict(list)
    for finding in corpus.findings:
        groups[finding.body].append(finding)
    links: list[Link] = []
    for group in groups.values():
        ordered = sorted(group, key=_when)
        links += _within(corpus, ordered)
        for verdict in _VERDICTS:
            links += _same_verdict([f for f in ordered if f.rule.startswith(verdict) and f.body])
    return links


def _same_verdict(verdicts: list[Told]) -> list[Link]:
    """The remark on a body for a year is one, and so is the refusal of its discharge, however each paper words it: each
    repeats the first of them.
    """
    links = []
    first_of: dict[int, Told] = {}
    for later in verdicts:
        first = first_of.setdefault(_year(later), later)
        if first.paper.id != later.paper.id and _year(later):
            why = message("links.same_remark", body=later.body, year=_year(later))
            links.append(Link("repeats", "findings", later.id, "findings", first.id, 0.8, "remark", why))
    return links


def _year(finding: Told) -> int:
    """The year that a remark is about: the one named, else the year before the paper's date."""
    return finding.year or (int(finding.paper.date[:4]) - 1 if finding.paper.date else 0)


def _within(corpus: Corpus, group: list[Told]) -> list[Link]:
    index: dict[str, list[int]] = defaultdict(list)
    links: list[Link] = []
    for place, later in enumerate(group):
        rare = [family for family in later.families if len(index[family]) <= _OFTEN]
        earlier = sorted({i for family in rare for i in index[family]})
        for i in earlier:
            link = _repeat(corpus, later, group[i])
            if link:
                links.append(link)
                break
        for family in later.families:
            index[family].append(place)
    return links


def _repeat(corpus: Corpus, later: Told, earlier: Told) -> Link | None:
    if later.paper.id == earlier.paper.id:
        return None
    same = same_words(later, earlier)
    if not same and (later.kind == "recommendation") != (earlier.kind == "recommendation"):
        return None  # what is advised is not what is criticised, though the words be alike
    alike, words = (1.0, []) if same else likeness(corpus, later, earlier)
    back, _ = (1.0, []) if same else likeness(corpus, earlier, later)
    by_board = earlier.paper.kind.startswith("audit") and not later.paper.kind.startswith("audit")
    retold = by_board and len(later.families & earlier.families) >= _SHARED_RETOLD
    score = max(min(alike, back), alike if retold else 0.0)
    if score < (_LEAST_RETOLD if retold else _LEAST):
        return None
    reasons = [
        message("links.same_words")
        if same
        else message("links.words", count=len(later.families & earlier.families), words=", ".join(words))
    ]
    if later.year and earlier.year and later.year != earlier.year:
        reasons.append(message("links.years", later=later.year, earlier=earlier.year))
    confidence = 0.95 if same else round(min(0.85, 0.3 + 0.6 * score), 2)
    return Link(
        "repeats",
        "findings",
        later.id,
        "findings",
        earlier.id,
        confidence,
        "same_words" if same else "likeness",
        "; ".join(reasons),
    )


def _when(finding: Told) -> tuple[bool, str, str, int]:
    """The auditors' own papers first, in order of date: what others retell comes after what it retells."""
    by_auditors = finding.paper.kind.startswith("audit")
    return (not by_auditors, finding.paper.date or f"{finding.year or 9999}-99", finding.paper.id, finding.start)
