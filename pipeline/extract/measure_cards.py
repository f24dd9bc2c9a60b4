"""Measures in cards: a line that names one, and below it lines with a label each ("Ansvarig:", "Tidplan:", "Status:").

So do many plans and reports back (also what planning systems print) set each measure or assignment without a table. A
card is read as a row of a table whose columns are the labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.plan_columns import Columns, Row, kind_of, says_when
from pipeline.extract.plan_tables import read_row
from pipeline.extract.statuses import UNKNOWN, declare_status
from pipeline.lexicon import load_lexicon
from pipeline.records import At, Cell, Measure, Reading, Record, Table, record_id

_NOT_IN = frozenset({"minutes", "minutes_extract", "audit_statement", "cover_letter"})
_KNOWN = frozenset({"responsible", "due", "status", "comment", "description", "effect", "finding"})
_TELLING = frozenset({"responsible", "due", "status"})
_LABEL = re.compile(r"[A-ZÅÄÖ][a-zåäöA-ZÅÄÖ]+(?:[ /-][a-zåäö]+){0,3}(?=\s*:(?:\s|$))")
_BOUND = re.compile(r"(?:^\W*|[.;,|–]\s*|\s{2,}|\t|(?<=\d)\s)$")  # what stands before a label further on in a line
_SENTENCE_END = re.compile(r"(?<!\bt)(?<!\bex)(?<!\bbl)(?<!\binkl)(?<!\bosv)(?<!\bca)(?<=[a-zåäö)\d])\.\s+(?=[A-ZÅÄÖ])")
_NUMBER = re.compile(r"^\W*\d+(?:\.\d+)*[.)]?\s+")
_SHORTEST, _LONGEST = 8, 300  # characters of what a card names
_LEAST_HEADINGS = 2  # cards below plain headings count when there are several
_BARE_WORDS = 3  # of a label that has a line for itself and no colon; it must stand there in several cards
_BRIEF = 60  # characters of a line that may tell how it went in other words than a status's own
_CONFIDENCE = 0.85


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a block with words; `first` is whether the block begins with it, `bare` what it names where it is a
    label and nothing else ("Ansvarig", with who that is on the next line)."""

    start: int
    end: int
    words: str
    kind: str
    block: int
    first: bool
    bare: str = ""

    @property
    def is_label(self) -> bool:
        """Whether the line opens with a label, or is one."""
        return bool(self.bare or _labels(self.words, 0))


@dataclass(frozen=True, slots=True)
class _Field:
    """What stands behind a label: what kind of column that names, and the span of its words."""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class _Card:
    """A card as it is read: the span of what it names, its fields, and whether a word ("Åtgärd 2") shows what it is."""

    start: int
    end: int
    named: bool
    fields: list[_Field]


def extract_card_measures(reading: Reading) -> list[Record]:
    """The measure of every card: named by its head ("Åtgärd 2: ..."), or below a heading as others in the document."""
    if reading.facts.kind in _NOT_IN:
        return []
    cards = [card for card in _cards(reading) if {f.kind for f in card.fields} & _TELLING]
    if reading.facts.kind == "audit_report":  # a plan appended to it tells all of each measure
        cards = [card for card in cards if card.named and {f.kind for f in card.fields} >= _TELLING]
    plain = [card for card in cards if not card.named]
    if len([card for card in plain if _tells_fully(card)]) < _LEAST_HEADINGS:
        cards = [card for card in cards if card.named]
    read = [_read_card(reading, card) for card in cards if card.named or _tells_fully(card)]
    return [measure for measure in read if measure]


def _tells_fully(card: _Card) -> bool:
    """Whether the labels alone show a card: how it went or by when, and one thing more."""
    kinds = {f.kind for f in card.fields} & _KNOWN
    return bool(kinds & {"due", "status"}) and len(kinds) > 1


def _lines(reading: Reading) -> list[_Line]:
    document, lines = reading.document, list[_Line]()
    for number, block in enumerate(document.blocks):
        if block.is_aside:
            continue
        first, place = True, block.start
        for part in document.text[block.start : block.end].split("\n"):
            words = part.strip()
            if words:
                start = place + len(part) - len(part.lstrip())
                kind = block.kind
                lines.append(_Line(start, start + len(words), words, kind, number, first))
                first = False
            place += len(part) + 1
    often = {words for words, count in Counter(line.words for line in lines).items() if count > 1}
    return [replace(line, bare=_bare(line.words)) if line.words in often else line for line in lines]


def _bare(words: str) -> str:
    kind = kind_of(words) if len(words.split()) <= _BARE_WORDS and words[-1].isalpha() else None
    return kind if kind in _KNOWN else ""


def _cards(reading: Reading) -> Iterator[_Card]:
    """Each head with the labelled lines below it."""
    lines = _lines(reading)
    at = 0
    while at < len(lines):
        head = _head(reading, lines, at)
        if head is None:
            at += 1
            continue
        card, after = head
        end = _read_fields(lines, after, card)
        if card.fields:
            yield card
        at = max(end, at + 1)


def _head(reading: Reading, lines: list[_Line], at: int) -> tuple[_Card, int] | None:
    """The card that a line opens, and the line below its head."""
    line = lines[at]
    if line.kind == "table":
        return None
    named = load_lexicon("measures").pattern("card.head").regex.match(line.words)
    if named and named["text"]:
        start = line.start + named.start("text")
        inline = _labels(line.words, named.start("text"))
        card = _Card(start, line.start + inline[0][1] if inline else line.end, True, [])
        _add(card, line, inline)
        return card, _over_rest(lines, at, card) if not inline else at + 1
    if named:
        return _below_bare(lines, at)
    if line.kind == "heading" and line.first and not _labels(line.words, 0):
        number = _NUMBER.match(line.words)
        card = _Card(line.start + (number.end() if number else 0), line.end, False, [])
        after = _over_rest(lines, at, card)
        told = _told_below(lines, after)
        if told:
            card.fields.append(told)
            after += 1
        return (card, after) if after < len(lines) and _labels(lines[after].words, 0) else None
    return None


def _told_below(lines: list[_Line], at: int) -> _Field | None:
    """How it went, on a line without a label between the head and the labels: "Klart. Antogs i maj."."""
    if at + 1 >= len(lines) or lines[at].is_label or lines[at].kind == "table":
        return None
    line, status = lines[at], declare_status(lines[at].words)
    tells = status.rule.startswith("label.") or (status.value != UNKNOWN and len(line.words) <= _BRIEF)
    return _Field("status", line.start, line.end) if tells and _labels(lines[at + 1].words, 0) else None


def _below_bare(lines: list[_Line], at: int) -> tuple[_Card, int] | None:
    """The card under "Åtgärd" or "Insats 1" on a line of its own: the words from there to the first label."""
    after = at + 1
    if after >= len(lines) or lines[after].kind == "table" or lines[after].is_label:
        return None
    card = _Card(lines[after].start, lines[after].end, True, [])
    return card, _over_rest(lines, after, card)


def _over_rest(lines: list[_Line], at: int, card: _Card) -> int:
    """Take in the further lines of the head's own block; the number of the first line that is none."""
    after = at + 1
    while after < len(lines) and lines[after].block == lines[at].block and not lines[after].is_label:
        if load_lexicon("measures").pattern("card.head").regex.match(lines[after].words):
            break
        card.end = lines[after].end
        after += 1
    return after


def _read_fields(lines: list[_Line], at: int, card: _Card) -> int:
    """Read the labelled lines from `at`; the number of the first line that is none and goes on none."""
    while at < len(lines):
        line = lines[at]
        labels = _labels(line.words, 0)
        if line.kind == "table" or load_lexicon("measures").pattern("card.head").regex.match(line.words):
            break
        if line.bare == "finding" and card.fields:
            break  # what the next measure is about
        if line.bare and at + 1 < len(lines) and not lines[at + 1].is_label:
            at += 1
            card.fields.append(_Field(line.bare, lines[at].start, lines[at].end))
        elif labels and labels[0][1] <= 3:
            _add(card, line, labels)
        elif card.fields and line.block == lines[at - 1].block and not line.first:
            last = card.fields[-1]
            card.fields[-1] = replace(last, end=line.end)
        else:
            break
        at += 1
    return at


def _labels(words: str, begin: int) -> list[tuple[str, int, int]]:
    """The labels in a line from `begin` on: what they name ("other" when nothing known), where they begin and end."""
    found = []
    for match in _LABEL.finditer(words, begin):
        kind = kind_of(match[0])
        opens = not words[: match.start()].strip(" -–•*\t")
        if opens or (kind in _KNOWN and (_BOUND.search(words[: match.start()]) or kind in _TELLING)):
            end = words.index(":", match.end()) + 1
            found.append((kind if kind in _KNOWN else "other", match.start(), end))
    return found


def _add(card: _Card, line: _Line, labels: list[tuple[str, int, int]]) -> None:
    for number, (kind, _, end) in enumerate(labels):
        stop = labels[number + 1][1] if number + 1 < len(labels) else len(line.words)
        card.fields.append(_Field(kind, line.start + end, line.start + stop))


def _read_card(reading: Reading, card: _Card) -> Measure | None:
    """The card's measure: its words as a row, its evidence the whole card."""
    document = reading.document
    cut = _SENTENCE_END.search(document.flow, card.start + _SHORTEST, card.end)
    fields = [part for field in card.fields for part in _without_sentence(document.flow, field)]
    spans = [_Field("measure", card.start, cut.start() if cut else card.end), *fields]
    row: Row = {}
    columns: Columns = {}
    dated = any(part.kind == "due" for part in fields)  # else "Återrapportering: maj 2024" says by when
    for number, part in enumerate(spans):
        words = " ".join(document.flow[part.start : part.end].split()).strip(" ;,|").rstrip("." if number == 0 else " ")
        if words:
            kind = "due" if part.kind == "comment" and not dated and says_when(words) else part.kind
            row[number] = Cell(0, number, part.start, part.end, words, 0)
            columns.setdefault(kind, []).append(number)
    if 0 not in row or not _SHORTEST <= len(row[0].text) <= _LONGEST:
        return None
    end = max(cell.end for cell in row.values())
    table = Table(card.start, end, 0, 0, 1, len(row), tuple(row.values()), "card")
    measure = read_row(reading, table, row, columns, "", {})
    if measure is None:
        return None
    text = document.text[card.start : end]
    end = card.start + len(text.rstrip())
    return replace(
        measure,
        id=record_id(document.id, Measure.table, card.start, end),
        at=At(card.start, end, "card" if card.named else "card.heading", _CONFIDENCE if card.named else 0.75),
    )


def _without_sentence(flow: str, part: _Field) -> list[_Field]:
    """Who is responsible, and what a sentence behind tells: "Ansvarig: chefen. Klart senast i maj."."""
    cut = _SENTENCE_END.search(flow, part.start, part.end) if part.kind == "responsible" else None
    return [replace(part, end=cut.start()), _Field("comment", cut.end(), part.end)] if cut else [part]
