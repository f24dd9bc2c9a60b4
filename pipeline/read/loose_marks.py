"""Bullets, and the numbers of headings, that an extraction wrote on lines of their own before what they belong to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.read.line_widths import measure_width
from pipeline.read.lines import Line, RawTable

_BULLET = re.compile(r"\s*([•▪●◦■○□➢–-])\s*")
_COUNTED = re.compile(r"\s*(\d{1,2}|[a-z])([.)])\s*")
_NUMBER = re.compile(r"\s*(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s*")
_SIGN = re.compile(r"(?:[A-ZÅÄÖ]{1,5}\s)?§")  # an item of minutes, which belongs to no list
_BARE = re.compile(r"\s*\d{1,3}\s*")  # a number that strayed between bullets and items
_TITLE = re.compile(r"[A-ZÅÄÖ][^.;:]*[^\W\d_]$")
_LONGEST_TITLE = 130
_FARTHEST = 2  # blank lines between a heading's number and its words
_SENTENCE_END = re.compile(r"[.?!;][”\"’)\]]{0,2}\d?$")
_CAPITAL = re.compile(r"[”\"“(]?[A-ZÅÄÖ]")
_SAME_OPENING = 2  # words
_LEAST_MARKS = 2
_FILLED = 0.93  # of the longest line: less leaves room for the next word


def place_loose_marks(items: list[Line | RawTable]) -> None:
    """Put the marks of a page's lists and headings before their words, in place, where it is plain which is whose:
    as many items as bullets can be told in the lines below them.
    """
    index = 0
    while index < len(items):
        marks, after = _marks_from(items, index)
        if len(marks) >= _LEAST_MARKS:
            _hand_out(items, marks, after)
            index = after
        else:
            _place_number(items, index)
            index += 1


def _text(item: Line | RawTable) -> str | None:
    """A line's words; None of a table or what is no text."""
    return None if isinstance(item, RawTable) or item.kind == "furniture" or item.repeated else item.text.strip()


def _marks_from(items: Sequence[Line | RawTable], index: int) -> tuple[list[int], int]:
    """The places of the lone marks of one kind from here on, and where the first line after them stands."""
    marks: list[int] = []
    place = index
    while place < len(items) and (text := _text(items[place])) is not None:
        if _is_next(items, marks, text):
            marks.append(place)
        elif (text and not (marks and _BARE.fullmatch(text))) or not marks:
            break
        place += 1
    return marks, place


def _is_next(items: Sequence[Line | RawTable], marks: Sequence[int], text: str) -> bool:
    """Whether a line is a lone mark that follows those before it: the same bullet, or the next number."""
    before = _text(items[marks[-1]]) if marks else None
    if _BULLET.fullmatch(text):
        return before is None or before == text
    counted = _COUNTED.fullmatch(text)
    if counted is None:
        return False
    if before is None:
        return counted[1] in {"1", "a"}
    last = _COUNTED.fullmatch(before)
    return last is not None and last[2] == counted[2] and _rank(counted[1]) == _rank(last[1]) + 1


def _rank(number: str) -> int:
    return int(number) if number.isdigit() else ord(number)


def _hand_out(items: list[Line | RawTable], marks: Sequence[int], after: int) -> None:
    """Give each mark to its item where the lines after them fall into as many items as there are marks."""
    for lines in _stretches(items, after):
        starts = _starts(lines, len(marks))
        if starts:
            for mark, line in zip(marks, starts, strict=True):
                held = items[mark]
                assert isinstance(held, Line)
                line.text = f"{held.text.strip()} {line.text.lstrip()}"
                held.text = ""
            for strayed in items[marks[0] : after]:
                if _text(strayed) and isinstance(strayed, Line):
                    strayed.kind = "furniture"  # the number of some heading near by
            return


def _stretches(items: Sequence[Line | RawTable], after: int) -> list[list[tuple[Line, bool]]]:
    """The lines up to the first blank line, up to the second, and so on: each with whether a blank line is above it."""
    lines: list[tuple[Line, bool]] = []
    stretches = []
    gap = False
    for item in items[after:]:
        text = _text(item)
        if text is None or isinstance(item, RawTable) or _is_no_item(text):
            break
        if text:
            if gap and lines:
                stretches.append(list(lines))
            lines.append((item, gap and bool(lines)))
        gap = not text
    return [*stretches, lines] if lines else stretches


def _is_no_item(text: str) -> bool:
    return any(one.fullmatch(text) for one in (_BULLET, _COUNTED)) or _SIGN.match(text) is not None


def _starts(lines: Sequence[tuple[Line, bool]], count: int) -> list[Line]:
    """The first lines of so many items; none where no sign parts the lines into as many."""
    texts = [line.text.strip() for line, _ in lines]
    room = max(measure_width(texts).usual, *map(len, texts)) * _FILLED
    opening = texts[0].split()[:_SAME_OPENING]

    def sure(i: int) -> bool:
        return lines[i][1] or (texts[i].split()[:_SAME_OPENING] == opening)

    def short(i: int) -> bool:
        return sure(i) or len(texts[i - 1]) + 1 + len(texts[i].split(" ", 1)[0]) < room

    def ended(i: int) -> bool:
        return short(i) or (_SENTENCE_END.search(texts[i - 1]) is not None and _CAPITAL.match(texts[i]) is not None)

    signs: tuple[Callable[[int], bool], ...] = (sure, short, ended)
    for sign in signs:
        starts = [0, *(i for i in range(1, len(lines)) if sign(i))]
        if len(starts) == count:
            return [lines[i][0] for i in starts]
    return []


def _place_number(items: Sequence[Line | RawTable], index: int) -> None:
    """Put a heading's number that stands alone before its words: "6.4", a blank line, "Uppföljning av ..."."""
    text = _text(items[index])
    number = _NUMBER.fullmatch(text) if text else None
    if number is None:
        return
    for item in items[index + 1 : index + 2 + _FARTHEST]:
        title = _text(item)
        if title is None:
            return
        if title:
            held = items[index]
            if (
                isinstance(item, Line)
                and isinstance(held, Line)
                and len(title) < _LONGEST_TITLE
                and _TITLE.match(title)
            ):
                item.text, held.text = f"{number[1]} {title}", ""
            return
