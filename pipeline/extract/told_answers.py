"""Answers in prose: paragraphs in which a body takes up what its auditors said, with no marker before them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from math import log

from pipeline.extract.measure_prose import promise_in
from pipeline.extract.passages import Passage, is_heading, one_line, trimmed
from pipeline.extract.stances import parties_at
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.stems import stem_families
from pipeline.records import Block, Document, Reading, Record

_ANSWERS_REVIEW = re.compile(
    r"\b(?:svar|yttrande|kommentar(?:er)?|återkoppling)\b[^\n]{0,50}\b\w*(?:revis(?:or|ion)|granskning)|"
    r"\b(?:revis(?:or|ion)|granskning)\w*[^\n.]{0,80}\W förslag till (?:svar|yttrande)\b|"
    r"\btill \w*revis(?:or|ion)\w*(?: \w+){0,2} som (?:\w+ ){0,2}?(?:svar|yttrande)\b",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"\W*(?:[a-zåäö-]*(?:nämnden|styrelsen|förvaltningen|kontoret|direktionen|bolaget))\b[^.]{0,30}\b(?:delar|instämmer|"
    r"tar till sig|ställer sig bakom|bestrider)\b[^.]{0,60}\b(?:revis|granskning|kritik|rekommendation|bedömning|bild)",
    re.IGNORECASE,
)
ANSWER = re.compile(r"\b(?:svar|yttrande|förklaring|återkoppling)\b", re.IGNORECASE)
_HEAD = 1500  # characters in which a report says what it is about,
_TITLE = 150  # in a heading or line of so many at most
AUDITED = re.compile(r"revis(?:or|ion)|\bgranskning|\bansvarsprövning", re.IGNORECASE)
_ON_AUDIT = re.compile(r"revis|granskning|kritik|anmärkning", re.IGNORECASE)
SHORT_PAPER = 14  # paragraphs; in a statement no longer than this every paragraph of the text is part of the answer
LEAST = 60  # characters of an answer
LEAST_PLAIN = 25  # of one with words of answering, or that says which point it takes up
_GOES_ON = re.compile(
    r"^\W*(?:den|det|de|detta|denna|dessa|därutöver|dessutom|vidare|därmed|därför|syftet)\b", re.IGNORECASE
)
_OWN_NUMBER = re.compile(
    r"\W*(?:ad|(?:svar )?(?:på|till) (?:rekommendation|punkt|fråga|iakttagelse)|punkt|rekommendation|rek\.)"
    r"\s+(?:nr\s+)?(\d{1,2})(?![\d/–-]|\s(?:och|samt|till|kap)\b|, \d)",
    re.IGNORECASE,
)
_SAID = re.compile(r"""[.!?:;”"][^\S\n]*(?:\n|\Z)""")  # a line that ends so; below it "Ansvarig: ..." may stand
_GAP = 3  # characters between two sentences of a paragraph
_SAME_WORDS = 3  # families of words that two paragraphs on one point share
_ABOUT = 0.45  # share of a ground's weight of words that a paragraph must hold to count as an answer to it
_OUTSIDE = re.compile(
    r"förslag till beslut|^\W*beslut\b|handlingar|bilagor|beslutsgång|närvarande|sammanfattning|bakgrund|"
    r"beskrivning av ärendet",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """An answer's span, the rule that found it, how sure it is, the findings that it follows, the point it names."""

    start: int
    end: int
    rule: str
    confidence: float
    finding_ids: tuple[str, ...] = ()
    point: str | None = None


def is_on_audit(reading: Reading) -> bool:
    """Whether a paper says in its title, or in a heading or short line at its head, that it is about an audit: an
    official's report on another matter may well mention one."""
    document = reading.document
    heads = (b for b in document.blocks if b.start < _HEAD and b.kind in {"heading", "paragraph"})
    short = (document.flow[b.start : b.end] for b in heads if b.kind == "heading" or b.end - b.start < _TITLE)
    return any(AUDITED.search(words) for words in (reading.facts.title or "", *short))


def answers_nothing(words: str) -> bool:
    """Whether a paragraph of an answer only greets, says what was audited or what follows, or closes."""
    return any(pattern.regex.search(words) for pattern in load_lexicon("responses").group("no.answer"))


def answers_a_review(reading: Reading) -> bool:
    """An official's report or an extract of minutes whose head says that it answers the auditors."""
    kinds = {"official_report", "minutes_extract"}
    return reading.facts.kind in kinds and _ANSWERS_REVIEW.search(reading.document.flow[:_HEAD]) is not None


def answers_in_prose(reading: Reading, passages: list[Passage], findings: list[Record]) -> list[Told]:
    """Paragraphs with words of answering; in a short statement also those between them."""
    document = reading.document
    blocks = [b for b in document.blocks if b.kind in {"paragraph", "list_item"} and not is_heading(document, b)]
    titles = {p.block: p.titles for p in reversed(passages)}
    numbers = {id(b): i for i, b in enumerate(document.blocks)}
    texts = [b for b in blocks if _is_text(document, b) and not _outside(titles.get(numbers[id(b)], ()))]
    if reading.facts.kind == "response" and sum(b.kind == "paragraph" for b in texts) <= SHORT_PAPER:
        return _whole_paper(reading, texts, findings)
    if reading.facts.kind in {"response", "other"}:
        paragraphs = [b for b in texts if b.kind == "paragraph"]
        cued = [t for b in paragraphs for t in _cued_paragraph(document, b)]
        return cued + _on_grounds(
            document, paragraphs, [f for f in findings if f.at.rule.startswith("findings.grounds")]
        )
    zone = answer_zone(document, [b for b in blocks if _is_text(document, b)]) if is_on_audit(reading) else []
    zoned = _whole_paper(reading, zone, findings)
    told = _cued_sentences(passages, minutes=reading.facts.kind in {"minutes", "minutes_extract"})
    if _ANSWERS_REVIEW.search(document.flow[:_HEAD]):
        told += _taking_up(passages)
    found = list(zoned)
    for answer in told:
        if all(f.end <= answer.start or answer.end <= f.start for f in found):
            found.append(answer)
    return found


def answers_announced(reading: Reading) -> list[Told]:
    """The paragraphs or items after "lämnar följande svar:" in a matter of the auditors', until the next heading, or
    what follows in the same paragraph."""
    document = reading.document
    lead = load_lexicon("responses").pattern("lead.answer")
    led_in = load_lexicon("responses").pattern("told.leads_in").regex
    told: list[Told] = []
    within = about = False
    for block in document.blocks:
        words = one_line(document.flow[block.start : block.end])
        if is_heading(document, block):
            within = False
            about = AUDITED.search(words) is not None or (about and not words.startswith("§"))
        elif lead.regex.search(words):
            within = about or AUDITED.search(words) is not None
        elif about and (inline := led_in.match(words)) and ANSWER.search(inline[0]):
            told.append(Told(*trimmed(document, block.start, block.end), "responses.announced", lead.confidence))
        elif within and block.kind in {"paragraph", "list_item"} and _is_text(document, block):
            start = block.start + (len(block.marker) if block.kind == "list_item" else 0)
            told.append(Told(*trimmed(document, start, block.end), "responses.announced", lead.confidence))
    return told


def _takes_up(passage: Passage) -> bool:
    """A sentence in which the body or its office takes sides on what the auditors said."""
    return len(passage.text) >= LEAST and _SIDES.match(passage.text) is not None


def answer_zone(document: Document, texts: list[Block]) -> list[Block]:
    """In an official's report that answers auditors: the paragraphs under its headings of answer ("Svar", "Yttrande").

    Sub-headings by subject stay inside; a heading of another part of the report ends it.
    """
    if not _ANSWERS_REVIEW.search(document.flow[:_HEAD]):
        return []
    opens = load_lexicon("responses").pattern("heading.zone").regex
    closes = load_lexicon("responses").pattern("heading.zone_ends").regex
    inside: list[Block] = []
    within = False
    numbers = {b.start for b in texts}
    for block in document.blocks:
        if is_heading(document, block):
            words = one_line(document.flow[block.start : block.end])
            within = opens.search(words) is not None or (within and closes.search(words) is None)
        elif within and block.start in numbers and block.kind in {"paragraph", "list_item"}:
            inside.append(block)
    return inside


def _whole_paper(reading: Reading, blocks: list[Block], findings: list[Record]) -> list[Told]:
    """Each paragraph, but for those that first retell: what follows in these is told elsewhere. A statement of parties
    is one argument: its paragraphs go together while they speak of the same."""
    document = reading.document
    cue = load_lexicon("responses").pattern("told.cue").regex
    told: list[Told] = []
    for block in blocks:
        if any(block.start <= f.at.char_start < min(block.end, block.start + 30) for f in findings):
            continue
        words = one_line(document.flow[block.start : block.end])
        if told and parties_at(reading, block.start) and _same_point(document, told[-1], block, words):
            told[-1] = replace(told[-1], end=trimmed(document, block.start, block.end)[1])
            continue
        rule, sure = ("responses.told", 0.75) if cue.search(words) else ("responses.statement", 0.6)
        told.append(Told(*trimmed(document, block.start, block.end), rule, sure))
    alone = _alone_under_headings(document)
    short = (_says_enough(document, t) or t.end in alone for t in told)
    return [t for t, plain in zip(told, short, strict=True) if t.end - t.start >= (LEAST_PLAIN if plain else LEAST)]


def _says_enough(document: Document, told: Told) -> bool:
    """Whether few words are an answer: words of answering, those that say which point they take up, a promise."""
    if told.rule == "responses.told" or own_number(document, told) is not None:
        return True
    return promise_in(one_line(document.flow[told.start : told.end])) is not None


def _alone_under_headings(document: Document) -> frozenset[int]:
    """The ends of the paragraphs that are all that stands under their headings."""
    blocks = [b for b in document.blocks if not b.is_aside]
    heads = [is_heading(document, b) for b in blocks]
    above, below = [False, *heads], [*heads[1:], True]
    return frozenset(
        trimmed(document, b.start, b.end)[1]
        for b, head, over, under in zip(blocks, heads, above, below, strict=False)
        if over and under and not head
    )


def own_number(document: Document, told: Told) -> str | None:
    """The number of the point with which an answer opens: "Ad 2.", "Punkt 2:", "Svar på rekommendation 2"."""
    opens = _OWN_NUMBER.match(document.flow, told.start, told.end)
    return opens[1] if opens else None


def _same_point(document: Document, run: Told, block: Block, words: str) -> bool:
    if document.page_at(run.start).number != document.page_at(block.start).number:
        return False
    shared = stem_families(document.flow[run.start : run.end]) & stem_families(words)
    return _GOES_ON.match(words) is not None or len(shared) >= _SAME_WORDS


def _on_grounds(document: Document, blocks: list[Block], findings: list[Record]) -> list[Told]:
    """Paragraphs of a long explanation that speak of a listed ground or remark, without words of answering."""
    families = [stem_families(document.flow[b.start : b.end]) for b in blocks]
    frequency = Counter(stem for family in families for stem in family)
    weight = {stem: log(1 + len(blocks) / count) for stem, count in frequency.items()}
    told = []
    for finding in findings:
        about = stem_families(document.flow[finding.at.char_start : finding.at.char_end])
        whole = sum(weight.get(s, 0.0) for s in about)
        for block, family in zip(blocks, families, strict=True):
            shared = about & family
            if (
                block.start > finding.at.char_end
                and len(shared) >= 2
                and sum(weight[s] for s in shared) >= _ABOUT * whole
            ):
                told.append(Told(*trimmed(document, block.start, block.end), "responses.same_words", 0.5))
    return told


def _cued_paragraph(document: Document, block: Block) -> list[Told]:
    lexicon = load_lexicon("responses")
    words = one_line(document.flow[block.start : block.end])
    if len(words) < LEAST or words.endswith(":"):
        return []
    strong = lexicon.pattern("told.cue").regex.search(words) is not None
    board = lexicon.pattern("told.board").regex.search(words) is not None
    if not strong and not board:
        return []
    return [
        Told(
            *trimmed(document, block.start, block.end),
            "responses.told" if strong else "responses.board",
            0.65 if strong else 0.5,
        )
    ]


def _cued_sentences(passages: list[Passage], *, minutes: bool) -> list[Told]:
    """In reports and minutes: sentences of answer under a heading of answer, or a member's note of stance."""
    lexicon = load_lexicon("responses")
    cue, answer, minority = (lexicon.pattern(n).regex for n in ("told.cue", "section.answer", "section.minority"))
    told: list[Told] = []
    for passage in passages:
        under = passage.title
        if minutes and minority.search(under):
            if told and told[-1].rule == "responses.note" and passage.block == _block_of(passages, told[-1]):
                told[-1] = Told(told[-1].start, passage.end, told[-1].rule, told[-1].confidence)
            elif _note_answers(passages, passage):
                told.append(Told(passage.start, passage.end, "responses.note", 0.65))
        elif cue.search(passage.text) and answer.search(under) and _about_audit(passage, passages):
            told.append(Told(passage.start, passage.end, "responses.told", 0.75))
        elif minutes and told and _goes_on(passages, told[-1], passage):
            told[-1] = replace(told[-1], end=passage.end)
    return [t for t in told if t.end - t.start >= LEAST]


def _taking_up(passages: list[Passage]) -> list[Told]:
    """Sentences that take up what the auditors said, with what goes on with them in their paragraphs."""
    told: list[Told] = []
    for passage in passages:
        if _takes_up(passage):
            told.append(Told(passage.start, passage.end, "responses.told", 0.65))
        elif told and _goes_on(passages, told[-1], passage):
            told[-1] = replace(told[-1], end=passage.end)
    return told


def _goes_on(passages: list[Passage], told: Told, passage: Passage) -> bool:
    """Whether the sentence stands right after the answer in its paragraph and does not turn to the auditors again."""
    if told.rule != "responses.told" or not 0 <= passage.start - told.end <= _GAP:
        return False
    return passage.block == _block_of(passages, told) and AUDITED.search(passage.text) is None


def _note_answers(passages: list[Passage], passage: Passage) -> bool:
    words = " ".join(p.text for p in passages if p.block == passage.block)
    takes_sides = load_lexicon("responses").pattern("note.takes_sides").regex
    return takes_sides.search(words) is not None and re.search(r"revis|granskning", words, re.IGNORECASE) is not None


def _about_audit(passage: Passage, passages: list[Passage]) -> bool:
    near = [p.text for p in passages if p.title == passage.title]
    return _ON_AUDIT.search(" ".join([*passage.titles, *near, passage.text])) is not None


def _block_of(passages: list[Passage], told: Told) -> int:
    return next(p.block for p in passages if p.start == told.start)


def _is_text(document: Document, block: Block) -> bool:
    words = one_line(document.flow[block.start : block.end])
    said = _SAID.search(document.text, block.start, block.end) is not None
    return len(words) >= 25 and words[0] not in '”“"' and said and not answers_nothing(words)


def _outside(titles: tuple[str, ...]) -> bool:
    return bool(titles) and _OUTSIDE.search(titles[-1]) is not None
