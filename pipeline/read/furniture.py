"""Running headers, footers and page numbers: what repeats on the pages and is no part of the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from pipeline.read.characters import Rectangle
from pipeline.read.grid import FoundTable
from pipeline.read.layout import Piece
from pipeline.read.lines import Line
from pipeline.read.paragraphs import heads_alone

PAGE_NUMBER = re.compile(
    r"\s*(?:(?:sidan?|sid\.?|sidnr\.?|sidnummer|page|blad|s\.)\s*:?\s*\d{1,4}(?:\s*\(\s*\d{1,4}\s*\)|\s*/\s*\d{1,4}|"
    r"\s+(?:av|of)\s+\d{1,4})?|\d{1,4}\s*(?:\(\s*\d{1,4}\s*\)|/\s*\d{1,4}|av\s+\d{1,4}|of\s+\d{1,4})|[-–]\s*\d{1,4}\s*[-–])\s*",
    re.IGNORECASE,
)
# A line that is nothing but "Sida 3 av 12" is a page's number wherever it stands.
_NAMED_NUMBER = re.compile(r"\s*(?:sidan?|page|blad)\s*:?\s*\d", re.IGNORECASE)
# The signers' line at the foot of minutes, on one page or on all, with the page's number or without.
_SIGNERS = re.compile(
    r"\s*(?:(?:(?:ordförande(?:ns)? |justera(?:nde|ren?)s? |sekreterarens |justeringsmännens )?sign(?:atur(?:er)?|\.)?|"
    r"utdragsbestyrkande|utdraget bestyrkes|rätt utdraget)[\s:_./]*){1,5}"
    r"(?:(?:sida|blad)?\s*\d{1,4}(?:\s*\(\d{1,4}\)|\s+av\s+\d{1,4})?)?\s*",
    re.IGNORECASE,
)
# The strip that a service for electronic signatures prints in the margin: its own number, the signers' initials.
_SIGNING = re.compile(
    r"\s*(?:(?i:verifikat\s+)?(?i:transa[ck]tion)\s+\d{12,}|(?i:e-?signerat|signerat|signed)(?:\s+[A-ZÅÄÖ]{2,3},?)+|"
    r"(?i:signature reference|signatur-?id|penneo (?:dokumentnyckel|document key)|assently|scrive|visma sign)"
    r"\s*:?\s*[\w-]{12,}|"
    r"(?i:comfact signature (?:referensnummer|reference(?: number)?))\s*:?\s*\w{5,}|"
    r"(?i:sign\.?:?)(?:\s+[A-ZÅÄÖ]{2,3},?)+|"
    r"(?i:signerat|signed) \d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?(?: [A-Z]{3,4})?)\s*"
)
_COUNT = re.compile(
    r"\b(?:sidan?|sid|blad|page)\.?:?\s*\d+(?:\s*(?:\(\d+\)|av\s*\d+|/\s*\d+))?|\b\d{1,4}\s*\(\d{1,4}\)|\b\d{1,4}\s+av\s+\d{1,4}\b",
    re.IGNORECASE,
)
_EDGE_NUMBER = re.compile(r"^\d{1,3}\s+(?=\D{12})|(?<=\D{12})\s+\d{1,3}$")
_COUNTED_END = re.compile(r"\S\s(?:\d{1,4}\s?\(\d{1,4}\)|[Ss]ida \d{1,4}(?:\s?(?:av|/)\s?\d{1,4})?)\s*$")
_CAPITAL = re.compile(r"[A-ZÅÄÖ]")
_LEAST_GLUED = 12  # characters of such a line
_COLUMN_GAP = re.compile(r"[^\W\d] {4,}[^\W\d]")
_ROW = re.compile(r"\s*\d{1,3}\.?\s|\s{12,}[a-zåäö]")
_SET_APART = re.compile(r"\S {2,}(?=\S)")
_REACH = 5  # written lines around a page number, or at a page's edge, that may be furniture
_LONGEST = 100  # characters of a running line
_LEAST_PAGES = 3
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_FORM_TOP, _FORM_FOOT = 0.22, 0.8  # of the height: where the ruled forms of minutes end and begin
_TOP = 0.17  # of the height: letterheads of boards reach that far down


def mask_digits(text: str) -> str:
    """The text with each run of digits as "#" and spaces squeezed, so that page numbers and dates compare equal."""
    return re.sub(r"\s+", " ", re.sub(r"\d+", "#", text)).strip()


def running_key(text: str) -> str:
    """What a running line is known by: its words and figures, all but what counts the pages."""
    bare = re.sub(r"\s+", " ", text).strip()
    if bare.isdigit() and len(bare) <= 4:
        return "#"
    return bare if "§" in bare else _COUNT.sub("#", bare)


def part_glued_lines(pages: list[list[Line]]) -> None:
    """Part running lines with a page's number from the text that an extraction wrote them behind, in place:
    "... till nämnden:Granskning av förskolor 28 (29)"."""
    glued = [(page, i, line) for page in pages for i, line in _edge_lines(page) if _COUNTED_END.search(line.text)]
    ends = [mask_digits(line.text) for _, _, line in glued]
    shared = Counter(found for a, b in pairwise(ends) if (found := _from_capital(_common_end(a, b))))
    running = [end for end, count in shared.items() if count >= _LEAST_PAGES - 1]
    for page, index, line in reversed(glued):
        end = next((end for end in running if mask_digits(line.text).endswith(end)), None)
        words = end and re.compile(r"\s*".join(map(_as_pattern, end.split())) + r"\s*$").search(line.text)
        if words and words.start():
            page[index : index + 1] = [Line(line.text[: words.start()].rstrip()), Line(words[0])]


def _edge_lines(page: list[Line]) -> list[tuple[int, Line]]:
    written = [(i, line) for i, line in enumerate(page) if line.text.strip()]
    return list(dict(written[:_REACH] + written[-_REACH:]).items())


def _common_end(one: str, other: str) -> str:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(one), reversed(other), strict=False))
    return "".join(letter for letter, _ in same)[::-1]


def _from_capital(end: str) -> str:
    """What two lines end in, from the first word with a capital on; nothing where that is too short to tell."""
    found = _CAPITAL.search(end)
    return end[found.start() :] if found and len(end) - found.start() >= _LEAST_GLUED else ""


def _as_pattern(word: str) -> str:
    return re.escape(word).replace(r"\#", r"\d+")


def _may_head(text: str) -> bool:
    """Whether a line may name columns: a row's first has its number, those below it begin under a later column."""
    return _COLUMN_GAP.search(text) is not None and not _ROW.match(text)


def mark_column_heads(lines: list[Line]) -> None:
    """Mark the repeats of a table's heading line ("Fråga        Svar"), with the short line before it, as furniture."""
    counts = Counter(mask_digits(line.text) for line in lines if _may_head(line.text))
    again = {text for text, count in counts.items() if count >= _LEAST_PAGES and len(text) < 100}
    seen: set[str] = set()
    before: Line | None = None
    befores: set[str] = set()
    for line in lines:
        text = mask_digits(line.text)
        if text in again and _may_head(line.text):
            if text in seen:
                line.kind = "furniture"
                if before and before.text.strip() in befores:
                    before.kind = "furniture"
            seen.add(text)
            if before:
                befores.add(before.text.strip())
        if line.text.strip():
            before = line


def mark_text_furniture(pages: list[list[Line]]) -> None:
    """Mark page numbers, and the lines that repeat beside them, as furniture in plain text, in place.

    The first occurrence of a running line stays text: it tells whose meeting it was, and when.
    """
    part_glued_lines(pages)
    lines = [line for page in pages for line in page if line.text.strip()]
    mark_column_heads(lines)
    for line in lines:
        numbered = _NAMED_NUMBER.match(line.text) and PAGE_NUMBER.fullmatch(line.text)
        if numbered or _SIGNERS.fullmatch(line.text):
            line.kind = "furniture"
    for seams, steps in _all_seams(pages, lines):
        _mark_beside(lines, seams, steps)
    kept: set[str] = set()
    for line in lines:  # the first of each wording is kept as text
        key = running_key(line.text)
        if line.kind == "furniture" and key not in kept and key != "#" and not PAGE_NUMBER.fullmatch(line.text):
            line.kind, line.repeated = "", True
        kept.add(key)


def _all_seams(pages: Sequence[list[Line]], lines: Sequence[Line]) -> Iterator[tuple[list[int], Sequence[int]]]:
    """Where pages meet, by places among the written lines, and how far from there furniture may stand: at the first
    and last lines of pages where these are known, and about page numbers."""
    place = {id(line): i for i, line in enumerate(lines)}
    written = [own for page in pages if (own := [place[id(line)] for line in page if line.text.strip()])]
    if len(written) > 1:
        yield [page[0] for page in written], range(_REACH)
    if len(written) >= _LEAST_PAGES:
        yield [page[-1] for page in written], range(0, -_REACH, -1)
    numbers = [i for i, line in enumerate(lines) if PAGE_NUMBER.fullmatch(line.text)]
    if len(numbers) >= _LEAST_PAGES:
        yield numbers, range(-_REACH, _REACH + 1)


def _mark_beside(lines: Sequence[Line], seams: Sequence[int], steps: Sequence[int]) -> None:
    """Mark page numbers near the seams, and lines that stand at the same step from half of them, as furniture."""
    least = max(min(_LEAST_PAGES, len(seams)), 0.5 * len(seams))
    near = [(step, seam + step) for seam in seams for step in steps if 0 <= seam + step < len(lines)]
    places: Counter[tuple[int, str]] = Counter((step, running_key(lines[place].text)) for step, place in near)
    running = {key for (_, key), count in places.items() if count >= least} - {"#"}
    counts = _page_counts(lines, seams, steps, least)
    for _, place in near:
        line = lines[place]
        repeated = running_key(line.text) in running and len(line.text) < _LONGEST and not heads_alone(line.text)
        beside = [lines[n] for n in (place - 1, place + 1) if 0 <= n < len(lines)]
        if repeated and any(_same_columns(line, n) and running_key(n.text) not in running for n in beside):
            continue  # a line of a table, whose rows may begin with the same words
        if repeated or place in counts or PAGE_NUMBER.fullmatch(line.text):
            line.kind = "furniture"


def _same_columns(line: Line, other: Line) -> bool:
    """Whether the last words of both lines are set apart by a gap that ends at the same place."""
    gaps = [list(_SET_APART.finditer(each.text)) for each in (line, other)]
    return all(gaps) and gaps[0][-1].end() == gaps[1][-1].end()


def _page_counts(lines: Sequence[Line], seams: Sequence[int], steps: Sequence[int], least: float) -> set[int]:
    """The places of bare numbers that grow by one from seam to seam: others may be cells of a table."""
    found: dict[int, set[int]] = defaultdict(set)
    for number, seam in enumerate(seams):
        for place in (seam + step for step in steps if 0 <= seam + step < len(lines)):
            text = lines[place].text.strip()
            if text.isdecimal() and len(text) <= 4:
                found[int(text) - number].add(place)
    likeliest = max(found.values(), key=len, default=set())
    return likeliest if len(likeliest) >= least else set()


def drop_running_lines(pages: Sequence[list[Piece]], heights: Sequence[float]) -> tuple[list[list[Piece]], set[int]]:
    """The pages without repeated headers and footers and page numbers, and the ids of the first ones, which are kept.

    A running line stands in the margin at the same height, but for page numbers with the same words and figures, on a
    quarter of the pages or more. A line with "§" counts decisions, not pages.
    """
    places: dict[tuple[str, int], set[int]] = defaultdict(set)
    numbered = [_numbered_lines(pieces) for pieces in pages]
    limits = [_first_table_row(pieces, lines) for pieces, lines in zip(pages, numbered, strict=True)]
    for number, (pieces, height) in enumerate(zip(pages, heights, strict=True)):
        for piece in pieces:
            zone = _zone(piece, height, limits[number], numbered[number])
            if zone is not None:
                for near in (zone - 1, zone, zone + 1):
                    places[_piece_key(piece), near].add(number)
    least = 2 if len(pages) <= 3 else max(3, 0.25 * len(pages))
    running = {place for place, on in places.items() if len(on) >= least}
    kept: set[str] = set()
    first: set[int] = set()
    out: list[list[Piece]] = []
    for pieces, height, limit, lines in zip(pages, heights, limits, numbered, strict=True):
        left: list[Piece] = []
        for piece in pieces:
            zone, key = _zone(piece, height, limit, lines), _piece_key(piece)
            if zone is not None and any(p.fullmatch(piece.text) for p in (PAGE_NUMBER, _SIGNERS, _SIGNING)):
                continue
            if piece.top > 0.5 * height and _SIGNERS.fullmatch(piece.text):
                continue
            if zone is None or (key, zone) not in running:
                left.append(piece)
                continue
            if key not in kept and (_DATE.search(key) or any(map(str.isalpha, key))):
                kept.add(key)
                first.add(id(piece))
                left.append(piece)
        out.append(left)
    return out, first


def in_margin(box: Rectangle, height: float) -> bool:
    """Whether a table lies wholly where the forms of minutes have their header, or the signers' strip at the foot."""
    return box[3] < _FORM_TOP * height or box[1] > _FORM_FOOT * height


def find_running_tables(pages: Sequence[Sequence[FoundTable]], heights: Sequence[float]) -> set[int]:
    """The ids of the ruled tables that are a page's form and no part of the text: in the margin, repeated on other
    pages with the same words, or with a page number or the signers' line in a cell."""
    places: dict[str, set[int]] = defaultdict(set)
    found: list[tuple[FoundTable, str]] = []
    for number, (tables, height) in enumerate(zip(pages, heights, strict=True)):
        for table in tables:
            if in_margin(table.box, height):
                lines = [line.text for cell in table.table.cells for line in cell.lines]
                key = mask_digits(" ".join(lines))
                sure = any(PAGE_NUMBER.fullmatch(line) or _SIGNERS.fullmatch(line) for line in lines)
                places[key].update({number, -1} if sure else {number})
                found.append((table, key))
    return {id(table) for table, key in found if len(places[key]) > 1}


def _piece_key(piece: Piece) -> str:
    key = running_key(piece.text)
    return key if "§" in key or piece.share("bold") > 0.5 else _EDGE_NUMBER.sub("", key)


def _numbered_lines(pieces: Sequence[Piece]) -> set[int]:
    """The heights at which a page number stands: what is beside it is of the page's header or footer."""
    return {round(piece.base) for piece in pieces if PAGE_NUMBER.fullmatch(piece.text)}


def _first_table_row(pieces: Sequence[Piece], numbered: set[int]) -> float:
    """The height of the first line in four parts or more: a table's header, which repeats but is no running line."""
    bases = Counter(base for piece in pieces if (base := round(piece.base)) not in numbered)
    return min((base for base, count in bases.items() if count >= 4), default=10**6) - 2.0


def _zone(piece: Piece, height: float, limit: float, numbered: set[int]) -> int | None:
    """The height in steps of 5 points, above the text from the top and below it from the bottom; None in the text."""
    if heads_alone(piece.text) and round(piece.base) not in numbered:
        return None
    if piece.bottom < _TOP * height and piece.base < limit:
        return round(piece.base / 5)
    if piece.top > 0.88 * height:
        return -1000 - round((height - piece.base) / 5)
    return None
