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
from pipeline.extract.body_lists import joined_names
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
_COMPANY_ENDS = re.compile(r"(?: i [A-ZÅÄÖ]\w+)? AB$")
_COMPANY_SPOKEN_OF = re.compile(r"\b(?:bolaget|styrelsen)s?\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\bmellan\b", re.IGNORECASE)
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
    others = {name for name in spoken_to if name and (context.body or "") not in name}
    retold = reading.facts.kind == "official_report" and others and others == spoken_to - {None}
    if retold or (context.in_passing and context.body not in spoken_to):  # what is told of others' audits is not to it
        context = replace(context, body=None)
    named = [
        bodies_together(text, context) or named_addressee(text, context) or lead
        for text, lead in zip(words, told, strict=True)
    ]
    companies = _addressed_companies([*named, *told])
    if companies:
        named = [
            name or _companies_meant(reading, point, text, companies)
            for point, text, name in zip(points, words, named, strict=True)
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


def _addressed_companies(names: Sequence[str | None]) -> dict[str, str]:
    """The companies to whom the paper says that points are, by what they are called for short: "Nyvalla Bostäder"."""
    each = [one for name in names if name and name.endswith(" AB") for one in re.split(r", | och (?=[A-ZÅÄÖ])", name)]
    return {_COMPANY_ENDS.sub("", name): name for name in each if name.endswith(" AB")}


def _companies_meant(reading: Reading, point: Point, text: str, companies: dict[str, str]) -> str | None:
    """Those of them that the words name, beside no board; where these say "bolaget" or "styrelsen", the one named last
    above in the paragraph, if no board is named there."""
    if named_body(text, {}) is not None:
        return None
    named = _companies_named(text, companies)
    if named or not _COMPANY_SPOKEN_OF.search(text):
        return joined_names(named) if named else None
    block = next((b for b in reading.document.blocks if b.start <= point.start < b.end), None)
    above = one_line(reading.document.flow[block.start : point.start]) if block else ""
    told = _companies_named(above, companies)
    return told[-1] if told and named_body(above, {}) is None else None


def _companies_named(text: str, companies: dict[str, str]) -> list[str]:
    found = []
    for short in sorted(companies, key=len, reverse=True):  # "Nyvalla Energi Nät" before "Nyvalla Energi"
        name = re.compile(rf"(?<![\wåäö-]){re.escape(short)}(?: AB)?(?=:?s?(?![\wåäö-]))")
        said = [match.start() for match in name.finditer(text) if not _BETWEEN.search(text, 0, match.start())]
        found += [(start, companies[short]) for start in said[-1:]]
        text = name.sub(lambda match: " " * len(match[0]), text)
    return [company for _, company in sorted(found)]


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
