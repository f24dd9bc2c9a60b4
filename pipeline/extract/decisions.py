"""Decisions: those minutes record, those a paper proposes, and those running text tells of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.extract.items import is_label
from pipeline.extract.told_decisions import find_told_decisions, outcome_of
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import canonical_body, find_bodies
from pipeline.records import AgendaItem, At, Block, Decision, DecisionPoint, Document, Reading, Record, record_id

_POINT = re.compile(
    r"(?:(?:^|(?<=\n)|(?<=[.:;,] ))\s*(?:\d{1,2}|[a-zå])[.)]\s|"
    r"(?:^|(?<=\n))\s*[-–•]\s*(?=\S)|(?:^|(?<=[\n,:])\s*)(?=(?:samt\s+)?att\s))"
)
_ATT_LINE = re.compile(r"\n[ \t]*(?=(?:samt\s+)?att\s)")
_BARE_NUMBER = re.compile(r"^[ \t]*(?P<number>\d{1,2})[ \t]+(?=[A-ZÅÄÖ]\w|att\s)", re.MULTILINE)  # "1 att godkänna"
_TO_COUNCIL = re.compile(
    r"(?i)\b(?:föreslår|föreslås)\b[^.]{0,40}(?:fullmäktige|styrelsen|nämnden)\b[^.]{0,20}\bbeslut|"
    r"\bföreslår \w*fullmäktige(?: (?:att|följande)\b|:)|\bförslag till \w*fullmäktige\b"
)
_OWN_PART = re.compile(r"(?im)^[^\S\n]*(?:för egen del|[\w åäö-]{5,70} beslutar för egen del|egen del)\b[^\n]{0,70}")
_COUNCIL_PART = re.compile(r"(?im)^[^\S\n]*[\w åäö-]{5,70} (?:föreslår|förslag till) \w*fullmäktige\b[^\n]{0,40}")
_FIRST_POINT = re.compile(r"\s*(?:[1a][.)]\s|att\s|[-–•])")
_PAGE_HEAD = re.compile(r"(?:^| )Protokoll nr \d{1,3}(?: Sammanträdesdatum:? \d{4}-\d\d-\d\d)?(?: |$)")
_LEAD = 120  # characters of a point within which it says that it is a proposal to the council
_LONGEST_PLAIN = 400  # characters; a longer paragraph tells of the matter, and of what others settled
_DECIDES = re.compile(r"(?i)^(?P<body>[\w åäöÅÄÖ-]{5,70}?) (?:beslutar|beslutade|beslöt)(?: att| följande| enligt|:|$)")


def extract_decisions(reading: Reading) -> list[Record]:
    """The decisions of a document: in minutes one for each item's decision, elsewhere proposals and what is told."""
    if reading.facts.kind in {"minutes", "minutes_extract"}:
        items = reading.of(AgendaItem)
        return [r for item in items if isinstance(item, AgendaItem) for r in _decision_of(reading, item)]
    document = reading.document
    blocks = [b for b in document.blocks if b.kind != "furniture"]
    proposed: list[Record] = []
    for start, end, _ in _labelled(document, blocks, "block.proposed"):
        proposed += _decision(reading, start, end, "proposed", None, "decisions.proposal")
    taken = [(r.at.char_start, r.at.char_end) for r in proposed]
    return [*proposed, *find_told_decisions(reading, taken)]


def _decision_of(reading: Reading, item: AgendaItem) -> list[Record]:
    document = reading.document
    first = bisect_left(document.blocks, item.at.char_start, key=lambda b: b.start)
    last = bisect_left(document.blocks, item.at.char_end, key=lambda b: b.start)
    inside = [
        b for b in document.blocks[first:last]
        if b.end <= item.at.char_end and b.kind not in {"furniture", "table"}
    ]  # fmt: skip
    labelled = list(_labelled(document, inside, "block.decided"))
    if labelled:  # an item may first tell what was decided where the matter was prepared ("Arbetsutskottets beslut")
        bare = [found for found in labelled if found[2].strip(" :").lower() == "beslut"]
        own = bare or [found for found in labelled if _is_own(found[2], item)]
        start, end, _ = [*own, *labelled][0]
        decided = _in_parts(reading, start, end, item, "decisions.block")
        return [*decided, *_own_proposals(reading, inside, item, (start, end))]
    if proposed := _own_proposals(reading, inside, item, (0, 0)):
        return proposed
    for block in inside:  # without the label: "Nämnden beslutar att ..."
        if _DECIDES.match(document.flow[block.start : block.end]) and not is_label(
            document.flow[block.start : block.end]
        ):
            end = _end_of_block(document, inside, block)
            return _in_parts(reading, block.start, end, item, "decisions.sentence")
    return _plain_decision(reading, inside, item)


def _is_own(label: str, item: AgendaItem) -> bool:
    """Whether a label over a decision names no body, or the one that meets."""
    named = find_bodies(label)
    own = item.body or ""
    return not named or any(b.name in own or own in b.name or ("utskott" in b.name and "utskott" in own) for b in named)


def _plain_decision(reading: Reading, inside: list[Block], item: AgendaItem) -> list[Record]:
    """The decision of a short item without any label: the paragraph that says what is settled ("... läggs till
    handlingarna"). Surer places come first; this one is the last resort, and less certain.
    """
    plain = load_lexicon("decisions").pattern("plain.decided").regex
    for block in inside:
        text = reading.document.flow[block.start : block.end].strip()
        if block.kind in {"paragraph", "list_item"} and len(text) <= _LONGEST_PLAIN and plain.search(text):
            return _decision(reading, block.start, block.end, _kind(text), item, "decisions.plain")
    return []


def _in_parts(reading: Reading, start: int, end: int, item: AgendaItem, rule: str) -> list[Record]:
    """A decision; where the board proposes some points to the council and decides others ("för egen del"), both."""
    text, flow = reading.document.text, reading.document.flow
    own, council = list(_OWN_PART.finditer(text, start, end)), list(_COUNCIL_PART.finditer(text, start, end))
    heads = (
        sorted([*own, *council], key=lambda m: m.start())
        if own and (council or _kind(flow[start:end]) != "decided")
        else []
    )
    if not heads:
        return [
            record for a, b, kind in _by_point(reading.document, start, end)
            for record in _decision(reading, a, b, kind, item, rule)
        ]  # fmt: skip
    found: list[Record] = []
    if text[start : heads[0].start()].strip():
        found += _decision(reading, start, heads[0].start(), _kind(flow[start : heads[0].start()]), item, rule)
    for head, until in zip(heads, [*(m.start() for m in heads[1:]), end], strict=True):
        found += _decision(reading, head.end(), until, "decided" if head in own else "proposed", item, rule)
    return found


def _by_point(document: Document, start: int, end: int) -> list[tuple[int, int, str]]:
    """The stretches of a decision that the board takes itself and those it proposes to the council, where single points
    do so ("2. Kommunstyrelsen föreslår att kommunfullmäktige beslutar: ..."); mostly one.
    """
    flow = document.flow
    points = _points(document, start, end)
    asks = [_TO_COUNCIL.search(flow, a, min(b, a + _LEAD)) is not None for a, b in points]
    first_of_all = _FIRST_POINT.match(flow, points[0][0], end)
    if not any(asks) or asks[0] or not first_of_all or _TO_COUNCIL.search(flow[start : points[0][0]]):
        return [(start, end, _kind(flow[start:end]))]
    first = asks.index(True)
    rest = next((i for i in range(first + 1, len(points)) if not asks[i]), len(points))
    if flow[points[first][0] : points[first][1]].rstrip().endswith((":", "att")):
        rest = len(points)  # what is proposed follows as points of its own
    cuts = [(start, points[first][0], "decided"), (points[first][0], points[rest - 1][1], "proposed")]
    if rest < len(points):
        cuts.append((points[rest][0], end, "decided"))
    return cuts


def _own_proposals(reading: Reading, inside: list[Block], item: AgendaItem, taken: tuple[int, int]) -> list[Record]:
    """What the meeting's own body proposes to another under a label ("Kommunstyrelsens förslag till fullmäktige")."""
    for start, end, label in _labelled(reading.document, inside, "block.proposed"):
        named = find_bodies(label)
        if "förslag" not in label.lower() or len(named) < 2 or named[0].name != item.body or named[1].name == item.body:
            continue
        if not taken[0] <= start < taken[1]:
            return _decision(reading, start, end, "proposed", item, "decisions.proposal")
    return []


def _labelled(document: Document, blocks: list[Block], pattern: str) -> Iterator[tuple[int, int, str]]:
    """What stands under each label of the kind, until the next label; the label may open the block itself."""
    regex = load_lexicon("decisions").pattern(pattern).regex
    for block in blocks:
        text = document.flow[block.start : block.end]
        match = regex.match(text)
        if not match or load_lexicon("decisions").pattern("block.no_label").regex.search(text):
            continue
        start = block.start + match.end() if text[match.end() :].strip(" :") else block.end
        end = _end_of_block(document, blocks, block)
        first, last = _trim(document.text, start, end)
        if last > first:
            yield first, last, match[0]


def _stops(document: Document, block: Block) -> bool:
    text = document.flow[block.start : block.end].strip()
    if is_label(text) or load_lexicon("decisions").pattern("block.end").regex.search(text):
        return True
    opens_with_point = re.match(r"(?:\d{1,2}|[a-z])[.)]\s|att\s|[-–•]", text)
    introduces = text.endswith(":") and len(text) < 90  # "På förslag av Anna Ek (V):" opens the decision itself
    return (block.kind == "heading" and not opens_with_point and not introduces) or bool(
        re.match(r"-{3,}|(?:-\s){3,}|_{3,}", text)
    )


def _end_of_block(document: Document, blocks: list[Block], first: Block) -> int:
    """The end of the last block before the next that ends a decision, without the head of the page between them."""
    later = [b for b in blocks if b.start > first.start]
    stop = next((i for i, b in enumerate(later) if _stops(document, b)), len(later))
    held = [first, *later[:stop]]
    head = load_lexicon("decisions").pattern("block.page_head").regex
    while len(held) > 1 and head.search(document.flow[held[-1].start : held[-1].end].strip()):
        held.pop()
    return held[-1].end


def _kind(text: str) -> str:
    return "proposed" if _TO_COUNCIL.search(text) else "decided"


def _decision(reading: Reading, start: int, end: int, kind: str, item: AgendaItem | None, rule: str) -> list[Record]:
    text, facts = reading.document.text, reading.facts
    start, end = _trim(text, start, end)
    if end <= start:
        return []
    points = _points(reading.document, start, end)
    proposer = _DECIDES.match(reading.document.flow[start:end])
    named = find_bodies(proposer["body"]) if proposer else []
    body = named[0].name if named else item.body if item else facts.body
    decision = Decision(
        id=record_id(reading.document.id, "decisions", start, end, kind),
        at=At(start, end, rule, 0.7 if rule == "decisions.plain" else 0.95 if item else 0.85),
        agenda_item_id=item.id if item else None,
        kind=kind,
        body=canonical_body(body) if body else None,
        date_from=item.date_from if item else None,
        date_to=item.date_to if item else None,
        date_precision="day" if item and item.date_from else None,
        paragraph=item.number if item else None,
        case_number=item.case_number if item else facts.case_number,
        outcome=_outcome(reading.document, start, end, points),
    )
    return [decision, *(_point(reading, decision.id, i, a, b) for i, (a, b) in enumerate(points, start=1))]


def _outcome(document: Document, start: int, end: int, points: list[tuple[int, int]]) -> str:
    """What became of it: by the first point that says so, else by the words before the points."""
    told = (outcome_of(document.flow[a:b]) for a, b in points)
    return next((outcome for outcome in told if outcome != "other"), outcome_of(document.flow[start:end]))


def _point(reading: Reading, decision_id: str, position: int, start: int, end: int) -> DecisionPoint:
    words = _PAGE_HEAD.sub(" ", " ".join(reading.document.flow[start:end].split())).strip()
    return DecisionPoint(
        id=record_id(reading.document.id, "decision_points", start, end, decision_id),
        at=At(start, end, "decisions.point", 0.9), decision_id=decision_id, position=position,
        text=re.sub(r"^(?:(?:\d{1,2}|[a-zå])[.)]|\d{1,2}(?= (?:att|[A-ZÅÄÖ]))|[-–•])\s*|,?\s+samt$", "", words),
    )  # fmt: skip


def _points(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """The numbered, lettered, dashed or att-points; a decision in one sentence is its own single point."""
    begins = sorted({start + m.start() for m in _POINT.finditer(document.flow[start:end])})
    clauses = [m.end() for m in _ATT_LINE.finditer(document.text, start, end)]
    if len(clauses) > 1 and not any(begin < clauses[0] for begin in begins):
        begins = clauses
    bare = list(_BARE_NUMBER.finditer(document.text, start, end))
    if [int(m["number"]) for m in bare] == list(range(1, len(bare) + 1)) and len(bare) > 1:
        begins = [m.start() for m in bare]
    if not begins:
        return [(start, end)]
    spans = [_trim(document.text, a, b) for a, b in zip(begins, [*begins[1:], end], strict=True)]
    return [s for s in spans if s[1] - s[0] > 3] or [(start, end)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] == ":"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
