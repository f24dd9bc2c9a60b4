"""How members voted in lines without column heads: "Anna Ek (S) Ja" a line, its cells a line each, or names below "Ja".

A table of votes becomes such lines in the text that a program takes out of a PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.extract.people import PARTY, WORD
from pipeline.extract.vote_tables import ListedVote, side_of
from pipeline.lexicon import load_lexicon
from pipeline.records import Document

_NAME = rf"(?P<name>{WORD}(?:[ ](?:von|af|de|van|der|{WORD})){{1,3}})"
_LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class VoteRows:
    """Votes of one ballot that stand in lines, and from where to where."""

    start: int
    end: int
    votes: tuple[ListedVote, ...]
    sided: bool  # the side stands in each member's row


def find_vote_rows(document: Document) -> list[VoteRows]:
    """The lists of votes without column heads, in order; rows with several sides are of as many ballots."""
    text = _without_furniture(document)
    return sorted([*_rows(text), *_below_sides(text)], key=lambda rows: rows.start)


def _without_furniture(document: Document) -> str:
    """The text with blanks for what stands at its pages' edges, its lines as they are."""
    parts, last = [], 0
    for block in document.blocks:
        if block.kind == "furniture" and block.start >= last:
            parts += [document.text[last : block.start], " " * (block.end - block.start)]
            last = block.end
    return "".join([*parts, document.text[last:]])


@cache
def _row() -> re.Pattern[str]:
    side = load_lexicon("ballots").pattern("list.side").regex.pattern
    return re.compile(
        rf"(?m)^[ \t]*(?:\d{{1,3}}\.?\s{{1,4}})?{_NAME},?\s{{1,4}}\(?(?!{side})(?P<party>{PARTY})\)?,?"
        rf"(?P<sides>(?:\s{{1,4}}{side}){{1,4}})[ \t]*$"
    )


def _rows(text: str) -> Iterator[VoteRows]:
    side = load_lexicon("ballots").pattern("list.side").regex
    run: list[tuple[re.Match[str], list[str]]] = []
    for match in _row().finditer(text):
        sides = side.findall(match["sides"])
        if run and (text[run[-1][0].end() : match.start()].strip() or len(sides) != len(run[-1][1])):
            yield from _of_run(run)
            run = []
        run.append((match, sides))
    yield from _of_run(run)


def _of_run(run: list[tuple[re.Match[str], list[str]]]) -> Iterator[VoteRows]:
    if len(run) < _LEAST_ROWS:
        return
    for ballot in range(len(run[0][1])):
        votes = [
            ListedVote(m["name"], m["party"], side, *m.span("name"))
            for m, sides in run
            if (side := side_of(sides[ballot]))
        ]
        yield VoteRows(run[0][0].start(), run[-1][0].end(), tuple(votes), sided=True)


@cache
def _named_line() -> re.Pattern[str]:
    named = rf"{WORD}(?:[ ](?:von|af|de|van|der|{WORD})){{1,3}}\s\({PARTY}\)"
    return re.compile(rf"\s*(?:{named})(?:(?:,|,?\s(?:och|samt))\s{{1,2}}(?:{named}))*[.,]?")


def _below_sides(text: str) -> Iterator[VoteRows]:
    """Names below the side that they voted for, which stands alone on its line; both sides must be there."""
    label = load_lexicon("ballots").pattern("list.label").regex
    person = re.compile(rf"{_NAME}\s\((?P<party>{PARTY})\)")
    votes: list[ListedVote] = []
    side, start, end = "", 0, 0
    for line in re.finditer(r"[^\n\f]+", text):
        if not line[0].strip():
            continue
        opens = label.fullmatch(line[0].strip())
        if opens or not (side and _named_line().fullmatch(line[0].rstrip())):
            new = side_of(re.split(r"[\s:-]", opens["side"])[0]) if opens else None
            if votes and (new is None or any(vote.side == new for vote in votes)):
                yield from _of_sides(start, end, votes)
                votes = []
            side = new or ""
            start = start if votes else line.start()
            continue
        votes += [
            ListedVote(m["name"], m["party"], side, line.start() + m.start("name"), line.start() + m.end("name"))
            for m in person.finditer(line[0])
        ]
        end = line.end()
    yield from _of_sides(start, end, votes)


def _of_sides(start: int, end: int, votes: list[ListedVote]) -> Iterator[VoteRows]:
    if {"yes", "no"} <= {vote.side for vote in votes}:
        yield VoteRows(start, end, tuple(votes), sided=False)
