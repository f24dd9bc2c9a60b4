"""Text that an extraction ran together, a paragraph or a page to a line: its headings and the items of its lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from pipeline.lexicon import load_lexicon

# A line of a table of contents: "2.1. Iakttagelser...5", also with many of them on one line.
_CONTENTS = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+)?([A-ZÅÄÖ][^.…\d\n]{2,70}?)\s?(?:\.{3,}|…)[\s.…]*\d{1,3}(?=\s|$)"
)
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,3}\.?"
_LONG = 200  # characters of a line that is more than one heading
_BULLET = re.compile(r"(?:^|(?<=\s))[•▪●◦■□➢✓](?=\s+\S)")
_NUMBER_MARK = re.compile(r"(?:^|(?<=\S ))(\d{1,2})\.\s+(?=[A-ZÅÄÖa-zåäö])")
_LETTER_MARK = re.compile(r"(?:^|(?<=\S ))([a-z])[.)]\s+(?=[A-ZÅÄÖa-zåäö])")
_ENDED = re.compile(r"(?:[.;:)!?”]|\batt)\s+$")
_SIGN = re.compile(r"(?:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,5} )?§ ?\d")
_COLUMNS = re.compile(r"\S {3,}\S")  # cells of a row, or of a letterhead
_LEAST = 3  # lines of a table of contents


def headings_of(text: str) -> re.Pattern[str] | None:
    """What finds the headings that the table of contents of a paper names, with their numbers; None without one."""
    titles = [" ".join(match[1].split()) for match in _CONTENTS.finditer(text)]
    if len(titles) < _LEAST:
        return None
    known = {*titles, *load_lexicon("headings").words["of_reviews"]}
    words = "|".join(re.escape(title) for title in sorted(known, key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=\s)){_NUMBER}\s+(?:{words})(?=\s+[A-ZÅÄÖ\d])|^(?:{words})(?=\s+[A-ZÅÄÖ])")


def part_at_headings(line: str, headings: re.Pattern[str] | None) -> list[str]:
    """The line or, of one that is long and holds headings, these and what is under each, with empty lines between."""
    if headings is None or len(line) < _LONG or _CONTENTS.search(line):
        return [line]
    parts: list[str] = []
    start = 0
    for match in headings.finditer(line):
        parts += [line[start : match.start()].rstrip(), "", match[0], ""]
        start = match.end()
    return [part for i, part in enumerate([*parts, line[start:].strip()]) if part or i] if parts else [line]


def is_run_together(text: str) -> bool:
    """Whether most of the text stands in lines that are longer than a page is wide, one for each paragraph or page, or
    what follows usual headings stands on their lines."""
    lines = [line.strip() for line in text.split("\n")]
    if sum(len(line) for line in lines if len(line) > _LONG) > 0.5 * sum(map(len, lines)):
        return True
    known = load_lexicon("headings").words["alone"]
    alone = sum(line.strip(":").lower() in known for line in lines)
    return sum(bool(_usual_headings().match(line)) for line in lines) > max(_LEAST, alone)


def part_run_together(line: str) -> list[str]:
    """The line or, of one that headings and items of a list were run into, each of these by itself."""
    if _CONTENTS.search(line):
        return [line]
    heads = _usual_headings()
    starts = {match.start() for match in _BULLET.finditer(line)}
    if heads.match(line) or _SIGN.match(line):
        starts |= {edge for match in heads.finditer(line) for edge in match.span()}
    if not _COLUMNS.search(line):
        starts |= {edge for match in _sure_labels().finditer(line) for edge in match.span()}
    parts = [item for part in _parted(line, starts) for item in _parted(part, _counted(part))]
    return parts if len(parts) > 1 else [line]


def _parted(line: str, starts: Iterable[int]) -> list[str]:
    edges = [*sorted({0, *starts}), len(line)]
    return [part for a, b in pairwise(edges) if (part := line[a:b].strip())]


@cache
def _usual_headings() -> re.Pattern[str]:
    """A usual heading, alone or as a board's own ("Kommunstyrelsens beslut"), with more of the line behind it. In the
    middle of a line it is told by its capital where no sentence ends. "Rekommendation 2:" is a label of its own line.
    """
    words = sorted(load_lexicon("headings").words["alone"], key=len, reverse=True)
    known = "|".join(re.escape(word[:1].upper() + word[1:]) for word in words)
    own = rf"[A-ZÅÄÖ][a-zåäö-]*(?: [a-zåäö-]+){{0,2}}s (?:{'|'.join(load_lexicon('headings').words['own'])})"
    return re.compile(rf"(?:^|(?<=[^.:;,!?] ))(?:{_NUMBER} )?(?:{own}|{known})(?= [”\"A-ZÅÄÖ]| \d(?!\d{{0,3}} ?:))")


@cache
def _sure_labels() -> re.Pattern[str]:
    """A label that no sentence holds before a capital, wherever in the line: "... bifalls. Yrkandet I dag"."""
    words = sorted(load_lexicon("headings").words["within"], key=len, reverse=True)
    known = "|".join(re.escape(word[:1].upper() + word[1:]) for word in words)
    return re.compile(rf"(?:^|(?<=\s))(?:{known})(?= [”\"]?[A-ZÅÄÖ])")


def _counted(line: str) -> Iterator[int]:
    """Where items that count on stand behind one another: "1. ... 2. ... 3. ...", "a. ... b. ..."."""
    for sort in (_NUMBER_MARK, _LETTER_MARK):
        last = 0
        marks = [(match.start(), _value(match[1])) for match in sort.finditer(line)]
        for start, value in marks:
            opens = start == 0 or (value == 1 and (start, 1) != marks[-1] and bool(_ENDED.search(line, 0, start)))
            if value == last + 1 if last else opens:
                last = value
                yield start


def _value(mark: str) -> int:
    return int(mark) if mark.isdecimal() else ord(mark) - ord("a") + 1
