"""What the learned weights say of answers found in prose: whether their paragraphs bear the signs of an answer."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.extract.answer_layouts import audited_items, names_audit
from pipeline.extract.answer_points import asks_alone, is_labelled
from pipeline.extract.answer_signs import answer_signs
from pipeline.extract.passages import find_passages, is_heading, one_line, trimmed
from pipeline.extract.told_answers import (
    ANSWER,
    SHORT_PAPER,
    Told,
    answer_zone,
    answers_a_review,
    answers_nothing,
    is_on_audit,
)
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.lexicon import load_lexicon
from pipeline.records import AgendaItem, Block, Finding, Reading
from pipeline.weights import sign_weights, word_signs

_GENERAL = frozenset({"responses.told", "responses.statement", "responses.board", "responses.same_words"})
_ADDED_IN = frozenset({"minutes", "minutes_extract"})
_ADDED = 0.5  # a paragraph that no rule found must be so likely
_CUED = 0.3  # one that has words of answering
_TOLD = 0.5  # the share of the least probability that suffices where words or place speak for an answer
_SIDES = ("agrees.words", "partly.words", "disputes.words")
_LEAST_SURE = 0.2  # of an answer that is kept for its plain words
_SHORTEST = 25  # characters
_MARK = 1  # characters that may close an item
_EXPLANATION = re.compile(r"\bförklaring", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:beror|berodde|orsakas|orsakats|förklaras av|på grund av|till följd av|eftersom)\b", re.IGNORECASE
)
_LAW = re.compile(
    r"\W*(?:enligt|av|i|i enlighet med) (?:§ \d+ |\w+s )?(?:\d+ kap|\w*lagen|\w*förordningen|reglementet|arbetsordning|"
    r"styrprinciper(?:na)?)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\W*(?:\d+[.)]\s*)?(?:att\s|[”“\"»])")
_HISTORY = re.compile(r"bakgrund|bilag|handlingar|beslutsunderlag|förslag till beslut|utdrag", re.IGNORECASE)
_CLOSES = re.compile(
    r"\b(?:ser fram emot|tacka[rt]? (?:för|revisor)|avslutningsvis|slutligen|avslutar med)\b|"
    r"\bkommer\b[^.]{0,60}\b(?:att )?följa (?:upp )?(?:utvecklingen|arbetet|åtgärderna|frågan)\b",
    re.IGNORECASE,
)
_LONGEST = 80  # paragraphs of an answer
_RUN = 3  # answers one after the other, after which a paragraph that tells but deeds is one too
_LIST = 2  # items of a list that are answers, from which the others are
_OF_SHORT = frozenset({"responses.statement", "responses.told"})  # found in a short paper
_OF_SHORT_PAPER = 0.07  # in a paper that holds little but its answer: learned words tell little of papers never seen
_INTRODUCES = frozenset(
    {"has read", "auditors did", "announces", "thanks", "closes", "charges", "moves", "signature", "list item"}
)  # signs of what stands before an answer or after it, or adds to it
_OPENS_OR_ENDS = re.compile(
    r"\b(?:tillfälle|möjlighet) att (?:yttra|avge|lämna|svara|kommentera)\b|"
    r"\bbehandlat\b[^.]{0,40}\b(?:rapport|granskning|skrivelse)|\bhärmed\b|"
    r"\bavsluta[rt] med\b|\b(?:redovisas|framgår) (?:nedan|i bilaga)",
    re.IGNORECASE,
)
_CUES = ("told.cue", "told.board")
_NEAR = 3  # headings above a paragraph that say what it is about
_PARTS = 2  # headings with answers, from which a paper answers by headings


@dataclass(frozen=True, slots=True)
class OpenParagraph:
    """A paragraph that may answer the auditors: its span, its signs, and its text, whose words tell too."""

    start: int
    end: int
    signs: Mapping[str, float]
    text: str


def open_paragraphs(reading: Reading) -> Iterator[OpenParagraph]:
    """The paragraphs of a board's paper that may answer its auditors, with their signs."""
    document, kind = reading.document, reading.facts.kind
    if speaker(reading) == AUDITORS or not (kind in {"response", "other", *_ADDED_IN} or is_on_audit(reading)):
        return
    titles = {passage.block: passage.titles for passage in reversed(find_passages(reading))}
    texts = [
        (number, block)
        for number, block in enumerate(document.blocks)
        if block.kind in {"paragraph", "list_item"}
        and not is_heading(document, block)
        and not is_labelled(document, block.start)
        and len(one_line(document.flow[block.start : block.end])) >= _SHORTEST
    ]
    if kind in _ADDED_IN:  # of minutes, the items that are about an audit
        told_of_audit = _told_of_audit(reading)
        texts = [(number, block) for number, block in texts if told_of_audit(block, titles.get(number, ()))]
    blocks = [block for _, block in texts]
    for index, (number, block) in enumerate(texts):
        above = titles.get(number, ())
        signs = answer_signs(document, blocks, index, above, kind)
        start, end = trimmed(document, block.start, block.end)
        yield OpenParagraph(start, end, signs, one_line(document.flow[start:end]))


def _least(answer: Told, paragraph: OpenParagraph, least: float, *, explaining: bool, headed: bool) -> float:
    """The probability that suffices: none where the words take sides on what the auditors said, half where they are
    words of answering, where the part of the paper or the heading right above (`headed`) speaks for the paragraph, or
    where an explanation tells a cause.
    """
    borne = paragraph.signs.keys()
    if "told.cue" in borne and not borne.isdisjoint(_SIDES):
        return 0.0
    plain = answer.rule == "responses.told" or {"within zone", "in official_report"} <= borne
    plain = plain or headed or (explaining and _CAUSE.search(paragraph.text) is not None)
    return least * _TOLD if plain else least


def _is_none(text: str) -> bool:
    """Whether the paragraph opens with what the auditors did or found, with what the law says, or is a clause of a
    decision or a quotation.
    """
    words = one_line(text)
    return (
        answers_nothing(words)
        or _LAW.match(words) is not None
        or _CLAUSE.match(words) is not None
        or load_lexicon("findings").pattern("retold.opens").regex.search(words) is not None
    )


def _is_listed_point(reading: Reading, paragraph: OpenParagraph) -> bool:
    """Whether the paragraph is an item that is one point of the auditors' and nothing more."""
    if "list item" not in paragraph.signs:
        return False
    return any(
        paragraph.start <= finding.at.char_start < paragraph.end <= finding.at.char_end + _MARK
        for finding in reading.of(Finding)
    )


def _under_boards_heading(reading: Reading) -> frozenset[int]:
    """Where the paragraphs begin that stand right under a heading "Nämndens svar" of a board's paper: what is told
    there is the answer, in whatever words."""
    document, title = reading.document, reading.facts.title
    if reading.facts.kind == "official_report":
        return frozenset(trimmed(document, b.start, b.end)[0] for b in answer_zone(document, list(document.blocks)))
    if reading.facts.kind != "response":
        return frozenset()
    boards = load_lexicon("responses").pattern("heading.boards").regex
    inside: list[int] = []
    within = False
    for block in document.blocks:
        words = one_line(document.flow[block.start : block.end])
        if is_heading(document, block):
            within = words != title and boards.search(words) is not None
        elif within and block.kind in {"paragraph", "list_item"} and not asks_alone(document, block):
            inside.append(trimmed(document, block.start, block.end)[0])
    return frozenset(inside)


def _is_prose_answer(reading: Reading, told: list[Told]) -> bool:
    """Whether a board's paper is an answer by its title, no longer than such are, and its layout shows no answers: a
    yearly account is none, though it be to the auditors."""
    return (
        reading.facts.kind == "response"
        and ANSWER.search(reading.facts.title or "") is not None
        and all(answer.rule in _GENERAL for answer in told)
        and sum(block.kind == "paragraph" for block in reading.document.blocks) <= _LONGEST
    )


def _tells_matter(paragraph: OpenParagraph) -> bool:
    """Whether nothing says that the paragraph only opens or closes the paper."""
    return _INTRODUCES.isdisjoint(paragraph.signs) and _OPENS_OR_ENDS.search(paragraph.text) is None


def _is_short_answer(reading: Reading) -> bool:
    """Whether a board's paper is an answer by its title and so short that it hardly holds anything else."""
    answers = reading.facts.kind == "response" and ANSWER.search(reading.facts.title or "") is not None
    return answers and sum(block.kind == "paragraph" for block in reading.document.blocks) <= SHORT_PAPER


def _before_answer(reading: Reading, start: int) -> bool:
    """Whether the part of an official's report tells only how the matter came about, or lists papers."""
    titles = [s.title for s in reading.sections if s.start <= start < s.end]
    return reading.facts.kind == "official_report" and bool(titles) and _HISTORY.search(titles[-1]) is not None


def _told_of_audit(reading: Reading) -> Callable[[Block, tuple[str, ...]], bool]:
    """Tells of a block of minutes, with the titles above it, whether it stands in an item about an audit, or under a
    heading of its item that names one; the title of an item before it says nothing of it.
    """
    items = [item for item in reading.of(AgendaItem) if isinstance(item, AgendaItem)]
    audited, sections = frozenset(audited_items(reading)), reading.sections

    def told(block: Block, titles: tuple[str, ...]) -> bool:
        index = bisect_right(items, block.start, key=lambda item: item.at.char_start) - 1
        if index < 0 or items[index].at.char_end <= block.start:
            return any(map(names_audit, titles[-_NEAR:]))
        item = items[index]
        first = bisect_left(sections, item.at.char_start, key=lambda section: section.start)
        last = bisect_right(sections, block.start, key=lambda section: section.start)
        above = [s.title for s in sections[first:last] if block.start < s.end and s.title != item.title]
        return item.at in audited or any(map(names_audit, above[-_NEAR:]))

    return told


def _of_silent_parts(reading: Reading, told: list[Told], kept: list[Told]) -> list[Told]:
    """In a statement that answers point after point under headings by subject: what stands under a heading under which
    nothing was likely enough. A paper that is an answer by its name answers something, and so does each such part.
    """
    lexicon = load_lexicon("responses")
    ends, cues = lexicon.pattern("heading.zone_ends").regex, [lexicon.pattern(n).regex for n in _CUES]
    answered = {part for answer in kept if (part := _part(reading, answer.start))}
    silent = [
        answer
        for answer in told
        if answer.rule in _OF_SHORT and _is_open(reading, answer)
        and (part := _part(reading, answer.start))
        and part not in answered
        and (reading.facts.kind == "response" or _is_within_answer(reading, part))
    ]  # fmt: skip
    speaks = {
        _part(reading, t.start)
        for t in silent
        if any(c.search(one_line(reading.document.flow[t.start : t.end])) for c in cues)
    }
    if not answered or len(answered | speaks) < _PARTS:
        return []
    level = {section.level for section in reading.sections if section.start in {start for start, _ in answered}}
    return [
        replace(answer, confidence=_LEAST_SURE)
        for answer in silent
        if (part := _part(reading, answer.start)) and not ends.search(part[1]) and not _HISTORY.search(part[1])
        and any(s.start == part[0] and s.level in level for s in reading.sections)
    ]  # fmt: skip


def _is_within_answer(reading: Reading, part: tuple[int, str]) -> bool:
    """Whether the part stands under a heading of answer, as an official's report parts what it answers by subject."""
    zone = load_lexicon("responses").pattern("heading.zone").regex
    above = (s.title for s in reading.sections if s.start < part[0] < s.end)
    return any(title != reading.facts.title and zone.search(title) for title in above)


def _of_same_list(reading: Reading, told: list[Told], kept: list[Told]) -> list[Told]:
    """The other items of a list of which several are answers: boards set their answers in one, point by point."""
    blocks = [b for b in reading.document.blocks if not b.is_aside]
    runs = [list(run) for items, run in groupby(blocks, key=lambda b: b.kind == "list_item") if items]
    answers, more = {k.start for k in kept}, list[Told]()
    for run in runs:
        inside = [t for t in told if run[0].start <= t.start < run[-1].end]
        answering = [t for t in inside if t.start in answers]
        if len(answering) >= _LIST:
            more += [replace(t, confidence=_LEAST_SURE) for t in inside if t not in answering and _is_open(reading, t)]
    return more


def _is_open(reading: Reading, told: Told) -> bool:
    """Whether nothing in the words says that they are no answer, or a farewell."""
    words = reading.document.flow[told.start : told.end]
    return told.rule in _GENERAL and not _is_none(words) and _CLOSES.search(words) is None


def _part(reading: Reading, offset: int) -> tuple[int, str] | None:
    """The innermost section there, by its start and title; None under the paper's own title."""
    inside = [s for s in reading.sections if s.start <= offset < s.end]
    inner = max(inside, key=lambda s: s.start) if inside else None
    return (inner.start, inner.title) if inner and inner.title != reading.facts.title else None


def weigh_answers(reading: Reading, told: list[Told]) -> list[Told]:
    """The answers that rules found, without those of general rules that are unlikely by their paragraph's signs and
    bear no number among others.

    The confidence of those that are left becomes their probability. In minutes, what is likely
    under a heading that names the audit is added; not in a board's long account of a year, where most paragraphs bear
    the signs of an answer.
    """
    adding = reading.facts.kind in _ADDED_IN or answers_a_review(reading) or _is_prose_answer(reading, told)
    if not adding and not any(answer.rule in _GENERAL for answer in told):
        return told
    weights = sign_weights("answering")
    paragraphs = list(open_paragraphs(reading))
    likely = [weights.probability({**p.signs, **word_signs(p.text)}) for p in paragraphs]
    starts = [paragraph.start for paragraph in paragraphs]
    kept: list[Told] = []
    boards = _under_boards_heading(reading)
    run = 0  # answers one after the other, up to here
    short = _is_short_answer(reading)
    explaining = _EXPLANATION.search(reading.facts.title or "") is not None
    for answer in told:
        index = bisect_right(starts, answer.start) - 1
        if answer.rule not in _GENERAL or answer.point or index < 0:
            kept.append(answer)
            continue
        goes_on = run >= _RUN and "all promises" in paragraphs[index].signs and _is_open(reading, answer)
        least = weights.least * (_TOLD if goes_on else 1.0)
        headed = answer.start in boards and _is_open(reading, answer)
        least = _least(answer, paragraphs[index], least, explaining=explaining, headed=headed)
        if short and _is_open(reading, answer) and _tells_matter(paragraphs[index]):
            least = min(least, _OF_SHORT_PAPER)
        run = run + 1 if likely[index] >= least else 0
        if run:
            kept.append(replace(answer, confidence=round(max(likely[index], _LEAST_SURE), 2)))
    if reading.facts.kind == "response":
        kept += list(told) if not kept else _of_same_list(reading, told, kept)
    if reading.facts.kind in {"response", "official_report"}:
        kept += _of_silent_parts(reading, told, kept)
    for paragraph, sure in zip(paragraphs, likely, strict=True):
        free = all(paragraph.end <= k.start or k.end <= paragraph.start for k in kept)
        enough = _CUED if "told.cue" in paragraph.signs else _ADDED
        text = reading.document.flow[paragraph.start : paragraph.end]
        free = free and not _is_listed_point(reading, paragraph)
        if adding and free and sure >= enough and not _is_none(text) and not _before_answer(reading, paragraph.start):
            kept.append(Told(paragraph.start, paragraph.end, "responses.weighed", round(sure, 2)))
    return kept
