"""Lines of a table of figures as an extraction left them: "Kultur- och fritidsnämnden 71 900 73 150 1 250 1,7".

Thousands are parted by the same space as columns, so that "612 300 634 900" may be two figures or four. How a line may
come apart is told here; which way is right is told by the other rows of its table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, product

_NUMBER = re.compile(r"[-−–+±]?(?:\d{1,3}(?:[\u00a0\u202f]\d{3})+|\d+)(?:,\d+)?%?")
_UNIT = re.compile(r"(?:tkr|mkr|mnkr|mdkr|kr|kronor|st|%|procent)\.?", re.IGNORECASE)
_DASH = re.compile(r"[-−–—]")
_GOES_ON = re.compile(r"\d{3}(?:,\d+)?%?")
_MAY_GO_ON = re.compile(r"[-−–+±]?[1-9]\d{0,2}|\d{3}")  # by three digits more
_NO_NUMBER = re.compile(r"[-−–+±]?0\d")
_JOINED, _APART = " ", "\n"
_YEAR = re.compile(r"(?:19|20)\d\d")
_TOKEN = re.compile(r"[^ \t]+")
_WIDE = re.compile(r"\s{2,}")
_LONGEST_NAME, _MOST_WORDS = 32, 5  # of what heads a column
_OPENS_NAME = re.compile(r"[A-ZÅÄÖ]|(?:tot|totalt|summa|diff|avvikelse|utfall|budget)\.?$")
_WANTS_MORE = re.compile(r"(?:[-–/&+]|\b(?:och|samt|mot|per|i|av))$")
_NOTES = re.compile(r"(?i)not(?:er)?\.?")
_MOST_FREE = 9  # places of a line that may or may not part two figures
_LIKE_YEAR = re.compile(r"(?:19|20)\d\d(?:[-–/]\d{2,4})?|[TQ]\d|%|\(.*\)|[-–]\d\d|\+/-|kr|tkr|mkr|mnkr|mdkr|st")

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A line: the words before its figures (""), and the ways in which its figures may be cells; none when it has no
    figures at its end."""

    label: str
    ways: tuple[Cells, ...]

    @property
    def counts(self) -> frozenset[int]:
        """How many cells it may hold."""
        return frozenset(len(way) for way in self.ways)


def read_figure_line(text: str) -> FigureLine:
    """What stands before the figures at a line's end, and how these may be parted."""
    tokens = list(_TOKEN.finditer(text))
    begin = len(tokens)
    while begin and _is_figure(tokens[begin - 1][0]):
        begin -= 1
    while begin < len(tokens) and _UNIT.fullmatch(tokens[begin][0]):
        begin += 1  # "Belopp i tkr 2023 2022": the unit is of the words before
    label = text[: tokens[begin].start()].strip() if begin < len(tokens) else text.strip()
    tail = tokens[begin:]
    if not label and len(tail) > 1 and _YEAR.fullmatch(tail[0][0]):
        label, tail = tail[0][0], tail[1:]  # a row for each year
    if not tail or not any(any(map(str.isdigit, t[0])) for t in tail):
        return FigureLine(text.strip(), ())
    return FigureLine(label, _ways([t[0] for t in tail], [b.start() - a.end() for a, b in pairwise(tail)]))


def _is_figure(token: str) -> bool:
    return any(p.fullmatch(token) for p in (_NUMBER, _UNIT, _DASH))


def _ways(tokens: list[str], gaps: list[int]) -> tuple[Cells, ...]:
    """Every way in which the tokens may be joined to cells; none when a number among them is none ("014")."""
    joints: list[tuple[str, ...]] = []
    spaced = max(gaps, default=1) > 1  # columns are parted by more than a space, and thousands by one
    if _NO_NUMBER.match(tokens[0]) or _UNIT.fullmatch(tokens[0]):
        return ()
    for place, (before, token) in enumerate(pairwise(tokens)):
        if _UNIT.fullmatch(token):
            joints.append((_JOINED,))
        elif gaps[place] == 1 and _DASH.fullmatch(before) and _NUMBER.fullmatch(token) and token[0].isdigit():
            joints.append((_JOINED, _APART))
        elif gaps[place] == 1 and _GOES_ON.fullmatch(token) and _MAY_GO_ON.fullmatch(before):
            joints.append((_JOINED,) if token[0] == "0" or spaced else (_APART, _JOINED))
        elif _NO_NUMBER.match(token):
            return ()
        else:
            joints.append((_APART,))
    if sum(len(joint) > 1 for joint in joints) > _MOST_FREE:
        return ()
    return tuple(
        tuple("".join(part for pair in zip(tokens, (*choice, ""), strict=True) for part in pair).split(_APART))
        for choice in product(*joints)
    )


def value_of(cell: str) -> float | None:
    """The number in a cell, None when it is empty or holds words."""
    plain = re.sub(r"[\s\u00a0\u202f%+±]|(?:tkr|mkr|mnkr|mdkr|kr|kronor|st|procent)\.?$", "", cell)
    plain = re.sub(r"^[−–]", "-", plain).replace(",", ".")
    return float(plain) if re.fullmatch(r"-?\d+(?:\.\d+)?", plain) else None


def is_years(cells: Cells) -> bool:
    """Whether the cells are years alone, as the head of a table has them."""
    return all(_YEAR.fullmatch(cell) for cell in cells)


def names_of_columns(words: str) -> list[str]:
    """The names that a header's words are when each is parted at its capital or at a year; none of what is none."""
    names = _names(words.split(), apart=True)
    return names if all(_is_name(name) for name in names) else []


def _is_name(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and len(name.split()) <= _MOST_WORDS and name[0] != "(" and name[-1] not in ":;,"


def split_heads(words: str, columns: int) -> list[str] | None:
    """The names of a label's column and of `columns` columns that a header's words are, or of the columns alone; None
    when it can't be told. A name begins with a capital or is a year; a year may belong to the word before it.
    """
    tokens = words.split()
    if not tokens or words.rstrip()[-1] in ".:;,":
        return None
    ways = [_names(tokens, apart) for apart in (False, True)]
    ways.insert(0, _WIDE.split(words.strip()))
    for wanted in (columns + 1, columns):
        for names in ways:
            several = any(len(_YEAR.findall(name)) > 1 for name in names)
            torn = _tears_year(names, begin=wanted - columns)
            if len(names) == wanted and not torn and not several and all(map(_is_name, names)):
                return names
    return None


def _tears_year(names: list[str], begin: int) -> bool:
    """Whether a year among the names is of the name before it ("Budget" / "2023"), as years in a row are not."""
    if begin and _YEAR.fullmatch(names[0]):
        return True
    return any(
        _YEAR.match(after) and not _YEAR.match(before) and not _NOTES.fullmatch(before)
        for before, after in zip(names[begin:], names[begin + 1 :], strict=False)
    )


def _names(tokens: list[str], apart: bool) -> list[str]:
    """The names that the words are when a year is a name of its own (`apart`), or belongs to the word before it."""
    names: list[list[str]] = []
    for token in tokens:
        year = _LIKE_YEAR.fullmatch(token) is not None
        opens = _YEAR.match(token) is not None and apart if year else _OPENS_NAME.match(token) is not None
        joined = bool(names) and _WANTS_MORE.search(names[-1][-1])
        if (opens and not joined) or not names:
            names.append([token])
        else:
            names[-1].append(token)
    return [" ".join(name) for name in names]
