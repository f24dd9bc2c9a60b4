"""The tallies of ballots as minutes state them: "43 Ja mot 38 Nej", "5 ja-röster och 4 nej-röster", "Ja: 7, Nej: 6"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import NUMERALS

_AROUND = 300  # characters before a tally in which words tell that it is one
_BEHIND = 160  # characters behind it in which those who abstained and the list of votes are told


@dataclass(frozen=True, slots=True)
class Tally:
    """A stated tally: its span, the numbers, and the number of the appendix that shows how each voted."""

    start: int
    end: int
    yes: int
    no: int
    abstain: int | None
    absent: int | None
    appendix: str | None
    rule: str


def find_tallies(flow: str, start: int, end: int) -> list[Tally]:
    """The tallies stated between two places, in order; the same numbers told again of one ballot are one."""
    lexicon = load_lexicon("ballots")
    near = lexicon.pattern("tally.near").regex
    stated: list[tuple[re.Match[str], str]] = []
    for pattern in lexicon.group("tally."):
        if "yes" not in pattern.regex.groupindex:
            continue
        for match in pattern.regex.finditer(flow, start, end):
            around = flow[max(start, match.start() - _AROUND) : match.end()]
            if not pattern.yields.get("needs") or near.search(around):
                stated.append((match, pattern.id))
    stated.sort(key=lambda s: s[0].start())
    found: list[Tally] = []
    for index, (match, rule) in enumerate(stated):
        if found and match.start() < found[-1].end:
            continue
        limit = stated[index + 1][0].start() if index + 1 < len(stated) else end
        tally = _tally(flow, match, min(limit, match.end() + _BEHIND), rule)
        if not (found and _told_again(flow, found[-1], tally)):
            found.append(tally)
    return found


def count_of(written: str | None) -> int | None:
    """The number that a digit or a numeral says."""
    if written is None:
        return None
    return int(written) if written.isdecimal() else NUMERALS.get(written.lower())


def _tally(flow: str, match: re.Match[str], limit: int, rule: str) -> Tally:
    end = match.end()
    counts: list[int | None] = []
    lexicon = load_lexicon("ballots")
    for name in ("abstain", "absent"):
        behind = lexicon.pattern(f"behind.{name}").regex.search(flow, match.end(), limit)
        counts.append(count_of(behind["count"] or behind["count2"]) if behind else None)
        end = max(end, behind.end()) if behind else end
    shown = lexicon.pattern("behind.list").regex.search(flow, match.end(), limit)
    yes, no = count_of(match["yes"]) or 0, count_of(match["no"]) or 0
    return Tally(match.start(), end, yes, no, counts[0], counts[1], shown["number"] if shown else None, rule)


def _told_again(flow: str, before: Tally, tally: Tally) -> bool:
    again = load_lexicon("ballots").pattern("tally.again").regex
    same = (before.yes, before.no) == (tally.yes, tally.no)
    return same and not again.search(flow, before.end, tally.start)
