"""The parts of a decision: what a board takes itself, and what it proposes to the council."""

from __future__ import annotations

import re

from pipeline.extract.decision_blocks import is_own
from pipeline.extract.decision_points import find_points
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import AgendaItem, Document

_TO_COUNCIL = re.compile(
    r"(?i)\b(?:föreslår|föreslås)\b[^.]{0,40}(?:fullmäktige|styrelsen|nämnden)\b[^.]{0,20}\bbeslut|"
    r"\bföreslå\s+[\w-]*(?:fullmäktige|styrelsen|nämnden)\b|"
    r"\bföreslår\s+[\w-]*(?:fullmäktige|styrelsen|nämnden)(?:\s+(?:att|följande|godkänna|anta|fastställa|bevilja|avslå|"
    r"bifalla|utse)\b|:)|\bföreslår\s+att\s+\w*fullmäktige\s+(?!har\b|hade\b|fick\b)\w+r\b|\bförslag\s+till\s+\w*fullmäktige\b"
)
_ASKED_BODY = re.compile(r"(?i)[\w-]*(?:fullmäktige|styrelsen|nämnden)\b")
_LEAD_ENDS = r"(?:\s(?:enligt )?följande)?(?:,?\sunder förutsättning[^.:\n]{0,90})?(?:\s*:|(?=\s+att\b)|[^\S\n]*$)"
_OWN_PART = re.compile(
    r"(?im)^[^\S\n]*(?:(?:samt )?(?:att )?för egen del|[\w åäö-]{5,70} beslutar för egen del|egen del)\b"
    rf"(?:,?\s(?:beslutar\s[\w åäö-]{{3,60}}?|besluta?))?{_LEAD_ENDS}"
)
_COUNCIL_PART = re.compile(
    rf"(?im)^[^\S\n]*att föreslå \w*fullmäktige(?: att)?(?: besluta)?{_LEAD_ENDS}|"
    rf"^[^\S\n]*[\w åäö-]{{5,70}} (?:föreslår|förslag till) \w*fullmäktige(?:\s(?:att )?beslutar?)?{_LEAD_ENDS}"
)
# "I kommunfullmäktige:" among what the executive board decides: what it proposes to the council.
_IN_COUNCIL = re.compile(r"(?im)^[^\S\n]*i \w*fullmäktige(?: föreslås)?[^\S\n]*:?[^\S\n]*$")
_IN_BODY = re.compile(
    r"(?im)^[^\S\n]*i (?:\w*(?:styrelsen|nämnden) (?:och|samt) (?:i )?)?\w*(?:fullmäktige|styrelsen|nämnden)[^\S\n]*:?"
    r"[^\S\n]*$"
)
# A sentence without a mark that opens with a body: "Kommunstyrelsen tillstyrker yrkandet och föreslår att fullmäktige".
_BODY_OPENS = re.compile(
    r"(?m)(?:^[^\S\n]*|(?<=[a-zåäö]{2}[.:] ))(?P<body>[A-ZÅÄÖ][\wåäö-]*(?: [\wåäö,-]+){0,6}?) "
    r"(?P<verb>föreslår|tillstyrker|beslutar|beslutade|\w+ för egen del)\b"
    r"[^.:\n]{0,200}(?:\n[^\S\n]*(?=[a-zåäö])(?!att\b|[a-zåäö][.)])[^.:\n]{1,140}){0,3}"
)
# The same with its subject left out: "samt / föreslår kommunfullmäktige besluta / att anta taxan".
_ASKS = re.compile(rf"(?m)^[^\S\n]*(?:samt |och )?(?:att )?föreslår? \w*fullmäktige(?: att)?(?: besluta)?{_LEAD_ENDS}")
_LEADS = re.compile(r"(?:\b(?:att|beslutar?|följande)[^\S\n]*|:)$")
_OPENS_NOTHING = re.compile(r"[^.\n]*:\s*")
_SENTENCE_BEFORE = re.compile(r"(?:[.:;,)]\s*|\n[^\S\n]*\n\s*)$")
_FIRST_POINT = re.compile(r"\s*(?:[1a][.)]\s|att\s|[-–•])")
_LEAD = 120  # characters of a point within which it says that it is a proposal to the council
_SEEN = 40  # characters before a line within which the sentence before it ends
_ASKED = 20  # characters behind "föreslår kommunfullmäktige" that say what is proposed

Part = tuple[int, int, str]  # where it stands, and whether it is decided or proposed


def decided_or_proposed(text: str, item: AgendaItem | None = None) -> str:
    """Whether words decide something or propose it to another body than the one that meets."""
    return "proposed" if _asked(text, item.body if item else None) else "decided"


def _asked(text: str, own: str | None) -> re.Match[str] | None:
    """Where words propose something to another body ("Arbetsutskottet föreslår kommunstyrelsen" does so to its own)."""
    for asked in _TO_COUNCIL.finditer(text):
        to = _ASKED_BODY.findall(asked[0])
        if not (own and to and own.endswith(to[-1].lower())):
            return asked
    return None


def parts_by_body(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of a proposal that are for different bodies: "I kommunstyrelsen: ... I kommunfullmäktige: ..."."""
    heads = list(_IN_BODY.finditer(document.text, start, end))
    if not any("fullmäktige" in head[0].lower() for head in heads):
        return [(start, end)]
    bounds = [
        (start, heads[0].start()),
        *((a.end(), b) for a, b in zip(heads, [*(h.start() for h in heads[1:]), end], strict=True)),
    ]
    return [(a, b) for a, b in bounds if document.text[a:b].strip()]


def parts_of(document: Document, start: int, end: int, item: AgendaItem, *, proposed: bool = False) -> list[Part]:
    """A decision in one part; in several where the board proposes some points to the council and decides others.
    `proposed`: what stands first is under a label that proposes it.
    """
    text, flow = document.text, document.flow
    own, council = list(_OWN_PART.finditer(text, start, end)), list(_COUNCIL_PART.finditer(text, start, end))
    below = list(_IN_COUNCIL.finditer(text, start, end))
    if not below and not (own and (council or proposed or decided_or_proposed(flow[start:end], item) != "decided")):
        return _by_subject(document, start, end, item) or _by_point(document, start, end, item)
    heads = sorted([*own, *council, *below], key=lambda m: m.start())
    found: list[Part] = []
    if text[start : heads[0].start()].strip():
        found.append((start, heads[0].start(), decided_or_proposed(flow[start : heads[0].start()], item)))
    for head, until in zip(heads, [*(m.start() for m in heads[1:]), end], strict=True):
        found.append((head.end(), until, "decided" if head in own else "proposed"))
    return found


def _by_subject(document: Document, start: int, end: int, item: AgendaItem) -> list[Part]:
    """The parts that sentences without a mark open, each with the board that meets as its subject: "Kommunstyrelsen
    godkänner rapporten. / Kommunstyrelsen föreslår kommunfullmäktige besluta: ..."; none where all are of one kind.
    """
    text = document.text
    opened: list[Part] = []  # where its words begin, where what is decided begins, and its kind
    for match in _BODY_OPENS.finditer(text, start, end):
        named = find_bodies(match["body"])
        stop = match.end() + (text[match.end() : match.end() + 1] == ":")
        leads = _LEADS.search(text, match.start(), stop) is not None
        kind = decided_or_proposed(document.flow[match.start() : stop], item)
        whole = (
            leads
            or match.start() == start
            or _SENTENCE_BEFORE.search(text, max(start, match.start() - _SEEN), match.start())
        )
        if len(named) == 1 and is_own(named[0].name, item) and whole and (kind == "proposed" or leads or opened):
            opened.append((match.start(), stop if leads else match.start(), kind))
    opened += [(m.start(), m.end(), "proposed") for m in _ASKS.finditer(text, start, end)]
    opened.sort()
    if not opened:
        return []
    above = document.flow[start : opened[0][0]]
    if above.strip() and not _OPENS_NOTHING.fullmatch(above.strip()):
        opened.insert(0, (start, start, decided_or_proposed(above, item)))
    bounds = [*(place for place, _, _ in opened[1:]), end]
    found = [(first, until, kind) for (_, first, kind), until in zip(opened, bounds, strict=True)]
    found = [part for part in found if document.flow[part[0] : part[1]].strip()]
    return found if len({kind for _, _, kind in found}) > 1 else []


def _by_point(document: Document, start: int, end: int, item: AgendaItem) -> list[Part]:
    """The stretches of a decision that the board takes itself and those it proposes to the council, where single points
    do so ("2. Kommunstyrelsen föreslår att kommunfullmäktige beslutar: ..."); mostly one.
    """
    flow = document.flow
    points = find_points(document, start, end)
    asks = [_asked(flow[a : min(b, a + _LEAD)], item.body) is not None for a, b in points]
    first_of_all = _FIRST_POINT.match(flow, points[0][0], end)
    if not any(asks) or not first_of_all or _asked(flow[start : points[0][0]], item.body):
        return [(start, end, decided_or_proposed(flow[start:end], item))]
    if asks[0] and not _asks_alone(flow, *points[0]):
        return [(start, end, "proposed")]
    first = asks.index(True)
    rest = next((i for i in range(first + 1, len(points)) if not asks[i]), len(points))
    if flow[points[first][0] : points[first][1]].rstrip().endswith((":", "att")):
        rest = len(points)  # what is proposed follows as points of its own
    cuts = [(points[first][0], points[rest - 1][1], "proposed")]
    if first:
        cuts.insert(0, (start, points[first][0], "decided"))
    if rest < len(points):
        cuts.append((points[rest][0], end, "decided"))
    return cuts


def _asks_alone(flow: str, start: int, end: int) -> bool:
    """Whether a numbered point says all that it proposes ("1. Nämnden föreslår fullmäktige att anta taxan."); of others
    what is proposed may follow as points of its own.
    """
    asked = _TO_COUNCIL.search(flow, start, end)
    return (
        asked is not None
        and end - asked.end() > _ASKED
        and re.match(r"(?:\d{1,2}|[a-z])[.)]", flow[start:end]) is not None
    )
