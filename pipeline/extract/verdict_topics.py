"""What a verdict is on, as its paper tells it: a row, a heading, a label or the words before it.

A follow-up often names the earlier point in its own words ("2.5 Bisysslor", "Hot och våld: ...", "Rekommendationen om
arkiv ..."). These words are what the verdict is linked by to the point in the earlier paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.passages import is_heading, one_line
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies, is_generic
from pipeline.records import Block, Document, Reading, Section

_MOST = 1500  # characters of what a verdict is told among
_LEAD = 70  # characters of an item's or line's opening words that name the point
_LEAD_WORDS = 9
_TELLS = re.compile(r"\b(?:är|har|var|hade|antog|ansåg|beslutade|finns|fanns|gjordes|fick|ska|skulle)\b", re.IGNORECASE)
_COLON_WORDS = 5
_COPY = re.compile(r"\W*(?:kopia|för kännedom|kännedomskopia|sändlista)\b", re.IGNORECASE)
_ITEM_LEAD = re.compile(
    r"^\W*(?P<number>\d{1,2}(?:\.\d{1,2})*|[a-zåäö]\))?[.):]?\s*(?P<lead>[A-ZÅÄÖ][^.:\n]{2,69})(?P<end>[.:])(?=\s)"
)
_NUMBER = re.compile(
    r"^\W*(?:(?:rekommendation|iakttagelse|punkt|nr|synpunkt)\s+)?(\d{1,2}(?:\.\d{1,2})*|[a-zåäö]\))(?=[\s.:)]|$)", re.I
)
NAMED = re.compile(
    r"\b(?:rekommendation(?:en|erna)?|synpunkt(?:en|erna)?|kritik(?:en)?|förslag(?:et)?|frågan|påpekande(?:t|na)?|"
    r"brist(?:en|erna)?)"
    r"(?: till [\w, -]{3,60}?)? (?:om|avseende|gällande|kring|rörande|angående|vad gäller|beträffande)(?: att)?\b"
    r"\s*([^.;]{3,160}?)"
    r"(?=\s*(?:\b(?:inte |ej )?(?:är|har|bedöms|anses|får|kan|kvarstår|går|hann|bör|togs|återstår)\b|[.;,]|$))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """`point`: the number that stands beside it; `topic`: the words that name it; `about`: what is told up to the
    verdict, with it; `body`: whose point it is, where a heading or row says so."""

    point: str | None = None
    topic: str | None = None
    about: str | None = None
    body: str | None = None


def topic_in_row(
    document: Document, point: tuple[int, int], head: str, beside: Sequence[str], row: tuple[int, int]
) -> Topic:
    """Of a verdict in the row of a table or under a label: the point's words, its number and body beside them; `head`
    says what its column holds."""
    words = one_line(document.flow[slice(*point)])
    number = next((m[1] for text in beside if (m := _NUMBER.match(text)) and len(text) <= len(m[0]) + 2), None)
    body = next((name for text in beside if (name := _body_of(text))), None)
    about = one_line(f"{head} {document.flow[slice(*row)]}")[:_MOST]
    return Topic(number or _number_of(words), words, about, body)


def topic_of(reading: Reading, start: int, end: int, after: int) -> Topic:
    """Of a verdict in running text at `start`-`end`; what stands before `after` tells of another."""
    around = sorted((s for s in reading.sections if s.start <= start < s.end), key=lambda s: s.start - s.end)
    flow = reading.document.flow
    block = next((b for b in reading.document.blocks if b.start <= start < b.end), None)
    number, lead = _lead(one_line(flow[max(block.start, after) : end])) if block else (None, "")
    begin = max([after, *(s.body_start for s in around[-1:])])
    line = _line_above(reading.document, begin, block.start if block else start)
    begin = max(begin, line.end) if line else begin
    titles = [*(s.title for s in around), *([one_line(flow[line.start : line.end])] if line else [])]
    heading = next((title for title in reversed(titles) if not is_general(title)), "")
    heading = "" if heading in {_title_of(around), reading.facts.title} else heading
    told = one_line(flow[begin:end])[-_MOST:]
    named = list(NAMED.finditer(told))
    topic = lead or (named[-1][1] if named else "") or _bare(heading)
    number = number or (_number_of(heading) if heading else None)
    return Topic(number, topic or None, told, _body_above(around))


def _line_above(document: Document, begin: int, end: int) -> Block | None:
    """The last line there that heads what follows it and was not set as a heading."""
    between = (b for b in document.blocks if begin <= b.start and b.end <= end)
    return next((b for b in reversed([*between]) if is_heading(document, b)), None)


def _lead(words: str) -> tuple[str | None, str]:
    """The number and the words that a line or item opens with and parts from what it tells: "3.2 Attest. Inga ..."."""
    match = _ITEM_LEAD.match(words)
    if match is None or len(match["lead"].split()) > (_COLON_WORDS if match["end"] == ":" else _LEAD_WORDS):
        return None, ""
    if _TELLS.search(match["lead"]):
        return None, ""
    verdict = load_lexicon("assessments").pattern("mark.verdict").regex
    if verdict.match(match[0] + " ") or (match["end"] == "." and not match["number"] and not NAMED.match(match[0])):
        return None, ""
    named = NAMED.match(match[0])
    return match["number"], (named[1] if named else match["lead"])


def _number_of(words: str) -> str | None:
    match = _NUMBER.match(words)
    return match[1] if match else None


def _bare(title: str) -> str:
    """A heading without its number."""
    return re.sub(r"^\W*(?:[\d.]+\s+)?", "", title)


def _title_of(around: Sequence[Section]) -> str:
    """The paper's own title says what all of it is about."""
    return around[0].title if around and around[0].level <= 1 and len(around) > 1 else ""


def is_general(title: str) -> bool:
    """A heading that names no point: "Bedömning", "3 Uppföljning av rekommendationer", "Kommunstyrelsen"."""
    bare = _bare(title).strip()
    return bool(_body_of(bare)) or load_lexicon("assessments").pattern("heading.general").regex.search(bare) is not None


def _body_of(words: str) -> str | None:
    """The body that a heading or cell is but the name of."""
    bodies = find_bodies(words)
    if len(bodies) != 1 or is_generic(bodies[0].name):
        return None
    return bodies[0].name if len(words.strip(" .:")) <= bodies[0].end - bodies[0].start + 4 else None


def _body_above(around: Sequence[Section]) -> str | None:
    """Whose points stand under the headings, the innermost that names one body."""
    for section in reversed(around[1:] if len(around) > 1 else around):
        copied = _COPY.match(section.title)
        names = {body.name for body in find_bodies(section.title) if not is_generic(body.name) and not copied}
        if len(names) == 1:
            return names.pop()
    return None
