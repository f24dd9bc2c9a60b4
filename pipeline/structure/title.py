"""The title of a document: its largest heading, or the first line that is no header, label or date."""

from __future__ import annotations

import re

from pipeline.lexicon.bodies import find_bodies
from pipeline.lexicon.dates import find_dates
from pipeline.records import Block, Document

_LABEL = re.compile(
    r"(?:(?:sammanträdes|besluts)?protokoll(?:sutdrag)?|utdrag ur \w*protokoll|"
    r"tjänsteutlåtande|tjänsteskrivelse|yttrande|"
    r"missiv|rapport(?:sammandrag)?|revisionsrapport|revisionsredogörelse|\w+revisionen|handling \d{4} nr \d+|"
    r"handläggare.*|utfärdat.*|datum.*|dnr.*|diarienummer.*|ärendenummer.*|sida.*|sid .*|version.*|bilaga \d*|e-post.*|"
    r"telefon.*|nr \d+|ärende \d+|till \w+ ?\w*(?:fullmäktige|styrelsen?|nämnden?)|mottagare.*|förslag till beslut.*|"
    r"sammanfattning|bakgrund|inledning|innehåll(?:sförteckning)?|beslut|§+.*|sammanträdesdatum.*|protokoll nr .*|"
    r"region [\w ]{3,30}|landstinget [\w ]{3,30}|[\w ]{3,30} (?:kommun|stad)|\w+förvaltning(?:en)?|"
    r".*\bdnr\b.*|.*\.se|.*@.*|[\W\d]+)",
    re.IGNORECASE,
)

_BEFORE_BODY = re.compile(
    r"(?:till |i )?(?:[A-ZÅÄÖ]\w+ )*(?:kommuns? |stads? )?", re.IGNORECASE
)


def top_blocks(document: Document, count: int) -> list[Block]:
    """The first blocks with text, running headers of the first page among them."""
    return [b for b in document.blocks if b.page <= 2 and document.text[b.start : b.end].strip()][:count]


def find_title(document: Document) -> str | None:
    """The title, wraps joined; None when the document has none."""
    candidates = [b for b in top_blocks(document, 14) if b.kind in {"heading", "paragraph"}]
    largest = max((b.size for b in candidates), default=0.0)
    body_size = _usual_size(document)
    if largest > 1.15 * body_size > 0:
        big = [b for b in candidates if b.size >= largest - 0.2 and not is_label(_text(document, b))]
        if big:
            return _text(document, _past_cover_letter(document, big[0]))[:300]
    for block in candidates:
        text = _text(document, block)
        if len(text) >= 8 and not is_label(text):
            return text if block.kind == "heading" or (len(text) <= 300 and not text.endswith((".", ":"))) else None
    return None


def _past_cover_letter(document: Document, first: Block) -> Block:
    """The report's own title, when the first page is the letter that sends it ("Missiv till ...")."""
    if not _text(document, first).lower().startswith("missiv"):
        return first
    later = (b for b in document.blocks if b.kind == "heading" and first.end < b.start and b.size >= first.size - 0.2)
    return next((b for b in later if not is_label(_text(document, b))), first)


def is_label(text: str) -> bool:
    """Whether a line is a header, a label or a date rather than a title."""
    if _LABEL.fullmatch(text):
        return True
    bodies = find_bodies(text)
    if bodies and _BEFORE_BODY.fullmatch(text[: bodies[0].start]) and len(text) - bodies[0].end < 14:
        return True
    dates = find_dates(text)
    return bool(dates) and len(text) - (dates[0].end - dates[0].start) < 6


def _text(document: Document, block: Block) -> str:
    return " ".join(document.text[block.start : block.end].split())


def _usual_size(document: Document) -> float:
    sizes: dict[float, int] = {}
    for block in document.blocks:
        if block.kind in {"paragraph", "list_item"} and block.size:
            sizes[block.size] = sizes.get(block.size, 0) + block.end - block.start
    return max(sizes, key=lambda s: sizes[s], default=0.0)
