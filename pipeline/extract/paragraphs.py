"""The § signs of a text that point at minutes, and those that head an item of the minutes themselves."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.items import Item
from pipeline.extract.numbers import split_numbers
from pipeline.lexicon import load_lexicon
from pipeline.records import Reading

MINUTES = frozenset({"minutes", "minutes_extract"})
_CITING_BEFORE = re.compile(r"(?:\d|[a-zåäö]|[A-ZÅÄÖ]{2}|[,(])\s*$")
# What stands before the §§ of a cover, a header or an adjustment clause.
_OWN_BEFORE = re.compile(
    r"(?:(?:paragraf(?:er|erna)?|justerade?|protokoll|utdrag|sida|ärende(?:n)?)\s*:?|\bforts(?:\.|ättning)?"
    r"(?:\s(?:av|på))?(?:\s[A-ZÅÄÖ]{2,5})?)\s*$",
    re.IGNORECASE,
)
_DAY_BEHIND = re.compile(
    r",?\s(?:[A-ZÅÄÖ]{2,5}|\w*(?:styrelsen|nämnden|fullmäktige|utskottet))?,?\s?(?:den\s)?(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2}\s\w+\s20\d\d)"
)
_DAY_BEFORE = re.compile(r"\d{4}-\d\d-\d\d$|\b\d{1,2}\s[a-zåäö]+\s\d{4}$")
_DAY = 20  # characters of a day
# "den 21 mars 2024," at a line's end, and "§ 104." or "§ 8, att" on the next: a sentence that the line broke.
_GOES_ON_BEFORE = re.compile(r"(?:\d|[a-zåäö]|[,(])[^\S\n]*(?:\n\s*)?\Z")
_GOES_ON_BEHIND = re.compile(r"\s?(?:[.;:)]|,|(?:och|samt|eller|till|att|om|punkt|p\.)\b)")
_REACH = 400  # characters before a § that tell whether it heads an item
_OWN_BODY = re.compile(r"\s*[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,4}\s+")  # "KS § 67" at a line's beginning


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """A § with its numbers: the span, the numbers one by one, a year written behind ("§ 71/2024"), rule, confidence."""

    start: int
    end: int
    numbers: tuple[str, ...]
    year: int | None
    rule: str
    confidence: float


def find_paragraphs(
    reading: Reading, statutes: Sequence[tuple[int, int]], items: Sequence[Item]
) -> tuple[list[Paragraphs], list[tuple[int, int]]]:
    """The § that cite, and the spans of the lines that are own headings; `statutes` are spans to leave alone, `items`
    the items of the minutes themselves.
    """
    flow = reading.document.flow
    spans = sorted(statutes)
    starts = [s for s, _ in spans]
    found: list[Paragraphs] = []
    headings: list[tuple[int, int]] = []
    taken = bytearray(len(flow))  # 1 where a § was found, headings' own included
    for pattern in load_lexicon("citations").group("citation."):
        for match in pattern.regex.finditer(flow):
            index = bisect_right(starts, match.end() - 1) - 1
            if index >= 0 and spans[index][1] > match.start():
                continue
            if any(taken[match.start() : match.end()]):
                continue
            if pattern.id == "citation.number_first" and not _DAY_BEFORE.search(
                flow[max(0, match.start() - _DAY) : match.start()]
            ):
                continue
            if pattern.id == "citation.word" and reading.facts.kind in MINUTES:
                continue  # "ärendena under paragraferna 61–62": items of the meeting itself
            heads = heads_item(reading, match.start()) and not _cites_at_start(reading, match, items)
            if heads and not _goes_on(reading, match, items):
                stop = flow.find("\n", match.end())
                headings.append((match.start(), stop if stop >= 0 else len(flow)))
                taken[match.start() : match.end()] = b"\1" * len(match[0])
                continue
            taken[match.start() : match.end()] = b"\1" * len(match[0])
            if _of_own_rules(flow, match.start(), match.end()):
                continue
            numbers = tuple(split_numbers(match["list"]))
            found.append(Paragraphs(match.start(), match.end(), numbers, _year(match), pattern.id, pattern.confidence))
    return sorted(found, key=lambda p: p.start), sorted(headings)


def heads_item(reading: Reading, offset: int) -> bool:
    """Whether the § at `offset` heads an item of these minutes, or stands on their cover, and cites nothing."""
    flow, text = reading.document.flow, reading.document.text
    far = max(0, offset - _REACH)
    block_start = max(flow.rfind("\n", far, offset), flow.rfind("\f", far, offset), far - 1) + 1
    before = flow[block_start:offset]
    if not before.strip():
        return True
    if reading.facts.kind not in MINUTES:
        return False
    line = text[max(text.rfind("\n", far, offset), text.rfind("\f", far, offset), far - 1) + 1 : offset]
    if not line.strip():
        return not _CITING_BEFORE.search(before) or bool(re.search(r"\s\w$", before.rstrip()))
    if _OWN_BODY.fullmatch(line):
        return True
    return any(_OWN_BEFORE.search(words) and not re.search(r"\d", words) for words in (line, before))


def _cites_at_start(reading: Reading, match: re.Match[str], items: Sequence[Item]) -> bool:
    """Whether a § that begins a paragraph cites all the same: "§ 98/21 Kommunstyrelsen ...", "§ 45 KS 2022-03-01"; in
    minutes one of another year, or with its day, where no item begins: "Kf § 203/2013" among the documents.
    """
    if reading.facts.kind in MINUTES:
        year, written = _year(match), reading.facts.date
        inside = any(i.body_start <= match.start() < i.end for i in items)
        return inside and year is not None and written is not None and year != int(written[:4])
    return _year(match) is not None or _DAY_BEHIND.match(reading.document.flow, match.end()) is not None


def _goes_on(reading: Reading, match: re.Match[str], items: Sequence[Item]) -> bool:
    """Whether a § that begins a line of minutes goes on with the sentence above it; never where an item begins."""
    if reading.facts.kind not in MINUTES or any(i.start <= match.start() < i.body_start for i in items):
        return False
    flow = reading.document.flow
    before = flow[max(0, match.start() - _REACH) : match.start()]
    return bool(_GOES_ON_BEHIND.match(flow, match.end()) and _GOES_ON_BEFORE.search(before))


def _of_own_rules(flow: str, start: int, end: int) -> bool:
    """Whether a § is of rules that the organisation made itself: "arbetsordningen § 5", "§ 12 i reglementet"."""
    lexicon = load_lexicon("citations")
    if lexicon.pattern("own_rules.behind").regex.search(flow[end : end + 80]):
        return True
    return lexicon.pattern("own_rules.before").regex.search(flow[max(0, start - 80) : start]) is not None


def _year(match: re.Match[str]) -> int | None:
    written = match.groupdict().get("year") or match.groupdict().get("year2")
    return int(written) if written and len(written) == 4 else 2000 + int(written) if written else None
