"""Extract assignments: who gave what to whom, to be reported to whom and by when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.assignment_parts import due_of, giver_of, receiver_of, report_to_of
from pipeline.extract.context import Context, Window, read_context
from pipeline.extract.paragraphs import MINUTES
from pipeline.lexicon import Pattern, load_lexicon
from pipeline.records import Assignment, At, Decision, DecisionPoint, Reading, Record, record_id

_CELL_SENTENCE = re.compile(r"(?<=[a-zåäö)\d][.])\s+(?=[A-ZÅÄÖ])")
_SIGNAL = re.compile(
    r"uppdra|ålägg|ålade|anmoda|uppmana|beordra|yttra|svar|förklaring|skickas|tillhanda", re.IGNORECASE
)
_MARKER = re.compile(r"(?:[-–•*o]|\d{1,2}[.)]|[a-zåäö]\)|§\s?\d+|[”\"“])\s*")
_DONE = re.compile(r"(?:fullgjort|slutfört|avslutat|genomfört|verkställt)\b", re.IGNORECASE)
_NEAR = 50  # decisions before an assignment that may hold it: they nest a few deep
_LONG_LEAD = 60  # characters before the receiver that no longer belong to the assignment


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that gives an assignment, in its sentence."""

    window: Window
    match: re.Match[str]
    pattern: Pattern


def extract_assignments(reading: Reading) -> list[Record]:
    """The assignments of a document: decided here, told of, or asked for (an answer by a day)."""
    context = read_context(reading)
    decisions = [d for d in reading.of(Decision) if isinstance(d, Decision)]
    points = reading.of(DecisionPoint)
    found: list[Record] = []
    for window in _windows(reading):
        phrases = list(_phrases(context.flow, window))
        for index, phrase in enumerate(phrases):
            stop = phrases[index + 1].match.start() if index + 1 < len(phrases) else window.end
            phrase = replace(phrase, window=_in_point(points, phrase.window, phrase.match.start()))
            stop = min(stop, phrase.window.end)
            record = _assignment(reading, context, decisions, phrase, stop, alone=len(phrases) == 1)
            if record:
                found.append(record)
    return list({r.id: r for r in found}.values())


def _in_point(points: Sequence[Record], window: Window, start: int) -> Window:
    """The part of the sentence that is a point of the decision: the att-clause before or after it is another."""
    last = bisect_right(points, start, key=lambda p: p.at.char_start) - 1
    if last < 0 or not start < points[last].at.char_end:
        return window
    return Window(max(window.start, points[last].at.char_start), min(window.end, points[last].at.char_end))


def _windows(reading: Reading) -> Iterator[Window]:
    """The sentences, and the cells of tables whose words stand together, that speak of an assignment."""
    flow = reading.document.flow
    for sentence in reading.sentences:
        if _SIGNAL.search(flow, sentence.start, sentence.end):
            yield Window(sentence.start, sentence.end)
    for table in reading.document.tables:
        for cell in table.cells:
            whole = " ".join(flow[cell.start : cell.end].split()) == " ".join(cell.text.split())
            if whole and _SIGNAL.search(flow, cell.start, cell.end):
                ends = [m.end() for m in _CELL_SENTENCE.finditer(flow, cell.start, cell.end)]
                for start, end in zip([cell.start, *ends], [*ends, cell.end], strict=True):
                    if _SIGNAL.search(flow, start, end):
                        yield Window(start, end)


def _phrases(flow: str, window: Window) -> Iterator[Found]:
    taken: list[Found] = []
    for pattern in load_lexicon("assignments").patterns:
        for match in pattern.regex.finditer(flow, window.start, window.end):
            if not any(match.start() < f.match.end() and f.match.start() < match.end() for f in taken):
                taken.append(Found(window, match, pattern))
    yield from sorted(taken, key=lambda f: f.match.start())


def _assignment(
    reading: Reading, context: Context, decisions: Sequence[Decision], phrase: Found, stop: int, *, alone: bool
) -> Assignment | None:
    flow, form = context.flow, str(phrase.pattern.yields["form"])
    receiver, place = receiver_of(context, phrase.window, phrase.match, form)
    if receiver is None and form in {"passive", "active"}:
        return None
    never = load_lexicon("assignments").words["never"]
    if receiver and any(word in receiver.lower() for word in never):
        return None
    start, end = _span(flow, phrase, place, stop, alone=alone)
    task = _task(flow, phrase, start, end)
    if not task:
        return None
    last = bisect_right(decisions, start, key=lambda d: d.at.char_start)
    near = decisions[max(0, last - _NEAR) : last]
    decision = next((d for d in reversed(near) if end <= d.at.char_end), None)
    giver = giver_of(reading, context, phrase.window, phrase.match, form, receiver, decision)
    due_from, due_to = due_of(context, reading, phrase.window, phrase.match, end)
    done = bool(_DONE.search(flow, phrase.match.end(), phrase.window.end)) and form == "owned"
    decided = decision is not None and decision.kind == "decided" and reading.facts.kind in MINUTES
    return Assignment(
        id=record_id(reading.document.id, "assignments", start, end),
        at=At(start, end, phrase.pattern.id, phrase.pattern.confidence),
        given_by=giver,
        given_to=receiver,
        task=task,
        report_to=report_to_of(context, phrase.match, end),
        due_from=due_from,
        due_to=due_to,
        decision_id=decision.id if decision else None,
        status="done" if done else "open" if decided else "unknown",
    )


def _span(flow: str, phrase: Found, place: tuple[int, int] | None, stop: int, *, alone: bool) -> tuple[int, int]:
    """The sentence, from its first words or, after a long lead-in or another assignment, from the receiver on."""
    window, match = phrase.window, phrase.match
    start = window.start
    marker = _MARKER.match(flow, start, window.end)
    while marker:
        start = marker.end()
        marker = _MARKER.match(flow, start, window.end)
    own = min(match.start(), place[0] if place else match.start())
    if own - start > _LONG_LEAD or (not alone and own > start):
        before = flow[start:own]
        started = max(before.rfind(", "), before.rfind(" att "), before.rfind(": "), before.rfind(" och "))
        start = own if not alone or started >= 0 or phrase.pattern.yields["form"] == "noun" else start
    end = stop
    if stop < window.end:  # another assignment follows in the sentence
        cut = max(
            flow.rfind(",", match.end(), stop),
            flow.rfind(" och ", match.end(), stop),
            flow.rfind(" samt ", match.end(), stop),
        )
        end = cut if cut > match.end() + 15 else stop
    while end > start and (flow[end - 1].isspace() or flow[end - 1] in ",;"):
        end -= 1
    while start < end and flow[start].isspace():
        start += 1
    return start, end


def _task(flow: str, phrase: Found, start: int, end: int) -> str:
    form = phrase.pattern.yields["form"]
    first = phrase.match.end("to")
    if form in {"answer"} or phrase.pattern.id in {"assignment.receiver", "assignment.moves", "assignment.on_behalf"}:
        first = start if form != "answer" else phrase.match.start("to")
    return " ".join(flow[first:end].split()).strip(' ,.:”"“')
