"""Decisions: those minutes record, those a paper proposes, and those running text tells of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.decision_blocks import (
    DECIDES,
    decided_within,
    end_of_block,
    is_own,
    labelled,
    proposed_for,
    summed_up,
    without_nested,
)
from pipeline.extract.decision_parts import decided_or_proposed, parts_by_body, parts_of
from pipeline.extract.decision_points import find_points, point_record, trim
from pipeline.extract.item_blocks import blocks_within, under_labels
from pipeline.extract.item_cases import case_alone
from pipeline.extract.items import is_label
from pipeline.extract.told_decisions import find_told_decisions, outcome_of
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import canonical_body, find_bodies, is_generic
from pipeline.records import AgendaItem, At, Block, Decision, Document, Reading, Record, record_id

# "Protokoll från styrelsemötet 2023-06-15 godkändes", "föredragningslista, daterad 2023-06-08": the day of what is
# settled, not of the settling.
_OLD_MINUTES = re.compile(
    r"(?i)(?:,\s)?\bdaterad[et]?\s(?:den\s)?(?:\d{4}-\d\d-\d\d|\d{1,2}\s\w+\s\d{4})|"
    r"\b(?:föregående\s)?(?:\w*mötes|sammanträdes)?protokoll(?:et|en)?\s(?:från|av|fört)\s[^.]{0,60}?\d{4}(?:-\d\d-\d\d)?"
)
_FOR_ITSELF = re.compile(r"\begen del\b", re.IGNORECASE)
_PAPER = re.compile(
    r"(?m)^[^\S\n]*(?:(?P<party>(?:Tilläggs|Ändrings)?[Yy]rkande|Motion)|Tjänste(?:utlåtande|skrivelse)|Protokoll(?:sutdrag)?|"
    r"[A-ZÅÄÖ][\w -]{3,50}s förslag)\b"
)
_HEAD_OF_PAPER = 800  # characters from its name to what it proposes
_PROPOSES = re.compile(r"(?P<body>[A-ZÅÄÖ][\w åäöÅÄÖ-]{4,70}?) (?:föreslår|tillstyrker|hemställer)\b")
_WISHES_BELOW = re.compile(r"\byrka(?:r|de)\b[^.]*(?:\bbeslut(?:ar?)?|\batt|\bföljande|:)$")
_CLAUSE_OR_POINT = re.compile(r"\s*(?:(?:samt\s)?att\s|\d{1,2}[.)]\s|[-–−•]\s)")
_ACCORDINGLY = re.compile(r"\bi enlighet (?:här|där)med\W*$")
_QUOTED = re.compile(r"(?m)^[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,5}\s?§\s?\d")  # "Au § 84": an earlier treatment, told in an item
_SENTENCES = re.compile(r"[.!?]\s+(?=[A-ZÅÄÖ])")
_PLAIN_SENTENCES = 2  # a paragraph of more tells of the matter
_LONGEST_PLAIN = 400  # characters; a longer paragraph tells of the matter, and of what others settled
_TOLD_UNDER = frozenset(
    {"proposal", "proposition_order", "motions", "earlier_treatment", "underlying_documents", "sent_to"}
)
_OPENS = 20  # characters within which a proposal names the council as its first word
_SHORT_LINE = 60  # characters of a line that may be nothing but a case number
_RULES = {"decisions.plain": 0.7, "decisions.within": 0.8, "decisions.summary": 0.7, "decisions.unnumbered": 0.7}


def extract_decisions(reading: Reading) -> list[Record]:
    """The decisions of a document: in minutes one for each item's decision, elsewhere proposals and what is told."""
    if reading.facts.kind in {"minutes", "minutes_extract"}:
        items = reading.of(AgendaItem)
        if not items:
            return _unnumbered(reading)
        return [r for item in items if isinstance(item, AgendaItem) for r in _decision_of(reading, item)]
    document = reading.document
    blocks = [b for b in document.blocks if b.kind != "furniture"]
    proposed: list[Record] = []
    cases = _cases_of_matters(document, blocks)
    found = [*labelled(document, blocks, "block.proposed"), *proposed_for(document, blocks)]
    for start, end, _ in without_nested(document, found):
        case = next((number for place, number in reversed(cases) if place < start), None)
        of_party = _is_of_party(document, start)
        for first, last in parts_by_body(document, start, end):
            made = _decision(reading, first, last, "proposed", None, "decisions.proposal", case)
            proposed += [replace(r, body=None) if of_party and isinstance(r, Decision) else r for r in made]
    summed = _summed_up(reading, blocks, proposed) if reading.facts.kind in {"other", "official_report"} else []
    taken = [(r.at.char_start, r.at.char_end) for r in (*proposed, *summed)]
    return [*proposed, *summed, *find_told_decisions(reading, taken)]


def _unnumbered(reading: Reading) -> list[Record]:
    """The decisions of minutes whose items have no numbers: what stands under "Beslut", or behind it on its line."""
    document = reading.document
    blocks = blocks_within(document, 0, len(document.text))
    records: list[Record] = []
    for start, end, _ in summed_up(document, blocks):
        kind = decided_or_proposed(document.flow[start:end])
        for record in _decision(reading, start, end, kind, None, "decisions.unnumbered"):
            day = reading.facts.date
            if isinstance(record, Decision) and day:
                record = replace(record, date_from=day, date_to=day, date_precision="day")
            records.append(record)
    return records


def _is_of_party(document: Document, start: int) -> bool:
    """Whether a proposal is a party's, in a paper of its own among those of the matter ("Tilläggsyrkande")."""
    papers = list(_PAPER.finditer(document.text, max(0, start - _HEAD_OF_PAPER), start))
    return bool(papers) and papers[-1]["party"] is not None


def _summed_up(reading: Reading, blocks: Sequence[Block], proposed: Sequence[Record]) -> list[Record]:
    """What a summary of a meeting ("Beslut i korthet") sets under "Beslut:" or "Kommunfullmäktiges beslut"."""
    found: list[Record] = []
    for start, end, label in summed_up(reading.document, blocks):
        if any(start < r.at.char_end and r.at.char_start < end for r in proposed):
            continue
        words, named = reading.document.flow[start:end], find_bodies(label)
        says = DECIDES.match(words) is not None  # a report's own "Beslut" may head what it proposes
        if not says and (reading.facts.kind != "other" or (outcome_of(words) == "other" and not named)):
            continue
        made = _decision(reading, start, end, decided_or_proposed(words), None, "decisions.summary")
        found += [replace(r, body=named[0].name) if named and isinstance(r, Decision) else r for r in made]
    return found


def _cases_of_matters(document: Document, blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """The case numbers on lines of their own, where a paper holds several matters (a summons with its proposals)."""
    texts = ((b, document.flow[b.start : b.end].strip()) for b in blocks if b.end - b.start < _SHORT_LINE)
    found = [(b.start, case) for b, text in texts if (case := case_alone(text))]
    return found if len({case for _, case in found}) > 1 else []


def _decision_of(reading: Reading, item: AgendaItem) -> list[Record]:
    document = reading.document
    inside = blocks_within(document, item.at.char_start, item.at.char_end)
    under = list(labelled(document, inside, "block.decided"))
    if under:  # an item may first tell what was decided where the matter was prepared ("Arbetsutskottets beslut")
        bare = [found for found in under if found[2].strip(" :").lower() == "beslut"]
        own = bare or [found for found in under if _is_own_label(found[2], item)]
        start, end, label = _last_where_quoted(document, inside, own) if own else under[0]
        decided = _in_parts(reading, start, end, item, "decisions.block")
        if not own:  # what the committee decided that prepared the matter, and nobody else
            decided = [replace(r, body=find_bodies(label)[0].name) if isinstance(r, Decision) else r for r in decided]
        for first, last, label in under:  # what the board settles itself may stand under a label of its own
            if first >= end and _FOR_ITSELF.search(label) and _is_own_label(label, item):
                decided += _in_parts(reading, first, last, item, "decisions.block")
        return [*decided, *_own_proposals(reading, inside, item, (start, end))]
    if proposed := _own_proposals(reading, inside, item, (0, 0)):
        return proposed
    told = _blocks_of_others(document, inside)
    ordered = {b.start for b, kind in under_labels(document, inside) if kind == "proposition_order"}
    return (  # what is decided may follow the order of the propositions without a label of its own
        _in_sentence(reading, inside, item, told - ordered)
        or _within(reading, inside, item, told - ordered)
        or _plain_decision(reading, inside, item, told)
    )


def _last_where_quoted(
    document: Document, inside: Sequence[Block], own: Sequence[tuple[int, int, str]]
) -> tuple[int, int, str]:
    """The first of the labelled decisions; the last where the item quotes its earlier treatments before it."""
    begin = inside[0].end
    quoted = [m.start() for m in _QUOTED.finditer(document.text, begin, own[-1][0])]
    before = any(q < own[0][0] for q in quoted)
    return own[-1] if before and any(q > own[0][0] for q in quoted) else own[0]


def _blocks_of_others(document: Document, inside: Sequence[Block]) -> set[int]:
    """The starts of the blocks in which an item tells what is proposed to it, or the order of the propositions."""
    taken = [(start, end) for start, end, _ in labelled(document, inside, "block.proposed")]
    told = {b.start for b in inside if any(a <= b.start < z for a, z in taken)}
    told |= {b.start for b, kind in under_labels(document, inside) if kind in _TOLD_UNDER}
    wished = False  # "Anna Ek yrkar att fullmäktige beslutar" and, below, what that is
    for block in inside:
        words = document.flow[block.start : block.end].rstrip()
        wished = _WISHES_BELOW.search(words) is not None or (wished and _CLAUSE_OR_POINT.match(words) is not None)
        if wished:
            told.add(block.start)
    return told


def _in_sentence(reading: Reading, inside: list[Block], item: AgendaItem, told: set[int]) -> list[Record]:
    """The decision without the label: "Nämnden beslutar att ..."; what another body decides is a proposal to it."""
    flow = reading.document.flow
    for block in inside:
        words = flow[block.start : block.end]
        match = DECIDES.match(words)
        if match is None or is_label(words) or block.start in told:
            continue
        named = find_bodies(match["body"])
        other = bool(named) and not is_own(named[0].name, item)
        if other and "utskott" not in (item.body or "") and not named[0].name.endswith("fullmäktige"):
            continue
        accordingly = _ACCORDINGLY.search(words)  # what is decided stands above
        end = block.end if accordingly else end_of_block(reading.document, inside, block)
        if other:
            return _decision(reading, block.start, end, "proposed", item, "decisions.sentence")
        return _in_parts(reading, block.start, end, item, "decisions.sentence")
    return []


def _within(reading: Reading, inside: list[Block], item: AgendaItem, told: set[int]) -> list[Record]:
    """The decisions that sentences inside paragraphs tell: "VD föredrog rapporten. Styrelsen beslutade att ..."."""
    found: list[Record] = []
    until = 0
    for block in (b for b in inside if b.start not in told):
        for start, end in decided_within(reading.document, inside, block, item):
            if start >= until:
                kind = decided_or_proposed(reading.document.flow[start:end], item)
                found += _decision(reading, start, end, kind, item, "decisions.within")
                until = end
    return found


def _is_own_label(label: str, item: AgendaItem) -> bool:
    """Whether a label over a decision names no body, or the one that meets."""
    named = find_bodies(label)
    return not named or any(is_own(b.name, item) for b in named)


def _plain_decision(reading: Reading, inside: list[Block], item: AgendaItem, told: set[int]) -> list[Record]:
    """The decision of a short item without any label: the paragraphs in a row that say what is settled ("... läggs till
    handlingarna"). Surer places come first; this one is the last resort, and less certain.
    """
    flow = reading.document.flow
    for place, block in enumerate(inside):
        text = flow[block.start : block.end].strip()
        if block.start in told or not _settles(block, text, item):
            continue
        last = block
        for further in inside[place + 1 :]:
            goes_on = further.kind == "list_item" and flow[block.start : block.end].rstrip().endswith(":")
            settles = _settles(further, flow[further.start : further.end].strip(), item)
            if further.start in told or not (goes_on or settles):
                break
            last = further
        return _decision(reading, block.start, last.end, decided_or_proposed(text, item), item, "decisions.plain")
    return []


def _settles(block: Block, text: str, item: AgendaItem) -> bool:
    """Whether a paragraph says what is settled: in the present tense, in the past without day and place, or with the
    body that meets as its subject.
    """
    sentences = len(_SENTENCES.split(text))
    opens = block.kind == "heading" and text.endswith(":")  # "Dagordningen fastställs med följande tillägg:"
    if (
        not (opens or block.kind in {"paragraph", "list_item"})
        or len(text) > _LONGEST_PLAIN
        or sentences > _PLAIN_SENTENCES
    ):
        return False
    lexicon = load_lexicon("decisions")
    if lexicon.pattern("plain.not").regex.search(text):
        return False
    if lexicon.pattern("plain.clause").regex.search(text):
        return True
    if lexicon.pattern("plain.decided").regex.search(text):
        return True
    elsewhere = lexicon.pattern("plain.elsewhere").regex.search(_OLD_MINUTES.sub("", text))
    if lexicon.pattern("plain.past").regex.search(text) and not elsewhere:
        return True
    last = _SENTENCES.split(text)[-1]  # "Chefen informerade om utfallet. Styrelsen lade rapporten till handlingarna."
    active = lexicon.pattern("plain.active").regex.search(text)
    if active is None and not elsewhere:
        active = lexicon.pattern("plain.active_past").regex.search(last)
    named = find_bodies(active["body"]) if active else []
    return len(named) == 1 and is_own(named[0].name, item)


def _in_parts(reading: Reading, start: int, end: int, item: AgendaItem, rule: str) -> list[Record]:
    return [
        record for a, b, kind in parts_of(reading.document, start, end, item)
        for record in _decision(reading, a, b, kind, item, rule)
    ]  # fmt: skip


def _own_proposals(reading: Reading, inside: list[Block], item: AgendaItem, taken: tuple[int, int]) -> list[Record]:
    """What the meeting's own body proposes to another under a label: "Kommunstyrelsens förslag till fullmäktige",
    "Nämnden föreslår kommunfullmäktige besluta"; of a committee also what it proposes to its board without naming it.
    """
    for start, end, label in labelled(reading.document, inside, "block.proposed"):
        named = find_bodies(label)
        if not named or taken[0] <= start < taken[1] or is_generic(item.body or "") or not _meets(named[0].name, item):
            continue
        council = find_bodies(reading.document.flow[start : start + _OPENS])  # whose name the label may have wrong
        wrong = len(named) > 1 and bool(council) and council[0].name.endswith("fullmäktige")
        committee = len(named) == 1 and "utskott" in named[0].name and taken == (0, 0)
        if committee or wrong or (len(named) > 1 and not _meets(named[1].name, item)):
            parts = parts_of(reading.document, start, end, item, proposed=True)  # below, it may decide something itself
            return [
                record for place, (a, b, kind) in enumerate(parts)
                for record in _decision(reading, a, b, kind if place else "proposed", item, "decisions.proposal")
            ]  # fmt: skip
    return []


def _meets(name: str, item: AgendaItem) -> bool:
    """Whether a name is that of the body that meets: its own, or the end of it ("arbetsutskottet")."""
    own = item.body or ""
    if is_generic(name) and own.endswith(name):
        return True  # "Nämndens förslag" in the minutes of miljönämnden
    return name == own or ("utskott" in name and own.endswith(name.removesuffix("et")))


def _decision(
    reading: Reading, start: int, end: int, kind: str, item: AgendaItem | None, rule: str, case: str | None = None
) -> list[Record]:
    text, facts = reading.document.text, reading.facts
    start, end = trim(text, start, end)
    if end <= start:
        return []
    points = find_points(reading.document, start, end)
    words = reading.document.flow[start:end]
    proposer = DECIDES.match(words) or _PROPOSES.match(words)
    proposer = proposer or load_lexicon("decisions").pattern("plain.active").regex.match(words)
    own = item is not None and kind == "proposed" and item.body  # whose proposal it is, not who is to decide
    named = find_bodies(proposer["body"]) if proposer and not own else []
    meets = item.body if item else facts.body
    short = bool(named) and is_generic(named[0].name) and bool(meets)  # "Nämnden beslutar" under its full name
    body = named[0].name if named and not short else meets
    decision = Decision(
        id=record_id(reading.document.id, "decisions", start, end, kind),
        at=At(start, end, rule, _RULES.get(rule, 0.95 if item else 0.85)),
        agenda_item_id=item.id if item else None,
        kind=kind,
        body=canonical_body(body) if body else None,
        date_from=item.date_from if item else None,
        date_to=item.date_to if item else None,
        date_precision="day" if item and item.date_from else None,
        paragraph=item.number if item else None,
        case_number=item.case_number if item else case or facts.case_number,
        outcome=_outcome(reading.document, start, end, points),
    )
    return [
        decision,
        *(point_record(reading.document, decision.id, i, a, b) for i, (a, b) in enumerate(points, start=1)),
    ]


def _outcome(document: Document, start: int, end: int, points: list[tuple[int, int]]) -> str:
    """What became of it: by the point on discharge, else the first that says so, else the words before the points."""
    first = sorted(points, key=lambda p: "ansvarsfrihet" not in document.flow[p[0] : p[1]].lower())
    told = (outcome_of(document.flow[a:b]) for a, b in first)
    return next((outcome for outcome in told if outcome != "other"), outcome_of(document.flow[start:end]))
