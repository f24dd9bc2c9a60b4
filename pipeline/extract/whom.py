"""To whom each point of an audit paper is: as its words, its list or its heading say, else by the points around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.addressees import (
    Context,
    accountable_in,
    addressee_of,
    lead_addressee,
    named_addressee,
    named_body,
    titled_body,
)
from pipeline.extract.nearby_bodies import bodies_nearby, is_on_several
from pipeline.extract.passages import one_line
from pipeline.extract.points import Point
from pipeline.extract.spoken_together import bodies_together
from pipeline.lexicon.stems import alike, stem_families
from pipeline.records import Reading

_ALL = re.compile(
    r"\b(?:rekommendera|uppmana)(?:r|de)?\b[^.:\n]{0,40}\b(?:samtliga|alla|berörda|övriga) nämnder|"
    r"^\W*(?:samtliga|alla|berörda|övriga) nämnder\b(?:\W*$| (?:bör|behöver|måste|rekommenderas|uppmanas)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_TO_ANOTHER = re.compile(r"\brekommendera(?:r|de|s|t)?\s(?:förbundet|bolaget|stiftelsen|föreningen)\b", re.IGNORECASE)
_BOARDS = ("kommunstyrelsen", "regionstyrelsen", "fullmäktige", "nämnden")
_MAIN = 0.25  # share of the mentions from which a body is whom a paper speaks of where it names none
_ALIKE = 0.45  # share of the words from which a criticism is what a recommendation is to mend


def addressees_of(reading: Reading, points: Sequence[Point], context: Context) -> list[str | None]:
    """The addressee of each point, in their order.

    In a paper on several bodies, criticism that names none is to whom the recommendation in its words is to; what is
    like none of these, to the body named last above it.
    """
    flow = reading.document.flow
    words = [one_line(flow[point.start : point.end]) for point in points]
    leads = {lead: lead_addressee(lead, context) if lead else None for lead in {point.lead for point in points}}
    told = [leads[point.lead] or titled_body(point.titles, context) for point in points]
    spoken_to = {*leads.values(), *(named_addressee(text, context) for text in words)}
    if context.in_passing and context.body not in spoken_to:
        context = replace(context, body=None)
    named = [
        bodies_together(text, context) or named_addressee(text, context) or lead
        for text, lead in zip(words, told, strict=True)
    ]
    nearby = bodies_nearby(reading, context)
    every = [
        name is None and (is_to_all(f"{text}\n{point.lead}") or _is_to_another(text, context.body))
        for point, text, name in zip(points, words, named, strict=True)
    ]
    if nearby is None:
        return [
            None if to_all else name or addressee_of(text, context)
            for name, text, to_all in zip(named, words, every, strict=True)
        ]
    main = nearby.names.count(context.body or "") >= _MAIN * len(nearby.names)
    asked = [
        (stem_families(text), name)
        for point, text, name in zip(points, words, named, strict=True)
        if point.kind == "recommendation" and name
    ]
    return [
        None
        if to_all
        else name
        or _mended_by(text, asked)
        or accountable_in(text, context.bodies)
        or nearby.before(point.start, text)
        or (
            addressee_of(text, context) if main and not is_on_several(text) else named_body(text, context.abbreviations)
        )
        or context.examined
        for point, text, name, to_all in zip(points, words, named, every, strict=True)
    ]


def is_to_all(text: str) -> bool:
    """Whether words of advice, or a cell or line beside them, are to all boards: it is to none of them alone."""
    return _ALL.search(text) is not None


def _is_to_another(text: str, body: str | None) -> bool:
    """Whether a municipality's paper retells advice to a federation or company of its own auditors."""
    return body is not None and body.endswith(_BOARDS) and _TO_ANOTHER.search(text) is not None


def _mended_by(text: str, asked: Sequence[tuple[frozenset[str], str]]) -> str | None:
    """To whom the recommendation is whose words the text shares most, where that is one body."""
    own = stem_families(text)
    shares = [(alike(own, families), name) for families, name in asked]
    best = max((share for share, _ in shares), default=0.0)
    nearest = {name for share, name in shares if share == best}
    return nearest.pop() if best >= _ALIKE and len(nearest) == 1 else None
