"""Extract assignments: who gave what to whom, to be reported to whom and by when."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.assignment_lists import AssignmentList, list_opened
from pipeline.extract.assignment_names import is_actor
from pipeline.extract.assignment_parts import council_of, due_of, giver_of, receiver_of, report_to_of
from pipeline.extract.assignment_repeats import told_once
from pipeline.extract.assignment_states import states_told
from pipeline.extract.assignment_tasks import tasks_below
from pipeline.extract.context import Context, Window, read_context
from pipeline.extract.item_blocks import spans_of_wishes
from pipeline.extract.paragraphs import MINUTES
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.lexicon import Pattern, load_lexicon
from pipeline.records import Assignment, At, Decision, DecisionPoint, Reading, Record, record_id

_CELL_SENTENCE = re.compile(r"(?<=[a-zåäö)\d][.])\s+(?=[A-ZÅÄÖ])")
_SIGNAL = re.compile(
    r"uppdra|uppdrog|ålägg|ålade|anmoda|uppmana|beordra|förelägg|begär|yttra|svar|förklaring|skickas|tillhanda|"
    r"\bskal?l?\b|ombe[ds]|ombads",
    re.IGNORECASE | re.DOTALL,
)
_MARKER = re.compile(r"(?:[-–•*o]\s|\d{1,2}[.)]|([a-zåäö])\1{0,2}[.)]\s|§\s?\d+|[-–•*”\"“])\s*")
_EARLIER = frozenset({"owned", "noun"})  # forms that tell of an assignment given before
_BY_VERB = frozenset({"answer", "asked", "return", "shall"})  # forms whose verb is the first word of the task
_DECIDED_ONLY = frozenset({"asked", "orders", "return"})  # forms that count only where minutes decide them
_LISTED = "assignment.listed"  # counts only in a decision or under the lead of a list
_AUDITORS = re.compile(r"(?i)\b[\w-]*revis(?:orer(?:na)?|ionen)\s(?:har\s|hade\s)?$")
_OFFICE_PROPOSES = re.compile(
    r"(?i)\b[\wåäö-]*(?:förvaltningen|kontoret|avdelningen|utskottet|direktören|chefen)\s(?:[a-zåäö]+\s){0,6}?"
    r"(?:föreslår|förslår|föreslog|förordar)\b[^.]*\batt\s"
)
_ANSWER = re.compile(r"(?i)(?:\w+\s)?(?:yttrande|svar|förklaring)(?:t|et|n|en)?\b")
_CITED = re.compile(r"\s\([^()]*§\s?\d+[^()]*\)$")  # where it was decided: "... (RF 2021-06-15 § 88)"
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
    found: list[Assignment] = []
    opened: AssignmentList | None = None
    wanted = spans_of_wishes(reading)
    state_of = states_told(reading)
    for window in _windows(reading):
        decision = _decision_at(decisions, window.start, window.end)
        if decision is None and any(a <= window.start < b for a, b in wanted):
            continue  # what somebody proposes at the meeting is given to nobody yet
        giver = council_of(context, decision, window.start) or decision.body if decision else None
        opened = list_opened(context, window, giver, decision) or opened
        under = opened if opened and opened.holds(window, decision) else None
        phrases = [p for p in _phrases(context.flow, window) if under or decision or p.pattern.id != _LISTED]
        for index, phrase in enumerate(phrases):
            stop = phrases[index + 1].match.start() if index + 1 < len(phrases) else window.end
            phrase = replace(phrase, window=_in_point(points, phrase.window, phrase.match.start()))
            stop = min(stop, phrase.window.end)
            until = _end_of_point(points, phrase.match.start())
            record = _assignment(
                reading, context, decisions, phrase, stop, under, point_end=until, alone=len(phrases) == 1
            )
            if record and decision and index + 1 == len(phrases):
                record = _reported_back(reading, context, points, record, phrase.window.end)
            if record is None and index + 1 == len(phrases):
                found += _listed_below(reading, context, decisions, phrase)
            if record:
                became = state_of(record) if record.status == "unknown" else None
                record = replace(record, status=became) if became else record
                found.append(record)
                if under:
                    under.end = record.at.char_end
    return told_once(reading, list({r.id: r for r in found}.values()))


def _decision_at(decisions: Sequence[Decision], start: int, end: int) -> Decision | None:
    """The decision that holds the stretch."""
    last = bisect_right(decisions, start, key=lambda d: d.at.char_start)
    return next((d for d in reversed(decisions[max(0, last - _NEAR) : last]) if end <= d.at.char_end), None)


def _in_point(points: Sequence[Record], window: Window, start: int) -> Window:
    """The part of the sentence that is a point of the decision: the att-clause before or after it is another."""
    last = bisect_right(points, start, key=lambda p: p.at.char_start) - 1
    if last < 0 or not start < points[last].at.char_end:
        return window
    return Window(max(window.start, points[last].at.char_start), min(window.end, points[last].at.char_end))


def _end_of_point(points: Sequence[Record], place: int) -> int:
    """Where the point of a decision that holds the place ends; 0 outside of points."""
    last = bisect_right(points, place, key=lambda p: p.at.char_start) - 1
    return points[last].at.char_end if last >= 0 else 0


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
    for pattern in load_lexicon("assignments").group("assignment."):
        for match in pattern.regex.finditer(flow, window.start, window.end):
            if not any(match.start() < f.match.end() and f.match.start() < match.end() for f in taken):
                taken.append(Found(window, match, pattern))
    yield from sorted(taken, key=lambda f: f.match.start())


def _assignment(
    reading: Reading, context: Context, decisions: Sequence[Decision], phrase: Found, stop: int,
    under: AssignmentList | None, *, point_end: int, alone: bool,
) -> Assignment | None:  # fmt: skip
    flow, form = context.flow, str(phrase.pattern.yields["form"])
    window = _from_marker(flow, phrase.window)
    decision = _decision_at(decisions, phrase.match.start(), phrase.match.end())
    if form in _DECIDED_ONLY and not (reading.facts.kind in MINUTES and decision and decision.kind == "decided"):
        return None
    listed = phrase.pattern.id == _LISTED or under is not None
    receiver, place = receiver_of(context, window, phrase.match, form, listed=listed)
    if receiver is None and (form in {"passive", "active", "shall", *_DECIDED_ONLY} or phrase.pattern.id == _LISTED):
        return None
    if form in {"return", "shall"} and not is_actor(receiver or ""):
        return None
    if form == "answer" and receiver and _ANSWER.match(receiver):  # "Yttrandet ska vara ... tillhanda"
        receiver = None if speaker(reading) == AUDITORS else reading.facts.body
    never = load_lexicon("assignments").words["never"]
    firms = load_lexicon("assignments").words["firms"]
    if receiver and (any(word in receiver.lower() for word in never) or receiver.lower() in firms):
        return None
    if phrase.pattern.id == "assignment.ordered" and decision is None and speaker(reading) == AUDITORS:
        return None  # what auditors urge a board to do is a recommendation
    in_minutes = reading.facts.kind in MINUTES and decision is None
    if in_minutes and _OFFICE_PROPOSES.search(flow, window.start, phrase.match.start()):
        return None  # what the board then decided stands in its decision
    if form == "active" and _AUDITORS.search(flow, window.start, phrase.match.start("verb")):
        return None  # whom the auditors have examine for them
    start, end = _span(flow, phrase, place, stop, alone=alone)
    task = _task(flow, phrase, start, end)
    if not task:
        return None
    decision = _decision_at(decisions, start, end)
    giver = giver_of(reading, context, window, phrase.match, form, (receiver, place), decision)
    asked = place[0] if form == "return" and place else phrase.match.start("to")  # "Chefen ska senast i maj redovisa"
    due_from, due_to = (None, None) if form == "behalf" else due_of(context, reading, phrase.window, asked, end)
    told = _told_status(flow, phrase, decision, under, max(point_end, phrase.window.end))
    return Assignment(
        id=record_id(reading.document.id, "assignments", start, end),
        at=At(start, end, phrase.pattern.id, phrase.pattern.confidence),
        given_by=giver or (under.given_by if under and form == "owned" else None) or _decides(phrase, decision),
        given_to=receiver,
        task=task,
        report_to=report_to_of(context, asked, end),
        due_from=due_from,
        due_to=due_to,
        decision_id=decision.id if decision and not told else None,  # what becomes of it is told: given elsewhere
        status=told or _status(reading, decision),
    )


def _decides(phrase: Found, decision: Decision | None) -> str | None:
    """The body whose decision is the assignment itself ("Uppdrag till kommundirektören att ta fram en plan")."""
    said = phrase.match.groupdict()
    given = decision is not None and decision.kind == "decided" and said.get("given") == "till"
    return decision.body if decision and given and not said.get("dated") else None


def _reported_back(
    reading: Reading, context: Context, points: Sequence[Record], assignment: Assignment, end: int
) -> Assignment:
    """The assignment with the day and receiver that the next sentence of its point tells, which its quote then holds
    too ("Planen ska redovisas för nämnden i maj").
    """
    until = _end_of_point(points, assignment.at.char_start) or end
    if assignment.due_to or end >= until:
        return assignment
    said = context.flow[end:until]
    stop = _CELL_SENTENCE.search(context.flow, end + len(said) - len(said.lstrip()), until)
    behind = Window(end, stop.start() if stop else until)
    if not load_lexicon("assignments").pattern("part.reported_back").regex.search(context.flow[end : behind.end]):
        return assignment
    due_from, due_to = due_of(context, reading, behind, behind.start, behind.end)
    reported = assignment.report_to or report_to_of(context, behind.start, behind.end)
    if (due_from, due_to, reported) == (None, None, assignment.report_to):
        return assignment
    at = replace(assignment.at, char_end=end + len(context.flow[end : behind.end].rstrip()))
    return replace(assignment, at=at, due_from=due_from, due_to=due_to, report_to=reported)


def _listed_below(
    reading: Reading, context: Context, decisions: Sequence[Decision], phrase: Found
) -> Iterator[Assignment]:
    """An assignment for each task of the list that the words open: "Chefen får i uppdrag att" and points below."""
    flow, form = context.flow, str(phrase.pattern.yields["form"])
    if form not in {"active", "passive"} or flow[phrase.match.end("to") : phrase.window.end].strip(" :"):
        return
    decision = _decision_at(decisions, phrase.match.start(), phrase.match.end())
    tasks = tasks_below(reading.document, phrase.match.end("to"), decision)
    window = _from_marker(flow, phrase.window)
    receiver, place = receiver_of(context, window, phrase.match, form) if tasks else (None, None)
    if receiver is None or any(word in receiver.lower() for word in load_lexicon("assignments").words["never"]):
        return
    giver = giver_of(reading, context, window, phrase.match, form, (receiver, place), decision)
    for start, end in tasks:
        due_from, due_to = due_of(context, reading, Window(start, end), start, end)
        yield Assignment(
            id=record_id(reading.document.id, "assignments", start, end),
            at=At(start, end, f"{phrase.pattern.id}.list", round(phrase.pattern.confidence - 0.05, 2)),
            given_by=giver, given_to=receiver, task=" ".join(flow[start:end].split()),
            report_to=report_to_of(context, start, end), due_from=due_from, due_to=due_to,
            decision_id=decision.id if decision else None, status=_status(reading, decision),
        )  # fmt: skip


def _told_status(
    flow: str, phrase: Found, decision: Decision | None, under: AssignmentList | None, until: int
) -> str | None:
    """What becomes of an earlier assignment, as its own sentence, its point up to `until` or the lead of its list says.
    What a board only proposes to declare done is reported.
    """
    if phrase.pattern.yields["form"] not in _EARLIER:
        return None
    lexicon = load_lexicon("assignments")
    if lexicon.pattern("part.goes_on").regex.search(flow, phrase.window.start, phrase.window.end):
        return "open"
    said = lexicon.pattern("part.done").regex.search(flow, phrase.match.end(), phrase.window.end)
    said = said or lexicon.pattern("part.done_behind").regex.search(flow, phrase.window.end, until)
    told = ("open" if said["not"] else "done") if said else under.status if under else None
    return "reported" if told == "done" and decision and decision.kind == "proposed" else told


def _status(reading: Reading, decision: Decision | None) -> str:
    """Open where minutes decide it."""
    decided = decision is not None and decision.kind == "decided" and reading.facts.kind in MINUTES
    return "open" if decided else "unknown"


def _from_marker(flow: str, window: Window) -> Window:
    """The window without the marks of a list before its first word."""
    start = window.start
    while marker := _MARKER.match(flow, start, window.end):
        start = marker.end()
    return Window(start, window.end)


def _span(flow: str, phrase: Found, place: tuple[int, int] | None, stop: int, *, alone: bool) -> tuple[int, int]:
    """The sentence, from its first words or, after a long lead-in or another assignment, from the receiver on."""
    window, match = phrase.window, phrase.match
    start = _from_marker(flow, window).start
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
    if form in _BY_VERB or phrase.pattern.id in {
        "assignment.receiver",
        "assignment.moves",
        "assignment.on_behalf",
    }:
        first = phrase.match.start("to") if form in _BY_VERB else start
    words = _CITED.sub("", " ".join(flow[first:end].split()))
    words = load_lexicon("assignments").pattern("part.done_tail").regex.sub("", words)
    return re.sub(r",?\s(?:samt|och)$", "", words.strip(' ,.:”"“'))
