"""Extract responses: a body's words in answer to its auditors, marked by the layout or told in prose."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.addressees import Context, document_context
from pipeline.extract.answer_layouts import find_answer_pairs
from pipeline.extract.answer_pairs import AnswerPair
from pipeline.extract.answer_parts import part_by_point, part_summary
from pipeline.extract.answer_tables import answers_by_area, area_of, side_beside
from pipeline.extract.answers_behind import answers_after_findings, answers_under_reviews
from pipeline.extract.auditors_tell import answers_auditors_tell
from pipeline.extract.body_lists import specific_body
from pipeline.extract.item_readings import context_at, is_of_council, item_readings
from pipeline.extract.minutes_answers import LOST, answers_of_meeting
from pipeline.extract.paragraphs import MINUTES
from pipeline.extract.passages import find_passages, one_line, sentences_in
from pipeline.extract.stances import parties_at, stance_of, standing_of
from pipeline.extract.told_answers import (
    AUDITED,
    Told,
    answers_a_review,
    answers_announced,
    answers_in_prose,
    answers_nothing,
    is_on_audit,
    own_number,
)
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.extract.weighed_answers import weigh_answers
from pipeline.lexicon.bodies import find_bodies, is_generic
from pipeline.lexicon.dates import find_dates
from pipeline.records import (
    AgendaItem,
    At,
    Decision,
    Document,
    Finding,
    Mention,
    Reading,
    Record,
    Response,
    Sentence,
    record_id,
)

_COUNCIL = re.compile(
    r"\W*(?:\d{1,2}[.)]\s+)?\w*fullmäktige\s", re.IGNORECASE
)  # to which auditors report; it answers none
_AS_A_WHOLE = re.compile(
    r"\b(?:delar|instämmer i|tar till sig|ställer sig bakom)\b[^.]{0,30}\b"
    r"(?:revisorernas|revisionens|granskningens|rapportens) (?:\w+ )?"
    r"(?:synpunkter|bedömningar|rekommendationer|iakttagelser|slutsatser|kritik)\b"
    r"(?! (?:om|av|avseende|kring|gällande|rörande|beträffande|att)\b)",
    re.IGNORECASE,
)
_VERDICT_WHOLE = re.compile(  # the verdict on all, with all that is recommended
    r"^\W*\S[^.]{0,60}\b(?:delar|instämmer i|ställer sig bakom)\b (?:helt )?"
    r"(?:revisorernas|revisionens|granskningens|rapportens) (?:\w+ )?bedömning\b"
    r"(?! (?:om|av|avseende|kring|gällande|rörande|beträffande|att|vad)\b)"
    r"[^.]*\b(?:rekommendationer(?:na)?|föreslagna åtgärder)\b",
    re.IGNORECASE,
)
_PROSE = ("responses.told", "responses.statement", "responses.weighed", "responses.board", "responses.announced")
_WEIGHED = "responses.weighed"
_LEAST_SAID = 40  # characters of an answer that stands among courtesies
_RUN = 3  # numbered answers
_MARK = 3  # characters between a number and what it marks
_TOPIC = 90  # characters of a line that says what an answer is about
_OFFICIALS = re.compile(r"\b(?:förvaltningen|kontoret)\b", re.IGNORECASE)
_BODY_ALONE = re.compile(  # "3. Socialnämndens svar"
    r"\W*(?:\d[\d.]*\s+)?(?:(?:svar|yttrande|kommentar(?:er)?) från )?(?P<who>\S.{3,60}?)"
    r"(?:s? (?:svar|yttrande|kommentar(?:er)?|ställningstagande))?\W*",
    re.IGNORECASE,
)
# Rules by where a paragraph stands, in a paper that is about an audit: in another, only words of answering tell.
_OF_PLACE = frozenset({"responses.statement", "responses.board", "responses.same_words", "responses.weighed"})
_PARTY = re.compile(r"\(([A-ZÅÄÖ]{1,3})\)|\b([A-ZÅÄÖ][a-zåäö]+(?:partiet|demokraterna|aterna|lerna))\b")
_ADMINISTRATION = re.compile(
    r"\b(?!\w*revisions?)([a-zåäö-]+(?:s- och [a-zåäö-]+|- och [a-zåäö-]+)?(?:förvaltningen|kontoret))\b", re.IGNORECASE
)


def extract_responses(reading: Reading) -> list[Record]:
    """The answers of a document, in order; each knows the findings that its place says it answers."""
    findings = reading.of(Finding)
    pairs = find_answer_pairs(reading)
    told = [Told(*p.answer, p.rule, p.confidence, _found_in(reading, p), p.point) for p in pairs]
    if speaker(reading) == AUDITORS:
        told = _add(told, answers_auditors_tell(reading))
    else:
        asked = [Told(*p.question, p.rule, 1.0) for p in pairs if p.question]
        free = [
            f
            for f in findings
            if not any(p.question and p.question[0] <= f.at.char_start < p.question[1] for p in pairs)
        ]
        told = _add(told, answers_under_reviews(reading, free))
        if reading.facts.kind in MINUTES | {"official_report"}:
            told = _add(told, answers_announced(reading))
        told = _add(told, answers_after_findings(reading, free))
        if findings or reading.facts.kind == "response" or answers_a_review(reading):
            whole = answers_in_prose(reading, find_passages(reading), free)
            prose = [part for t in whole for part in part_by_point(reading.document, t)]
            told = _add(told, [_with_quoted(t, free) for t in prose if t in _add(asked, [t])])
        if is_on_audit(reading):
            told = _add(told, [Told(*p.answer, p.rule, p.confidence) for p in answers_by_area(reading.document)])
        told = _numbered(reading, sorted(told, key=lambda t: t.start))
        told = [t for t in weigh_answers(reading, told) if not _COUNCIL.match(reading.document.flow[t.start : t.end])]
        proposed = [r.at for r in reading.of(Decision) if r.at.rule == "decisions.proposal"]
        told = [t for t in told if not (t.rule == "responses.statement" and _lies_in(t, proposed))]
        if reading.facts.kind == "official_report" and not is_on_audit(reading):
            told = [t for t in told if t.rule not in _OF_PLACE]
        if reading.facts.kind == "other" and not AUDITED.search(reading.facts.title or "revision"):
            told = [t for t in told if t.rule not in _OF_PLACE or _within_audit(reading, t)]
        by_place = sorted(reading.sentences, key=lambda s: s.start)
        if reading.facts.kind in MINUTES:
            told = [p for t in told for p in (part_by_point(reading.document, t) if t.rule == _WEIGHED else [t])]
            told = answers_of_meeting(reading, by_place, told)
        parts = [part for t in told for part in part_summary(reading, by_place, t)]
        told = [_without_courtesies(reading, by_place, part) for part in parts]
        told = [_in_item(reading, t, told) for t in told]
        if reading.facts.kind in {"follow_up", "other"} or is_of_council(reading):
            told = _add(told, answers_auditors_tell(reading))
    context, items = document_context(reading, by_auditors=False), item_readings(reading) if told else []
    ordered = sorted(told, key=lambda t: t.start)
    return [_record(reading, t, context_at(items, t.start, context)) for t in ordered]


def _within_audit(reading: Reading, told: Told) -> bool:
    """Whether an account of other things tells there of an audit, by its headings; without headings it may."""
    titles = [s.title for s in reading.sections if s.start <= told.start < s.end]
    return not titles or any(AUDITED.search(title) for title in titles[-3:])


def _lies_in(told: Told, places: Sequence[At]) -> bool:
    return any(at.char_start <= told.start and told.end <= at.char_end for at in places)


def _without_courtesies(reading: Reading, by_place: Sequence[Sentence], told: Told) -> Told:
    """The answer without sentences at its ends that only greet, say what was audited or what follows."""
    if told.finding_ids or not told.rule.startswith(_PROSE):
        return told
    flow = reading.document.flow
    inside = [s for s in sentences_in(by_place, told.start, told.end) if s.end <= told.end]
    saying = [s for s in inside if not answers_nothing(one_line(flow[s.start : s.end]))]
    if not saying or len(saying) == len(inside):
        return told
    start = told.start if saying[0] is inside[0] else saying[0].start
    end = told.end if saying[-1] is inside[-1] else saying[-1].end
    return replace(told, start=start, end=end) if end - start >= _LEAST_SAID else told


def _numbered(reading: Reading, told: list[Told]) -> list[Told]:
    """Answers that are numbered from 1 on without a gap each bear the number of the point that they are to; so does one
    that says it."""
    if reading.facts.kind not in {"response", "official_report"}:
        return told
    told = [replace(t, point=t.point or own_number(reading.document, t)) for t in told]
    blocks = {block.start: block.marker.rstrip(".) ") for block in reading.document.blocks if block.kind == "list_item"}
    starts = sorted(blocks)
    marks = [
        blocks[starts[at]]
        if (at := bisect_right(starts, t.start) - 1) >= 0 and t.start - starts[at] <= len(blocks[starts[at]]) + _MARK
        else ""
        for t in told
    ]
    numbers = [int(mark) for mark in marks if mark.isdecimal()]
    if len(numbers) < _RUN or numbers != list(range(1, len(numbers) + 1)):
        return told
    return [replace(t, point=t.point or mark) if mark.isdecimal() else t for t, mark in zip(told, marks, strict=True)]


def _add(told: list[Told], more: list[Told]) -> list[Told]:
    """The more certain ways of telling first; a span that overlaps a known answer falls away."""
    kept = list(told)
    for candidate in more:
        if all(candidate.end <= t.start or t.end <= candidate.start for t in kept):
            kept.append(candidate)
    return kept


def _with_quoted(told: Told, findings: list[Record]) -> Told:
    """An answer that holds the auditors' words, quoted or retold, answers these."""
    inside = tuple(f.id for f in findings if told.start <= f.at.char_start and f.at.char_end <= told.end)
    return replace(told, finding_ids=tuple(dict.fromkeys((*told.finding_ids, *inside))))


def _in_item(reading: Reading, told: Told, answers: list[Told]) -> Told:
    """The only answer in an item of minutes that retells one finding above it answers that; one that takes up
    "revisorernas synpunkter" as a whole answers all that the item retells.
    """
    items = (i.at for i in reading.of(AgendaItem) if isinstance(i, AgendaItem))
    item = next((at for at in items if at.char_start <= told.start < at.char_end), None)
    if item is None or told.finding_ids:
        return told
    words = one_line(reading.document.flow[told.start : told.end])
    if _AS_A_WHOLE.search(words) or _VERDICT_WHOLE.search(words):  # a decision stands above what its item tells
        return replace(told, finding_ids=_found_between(reading, item.char_start, item.char_end))
    above = _found_between(reading, item.char_start, told.start)
    alone = sum(item.char_start <= other.start < item.char_end for other in answers) == 1
    return replace(told, finding_ids=above) if alone and len(above) == 1 else told


def _found_in(reading: Reading, pair: AnswerPair) -> tuple[str, ...]:
    """The findings whose words, or a repetition of them, stand in the pair's question."""
    return _found_between(reading, *pair.question) if pair.question else ()


def _found_between(reading: Reading, start: int, end: int) -> tuple[str, ...]:
    ids = []
    for record in reading.of(Finding, Mention):
        if start <= record.at.char_start < end:
            ids.append(
                record.record_id if isinstance(record, Mention) and record.record_type == "findings" else record.id
            )
    return tuple(dict.fromkeys(ids))


def _record(reading: Reading, told: Told, context: Context) -> Response:
    document = reading.document
    words = one_line(document.flow[told.start : told.end])
    titles = tuple(s.title for s in reading.sections if s.start <= told.start < s.end)
    stance = side_beside(document, told.start) or stance_of(words)[0]
    standing = "minority" if told.rule == LOST else standing_of(reading, titles, told.start)
    return Response(
        id=record_id(document.id, "responses", told.start, told.end),
        at=At(told.start, told.end, told.rule, told.confidence),
        responder=_responder(reading, words, context, titles, standing, told.start),
        date=_date(reading, told.start),
        stance=stance,
        addressed_to=context.auditor,
        standing=standing,
        point=told.point,
        topic=area_of(document, told.start) or _topic_above(document, told.start),
        finding_ids=told.finding_ids,
    )


def _topic_above(document: Document, start: int) -> str | None:
    """The line right above that says what follows is about, where it is set as no heading."""
    index = bisect_right(document.blocks, start, key=lambda block: block.start) - 1
    above = document.blocks[index - 1] if index > 0 else None
    if above is None or above.kind != "paragraph":
        return None
    words = one_line(document.flow[above.start : above.end])
    return words if 3 <= len(words) <= _TOPIC and words[0].isupper() and words[-1] not in '.!?;:,”"' else None


def _responder(
    reading: Reading, words: str, context: Context, titles: tuple[str, ...], standing: str, start: int
) -> str | None:
    if standing == "minority":
        parties = parties_at(reading, start) or _party_in(words)
        if parties or titles:
            return parties or titles[-1]
    if reading.facts.kind == "official_report" and _OFFICIALS.search(words):
        named = _ADMINISTRATION.search(reading.document.flow)
        return named[1].lower() if named else "förvaltningen"
    return _headed_body(titles) or _opening_body(reading, words, context) or context.body


def _opening_body(reading: Reading, words: str, context: Context) -> str | None:
    """The body with which an answer opens that a council's minutes tell."""
    opening = next(iter(find_bodies(words)), None)
    told = opening is not None and not opening.start and is_of_council(reading)
    return specific_body(opening.name, context.abbreviations) if opening and told else None


def _headed_body(titles: tuple[str, ...]) -> str | None:
    """The body whose name is all that the innermost heading says, as where several answer in one paper."""
    if not titles or (headed := _BODY_ALONE.fullmatch(titles[-1])) is None:
        return None
    named = [mention for mention in find_bodies(headed["who"]) if not is_generic(mention.name)]
    whole = len(named) == 1 and named[0].start == 0 and named[0].end >= len(headed["who"]) - 1
    return named[0].name if whole else None


def _party_in(words: str) -> str | None:
    """The party that a note or statement names as its sender: "(SD)", "Vänsterpartiet lämnar följande ..."."""
    named = _PARTY.search(words[:120])
    return (named[1] or named[2]) if named else None


def _date(reading: Reading, start: int) -> str | None:
    """The date at the head of the page for papers of several senders, else the document's."""
    if parties_at(reading, start):
        page = reading.document.page_at(start)
        dates = find_dates(reading.document.flow[page.start : page.start + 400])
        if dates:
            return dates[0].date_from
    return reading.facts.date
