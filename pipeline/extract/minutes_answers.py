"""Answers in minutes beside the text of an answer: what the body decided to do about the audit, and what those who lost
wanted it to answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from pipeline.extract.answer_layouts import audited_items
from pipeline.extract.passages import one_line
from pipeline.extract.told_answers import Told
from pipeline.records import AgendaItem, At, Decision, DecisionPoint, Motion, Reading, Reservation, Sentence

LOST = "responses.motion"  # the rule of a motion that was not carried
_NOTE = "responses.note"
_DOES = re.compile(
    r"\b(?:ska|skall|i uppdrag|uppdrar?|uppdras|återupptas|inför(?:s|a)|föreläggs|anställ(?:s|a)|avsätt(?:s|a)|"
    r"ta(?:s)? fram|revidera(?:s)?|utökas|upprätta(?:s)?)\b",
    re.IGNORECASE,
)
_FORMAL = re.compile(  # what is done with papers, not about what was found
    r"\bjustera[sd]?\b|\bprotokollsutdrag|"
    r"^\W*(?:att )?(?:i övrigt )?(?:överlämna|översända|godkänna|anta|notera|lägga)\b|"
    r"^[^.]{0,60}\b(?:antar|överlämnar|översänder|godkänner|noterar|lägger|delges|expedieras)\b(?![^.]*\b(?:tillägg|uppdrag))",
    re.IGNORECASE,
)
_LOST = r"(?:avslå[rs]?|avslog|avslogs|avslagits|faller)\b"
_SHORTEST = 30  # characters of what answers


def answers_of_meeting(reading: Reading, by_place: Sequence[Sentence], told: Sequence[Told]) -> list[Told]:
    """The answers found in minutes, without what somebody only moved; with the motions on an audit that were lost, and
    the points of decisions on it that say what is to be done. `by_place` are the sentences in order of place."""
    items = audited_items(reading)
    motions = [
        (motion, span)
        for motion in reading.of(Motion)
        if isinstance(motion, Motion) and _within(motion.at, items) and (span := _sentence(by_place, motion))
    ]
    kept = [t for t in told if not any(start <= t.start < end for _, (start, end) in motions)]
    noted = {_item_at(items, t.start) for t in told if t.rule == _NOTE}  # those who lost say there what they answer
    lost = dict.fromkeys(
        span for m, span in motions
        if m.kind == "amend" and _is_lost(reading, m) and _item_at(items, span[0]) not in noted
    )  # fmt: skip
    more = [Told(start, end, LOST, 0.7) for start, end in lost] + _decided(reading, items)
    free = (t for t in more if all(t.end <= k.start or k.end <= t.start for k in kept))
    return _said_once(reading, [*kept, *free])


def _said_once(reading: Reading, told: Sequence[Told]) -> list[Told]:
    """Of the same words in an item the first: what was decided, and not the proposal below it."""
    items = [item.at for item in reading.of(AgendaItem)]
    first: dict[tuple[int | None, str], Told] = {}
    for answer in sorted(told, key=lambda t: t.start):
        words = one_line(reading.document.flow[answer.start : answer.end]).lower()
        first.setdefault((_item_at(items, answer.start), words), answer)
    return list(first.values())


def _item_at(items: Sequence[At], place: int) -> int | None:
    return next((at.char_start for at in items if at.char_start <= place < at.char_end), None)


def _decided(reading: Reading, items: Sequence[At]) -> list[Told]:
    """The points of what was decided in these items that say what is to be done; to adopt, send or close is none."""
    made = {
        d.id for d in reading.of(Decision) if isinstance(d, Decision) and d.kind == "decided" and _within(d.at, items)
    }
    points = (p for p in reading.of(DecisionPoint) if isinstance(p, DecisionPoint) and p.decision_id in made)
    spans = dict.fromkeys((p.at.char_start, p.at.char_end) for p in points if _answers(p.text))
    return [Told(start, end, "responses.decided", 0.6) for start, end in spans]


def _answers(text: str) -> bool:
    words = one_line(text)
    return len(words) >= _SHORTEST and _DOES.search(words) is not None and _FORMAL.search(words) is None


def _is_lost(reading: Reading, motion: Motion) -> bool:
    """Its maker reserved against the decision, or the item says that the motion, named by its maker, was rejected."""
    for reservation in reading.of(Reservation):
        assert isinstance(reservation, Reservation)
        same = reservation.name == motion.name and (motion.name or reservation.party == motion.party)
        if reservation.agenda_item_id == motion.agenda_item_id and same:
            return reservation.kind == "reservation"
    item = next((i.at for i in reading.of(AgendaItem) if i.id == motion.agenda_item_id), None)
    if item is None:
        return False
    if motion.name:
        name = rf"\b{re.escape(motion.name.split()[-1])}s?\b"
    else:  # "yrkandet från S och V avslås"
        name = rf"\bfrån (?:[\w()]+,? ){{0,4}}?\(?(?-i:{re.escape(motion.party or '')})\b"
    lost = rf"{name}(?:(?!\bbif[aö]ll)[^.;])*\b{_LOST}|\b{_LOST}[^.;,]{{0,60}}{name}"
    after = reading.document.flow[motion.at.char_end : item.char_end]
    return re.search(lost, after, re.IGNORECASE) is not None


def _sentence(by_place: Sequence[Sentence], motion: Motion) -> tuple[int, int] | None:
    at = bisect_right(by_place, motion.at.char_start, key=lambda s: s.start) - 1
    return (by_place[at].start, by_place[at].end) if at >= 0 else None


def _within(at: At, places: Sequence[At]) -> bool:
    return any(p.char_start <= at.char_start < p.char_end for p in places)
