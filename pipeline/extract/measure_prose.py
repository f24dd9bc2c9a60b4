"""Measures told in prose, where the words are clear: "Förvaltningen har infört ...", "Nämnden avser att ..."."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.extract.addressees import Context, document_context
from pipeline.extract.due_dates import NO_DUE, due_in_prose
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.lexicon import Pattern, load_lexicon
from pipeline.lexicon.bodies import canonical_body
from pipeline.records import At, Measure, Reading, Record, Response, Sentence, record_id

# In these kinds of document a board or its auditors tell what was done about something; minutes only inside an answer.
_TELLING = frozenset({"response", "official_report", "follow_up", "audit_report"})
_IN_ANSWERS = ("prose.dated", "answer.ongoing", "answer.planned", "answer.dated", "answer.done")
_PATTERNS = ("prose.will", "prose.ongoing", "prose.unit_did", "prose.was_done", "prose.measure_noun")
_SHORTEST, _LONGEST = 35, 420
_UNIT = re.compile(
    r"\b(\w*(?:förvaltningen|kontoret|nämnden|styrelsen|bolaget|elevhälsan|teamet|avdelningen|enheten|staben))\b",
    re.IGNORECASE,
)

_OFFICE = re.compile(r"\b\w{3,}förvaltningen\b", re.IGNORECASE)
_TELLER = re.compile(
    r"^\W*(?:enligt\s+\S+|[\wåäö-]+(?:\s+\S+){0,2}\s+(?:uppger|anger|framhåller|bedömer|beskriver|skriver)\s+att)\s+",
    re.IGNORECASE,
)


def extract_told_measures(reading: Reading) -> list[Record]:
    """Sentences in which a unit tells, or is told, to have done, to be doing or to be about to do something."""
    by_auditors = speaker(reading) == AUDITORS
    answers = [(r.at.char_start, r.at.char_end) for r in reading.of(Response)]
    everywhere = reading.facts.kind in _TELLING
    if not everywhere and not answers:
        return []
    context = document_context(reading, by_auditors=by_auditors)
    office = _office_of(reading)
    unit: str | None = None
    measures: list[Record] = []
    for sentence in reading.sentences:
        words = " ".join(reading.document.flow[sentence.start : sentence.end].split())
        unit = _unit_in(words, context, office) or unit
        inside = any(a <= sentence.start < b for a, b in answers)
        if not (inside or everywhere) or not _SHORTEST <= len(words) <= _LONGEST:
            continue
        kind = reading.document.blocks[sentence.block].kind
        if kind == "heading" or words.endswith(":"):
            continue
        told = promise_in(words) if inside else _told_in(words, reading.facts.kind)
        if told:
            measures.append(_measure(reading, sentence, words, told, unit))
    return measures


def promise_in(words: str) -> Pattern | None:
    """What in a sentence of an answer promises something, or says that it is done or under way; its tense is the
    `status` that the pattern yields."""
    lexicon = load_lexicon("measures")
    if lexicon.pattern("not.promised").regex.search(words):
        return None
    return _first(words, (*_PATTERNS, "prose.past", *_IN_ANSWERS))


def _told_in(words: str, kind: str) -> Pattern | None:
    """What tells of a measure in a paper of this kind, outside answers; where the body itself tells also the past
    tense ("En rutin infördes i mars"), in its answer also the present with a date ("Planen antas i mars")."""
    if load_lexicon("measures").pattern("not.judged").regex.search(words):
        return None
    dated = ("prose.dated",) if kind == "response" else ()
    past = ("prose.past",) if kind in {"response", "follow_up"} else ()
    return _first(words, (*_PATTERNS, *dated, *past))


def _first(words: str, pattern_ids: Sequence[str]) -> Pattern | None:
    patterns = (load_lexicon("measures").pattern(pattern_id) for pattern_id in pattern_ids)
    return next((pattern for pattern in patterns if pattern.regex.search(words)), None)


def _unit_in(words: str, context: Context, office: str | None) -> str | None:
    """Who acts: the body or office that the sentence names, not who tells of it ("Förvaltningen uppger att ...").

    "nämnden" is the body that the document is about, "förvaltningen" the office of the document (`office`).
    """
    words = _TELLER.sub("", words) if _UNIT.search(_TELLER.sub("", words)) else words
    match = _UNIT.search(words)
    if match is None:
        return None
    name = canonical_body(match[1], abbreviations=context.abbreviations)
    if name in {"nämnden", "styrelsen"}:
        return context.body or name
    return office or name if name in {"förvaltningen", "kontoret"} else name


def _office_of(reading: Reading) -> str | None:
    """The office that the document names most ("grundskoleförvaltningen"), for where it says only "förvaltningen"."""
    named = Counter(m[0].lower() for m in _OFFICE.finditer(reading.document.flow))
    return named.most_common(1)[0][0] if named else None


def _measure(reading: Reading, sentence: Sentence, words: str, pattern: Pattern, unit: str | None) -> Measure:
    due = due_in_prose(words) if pattern.yields["status"] == "planned" else NO_DUE
    match = pattern.regex.search(words)
    return Measure(
        id=record_id(reading.document.id, Measure.table, sentence.start, sentence.end),
        at=At(sentence.start, sentence.end, pattern.id, pattern.confidence),
        text=words,
        responsible=unit,
        due_from=due.first,
        due_to=due.last,
        due_precision=due.precision,
        status=str(pattern.yields["status"]),
        status_text=match[0] if match else None,
    )
