"""Extract findings: what auditors refuse, remark on, criticise, recommend, worry about or note, each point once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from pipeline.extract.addressees import Context, document_context
from pipeline.extract.answer_layouts import find_answer_pairs
from pipeline.extract.answer_pairs import AnswerPair
from pipeline.extract.answer_tables import points_unanswered
from pipeline.extract.composites import find_composites
from pipeline.extract.earlier_points import JudgedPoint, find_judged_points
from pipeline.extract.finding_cards import points_on_cards
from pipeline.extract.item_blocks import spans_of_wishes
from pipeline.extract.item_readings import ItemReading, context_at, is_of_council, item_readings
from pipeline.extract.own_voice import points_in_own_voice
from pipeline.extract.parted import part_by_body
from pipeline.extract.passages import Passage, find_passages, one_line
from pipeline.extract.points import OUGHT, Point, tells_to_do
from pipeline.extract.question_tables import points_in_tables
from pipeline.extract.remark_headings import remarks_in_headings
from pipeline.extract.retold import points_retold
from pipeline.extract.reviews import (
    chapters_on_reviews,
    follow_up_chapter,
    review_of,
    year_followed_up,
    year_of,
    year_of_review,
)
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.extract.whom import addressees_of
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import At, Document, Finding, Mention, Reading, Record, record_id

_WORDS = re.compile(r"[^0-9a-zåäöéü]+")
_WHOM = re.compile(r"^.{0,260}?\brekommendera(?:s|r|de|des)\b(?:.{0,200}?\batt\b)?")
_PAST = re.compile(r"\b(?:riktade|identifierades|ledde till|resulterade|visade|brustit|hade|bedömdes|var)\b")
_OF_YEAR = re.compile(r"\b(?:granskning|revision|rekommendation)\w*(?: år| från)? (?:19|20)\d\d\b", re.IGNORECASE)
_EARLIER = re.compile(  # what says of a recommendation that it was made before: its words, its lead, its heading
    r"\b(?:rekommendera(?:de|des|ts)|lämnades|lämnats|framfördes|påpekades)\b|"
    r"\b(?:tidigare|föregående|lämnade)\b[^.]{0,30}\b(?:rekommendation|granskning|iakttagelse|kritik)|"
    r"\brekommendation\w* (?:i|från) (?:den )?(?:tidigare |ursprungliga )?(?:granskning|rapport|(?:19|20)\d\d)",
    re.IGNORECASE,
)
_NAME = 70  # characters of a cell that is but the name of a body
_EARLIER_YEAR = re.compile(r"\b(?:år|under|från)\s+((?:19|20)\d\d)\b")
_THIS_YEAR = re.compile(r"\bårets (?:\w+ )?(?:granskning|uppföljning|revision)", re.IGNORECASE)
_FOLLOWS_UP = re.compile(r"\bfölj(?:t|de|er) upp\b|\buppföljningen (?:har|visar)\b", re.IGNORECASE)
_EXCEPTED = "findings.weak.except"
_NAMES = re.compile(r", | och ")
_ALIKE = 94  # per cent of the letters
_ASKS = re.compile(r"^\W*(?:\w+s )?(?:rekommendation|förslag\b)", re.IGNORECASE)
_TO_DO = re.compile(r"^\W*att [a-zåäö]+a\b(?! (?:har|är|kommer)\b)", re.IGNORECASE)  # "Att utöva uppsikt över ..."
_BOARDS_ANSWER = re.compile(
    r"\W*(?:[a-zåäö-]+,? (?:och )?)?[a-zåäö-]*(?:nämndens|styrelsens|direktionens|bolagets|förbundets|"
    r"förvaltningens|kontorets|verksamhetens) (?:svar|yttrande|kommentar(?:er)?|ställningstagande)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\W*[\d.]+\s+")


def extract_findings(reading: Reading) -> list[Record]:
    """The findings of a document, in order; the same words again are a Mention of the first place."""
    own = speaker(reading) == AUDITORS
    passages = find_passages(reading)
    points = (
        _points(reading, passages)
        if own
        else points_retold(reading.document, passages, answering=reading.facts.kind == "response")
    )
    pairs = find_answer_pairs(reading)
    points = [p for p in points if not any(_is_boards(reading.document, pair, p) for pair in pairs)] if own else points
    wished = spans_of_wishes(reading)  # a member's motion on a remark is no remark of the auditors'
    points = [p for p in points if not any(start <= p.start < end for start, end in wished)]
    points = list(part_by_body(reading.document, _not_overlapping([*_answered(reading, pairs), *points])))
    return _records(reading, points, document_context(reading, by_auditors=own)) if points else []


def _points(reading: Reading, passages: list[Passage]) -> list[Point]:
    """The auditors' own points."""
    document = reading.document
    kind = "audit_report" if reading.facts.kind == "other" else reading.facts.kind  # their notice judges as they do
    voiced = points_in_own_voice(document, passages, kind)
    judged = any(p.kind == "criticism" for p in voiced)  # and a question that is but answered No tells nothing more
    return [
        *voiced,
        *remarks_in_headings(reading, voiced),
        *points_on_cards(document),
        *(p for p in points_in_tables(document) if not (judged and document.flow[p.start : p.end].endswith("?"))),
        *(
            _earlier_point(reading, judged)
            for judged in find_judged_points(document)
            if judged.rule == "follow_up_list" or tells_to_do(one_line(document.flow[slice(*judged.point)]))
        ),
    ]


def _earlier_point(reading: Reading, judged: JudgedPoint) -> Point:
    """What was recommended before, with the body, review and year that its row or the rows above it name."""
    names = [text for text in judged.beside if find_bodies(text) and len(text) <= _NAME]
    lead = " ".join([*names[:1], *(text for text in judged.beside if _OF_YEAR.search(text))])
    titles = (*_titles_at(reading, judged.point[0]), *(text for text in judged.beside if review_of((text,))))
    return Point(*judged.point, "recommendation", f"findings.{judged.rule}", 0.96, lead, titles)


def _titles_at(reading: Reading, offset: int) -> tuple[str, ...]:
    """The headings above, the innermost last."""
    return tuple(s.title for s in reading.sections if s.start < offset < s.end and s.title)


def _is_boards(document: Document, pair: AnswerPair, point: Point) -> bool:
    """Whether the point lies in the paragraph that is marked as the board's answer: there auditors only quote it."""
    start, end = pair.answer
    if not start <= point.start < end or not _BOARDS_ANSWER.match(document.flow, start, end):
        return False
    return any(block.start <= start and point.start < block.end for block in document.blocks)


def _answered(reading: Reading, pairs: list[AnswerPair]) -> list[Point]:
    """The auditors' words above each marked answer: one block, whatever it holds."""
    document = reading.document
    points = []
    for pair in pairs:
        if pair.question:
            start, end = pair.question
            kind = "recommendation" if pair.asks else _block_kind(one_line(document.flow[start:end]))
            rule = pair.rule.replace("responses.", "findings.above_")
            points.append(
                Point(start, end, kind, rule, pair.confidence, "", _titles_at(reading, start), composite=True)
            )
    if points:  # the table is one of answers, and what nobody answered there stands open
        points += (
            Point(start, end, "recommendation", "findings.above_table", 0.85, "", _titles_at(reading, start))
            for start, end in points_unanswered(document)
            if tells_to_do(one_line(document.flow[start:end]))
        )
    return points


def _block_kind(text: str) -> str:
    lexicon = load_lexicon("findings")
    asks = _ASKS.match(text) or _TO_DO.match(text) or lexicon.pattern("recommend.imperative").regex.search(text)
    if asks or any(lexicon.pattern(n).regex.search(text) for n in ("recommend.passive", "recommend.active")):
        return "recommendation"
    if lexicon.pattern("refuse.discharge").regex.search(text):
        return "discharge_denied"
    if any(p.regex.search(text) for p in lexicon.group("weak.")) or len(text) > 120:
        return "criticism"
    return "concern" if lexicon.pattern("concern.risk").regex.search(text) else "observation"


def _not_overlapping(points: list[Point]) -> list[Point]:
    """Blocks first, then what is surest; a point inside a chosen one falls away."""
    kept: list[Point] = []
    for point in sorted(points, key=lambda p: (not p.composite, -p.confidence, p.start, p.end)):
        if all(point.end <= k.start or k.end <= point.start for k in kept):
            kept.append(point)
    return sorted(kept, key=lambda p: (p.start, p.end))


def _records(reading: Reading, points: list[Point], context: Context) -> list[Record]:
    document = reading.document
    items = item_readings(reading)
    points, addressees = _not_only_excepted(points, _addressees(reading, points, context, items))
    points = _in_passing(document, points, addressees)
    composites = find_composites(document, points)
    records: list[Record] = list(dict.fromkeys(composites.values()))
    chapters = chapters_on_reviews(document.flow, reading.sections)
    known: list[tuple[str, str, Finding]] = []
    for point, addressee in zip(points, addressees, strict=True):
        at = At(point.start, point.end, point.rule, point.confidence)
        words = one_line(document.flow[point.start : point.end])
        group, said = _said(words, point.kind)
        same = next(
            (f for g, w, f in known if g == group and _same(said, w) and _same_body(addressee, f.addressee)), None
        )
        if same:
            again = record_id(document.id, "mentions", point.start, point.end, same.id)
            records.append(Mention(id=again, at=at, record_type="findings", record_id=same.id))
            continue
        told = f"{words} {_beside(reading, point, words)} {point.lead}"
        followed = point.rule.startswith("findings.follow_up")
        before = followed or _EARLIER.search(" ".join((told, *point.titles)))
        reviewed = year_of_review(point.titles) if before else None
        reviewed = reviewed or (year_followed_up(document.flow) if followed else None)
        reviewed = reviewed or (_year_of_chapter(reading, point, words) if before else None)
        year = year_of(told, reviewed or context_at(items, point.start, context).year)
        if known and point.rule.startswith("findings.ground."):
            year = known[-1][2].year  # what goes on with a finding is of its year
        chapter = next((c.title for c in reversed(chapters) if c.start <= point.start < c.end), None)
        finding = Finding(
            id=record_id(document.id, "findings", point.start, point.end),
            at=at,
            kind=point.kind,
            addressee=addressee,
            auditor=context.auditor,
            audit=review_of(point.titles) or chapter or context.audit,
            year=year,
            topic=_NUMBERED.sub("", point.titles[-1]) if point.titles else None,
            parent_id=composites[point].id if point in composites else None,
        )
        known.append((group, said, finding))
        records.append(finding)
    return records


def _addressees(
    reading: Reading, points: list[Point], context: Context, items: Sequence[ItemReading]
) -> list[str | None]:
    """To whom each point is; in a council's minutes, on the audits of many boards, by what is said in its item."""
    names = addressees_of(reading, points, context)
    for item in items if is_of_council(reading) else ():
        inside = [i for i, point in enumerate(points) if item.start <= point.start < item.end]
        moved = [replace(p, start=p.start - item.start, end=p.end - item.start) for p in (points[i] for i in inside)]
        told = addressees_of(item.reading, moved, item.context) if moved else []
        for i, name in zip(inside, told, strict=True):
            names[i] = name
    return names


def _not_only_excepted(points: list[Point], addressees: list[str | None]) -> tuple[list[Point], list[str | None]]:
    """The points with their addressees, but for a verdict that excepts only bodies that another point tells of."""
    told = [name for point, name in zip(points, addressees, strict=True) if name and point.rule != _EXCEPTED]

    def says_more(point: Point, name: str | None) -> bool:
        excepted = _NAMES.split(name or "")
        return point.rule != _EXCEPTED or not all(any(body in other for other in told) for body in excepted)

    kept = [(p, name) for p, name in zip(points, addressees, strict=True) if says_more(p, name)]
    return [p for p, _ in kept], [name for _, name in kept]


def _in_passing(document: Document, points: list[Point], addressees: list[str | None]) -> list[Point]:
    """The points; what auditors say in passing that a body "bör" do is criticism where they recommend something to that
    body in so many words, for then that is what they want answered. In one paragraph with these it is one of them.
    """
    told = [(p, name) for p, name in zip(points, addressees, strict=True) if p.kind == "recommendation"]
    formal = [(p, name) for p, name in told if not p.rule.endswith("own_voice") and ".follow_up" not in p.rule]
    asked = [name for _, name in formal]
    starts = [block.start for block in document.blocks]
    among = {bisect_right(starts, p.start) for p, _ in formal}

    def passing(point: Point, name: str | None) -> bool:
        own = point.kind == "recommendation" and point.rule.endswith("own_voice")
        own = own and OUGHT.search(document.flow, point.start, point.end) is not None
        own = own and bisect_right(starts, point.start) not in among
        return own and any(_same_body(name, other) for other in asked)

    return [
        replace(point, kind="criticism") if passing(point, name) else point
        for point, name in zip(points, addressees, strict=True)
    ]


def _beside(reading: Reading, point: Point, words: str) -> str:
    """What tells the year beside the point: the bracket after it, or for the past tense the paragraph before it."""
    document = reading.document
    after = document.flow[point.end : point.end + 60].strip()
    if after.startswith("("):
        return after
    block = next((b for b in document.blocks if b.start <= point.start < b.end), None)
    if block is None or not _PAST.search(words):
        return ""
    earlier = _EARLIER_YEAR.search(document.flow, block.start, point.start)
    titled = None if _THIS_YEAR.search(words) else year_of_review(point.titles)
    year = earlier[1] if earlier else titled
    return f"granskning {year}" if year else ""


def _year_of_chapter(reading: Reading, point: Point, words: str) -> int | None:
    """The year of the review that the chapter follows up: of what is told before the following up or as past."""
    flow, chapter = reading.document.flow, follow_up_chapter(reading.sections, point.start)
    if chapter is None or (_FOLLOWS_UP.search(flow, chapter.body_start, point.start) and not _PAST.search(words)):
        return None
    return year_followed_up(flow, chapter.start, point.start)


def _said(words: str, kind: str) -> tuple[str, str]:
    """What makes two places the same point. "X rekommenderas att ..." and "Vi rekommenderar X att ..." say the same."""
    lower = words.lower()
    if kind == "recommendation":
        lower = _WHOM.sub("", lower)
    return ("recommendation" if kind == "recommendation" else "other"), _WORDS.sub("", lower)


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= 60 and fuzz.ratio(one, other, score_cutoff=_ALIKE) >= _ALIKE


def _same_body(one: str | None, other: str | None) -> bool:
    return not one or not other or one in other or other in one
