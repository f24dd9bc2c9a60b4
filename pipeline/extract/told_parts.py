"""Who decided and when, in a sentence that tells of a decision.

Bodies and others who decide (directors, courts) compete for the subject: before the verb, right behind it ("beslutade
nämnden"), or as the agent of a passive ("av nämnden"). A date counts before the verb or in its own phrase, never in
the clause that says what was decided, and what was decided in the past was not decided after the document's day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.extract.context import Context, Window
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import BodyMention, is_generic
from pipeline.lexicon.dates import DateSpan

_NEAR_VERB = 25  # characters behind the verb within which a date surely is the day of the decision
_FIRST_WORD = re.compile(r"\w+")
_PARENTHESIS = re.compile(r"\([^()]{0,200}\)")
_WORD = re.compile(r"[\w§]+")
_CLAUSE_START = re.compile(r"[.;:]|\b(?:att|som)\b")
_OWNER = re.compile(r"(?<![\w])[A-ZÅÄÖ][\wåäö]+s\s$")
_TAKEN = re.compile(r"\s+(?:har\s)?(?:också\s)?(?:fatta[st]s?|tagits)\b")  # "har flera beslut fattats"


@dataclass(frozen=True, slots=True)
class Decider:
    """A body or other actor named in a sentence: where, its name, and whether the word alone says which one."""

    start: int
    end: int
    name: str
    known: bool
    genitive: bool


def deciders_in(context: Context, window: Window) -> list[Decider]:
    """Everyone in the sentence who may have decided, in order."""
    found = [_body(context, b, window) for b in context.bodies_in(window.start, window.end)]
    taken = [(d.start, d.end) for d in found]
    for match in _actor().finditer(context.flow, window.start, window.end):
        word = match[1].lower()
        if not any(a < match.end() and match.start() < b for a, b in taken) and not word.endswith(_not_actors()):
            found.append(Decider(match.start(), match.end(), word, True, bool(match[2])))
    return sorted(found, key=lambda d: d.start)


def _body(context: Context, body: BodyMention, window: Window) -> Decider:
    """A body by its own name; the board of a company ("Kraftverkens styrelse") by the words."""
    genitive = _in_genitive(body.as_written, body.name)
    owner = _OWNER.search(context.flow, max(window.start, body.start - 40), body.start)
    if owner and is_generic(body.name) and not context.bodies_in(owner.start(), body.start):
        return Decider(owner.start(), body.end, context.flow[owner.start() : body.end], True, genitive)
    return Decider(body.start, body.end, context.name_of(body), not is_generic(body.name), genitive)


def decider_of(
    context: Context, window: Window, verb: tuple[int, int], named: Sequence[Decider], *, bare: bool
) -> Decider | None:
    """Who took the decision that the verb tells, or None where the sentence leaves it out; `bare` for a participle."""
    flow, lexicon = context.flow, load_lexicon("decisions")
    first = _FIRST_WORD.match(flow, *verb)
    end = first.end() if first else verb[1]
    before = [d for d in named if window.start <= d.start and d.end <= verb[0] and _is_subject(flow, window, d)]
    inside = [d for d in named if end <= d.start and not d.genitive]
    if before and _abuts(flow[before[-1].end : verb[0]]):
        return before[-1]
    behind = next((d for d in inside if lexicon.pattern("who.behind").regex.search(_gap(flow, end, d.start))), None)
    if bare or is_passive(flow[verb[0] : verb[1]]) or _TAKEN.match(flow, verb[1], window.end):
        return _agent(flow, verb, named) or _of_the_meeting(flow, verb[0], named)
    if behind:
        return behind
    if before and not lexicon.pattern("when.ends").regex.search(flow, before[-1].end, verb[0]):
        return before[-1]
    supine = lexicon.pattern("auxiliary.needed").regex.search(flow[verb[0] : verb[1]])
    return (_agent(flow, verb, named) if supine else None) or _of_the_meeting(flow, verb[0], named)


def day_of(context: Context, window: Window, verb: tuple[int, int], dates: Sequence[DateSpan]) -> DateSpan | None:
    """The day of the decision: right behind the verb, else the last one before it, else the first in its phrase."""
    flow, lexicon = context.flow, load_lexicon("decisions")
    stop = lexicon.pattern("when.ends").regex.search(flow, verb[1], window.end)
    until = stop.start() if stop else window.end
    other = lexicon.pattern("when.other").regex
    fit = [
        d for d in dates
        if not other.search(flow[max(verb[1] if d.start >= verb[1] else window.start, d.start - 40) : d.start])
    ]  # fmt: skip
    behind = [d for d in fit if verb[0] <= d.start < until]
    near = [d for d in behind if d.start - verb[1] <= _NEAR_VERB]
    before = [d for d in fit if d.end <= verb[0]]
    return next(iter([*near[:1], *before[-1:], *behind[:1]]), None)


def told_dates(context: Context, window: Window) -> list[DateSpan]:
    """The dates of a sentence in the past tense: one without a year is the last such day before the document's own, and
    none is later than it.
    """
    own = context.own_date
    year = int(own[:4]) if own else context.year_near(window.start)
    found: list[DateSpan] = []
    for span in context.dates(window):
        filled = context.dated(span, year)
        if filled and own and year and (filled.date_from or "") > own and span.inferred:
            filled = context.dated(span, year - 1)
        if filled and not (own and (filled.date_from or "") > own):
            found.append(filled)
    return found


def is_bare(text: str, verb: re.Match[str]) -> bool:
    """Whether the verb is a supine without "har", which then is a participle or ends a subordinate clause."""
    lexicon = load_lexicon("decisions")
    before = _CLAUSE_START.split(text[: verb.start()])[-1]
    return bool(lexicon.pattern("auxiliary.needed").regex.search(verb[0])) and not lexicon.pattern(
        "auxiliary.has"
    ).regex.search(before)


def is_subordinate(text: str, verb: re.Match[str]) -> bool:
    """Whether the verb stands in a clause about another thing ("som nämnden beslutade")."""
    return bool(load_lexicon("decisions").pattern("weak.subordinate").regex.search(text[: verb.start()]))


def _gap(flow: str, start: int, end: int) -> str:
    """The words between two places, however the lines break there."""
    return re.sub(r"\s+", " ", flow[min(start, end) : end])


def _agent(flow: str, verb: tuple[int, int], named: Sequence[Decider]) -> Decider | None:
    agent = load_lexicon("decisions").pattern("who.agent").regex
    first = _FIRST_WORD.match(flow, *verb)
    end = first.end() if first else verb[1]
    found = [
        d for d in named
        if d.start >= end and not d.genitive
        and (agent.search(_gap(flow, verb[1], d.start)) or agent.search(_gap(flow, end, d.start)))
    ]  # fmt: skip
    return found[0] if found else None


def _is_subject(flow: str, window: Window, named: Decider) -> bool:
    governed = load_lexicon("decisions").pattern("who.governed").regex
    return not named.genitive and not governed.search(flow[max(window.start, named.start - 40) : named.start])


def is_passive(verb: str) -> bool:
    """ "beslutades", "antogs", "har fattats", "är beslutat": who decided is named by "av", if at all."""
    words = _WORD.findall(verb.lower())
    ends = ("des", "ats", "its", "ogs", "ölls", "nts", "llts")
    return words[0] in {"är", "beslut", "beslutad"} or any(word.endswith(ends) for word in words)


def _abuts(between: str) -> bool:
    """Whether only adverbs, days, parentheses and places stand between a subject and its verb."""
    words = _WORD.findall(_PARENTHESIS.sub(" ", between))
    passed = _passed_over()
    return not re.search(r"[.;:]", between) and all(
        word.lower() in passed or word[0].isupper() or word[0].isdigit() or word == "§" for word in words
    )


def _of_the_meeting(flow: str, end: int, named: Sequence[Decider]) -> Decider | None:
    """Whose meeting it was ("vid nämndens sammanträde beslutades")."""
    met = load_lexicon("decisions").pattern("who.met").regex
    return next((d for d in named if d.end <= end and d.genitive and met.search(flow[d.end : d.end + 40])), None)


def _in_genitive(written: str, name: str) -> bool:
    return written.lower().endswith("s") and not name.endswith("s")


@cache
def _actor() -> re.Pattern[str]:
    ends = "|".join(load_lexicon("decisions").words["actors"])
    return re.compile(rf"(?<![\w-])([\wåäöÅÄÖ-]{{0,60}}?(?:{ends}))(s?)(?![\w-])", re.IGNORECASE)


@cache
def _not_actors() -> tuple[str, ...]:
    return tuple(load_lexicon("decisions").words["not_actors"])


@cache
def _passed_over() -> frozenset[str]:
    return frozenset(load_lexicon("decisions").words["passed_over"])
