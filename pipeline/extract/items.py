"""The items (§§) of minutes: where each begins, its number, title and case number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.extract.appendices import find_appendices
from pipeline.extract.case_numbers import find_case_numbers
from pipeline.lexicon import load_lexicon
from pipeline.records import Block, Document

# "§ 42", "Ks § 45", "§ 142 a", "§§ 12–14", "§ 12/2021", "§ 12. Title", "Paragraf 7"; the rest is judged apart.
_NUMBER = re.compile(
    r"(?:Ärende\s(?:nr\s)?\d{1,3}\s?[,.:–-]\s?)?(?P<mark>(?:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,5}\s)?§{1,2}|Paragraf)\s?(?P<number>\d{1,4}(?:\s?[a-z]\b)?(?:\s?[–-]\s?\d{1,4}\b)?)(?:/(?:20)?\d\d\b(?!\s?-))?(?:[.:](?=\s|$))?(?P<rest>.*)"
)
# "42 § Title": the way of some boards, read so only where no § stands before its number.
_NUMBER_FIRST = re.compile(
    r"(?P<mark>)(?P<number>\d{1,4}(?:\s?[a-z])?)\s?§(?:\s*$|[.:]?\s+(?P<rest>[A-ZÅÄÖ”\"].*|(?:[Dd]nr|[Dd]iarie).*))"
)
_LABEL = r"(?:ärendenummer|ärendenr|dnr|d\.nr|diarienummer|diarienr|diarie|ärende-?id)\b"
_CASE = r"(?:[A-ZÅÄÖ]{1,6}(?:[- ][A-ZÅÄÖ]{2,4})?[ ])?[A-ZÅÄÖa-zåäö]{0,6}[/–-]?\d[\w/–:.-]*(?:\s(?=\d{4,5}\b)\d+)?"
_CASE_LABELLED = re.compile(rf"(?i:{_LABEL})[:.]?[ \t]*(?P<case>{_CASE})")
_CASE_BARE = re.compile(
    r"[,(\s]*(?P<case>(?:[A-ZÅÄÖ]{1,6}[ /–-]?)?\d[\dA-Z]*(?:[/–:-][\dA-ZÅÄÖ]+)+)\)?\s*(?P<title>\D.*)?"
)
_CASE_IN_BRACKETS = re.compile(rf"\s*\((?i:dnr\s*:?\s*)?(?P<case>{_CASE})\)\.?$")  # "Årsredovisning (RS/12/2023)"
_PLAN_CODE = re.compile(r"\s*\b\d{1,3}(?:[. ]\d{1,3})*\s*$")  # the class behind a case number: "007", "1.3.2"
# "Kf § 101   Ks § 188   Au § 12": the numbers that the matter had at the bodies that prepared it.
_OTHER_NUMBERS = re.compile(r"^(?:\s*[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,5}\s?§\s?\d{1,4}(?:/\d{2,4})?,?)+")
_ENDING_PARTS = frozenset({"sent_to", "underlying_documents"})  # their labels are hardly ever words of a decision
_CONTINUES = re.compile(
    r"(?i)[\s,(–-]*(?:forts\b|fortsättning\b|fortsatt\b)|.{0,120}[\s(–-](?:forts\.?|fortsättning)\)?$"
)
_SPLIT_NUMBER = re.compile(r"(\d{1,2})\b[.:]?(?=\s|$)\s*(.*)")  # "§ 1 6", which extraction split
_NEAR = 4  # blocks under an item's heading in which its numbers elsewhere stand
_SENTENCE_GOES_ON = re.compile(r"\s*(?:[.;:)]|,\s*[a-zåäö(]|[a-zåäö])")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of minutes: its span, where its text begins, and what its heading says."""

    start: int
    end: int
    body_start: int
    number: str
    title: str
    case_number: str | None


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    end: int
    number: str
    rest: str
    index: int
    body: str  # the letters before its §: "KS", "AU"


def is_label(text: str) -> bool:
    """Whether a line stands alone as a heading inside an item ("Beslut", "Nämndens beslut", "Reservationer")."""
    text = text.strip(" :").lower()
    parts = (p for p in load_lexicon("item_parts").patterns if p.yields["kind"] in _ENDING_PARTS)
    if len(text) < 70 and any(p.regex.search(text) for p in parts):
        return True
    return text in _labels() or bool(
        re.fullmatch(r"(?!enligt )[\w åäöÅÄÖ-]{3,60}s (?:beslut|förslag(?: till beslut)?)", text)
    )


def find_items(document: Document) -> list[Item]:
    """The items in order; a § cited in running text opens none."""
    blocks = [b for b in document.blocks if b.kind != "furniture"]
    headings: list[_Heading] = []
    for form in (_NUMBER, _NUMBER_FIRST):
        found = [h for i, b in enumerate(blocks) for h in _headings(document, blocks, i, b, form)]
        headings = headings or _mended(_own(found))
    items: list[Item] = []
    begins = [_begin(document, blocks, h) for h in headings]
    appendices = [a.start for a in find_appendices(document)]
    for index, heading in enumerate(headings):
        end = begins[index + 1] if index + 1 < len(headings) else len(document.text)
        end = next((a for a in appendices if heading.end <= a < end), end)
        items.append(_item(document, blocks, heading, begins[index], end))
    return _without_contents(document, items)


def _own(headings: list[_Heading]) -> list[_Heading]:
    """Without the lines under an item's heading that say where the matter was before: "AU § 85" under "KS § 86"."""
    own: list[_Heading] = []
    for heading in headings:
        above = own[-1] if own else None
        near = above is not None and heading.index - above.index <= _NEAR and heading.number != above.number
        elsewhere = above is not None and heading.body not in {"", above.body}
        if not (near and elsewhere and not heading.rest):
            own.append(heading)
    return own


def _mended(headings: list[_Heading]) -> list[_Heading]:
    """With numbers that extraction split put together where the numbers beside them say so, and without the §§ of a
    cover ("§§ 41–44") and the second heading of an item that goes on over a page.
    """
    numbers = {h.number for h in headings}
    wholes = {h.number + m[1] for h in headings if h.number.isdigit() and (m := _SPLIT_NUMBER.fullmatch(h.rest))}
    mended: list[_Heading] = []
    for heading in headings:
        split = _SPLIT_NUMBER.fullmatch(heading.rest) if heading.number.isdigit() else None
        if split:
            whole = int(heading.number + split[1])
            beside = {str(whole - 1), str(whole + 1)} & (numbers | wholes)
            if beside and heading.number not in {h.number for h in mended}:
                heading = replace(heading, number=str(whole), rest=split[2])
        first, _, last = heading.number.partition("–")
        if last and any(n.isdigit() and int(first) <= int(n) <= int(last) for n in numbers):
            continue
        mended.append(heading)
    return mended


def _labels() -> frozenset[str]:
    return frozenset(load_lexicon("headings").words["alone"])


def _headings(
    document: Document, blocks: list[Block], index: int, block: Block, form: re.Pattern[str]
) -> list[_Heading]:
    """The headings that a block opens with, and those that open a later line of it."""
    found: list[_Heading] = []
    if block.kind == "table":
        return found
    offset = block.start
    for line in document.text[block.start : block.end].split("\n"):
        match = form.fullmatch(line.strip())
        at = offset + len(line) - len(line.lstrip())
        if match and _opens_item(document, blocks, index, block, at, match):
            rest, end = (match["rest"] or "").strip(), offset + len(line.rstrip())
            body = match["mark"].rstrip("§ ").lower()
            found.append(_Heading(at, end, _clean(match["number"]), rest, index, body))
        offset += len(line) + 1
    return found


def _opens_item(
    document: Document, blocks: list[Block], index: int, block: Block, at: int, match: re.Match[str]
) -> bool:
    rest = (match["rest"] or "").strip()
    if re.search(r"\.{4,}|\s{3,}\d{1,3}$", rest):
        return False  # a table of contents
    if _CONTINUES.match(rest):
        return False  # "§ 12 forts." at the top of a page
    if _CASE_LABELLED.search(rest) or re.match(rf"(?i){_LABEL}", rest) or _CASE_BARE.fullmatch(rest):
        return True
    if _SENTENCE_GOES_ON.match(rest) or len(rest) > 160 or rest.endswith((",", ";")):
        return False
    before = document.flow[:at].rstrip()[-1:]
    if at != block.start or before in {",", "(", "-"}:
        return before in {"", ".", ":"} and bool(rest)
    if not rest:
        return block.kind == "heading" or block.end - block.start < 14
    return not rest.endswith(".") or block.kind == "heading"


def _begin(document: Document, blocks: list[Block], heading: _Heading) -> int:
    """Where the item begins: at its title, when that stands above the §."""
    above = _title_above(document, blocks, heading)
    return above.start if above else heading.start


def _title_above(document: Document, blocks: list[Block], heading: _Heading) -> Block | None:
    if heading.index == 0 or _title_in(heading.rest):
        return None
    block, above = blocks[heading.index], blocks[heading.index - 1]
    text = document.text[above.start : above.end]
    larger = above.size > block.size > 0 or (above.kind == "heading" and above.level < block.level)
    if above.kind != "heading" or not larger or is_label(text) or re.search(r"(?i)protokoll|sammanträdesdatum", text):
        return None
    return above


def _title_in(rest: str) -> str:
    """The title on the § line itself, without case number and its label."""
    rest = _OTHER_NUMBERS.sub("", _CASE_LABELLED.sub("", rest))
    bare = _CASE_BARE.fullmatch(rest)
    rest = (bare["title"] or "") if bare else re.sub(rf"(?i)^{_LABEL}", "", rest)
    if _PLAN_CODE.fullmatch(rest):
        return ""
    return rest.strip(" ,:–-")


def _item(document: Document, blocks: list[Block], heading: _Heading, start: int, end: int) -> Item:
    case = _CASE_LABELLED.search(heading.rest) or _CASE_BARE.fullmatch(heading.rest)
    number = _case(case) if case else None
    above = _title_above(document, blocks, heading)
    title, body_start = _title_in(heading.rest), heading.end
    if above:
        title = _flat(document, above.start, above.end)
    own = blocks[heading.index]
    if not above and own.end > heading.end:  # the title goes on, or stands, on the block's next lines
        title = f"{title} {_flat(document, heading.end, min(own.end, end))}".strip()
        body_start = min(own.end, end)
    for block in blocks[heading.index + 1 : heading.index + 5]:
        text = _flat(document, block.start, block.end)
        if block.start >= end or is_label(text) or len(text) > 300:
            break
        alone = _case_alone(text) if number is None else None
        if alone:
            number, body_start = alone, block.end
        elif re.match(r"(?i)protokoll nr|sammanträdesdatum", text):
            continue
        elif not title and block.kind in {"heading", "paragraph"}:
            title, body_start = text, block.end
        else:
            break
    in_title = (_CASE_LABELLED.search(title) or _CASE_IN_BRACKETS.search(title)) if number is None else None
    if in_title and re.search(r"\d[/:.-]", in_title["case"]):
        number, title = _case(in_title), title[: in_title.start()].rstrip()
    elif number is None:
        number, title = _case_beside(title)
    return Item(start, end, body_start, heading.number, title[:400], number)


def _without_contents(document: Document, items: list[Item]) -> list[Item]:
    """Without the entries of a list of items at the front: where a number stands twice, the longer text is the item.
    One that has a label of its own ("Beslut") is an item of another meeting in the same file.
    """
    longest: dict[str, Item] = {}
    for item in items:
        known = longest.get(item.number)
        if known is None or item.end - item.start > known.end - known.start:
            longest[item.number] = item
    return [i for i in items if longest[i.number] is i or i.end - i.start >= 250 or _has_label(document, i)]


def _has_label(document: Document, item: Item) -> bool:
    return any(is_label(line) for line in document.text[item.body_start : item.end].splitlines())


def _case_beside(title: str) -> tuple[str | None, str]:
    """The case number that opens or closes a title, and the title without it."""
    for known in find_case_numbers(title):
        if known.start == 0 and known.end < len(title):
            return known.number, title[known.end :].strip(" ,:–-")
        if known.end == len(title) and known.start > 0:
            return known.number, title[: known.start].rstrip(" ,:–-(")
    return None, title


def _case_alone(text: str) -> str | None:
    """The case number of a line that holds a labelled one, or nothing but case numbers."""
    labelled = _CASE_LABELLED.search(text) if len(text) < 60 else None
    if labelled:
        return _case(labelled)
    known = find_case_numbers(text) if len(text) < 60 else []
    rest = text
    for number in reversed(known):
        rest = rest[: number.start] + rest[number.end :]
    alone = known and known[0].start == 0 and re.fullmatch(r"[\W\d]*(?:[A-ZÅÄÖ ]{2,8}[\W\d]*)?", rest)
    return known[0].number if alone else None


def _case(match: re.Match[str]) -> str:
    """The case number without a sub-number that is none (":-1" stands for a missing one)."""
    return re.sub(r":-\d+$", "", match["case"].strip(" .,:–-"))


def _flat(document: Document, start: int, end: int) -> str:
    return " ".join(document.text[start:end].split())


def _clean(number: str) -> str:
    return re.sub(r"\s?[–-]\s?", "–", re.sub(r"(?<=\d)\s?(?=[a-z])", " ", number.strip()))
