"""Decisions that running text tells of: who, when, § and case number stand in the sentence or in its citation."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from rapidfuzz import fuzz

from pipeline.lexicon import Pattern, load_lexicon
from pipeline.lexicon.bodies import document_abbreviations, find_bodies
from pipeline.lexicon.dates import DateSpan, find_dates
from pipeline.records import At, Citation, Decision, Mention, Reading, Sentence, record_id

_CITATION = 400  # characters; none is longer
_SAME_WORDS = 90  # of 100; the same decision told again, in a summary or under a heading
_REMEMBERED = 200  # decisions of one body and § that a new one is held against
_LONG = 120  # a sentence beyond this is cut at the clause that tells the decision
_LEFT = re.compile(
    r"; | och (?=det beslut|ny \w+ )| – |\(|, (?:och|men|samt) (?=\w+ \w+)|, (?=(?:har|inrättades|gjordes)\b)"
)
_RIGHT = re.compile(
    r";| – |\)(?! )|, vilket\b|, varför\b|, varav\b|\) (?=har\b)|(?= och \w+ (?:utfärdar|innehåller)\b)|(?= \(till\b)"
)


def find_told_decisions(reading: Reading, taken: list[tuple[int, int]]) -> list[Decision | Mention]:
    """The decisions told in sentences outside `taken` (proposals that stand in their own blocks), each once: where the
    same words stand again is a further place of the same decision.
    """
    lexicon = load_lexicon("decisions")
    told, none = lexicon.group("told."), lexicon.pattern("no.decision")
    own = document_abbreviations(reading.document.flow)
    citations = [c for c in reading.of(Citation) if isinstance(c, Citation) and c.kind in {"agenda_item", "meeting"}]
    found: list[Decision | Mention] = []
    known: dict[tuple[str | None, str | None], list[tuple[str, Decision]]] = {}
    for sentence in reading.sentences:
        if any(a <= sentence.start < b for a, b in taken):
            continue
        text = reading.document.flow[sentence.start : sentence.end]
        if none.regex.search(text):
            continue
        decision = _tell(reading, sentence, text, told, own, citations)
        if decision:
            found.append(_once(reading, decision, known))
    return found


def _once(
    reading: Reading, decision: Decision, known: dict[tuple[str | None, str | None], list[tuple[str, Decision]]]
) -> Decision | Mention:
    """The decision, or a mention of the one of the same body and § that was told in the same words before."""
    words = " ".join(reading.document.flow[decision.at.char_start : decision.at.char_end].lower().split())
    alike = known.setdefault((decision.body, decision.paragraph), [])
    for said, earlier in alike[-_REMEMBERED:]:
        if fuzz.partial_ratio(words, said, score_cutoff=_SAME_WORDS) and decision.date_from == earlier.date_from:
            place = record_id(reading.document.id, "mentions", decision.at.char_start, decision.at.char_end, earlier.id)
            return Mention(id=place, at=decision.at, record_type="decisions", record_id=earlier.id)
    alike.append((words, decision))
    return decision


def outcome_of(text: str) -> str:
    """What became of it, by the first words that say so."""
    hits = [
        (m.start(), p.yields["outcome"])
        for p in load_lexicon("decisions").group("outcome.")
        if (m := p.regex.search(text))
    ]
    return str(min(hits)[1]) if hits else "other"


def _tell(
    reading: Reading,
    sentence: Sentence,
    text: str,
    told: tuple[Pattern, ...],
    own: dict[str, str],
    citations: list[Citation],
) -> Decision | None:
    bodies = find_bodies(text, abbreviations=own)
    first = bisect_left(citations, sentence.start - _CITATION, key=lambda c: c.at.char_start)
    last = bisect_left(citations, sentence.end, key=lambda c: c.at.char_start)
    cited = [c for c in citations[first:last] if c.at.char_end > sentence.start]
    actor = _actor().search(text)
    year = int(reading.facts.date[:4]) if reading.facts.date else None
    dates = find_dates(text, year=year)
    for pattern in told:
        match = pattern.regex.search(text)
        if not match:
            continue
        if pattern.yields["needs"] == "body" and not (bodies or actor):
            continue
        near = sorted(cited, key=lambda c: abs(c.at.char_start - sentence.start - match.start()))
        citation = near[0] if near else None
        body = min(bodies, key=lambda b: abs(b.start - match.start())) if bodies else None
        date = _nearest(dates, match.start())
        start, end = _clause(reading, sentence, match.start())
        day = citation if citation and citation.date_from else None
        return Decision(
            id=record_id(reading.document.id, "decisions", start, end, "told"),
            at=At(start, end, pattern.id, 0.75 if citation else 0.65),
            kind="decided",
            body=(
                citation.body
                if citation and citation.body
                else own.get(body.name, body.name)
                if body
                else actor[0].lower()
                if actor
                else None
            ),
            date_from=day.date_from if day else date.date_from if date else None,
            date_to=day.date_to if day else date.date_to if date else None,
            date_precision=day.date_precision if day else date.precision if date else None,
            paragraph=citation.paragraph if citation else None,
            case_number=citation.case_number if citation else None,
            outcome=outcome_of(text),
        )
    return None


def _nearest(dates: list[DateSpan], place: int) -> DateSpan | None:
    return min(dates, key=lambda d: abs(d.start - place)) if dates else None


def _clause(reading: Reading, sentence: Sentence, place: int) -> tuple[int, int]:
    """The sentence without its list mark; of a long one the clause that tells it; with the list that it opens."""
    flow = reading.document.flow
    start, end, at = sentence.start, sentence.end, sentence.start + place
    mark = re.match(r"(?:[-–•*]|\d{1,2}[.)]|\w+:)\s+", flow[start:at])
    start += mark.end() if mark else 0
    if re.search(r"\batt:?$", flow[start:end]):
        return start, _end_of_list(reading, sentence)
    if end - start > _LONG:
        lefts = [m.end() for m in _LEFT.finditer(flow, start, at) if m[0] != "(" or ")" not in flow[m.end() : at]]
        lefts += [start + m.end() for m in re.finditer(r"\f\s*(?=[A-ZÅÄÖ])", reading.document.text[start:at])]
        lefts.sort()
        right = _RIGHT.search(flow, at, end)
        start, end = lefts[-1] if lefts else start, right.start() if right and right.start() - at > 25 else end
    while end > start and flow[end - 1].isspace():
        end -= 1
    while start < end and flow[start].isspace():
        start += 1
    return start, end


def _end_of_list(reading: Reading, sentence: Sentence) -> int:
    """The end of the list items that follow the sentence's block without a break."""
    end = sentence.end
    blocks = reading.document.blocks
    if blocks[sentence.block].end > sentence.end + 2:
        return end
    for block in blocks[sentence.block + 1 :]:
        if block.kind == "furniture":
            continue
        if block.kind != "list_item":
            break
        end = block.end
    return end


@cache
def _actor() -> re.Pattern[str]:
    ends = "|".join(load_lexicon("decisions").words["actors"])
    return re.compile(rf"\b[\wåäöÅÄÖ-]*(?:{ends})s?\b", re.IGNORECASE)
