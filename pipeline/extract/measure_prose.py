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
from pipeline.records import At, Measure, Reading, Record, Response, record_id

# In these kinds of document a board or its auditors tell what was done about something; minutes only inside an answer.
_TELLING = frozenset({"response", "official_report", "follow_up", "audit_report"})
_IN_ANSWERS = (
    "prose.dated", "answer.ongoing", "answer.planned", "answer.dated", "answer.by_now", "answer.active_dated",
    "answer.went_through", "answer.done", "answer.passive", "answer.regular",
)  # fmt: skip
_PATTERNS = ("prose.will", "prose.ongoing", "prose.unit_did", "prose.was_done", "prose.measure_noun")
_SHORTEST, _LONGEST = 35, 420
_SHORTEST_ANSWER = 20
_CLAUSE = 25  # characters of a clause that says something by itself
_CONJUNCTION = re.compile(
    r",?\s+(?:och|men|samt|medan)\s+(?=(?:(?!(?:som|att|och)\b)[\w-]+\s){1,4}?"
    r"(?:har|är|ska|kommer|avser|får|[a-zåäö]{3,}(?:ar|er)|(?:tas|läggs|införs|förs|lyfts|upprättas|utses|ses|hålls))\b)|;\s+|,\s+(?:vilket|medan|så)\s+"
)
_UNIT = re.compile(
    r"\b(\w*(?:förvaltningen|kontoret|nämnden|styrelsen|bolaget|elevhälsan|teamet|avdelningen|enheten|staben|utskottet|"
    r"presidiet|registraturen|ledningsgruppen|styrgruppen))\b",
    re.IGNORECASE,
)

# A person by office, who opens the clause ("Skolchefen har ...", "De båda förvaltningscheferna träffas ...") or follows
# the verb after what opens it ("Numera lämnar fastighetschefen en rapport").
_PERSON = (
    r"(?:medicinskt ansvarig sjuksköterska|mas|vd|"
    r"\w*(?:chef(?:en|erna)|direktör(?:en|erna)|samordna(?:ren|rna)|sekretera(?:ren|rna)|ordföranden|läka(?:ren|rna)|"
    r"ekonom(?:en|erna)|controller(?:n|s)|strateg(?:en|erna)|utveckla(?:ren|rna)|handlägga(?:ren|rna)|jurist(?:en|erna)|"
    r"rektor(?:n|erna)|teknike(?:rn|rna)|förvalta(?:ren|rna)|sköters(?:kan|korna)|inspektör(?:en|erna)|"
    r"upphandla(?:ren|rna)|ledar(?:en|na)|kurator(?:n|erna)|psykolog(?:en|erna)|planera(?:ren|rna)|registrator(?:n)|"
    r"pedagog(?:en|erna)))\b(?=\s[a-zåäö])"
)
_ROLE = re.compile(
    rf"\W*(?:den |de |samtliga |alla )?(?:nya |båda |ansvariga? |tillförordnade? )?({_PERSON})|"
    r"\W*(?:numera|nu|sedan|därför|därefter|under|i|från|till|vid|inför|efter|före|på)\b[^.;]{0,60}?"
    rf"\s(?:har|hade|ska|skall|kommer|\w{{2,}}(?:ar|er|ör|år|ade|de|te))\s(?:den |de )?({_PERSON})",
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
        unit, before = _unit_in(words, context, office) or unit, unit
        inside = any(a <= sentence.start < b for a, b in answers)
        if not (inside or everywhere) or not (_SHORTEST_ANSWER if inside else _SHORTEST) <= len(words) <= _LONGEST:
            continue
        kind = reading.document.blocks[sentence.block].kind
        if kind == "heading" or words.endswith(":"):
            continue
        if inside:
            flow = reading.document.flow[sentence.start : sentence.end]
            for first, last, pattern in promising_clauses(flow):
                # a later clause has a subject of its own, which need not be who acts in the first
                who = _unit_in(flow[first:last], context, office) or (before if first else unit)
                measures.append(_measure(reading, (sentence.start + first, sentence.start + last), pattern, who))
        elif told := _told_in(words, reading.facts.kind):
            measures.append(_measure(reading, (sentence.start, sentence.end), told, unit))
    return measures


def deed_in(words: str) -> Pattern | None:
    """What in a sentence of an answer tells of something done, under way or to be done; its tense is the `status` that
    the pattern yields."""
    if load_lexicon("measures").pattern("not.promised").regex.search(words):
        return None
    begun = ("prose.will", "prose.ongoing", "answer.ongoing")  # "har påbörjat" before "har gjort"
    return _first(words, (*begun, *_PATTERNS, "prose.past", *_IN_ANSWERS))


def promise_in(words: str) -> Pattern | None:
    """The same where it is a measure: not what only came to pass, or explains how it came about."""
    lexicon = load_lexicon("measures")
    found = deed_in(words)
    told_past = found is not None and found.yields["status"] == "done"
    return None if told_past and lexicon.pattern("not.done").regex.search(words) else found


def clauses_of(words: str) -> list[tuple[int, int]]:
    """The spans of a sentence's clauses: parted where a conjunction is followed by a subject and its verb."""
    cuts = [(m.start(), m.end()) for m in _CONJUNCTION.finditer(words)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(words)]
    return list(zip(starts, ends, strict=True))


def promising_clauses(words: str) -> list[tuple[int, int, Pattern]]:
    """The clauses that promise something by themselves, with what tells so; the sentence where none does."""
    told = [(a, b, p) for a, b in clauses_of(words) if b - a >= _CLAUSE and (p := promise_in(words[a:b]))]
    if not told and (whole := promise_in(words)):
        return [(0, len(words), whole)]
    return told


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
    if role := _ROLE.match(words):
        return (role[1] or role[2]).lower()
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


def _measure(reading: Reading, span: tuple[int, int], pattern: Pattern, unit: str | None) -> Measure:
    start, end = span
    words = " ".join(reading.document.flow[start:end].split())
    due = due_in_prose(words, reading.facts.date) if pattern.yields["status"] in {"planned", "ongoing"} else NO_DUE
    if pattern.yields["status"] == "ongoing" and (due.last or "") < (reading.facts.date or "9999"):
        due = NO_DUE  # since when, or what for; not by when
    match = pattern.regex.search(words)
    return Measure(
        id=record_id(reading.document.id, Measure.table, start, end),
        at=At(start, end, pattern.id, pattern.confidence),
        text=words,
        responsible=unit,
        due_from=due.first,
        due_to=due.last,
        due_precision=due.precision,
        status=str(pattern.yields["status"]),
        status_text=match[0] if match else None,
    )
