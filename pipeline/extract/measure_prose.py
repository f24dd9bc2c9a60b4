"""Measures told in prose, where the words are clear: "Förvaltningen har infört ...", "Nämnden avser att ..."."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from pipeline.extract.actors import Actors, is_outsider
from pipeline.extract.addressees import document_context
from pipeline.extract.answer_pairs import LOST
from pipeline.extract.clauses import clauses_of, first_told, heading_length, main_clause, second_deeds, stands_alone
from pipeline.extract.due_dates import NO_DUE, Due, due_in_prose
from pipeline.extract.own_work import OwnWork
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.lexicon import Pattern, load_lexicon
from pipeline.lexicon.sentences import sentence_spans
from pipeline.records import At, Finding, Measure, Reading, Record, Response, Sentence, record_id

# In these kinds of document a board or its auditors tell what was done about something; minutes only inside an answer.
_TELLING = frozenset({"response", "official_report", "follow_up", "audit_report", "other"})
_OF_ONE_BODY = frozenset({"response", "audit_report"})
_IN_ANSWERS = (
    "prose.dated", "answer.ongoing", "answer.planned", "answer.dated", "answer.state", "answer.by_now",
    "answer.active_dated", "answer.went_through", "answer.done", "answer.passive", "answer.regular",
)  # fmt: skip
_PATTERNS = (
    "prose.will", "prose.ongoing", "prose.on_its_way", "prose.unit_did", "prose.was_done", "prose.begun",
    "prose.measure_noun",
)  # fmt: skip
_BEGUN = ("prose.will", "prose.ongoing", "answer.ongoing")
_PAST = ("prose.set_off", "prose.past")
_OURS = ("prose.own_deed", "prose.own_going", "prose.own_plan", "prose.recent")
_DEEDS = ("prose.postponed", *_BEGUN, *_PATTERNS, *_PAST, *_IN_ANSWERS)  # "har påbörjat" before "har gjort"
_PRESENT = frozenset({"answer.by_now", "answer.regular", "answer.ongoing"})
_DATED = frozenset({"prose.dated", "answer.dated", "answer.active_dated"})
_SINCE_YEAR = re.compile(r"\bfrån (?:år )?(20\d\d)\b")
_BY = re.compile(r"\b(?:ska|skall|beräknas|väntas|senast)\b")
_YEAR = re.compile(r"\b20\d\d\b")
_LEANS = re.compile(r"[a-zåäö]{2,}as\b")
# What holds since what was just told: "har reviderats och gäller från den 1 augusti".
_HOLDS = re.compile(
    r"(?:är (?:nu |numera |väl )?(?:förankra|kommunicera|publicera)[dt]e?\b|"
    r"(?:gäller|träd(?:er|de) i kraft|tillämpas|används) (?:nu |numera )?(?:från|fr\.?\s?o\.?\s?m|sedan|den \d))"
)
_SAID_OF = re.compile(
    r"\bsom (?:[a-zåäö]+ ){0,2}?(?:kom|inkom|inkommit|hölls|gavs|var|[a-zåäö]+(?:ades|rdes|ttes|ldes|ndes))\b.*"
)
_AUXILIARY = re.compile(r"\b(?:ska|skall|kommer att|bör|kan|avses)\b")
_DATE = 40  # characters in which a date stands behind "från och med"
_SOON = 8  # months
_SHORTEST, _LONGEST = 35, 420
_SHORTEST_CLAUSE = 28
_SHORTEST_ANSWER = 20
_SHORTEST_CELL = 10


def extract_told_measures(reading: Reading, *, found: bool) -> list[Record]:
    """Sentences in which a unit tells, or is told, to have done, to be doing or to be about to do something.

    A plan whose measures were `found` in a table or a list only speaks of them in its prose.
    """
    everywhere = reading.facts.kind in _TELLING or (reading.facts.kind == "action_plan" and not found)
    if not everywhere and not reading.of(Response):
        return []
    by_auditors = speaker(reading) == AUDITORS
    actors = Actors(reading, document_context(reading, by_auditors=by_auditors))
    own = OwnWork(reading) if by_auditors else None
    paper = _Paper(reading, actors, own, _covered(reading.of(Finding)), everywhere=everywhere)
    measures: dict[str, Record] = {}  # by their words: what a paper tells twice is one measure
    for part in _paragraphs(reading):
        for measure in _told_in_paragraph(paper, part):
            measures.setdefault(" ".join(measure.text.casefold().split()), measure)
    return list(measures.values())


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper as its measures are looked for: who acts in it, what of it is auditors' own work, what findings cover."""

    reading: Reading
    actors: Actors
    own: OwnWork | None
    covered: Callable[[int, int], bool]
    everywhere: bool  # not only in its answers

    @property
    def by_auditors(self) -> bool:
        return self.own is not None or self.reading.facts.kind == "audit_report"

    @property
    def telling(self) -> tuple[str, ...]:
        """What tells of a measure in this paper, outside answers; where the body itself reports, or the title names
        measures, also the past tense ("En rutin infördes i mars") and how things are ("Rutinen är framtagen"), in its
        answer also the present with a date ("Planen antas i mars").
        """
        kind, by_auditors = self.reading.facts.kind, self.by_auditors
        titled = load_lexicon("measures").pattern("paper.of_measures").regex.search(self.reading.facts.title or "")
        about = kind in {"official_report", "other", "action_plan"} and titled is not None and not by_auditors
        past = (*_PAST, "prose.postponed") if about or kind in {"response", "follow_up"} else ()
        dated = ("prose.dated",) if kind == "response" else ()
        state = ("answer.state",) if about or (kind == "follow_up" and not by_auditors) else ()
        shall = ("prose.shall_be",) if about else ()
        ours = () if by_auditors else _OURS
        return ("prose.tasked", *_PATTERNS, *ours, *dated, *past, *state, *shall)


def _covered(records: Sequence[Record]) -> Callable[[int, int], bool]:
    """Whether one of the records, which are in order of place, overlaps a span."""
    starts = [r.at.char_start for r in records]
    reach = list(accumulate((r.at.char_end for r in records), max))

    def overlaps(start: int, end: int) -> bool:
        before = bisect_left(starts, end) - 1
        return before >= 0 and reach[before] > start

    return overlaps


def _paragraphs(reading: Reading) -> Iterator[tuple[Response | None, list[Sentence]]]:
    """The sentences of each paragraph that may tell of measures, with the answer that they are part of."""
    answers = [r for r in reading.of(Response) if isinstance(r, Response)]
    last: tuple[int, Response | None] | None = None
    part: list[Sentence] = []
    for sentence in reading.sentences:
        answer = next((a for a in answers if a.at.char_start <= sentence.start < a.at.char_end), None)
        if (sentence.block, answer) != last:
            if last and part:
                yield last[1], part
            last, part = (sentence.block, answer), []
        if reading.document.blocks[sentence.block].kind != "heading":
            part.append(sentence)
    if last and part:
        yield last[1], part
    for answer in answers:
        if spans := _in_cell(reading, answer):
            yield answer, spans


def _in_cell(reading: Reading, answer: Response) -> list[Sentence]:
    """The sentences of an answer that stands in a table, of which the reading has none."""
    blocks = reading.document.blocks
    index = bisect_right(blocks, answer.at.char_start, key=lambda block: block.start) - 1
    if index < 0 or blocks[index].kind != "table":
        return []
    spans = sentence_spans(reading.document.flow, answer.at.char_start, answer.at.char_end)
    return [Sentence(start, end, index) for start, end in spans]


def _told_in_paragraph(paper: _Paper, part: tuple[Response | None, list[Sentence]]) -> Iterator[Measure]:
    """The measures of a paragraph. Who acted in a sentence acts in the next, where that names no one; before the first
    it is, in an answer, who answers; in a paper about one body, that body.
    """
    reading, actors = paper.reading, paper.actors
    answer, sentences = part
    own = paper.own is not None and answer is None and paper.own.at(sentences[0].start)
    lost = answer is not None and answer.at.rule == LOST  # what those who were outvoted wanted done, nobody does
    if own or lost or (answer is None and not paper.everywhere):
        return
    fallback = answer.responder if answer else actors.audited(reading) if reading.facts.kind in _OF_ONE_BODY else None
    carried: str | None = None
    carries = answer is not None or reading.facts.kind != "other"  # there anyone may be spoken of in between
    told: list[Measure] = []
    for sentence in sentences:
        start = _without_heading(reading, sentence)
        flow = reading.document.flow[start : sentence.end]
        words = " ".join(flow.split())
        if told and (answerable := actors.answerable_in(words)):
            told[-1] = replace(told[-1], responsible=answerable)
            continue
        before, carried = carried, actors.subject_of(words) or (carried if carries else None)
        if words.endswith(":") or not _shortest(reading, answer, sentence) <= len(words) <= _LONGEST:
            continue
        for first, last, pattern in _told_in(paper, answer, (start, sentence.end)):
            # a later clause has a subject of its own, which need not be who acts in the first
            who = actors.subject_of(flow[first:last]) or (before if first else carried)
            measure = _measure(reading, (start + first, start + last), pattern, who or fallback)
            if not is_outsider(who) and not _is_history(measure, reading.facts.date):
                told.append(replace(measure, lead=_lead(flow, first)))
    yield from told


def _is_history(measure: Measure, date: str | None) -> bool:
    """Whether the present tells of a year before the paper's: "Ansvaret regleras i avtalet från 2019"."""
    since = _SINCE_YEAR.search(measure.text) if measure.at.rule in _DATED else None
    return since is not None and since[1] < (date or "")[:4]


def _lead(flow: str, clause: int) -> str | None:
    """The words before a clause that has no subject of its own."""
    resumed = load_lexicon("clauses").pattern("clause.resumed").regex.match(flow, clause)
    return " ".join(flow[:clause].split()) or None if resumed else None


def _shortest(reading: Reading, answer: Response | None, sentence: Sentence) -> int:
    """How many characters a sentence needs to tell of a measure there."""
    in_cell = reading.document.blocks[sentence.block].kind == "table"
    return _SHORTEST_CELL if in_cell else _SHORTEST_ANSWER if answer else _SHORTEST


def _without_heading(reading: Reading, sentence: Sentence) -> int:
    """Where the sentence begins behind the mark of a list, a label ("Nämndens svar:"), or a heading that lost its blank
    line.
    """
    text = reading.document.text[sentence.start : sentence.end]
    marker = reading.document.blocks[sentence.block].marker
    if marker and text.startswith(marker):
        return sentence.start + len(text) - len(text[len(marker) :].lstrip())
    if label := load_lexicon("responses").pattern("label.answer").regex.match(text):
        return sentence.start + label.end()
    return sentence.start + heading_length(text)


def deed_in(words: str) -> Pattern | None:
    """What in a sentence of an answer tells of something done, under way or to be done; its tense is the `status` that
    the pattern yields."""
    if load_lexicon("measures").pattern("not.promised").regex.search(words):
        return None
    return _first(words, _DEEDS)


def promise_in(words: str) -> Pattern | None:
    """The same where it is a measure: not what only came to pass, or explains how it came about."""
    lexicon = load_lexicon("measures")
    found = deed_in(words)
    told_past = found is not None and found.yields["status"] == "done"
    return None if told_past and lexicon.pattern("not.done").regex.search(words) else found


def _told_in(paper: _Paper, answer: Response | None, span: tuple[int, int]) -> list[tuple[int, int, Pattern]]:
    """What a sentence tells of measures, clause by clause; outside answers only what no finding covers."""
    flow = paper.reading.document.flow[span[0] : span[1]]
    if load_lexicon("measures").pattern("not.purpose").regex.match(flow):
        return []
    if answer is not None:
        return promising_clauses(flow, measure_in, elided=True)
    if paper.covered(*span):
        return []
    judged = load_lexicon("measures").pattern("not.judged")
    if paper.by_auditors and judged.regex.search(main_clause(" ".join(flow.split()))):
        return []
    telling = [load_lexicon("measures").pattern(name) for name in paper.telling]

    def told(clause: str) -> Pattern | None:
        # "en plan för det som inte har byggts" is no judgement where the body itself tells of it; nor is what another
        # clause says: "Verket har inte gjort något, men kommunen har byggt en vall"
        words = main_clause(" ".join(clause.split()))
        return None if first_told(words, [judged]) else first_told(words, telling)

    found = promising_clauses(flow, told)
    resumed = load_lexicon("clauses").pattern("clause.resumed").regex  # "En läcka har hittats och ska lagas snarast"
    found = [(0 if b - a < _SHORTEST_CLAUSE and resumed.match(flow, a) else a, b, pattern) for a, b, pattern in found]
    return [(a, b, pattern) for a, b, pattern in found if b - a >= _SHORTEST_CLAUSE]  # "och åtgärder har vidtagits"


def promising_clauses(
    words: str, told: Callable[[str], Pattern | None], *, elided: bool = False
) -> list[tuple[int, int, Pattern]]:
    """The clauses that promise something by themselves, with what tells so; the sentence where none does.

    With `elided` a clause whose subject does several things is parted where each is a promise.
    """
    spans = [span for span in clauses_of(words) if stands_alone(span)]
    found = [(a, b, pattern) for a, b in spans if (pattern := told(words[a:b]))]
    if elided:
        found = [deed for a, b, pattern in found for deed in _deeds(words, (a, b), pattern, told)]
    if not found and (whole := told(words)):
        return [(0, len(words), whole)]
    return found


def _deeds(
    words: str, span: tuple[int, int], pattern: Pattern, told: Callable[[str], Pattern | None]
) -> list[tuple[int, int, Pattern]]:
    """Each promise of a clause that makes several with one subject; what promises nothing stays with what does, and so
    does a verb that leans on its auxiliary ("ska utökas och följas upp").
    """
    deeds: list[tuple[int, int, Pattern]] = []
    for a, b in second_deeds(words, span):
        leans = bool(deeds) and (
            _HOLDS.match(words[a:b]) or (_LEANS.match(words[a:b]) and _AUXILIARY.search(words[span[0] : a]))
        )
        said = told(words[a:b]) if stands_alone((a, b)) and not leans else None
        if said:
            deeds.append((a, b, said))
        elif deeds:
            deeds[-1] = (deeds[-1][0], b, deeds[-1][2])
    if len(deeds) > 1:
        return [(span[0], deeds[0][1], deeds[0][2]), *deeds[1:]]
    later = load_lexicon("clauses").pattern("clause.resumed").regex  # behind what promises nothing
    return deeds if deeds and later.match(words, deeds[0][0]) else [(*span, pattern)]


def measure_in(words: str) -> Pattern | None:
    """What in a clause of an answer tells of a measure: a promise in its main clause, not what others think or ask."""
    lexicon = load_lexicon("measures")
    words = main_clause(" ".join(words.split()))
    if lexicon.pattern("not.measure").regex.search(words) or promise_in(words) is None:
        return None
    found = first_told(words, (lexicon.pattern(name) for name in _DEEDS))
    told_past = found is not None and found.yields["status"] == "done"
    return None if told_past and lexicon.pattern("not.done").regex.search(words) else found


def _first(words: str, pattern_ids: Sequence[str]) -> Pattern | None:
    patterns = (load_lexicon("measures").pattern(pattern_id) for pattern_id in pattern_ids)
    return next((pattern for pattern in patterns if pattern.regex.search(words)), None)


def _measure(reading: Reading, span: tuple[int, int], pattern: Pattern, responsible: str | None) -> Measure:
    start, end = span
    words = " ".join(reading.document.flow[start:end].split())
    match = pattern.regex.search(words)
    status, date = str(pattern.yields["status"]), reading.facts.date
    own = _SAID_OF.sub("", words)  # not when what it is about came to be: "de klagomål som kom in i augusti"
    due = due_in_prose(own, date) if status in {"planned", "ongoing", "postponed"} else NO_DUE
    if (
        status not in {"planned", "postponed"}
        and (begins := _begins(words, match[0] if match else "", pattern, date)) != NO_DUE
    ):
        status, due = "planned", begins
    undated = date is None and _BY.search(words)  # a paper without a date: only the words tell what is to come
    if status != "planned" and not undated and (due.last or "") < (date or "9999"):
        due = NO_DUE  # since when, or what for; not by when
    return Measure(
        id=record_id(reading.document.id, Measure.table, start, end),
        at=At(start, end, pattern.id, pattern.confidence),
        text=words,
        responsible=responsible,
        due_from=due.first,
        due_to=due.last,
        due_precision=due.precision,
        status=status,
        status_text=match[0] if match else None,
    )


def _begins(words: str, told: str, pattern: Pattern, date: str | None) -> Due:
    """When what is told in the present begins, where that is still to come: "Från november får rektorn en lista"."""
    begins = load_lexicon("measures").pattern("begins").regex.search(words)
    if begins is None or date is None or not (pattern.id in _PRESENT or told.lower().startswith("fr")):
        return NO_DUE
    due = due_in_prose(words[begins.start() : begins.end() + _DATE], date)
    soon = f"{int(date[:4]) + 1}{date[4:]}" if _YEAR.search(words) else _months_on(date)
    return due if due.first and date < due.first < soon else NO_DUE


def _months_on(date: str) -> str:
    """The day until which a month without a year is one to come: later it is that of the year past."""
    month = int(date[5:7] or 1) + _SOON
    return f"{int(date[:4]) + (month - 1) // 12}-{(month - 1) % 12 + 1:02}{date[7:]}"
