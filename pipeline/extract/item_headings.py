"""The lines that head the items (§§) of minutes: in which form a document writes them, and which cite or go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract.item_cases import CASE_BARE, CASE_LABELLED, case_alone, opens_with_label, title_in
from pipeline.records import Block, Document

_SIGN = (
    r"(?P<mark>(?:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,5}\s)?§{1,2}|Paragraf)\s?"
    r"(?P<number>\d{1,4}(?:\s?[a-z]\b)?(?:\s?[–-]\s?\d{1,4}\b)?)"
    r"(?:/(?:20)?\d\d\b(?!\s?-))?(?:[.:](?=\s|$))?(?P<rest>.*)"
)
# "§ 42", "Ks § 45", "§ 142 a", "§§ 12–14", "§ 12/2021", "§ 12. Title", "Paragraf 7"; the rest is judged apart.
_NUMBER = re.compile(rf"(?:Ärende\s(?:nr\s)?\d{{1,3}}\s?[,.:–-]\s?)?{_SIGN}")
# "42 § Title": the way of some boards, read so only where no § stands before its number.
_NUMBER_FIRST = re.compile(
    r"(?P<mark>)(?P<number>\d{1,4}(?:\s?[a-z])?)\s?§(?:\s*$|[.:]?\s+(?P<rest>[A-ZÅÄÖ”\"].*|(?:[Dd]nr|[Dd]iarie).*))"
)
# "KS/2019:34 § 42 Title": the case number first, read so only where neither of the others stands.
_CASE_FIRST = re.compile(rf"(?P<case>\S.{{3,40}}?)[,;]?\s+{_SIGN}")
# Numbers without the sign, where no § stands at all: "36. Val av justerare", "Ärende 4" above its title, and behind the
# letters of the body: "Tn 46/19 Taxa för avfall".
_NO_SIGN = re.compile(
    r"(?P<number>\d{1,3})(?:\.|\))?\s+(?P<rest>[A-ZÅÄÖ][^\n]{3,140})|"
    r"(?P<mark>(?:Ärende|Ärendepunkt|Punkt|Mötespunkt)\s(?:nr\s)?|"
    r"(?!MÅL|SIDA|STEG|DEL|FAS|TABELL|BILAGA|ÅR)[A-ZÅÄÖ]{2,6}\s|[A-ZÅÄÖ][a-zåäö]{0,4}[nsfu]\s)"
    r"(?P<marked>\d{1,3})(?:/\d{2,4})?(?:[.:]|\s[–-])?(?:\s+(?P<titled>[A-ZÅÄÖ][^\n]{3,140}))?"
)
_CONTINUES = re.compile(
    r"(?i)[\s,(–-]*(?:forts\b|fortsättning\b|fortsatt\b)|.{0,120}[\s(–-](?:forts\.?|fortsättning)\)?$"
)
_SPLIT_NUMBER = re.compile(r"(\d{1,2})\b[.:]?(?=\s|$)\s*(.*)")  # "§ 1 6", which extraction split
_SENTENCE_GOES_ON = re.compile(r"\s*(?:[.;:)]|,\s*[a-zåäö(]|[a-zåäö])")
_CONTENTS = re.compile(r"\.{4,}|(?:\.{3}|…|\s{3,})\s?\d{1,3}$")
# Points that settle something are no titles: "1. Uppdraget förklaras fullgjort".
_SETTLES = re.compile(
    r"(?i)\b(?:förklaras|godkänns|fastställs|antas|antecknas|noteras|bifall\w*|avslås|beviljas|får|ska|ges|uppdras|"
    r"utses|tilldelas|läggs|överlämnas|höjs|översänds)\b"
)
_EXTRACT_OF = re.compile(
    r"(?i)(?:protokolls)?utdrag (?:ur |från )?[\w åäö]{0,60}?(?:protokoll\b)?.{0,40}?"
    r"§\s?(?P<number>\d{1,4}(?:\s?[a-z]\b)?)[\s:.]*"
)
_RULE = re.compile(r"[-–—_]{3,}\s*$")
_RULED = 80  # characters before an item in which a rule may stand
_HEAD_OF_EXTRACT = 12  # blocks
_NEAR = 4  # blocks under an item's heading in which its numbers elsewhere stand
_NESTED = 12  # headings of earlier treatments that an item may quote
_NO_MARKS = frozenset({"Den ", "Juni ", "Juli ", "Augusti ", "Mars "})
_LEAST_CHAIN = 3  # numbers in a row that make items of lines without the sign
_SHORT_SENTENCE = 90  # characters; a title that ends in a stop is no longer


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that heads an item: its span and number, the words behind it, its block, the letters before its §."""

    start: int
    end: int
    number: str
    rest: str
    index: int
    body: str


def find_headings(document: Document, blocks: list[Block]) -> list[Heading]:
    """The headings in order, in the first form that the document uses."""
    for form in (_NUMBER, _NUMBER_FIRST, _CASE_FIRST):
        found = [h for i, b in enumerate(blocks) for h in _headings(document, blocks, i, b, form)]
        if own := _outermost(_mended(_own(found))):
            return own
    return _without_sign(document, blocks) or _of_extract(document, blocks)


def _of_extract(document: Document, blocks: Sequence[Block]) -> list[Heading]:
    """The line at the head of an extract that says of which § it is: "Utdrag ur nämndens protokoll 2004-06-17 § 97"."""
    for index, block in enumerate(blocks[:_HEAD_OF_EXTRACT]):
        offset = block.start
        for line in document.text[block.start : block.end].split("\n"):
            if match := _EXTRACT_OF.fullmatch(line.strip()):
                return [Heading(offset, offset + len(line.rstrip()), _clean(match["number"]), "", index, "")]
            offset += len(line) + 1
    return []


def _own(headings: list[Heading]) -> list[Heading]:
    """Without the lines under an item's heading that say where the matter was before: "AU § 85" under "KS § 86"."""
    own: list[Heading] = []
    for heading in headings:
        above = own[-1] if own else None
        near = above is not None and heading.index - above.index <= _NEAR and heading.number != above.number
        elsewhere = above is not None and heading.body not in {"", above.body}
        if not (near and elsewhere and not title_in(heading.rest)):
            own.append(heading)
    return own


def _outermost(headings: list[Heading]) -> list[Heading]:
    """Without the headings of earlier treatments that an item quotes: those between two numbers in a row, of another
    body or lower, that make no row themselves ("Sn § 50 ... Au § 57 ... Sn § 34 ... Sn § 51").
    """
    outer: list[Heading] = []
    place = 0
    while place < len(headings):
        heading = headings[place]
        outer.append(heading)
        place += 1
        if not heading.number.isdecimal():
            continue
        following = str(int(heading.number) + 1)
        ahead = headings[place : place + _NESTED + 1]
        until = next((i for i, h in enumerate(ahead) if h.number == following and h.body == heading.body), 0)
        if until and all(_is_quoted(h, heading) for h in ahead[:until]) and not _make_row(ahead[:until]):
            place += until
    return outer


def _is_quoted(inner: Heading, outer: Heading) -> bool:
    if not inner.number.isdecimal() or inner.number == outer.number:
        return False
    if inner.body not in {"", outer.body}:
        return True
    return int(inner.number) < int(outer.number) and not title_in(inner.rest)  # with a title, another meeting's


def _make_row(headings: Sequence[Heading]) -> bool:
    numbers = {(h.body, int(h.number)) for h in headings}
    return any((body, number + 1) in numbers for body, number in numbers)


def _mended(headings: list[Heading]) -> list[Heading]:
    """With numbers that extraction split put together where the numbers beside them say so, and without the §§ of a
    cover ("§§ 41–44") and the second heading of an item that goes on over a page.
    """
    numbers = {h.number for h in headings}
    wholes = {h.number + m[1] for h in headings if h.number.isdecimal() and (m := _SPLIT_NUMBER.fullmatch(h.rest))}
    mended: list[Heading] = []
    for heading in headings:
        split = _SPLIT_NUMBER.fullmatch(heading.rest) if heading.number.isdecimal() else None
        if split:
            whole = int(heading.number + split[1])
            beside = {str(whole - 1), str(whole + 1)} & (numbers | wholes)
            if beside and heading.number not in {h.number for h in mended}:
                heading = replace(heading, number=str(whole), rest=split[2])
        first, _, last = heading.number.partition("–")
        if last and (not heading.rest or any(n.isdecimal() and int(first) <= int(n) <= int(last) for n in numbers)):
            continue
        mended.append(heading)
    return mended


def _headings(
    document: Document, blocks: list[Block], index: int, block: Block, form: re.Pattern[str]
) -> list[Heading]:
    """The headings that a block opens with, and those that open a later line of it."""
    found: list[Heading] = []
    if block.kind == "table":
        return found
    offset, above = block.start, ""
    for line in document.text[block.start : block.end].split("\n"):
        match = form.fullmatch(line.strip())
        at = offset + len(line) - len(line.lstrip())
        under_case = bool(above) and case_alone(above) is not None
        if match and (under_case or _opens_item(document, blocks, index, block, at, match)):
            rest, end = (match["rest"] or "").strip(), offset + len(line.rstrip())
            if form is _CASE_FIRST:
                rest = f"Dnr {case_alone(match['case'])} {rest}"
            body = match["mark"].rstrip("§ ").lower()
            found.append(Heading(at, end, _clean(match["number"]), rest, index, body))
        offset += len(line) + 1
        above = line.strip()
    return found


def _opens_item(
    document: Document, blocks: list[Block], index: int, block: Block, at: int, match: re.Match[str]
) -> bool:
    rest = (match["rest"] or "").strip()
    if _CONTENTS.search(rest):
        return False  # a table of contents
    if _CONTINUES.match(rest):
        return False  # "§ 12 forts." at the top of a page
    if match["mark"].endswith("§§") and not re.search(r"[–-]", match["number"]):
        return False  # of several, whose dash is lost: those at which somebody was present
    if "case" in match.groupdict() and case_alone(match["case"]) is None:
        return False
    if CASE_LABELLED.search(rest) or opens_with_label(rest) or CASE_BARE.fullmatch(rest):
        return True
    if _SENTENCE_GOES_ON.match(rest) or len(rest) > 160 or rest.endswith((",", ";")):
        return False
    before = document.flow[:at].rstrip()[-1:]
    if _RULE.search(document.flow[max(0, at - _RULED) : at]):
        before = ""  # a rule parts the items
    if at != block.start or before in {",", "(", "-"}:
        return before in {"", ".", ":"} and bool(rest)
    if not rest:
        return block.kind == "heading" or block.end - block.start < 14
    titled = len(rest) <= _SHORT_SENTENCE and at + len(match[0]) >= block.end and rest[0].isupper()
    return not rest.endswith(".") or block.kind == "heading" or titled


def _without_sign(document: Document, blocks: list[Block]) -> list[Heading]:
    """The lines with numbers in a row that head items where no § is written ("36. Val av justerare"); a list of points
    has no paragraphs of its own between them.
    """
    lines: list[Heading] = []
    for index, block in enumerate(blocks):
        first = document.text[block.start : block.end].split("\n", 1)[0]
        match = _NO_SIGN.fullmatch(first.strip()) if block.kind != "table" else None
        if match is None or match["mark"] in _NO_MARKS:
            continue
        rest, mark = (match["rest"] or match["titled"] or "").strip(), (match["mark"] or "").strip().lower()
        if _CONTENTS.search(rest):
            continue
        if rest.endswith((",", ";", ":")) or (rest.endswith(".") and len(rest) > _SHORT_SENTENCE):
            continue
        number = match["number"] or match["marked"]
        lines.append(Heading(block.start, block.start + len(first.rstrip()), number, rest, index, mark))
    rows = [_row_from(lines, start) for start in range(min(len(lines), _NESTED))]
    best = max(rows, key=lambda row: (len(row) >= _LEAST_CHAIN and row[0].body != "", len(row)), default=[])
    apart = sum(b.index - a.index > 1 for a, b in pairwise(best))
    settles = sum(_SETTLES.search(line.rest) is not None for line in best)
    listed = apart < 0.6 * (len(best) - 1) and not best[0].body if best else True
    if len(best) < _LEAST_CHAIN or listed or 3 * settles > len(best):
        return []
    return [] if _is_list(document, blocks, best[0]) else best


def _is_list(document: Document, blocks: list[Block], first: Heading) -> bool:
    """Whether the lines from `first` on are the points of what the line above announces."""
    above = blocks[first.index - 1] if first.index else None
    words = document.flow[above.start : above.end].strip() if above else ""
    return (
        words.endswith((":", " att"))
        or re.fullmatch(r"(?i)(?:.{3,60}s )?(?:förslag(?: till \w+)?|beslut)", words) is not None
    )


def _row_from(lines: Sequence[Heading], start: int) -> list[Heading]:
    """The lines whose numbers follow one upon another from the one at `start` on."""
    row = [lines[start]]
    for line in lines[start + 1 :]:
        if line.body == row[-1].body and int(line.number) == int(row[-1].number) + 1:
            row.append(line)
    return row


def _clean(number: str) -> str:
    return re.sub(r"\s?[–-]\s?", "–", re.sub(r"(?<=\d)\s?(?=[a-z])", " ", number.strip()))
