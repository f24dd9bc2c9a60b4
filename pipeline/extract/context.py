"""Which body and which meeting a § belongs to: from its clause, its sentence, and what stands before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import BodyMention, abbreviates, document_abbreviations, find_bodies, spelled_out
from pipeline.lexicon.dates import DateSpan, find_dates, parse_date
from pipeline.records import Reading

# "nämnden", "styrelsen", "fullmäktige", "en enig nämnd": a body named before by its full name.
_GENERIC = re.compile(r"(?:nämnd(?:en)?|styrelsen?|fullmäktige|utskottet|direktionen|beredningen)$")
_PLAIN = re.compile(r"(?<![\wåäö-])(?:nämnd|fullmäktige|styrelse)s?(?![\wåäö-])", re.IGNORECASE)
# Letters before a date and a §: the abbreviation of a body ("ABN 2024-03-26 § 59").
_UNKNOWN_SHORT = re.compile(
    r"(?<![\w/-])([A-ZÅÄÖ]{2,6})(?=,?\s(?:den\s)?(?:svar\s|beslut\s|möte\s)?(?:19|20)\d\d-\s?\d\d-\s?\d\d)"
)
_YEAR = re.compile(r"(?<![\d:/-])(?:19|20)\d\d(?![\d:])")
_YEAR_REACH = 1500
_FIXED = frozenset({"KS", "KF", "RS", "RF", "LS", "LF", "KSAU", "RSAU"})  # the same everywhere


@dataclass(frozen=True, slots=True)
class Window:
    """A sentence, or a line of a table: where bodies and dates are looked for."""

    start: int
    end: int


@dataclass(slots=True)
class Context:
    """What the document says about its bodies and dates; windows are searched once."""

    flow: str
    abbreviations: Mapping[str, str]
    bodies: list[BodyMention]
    own_body: str | None
    own_date: str | None
    organisation: str | None
    starts: list[int]
    ends: list[int]
    _dates: dict[Window, list[DateSpan]] = field(default_factory=dict)
    _body_starts: list[int] = field(default_factory=list)
    _fitting: dict[str, list[int]] = field(default_factory=dict)

    def window(self, offset: int) -> Window:
        """The sentence that holds `offset`, else the line of the flow (tables have no sentences)."""
        index = bisect_right(self.starts, offset) - 1
        if index >= 0 and offset < self.ends[index]:
            return Window(self.starts[index], self.ends[index])
        stop = self.flow.find("\n", offset)
        return Window(self.flow.rfind("\n", 0, offset) + 1, stop if stop >= 0 else len(self.flow))

    def before(self, window: Window) -> Window | None:
        """The sentence before this one in the same block or the one above, if there is one."""
        index = bisect_left(self.starts, window.start) - 1
        return Window(self.starts[index], self.ends[index]) if index >= 0 else None

    def dates(self, window: Window) -> list[DateSpan]:
        """The dates in a window; those without a year are dated in year 0 and marked as inferred."""
        if window not in self._dates:
            self._dates[window] = find_dates(self.flow, window.start, window.end, year=0)
        return self._dates[window]

    def bodies_in(self, start: int, end: int) -> list[BodyMention]:
        """The bodies named in the stretch, in order."""
        first = bisect_left(self._body_starts, start)
        return [b for b in self.bodies[first : bisect_left(self._body_starts, end)] if b.end <= end]

    def name_of(self, mention: BodyMention) -> str:
        """The body's own name; for "nämnden" the board named last before it, or the document's own."""
        if mention.name == "arbetsutskottet" and self.own_body:
            return self.own_body if "utskott" in self.own_body else f"{self.own_body}s arbetsutskott"
        if mention.name.startswith("fullmäktiges ") and (level := self._level()):
            return level + mention.name
        if mention.name[:1].isupper() and mention.as_written.lower().startswith("styrelse"):
            return "styrelsen"  # as a company's minutes call it
        if not _GENERIC.fullmatch(mention.name):
            return mention.name
        ending = re.sub(r"en$", "", mention.name).removesuffix("n")
        fits = [b for b in (self.own_body,) if b and ending in b and b != mention.name]
        index = bisect_left(self._body_starts, mention.start)
        if ending == "fullmäktige" or not fits:
            named = self._named_for(ending)
            at = bisect_left(named, index)
            fits = [self.bodies[named[at - 1]].name] if at else fits or [self.bodies[i].name for i in named[:1]]
        if not fits and ending == "fullmäktige":
            level = self._level()
            return f"{level}fullmäktige" if level else mention.name
        return fits[0] if fits else mention.name

    def start_of(self, mention: BodyMention) -> int:
        """Where a quote that begins with the body begins: before the full name when "(BUN)" stands behind it."""
        if self.flow[mention.start - 1 : mention.start] != "(":
            return mention.start
        named = self.bodies_in(max(0, mention.start - 80), mention.start)
        return named[-1].start if named and mention.start - named[-1].end <= 2 else mention.start

    def _level(self) -> str | None:
        """kommun, region or landstings: by the organisation's name, else by the boards that the text names."""
        if self.organisation:
            return "region" if self.organisation.lower().startswith("region") else "kommun"
        for level in ("kommun", "region", "landstings"):
            if any(b.name.startswith(f"{level}styrelse") for b in self.bodies):
                return level
        return None

    def _named_for(self, ending: str) -> list[int]:
        """The indexes of the bodies that a bare "nämnden" or "fullmäktige" can mean, in order; looked up once."""
        if ending not in self._fitting:
            names = {name: _fits(name, ending) for name in {b.name for b in self.bodies}}
            self._fitting[ending] = [i for i, body in enumerate(self.bodies) if names[body.name]]
        return self._fitting[ending]

    def year_near(self, offset: int) -> int | None:
        """The year written nearest to the place; for documents without a date of their own."""
        first = max(0, offset - _YEAR_REACH)
        years = [(abs(m.start() - offset), int(m[0])) for m in _YEAR.finditer(self.flow, first, offset + _YEAR_REACH)]
        return min(years)[1] if years else None

    def dated(self, span: DateSpan, year: int | None) -> DateSpan | None:
        """The date with its year filled in."""
        if not (span.inferred and (span.date_from or "").startswith("0000")):
            return span
        if year is None:
            return None
        found = parse_date(self.flow[span.start : span.end], year=year)
        return found and DateSpan(span.start, span.end, found.date_from, found.date_to, found.precision, True)


def read_context(reading: Reading) -> Context:
    """What the document as a whole says."""
    flow = reading.document.flow
    abbreviations = document_abbreviations(flow)
    bodies = find_bodies(flow, abbreviations=abbreviations)
    bodies = _meant_here(bodies, reading.facts.body)
    known = {(b.start, b.end) for b in bodies}
    named = [b.name for b in bodies]
    if reading.facts.body:
        named.insert(0, reading.facts.body)
    parties = load_lexicon("people").words["parties"].values()
    for match in _UNKNOWN_SHORT.finditer(flow):
        if match.span(1) not in known and match[1] not in parties:
            name = spelled_out(flow, match[1]) or _spelled_out(match[1], named)
            bodies.append(BodyMention(match.start(1), match.end(1), name, match[1]))
    spans = sorted((b.start, b.end) for b in bodies)
    for match in _PLAIN.finditer(flow):
        at = bisect_right(spans, (match.start(), len(flow))) - 1
        if at < 0 or spans[at][1] < match.end():  # not a part of a longer name
            name = match[0].lower().removesuffix("s")
            name = {"nämnd": "nämnden", "styrelse": "styrelsen"}.get(name, name)
            bodies.append(BodyMention(match.start(), match.end(), name, match[0]))
    bodies.sort(key=lambda b: b.start)
    sentences = reading.sentences
    return Context(
        flow, abbreviations, bodies, reading.facts.body, reading.facts.date, reading.facts.organisation,
        [s.start for s in sentences], [s.end for s in sentences], _body_starts=[b.start for b in bodies],
    )  # fmt: skip


def _meant_here(bodies: list[BodyMention], own: str | None) -> list[BodyMention]:
    """With the abbreviations that mean another body in each organisation spelled out as this document's own body, when
    its letters fit and the usual meaning is never written in full: "UN" in the papers of ungdomsnämnden.
    """
    if not own:
        return bodies
    in_full = {b.name for b in bodies if not b.as_written.isupper()} | {own}
    meant = {
        short: own
        for short, name in {(b.as_written, b.name) for b in bodies if b.as_written.isupper()}
        if name not in in_full and len(short) > 1 and abbreviates(short, own) and short not in _FIXED
    }
    return [replace(b, name=meant[b.as_written]) if b.as_written in meant else b for b in bodies]


def _fits(name: str, ending: str) -> bool:
    return name != ending and not _GENERIC.fullmatch(name) and bool(re.search(rf"{ending}(?:en|n)?$", name))


def _spelled_out(short: str, names: list[str]) -> str:
    """The one body whose name the letters abbreviate; else the letters."""
    fitting = [name for name in dict.fromkeys(names) if abbreviates(short, name)]
    return fitting[0] if len(fitting) == 1 else short.lower()
