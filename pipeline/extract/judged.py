"""Which findings of its own paper a verdict is on: those of its section, else the one that it counts out or names."""

from __future__ import annotations

import re
from bisect import bisect_right

from pipeline.extract.passages import Passage, one_line
from pipeline.extract.reviews import year_of_paper
from pipeline.extract.verdict_topics import is_general
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies, is_generic
from pipeline.lexicon.stems import stem_families
from pipeline.records import Finding, Reading, Section

_SINCE = re.compile(
    r"\b(?:sedan|från|i) (?:(?:den|vår|förra|tidigare|föregående) )?(?:granskning\w*|revision\w*|rapporten)(?: från)?"
    r"(?: år)? (20\d\d)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\brekommendation(?:en)? (?:om|att|avseende|gällande|kring|rörande)\b([^.]{3,120}?)"
    r"(?=\b(?:är|har|bedöms|anses|kvarstår)\b|$)",
    re.IGNORECASE,
)
_NUMBERS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde")
_NUMBERED = re.compile(
    rf"\bden ({'|'.join(_NUMBERS)}|sista) (?:rekommendationen|punkten|bristen|synpunkten)\b|"
    r"\brekommendation(?:en)? (?:nr |nummer )?(\d{1,2})\b(?! (?:och|samt|till)\b)",
    re.IGNORECASE,
)
_LIKE_ENOUGH = 0.5
_SUMMED = re.compile(r"\bsammanfatt|\bsamlad|\bslutsats", re.IGNORECASE)  # there a follow-up recommends anew
_ANEW = re.compile(
    r"\b(?:vi|revisorerna|revisionen|stadsrevisionen|revisionskontoret)\b[^.]{0,30}\b(?:uppmanar|upprepar|förordar|vidhåller)\b|"
    r"\bpå nytt\b|\bvi kvarstår i\b",
    re.IGNORECASE,
)
_REVIEW = re.compile(r"\W*(?:[\d.]+\s+)?granskning(?:en)? (?:av|kring|gällande|avseende)\b", re.IGNORECASE)
_FLAW = re.compile(r"\b(?:brist(?:en|erna)|kritiken|anmärkningen|erinran|påpekandet|synpunkten)\b", re.IGNORECASE)
_CRITICISM = frozenset({"criticism", "remark", "concern", "observation"})
_ANOTHER_REVIEW = re.compile(r"[.]\s+(?:I granskningen|Granskningen) (?:av|kring|gällande|avseende)\b")
_SEVERAL = 2  # points among which a sentence may tell which
_TAKEN_UP = 0.33  # of the words of its own that a point has
_JUST_ABOVE = 2  # blocks between a point and the verdict on it
_FURTHER_UP = 20  # and between the first of several and the verdict on all
_LAST = 6  # points above a sentence among which it may name one


def _made_by_then(words: str, places: list[tuple[int, int, Finding]]) -> list[tuple[int, int, Finding]]:
    """The points that a verdict can be on which says of when it speaks ("kvarstår sedan granskningen 2023"): none of a
    later year, such as what the same paper recommends anew."""
    named = _SINCE.search(words)
    return [p for p in places if p[2].year is None or p[2].year <= int(named[1])] if named else places


def judged_findings(
    reading: Reading, passages: list[Passage], index: int, places: list[tuple[int, int, Finding]]
) -> tuple[tuple[str, ...], float]:
    """The findings of the paper that the sentence `passages[index]` judges, and how sure that is: those of its section,
    else the one of an earlier year that it counts out or takes up by its words, else the one just above it.

    `places`: start, end and finding of every place, in order. None is better than another's: what the verdict is on may
    stand in an earlier paper alone.
    """
    passage = passages[index]
    places = _made_by_then(passage.text, places)
    plural = load_lexicon("assessments").pattern("about.plural").regex.search(passage.text) is not None
    recommended = [p for p in places if p[2].kind == "recommendation" and not _ANEW.search(_words(reading, p))]
    flow = reading.document.flow
    recommended = [p for p in recommended if not _ANOTHER_REVIEW.search(flow, p[1], max(p[1], passage.start))]
    for section in _sections_around(reading, passage.start):
        inside = [p for p in recommended if section.start <= p[0] < passage.start]
        inside = [p for p in inside if plural or _may_hold(reading, passage, p)]
        if inside and section.end - section.start < len(reading.document.text) * 0.6:
            named = () if plural else _numbered_in(passage.text, inside) or _named_in(reading, passage.text, inside)
            named = named or (() if plural else _just_told(reading, passages, index, inside))
            return named or tuple(dict.fromkeys(p[2].id for p in (inside if plural else inside[-1:]))), 1.0
        if not is_general(section.title):
            break  # it has a subject of its own
        if _is_one_review_of_several(reading, section):
            return (), 0.6  # of which the paper retells no point
    before = [p for p in recommended if p[0] < passage.start]
    review = [p for p in before if p[2].audit == before[-1][2].audit and _is_earlier(p[2], reading)]
    if not plural and (named := _numbered_in(passage.text, review)):
        return named, 0.9
    paragraph = " ".join(p.text for p in passages[max(0, index - 6) : index + 1] if p.block == passage.block)
    anew = _SINCE.search(passage.text) is None  # else of the year it names, as `places` are
    earlier = [p for p in recommended if not (anew and _is_made_now(reading, p))]
    by_topic = _by_topic(reading, paragraph if plural else passage.text, earlier, plural=plural)
    if by_topic:
        return by_topic, 0.8
    if not plural and (named := _named_in(reading, passage.text, before[-_LAST:])):
        return named, 0.8
    near = [p for p in before if _stands_just_above(reading, p[1], passage.start, plural=plural)]
    if not plural and (taken_up := _just_told(reading, passages, index, near)):
        return taken_up, 0.7
    if not before and (criticised := _criticised_above(reading, passages, index, places)):
        return criticised, 0.7
    above = [
        p[2].id for p in before
        if _stands_just_above(reading, p[1], passage.start, plural=plural) and _may_be_of(reading, passage, p[2])
    ]  # fmt: skip
    return tuple(dict.fromkeys(above if plural else above[-1:])), 0.6


def _is_one_review_of_several(reading: Reading, section: Section) -> bool:
    """Whether a section is on one of the reviews that the paper follows up: "3.3 Granskning av tillsyn (2019)"."""
    if not _REVIEW.match(section.title):
        return False
    others = [s for s in reading.sections if s.start != section.start and _REVIEW.match(s.title)]
    return any(not (o.start <= section.start < o.end or section.start <= o.start < section.end) for o in others)


def _criticised_above(
    reading: Reading, passages: list[Passage], index: int, places: list[tuple[int, int, Finding]]
) -> tuple[str, ...]:
    """The criticism of an earlier year that the paragraph retells before a verdict on a flaw: "I 2022 års berättelse
    kritiserades styrelsen för ... Bristen är avhjälpt."."""
    passage = passages[index]
    if not _FLAW.search(passage.text):
        return ()
    block = reading.document.blocks[passage.block]
    told = [f for start, _, f in places if block.start <= start < passage.start and f.kind in _CRITICISM]
    paper = year_of_paper(reading.facts.title or "", reading.document.flow, reading.facts.date)
    earlier = [f for f in told if f.year and paper and f.year < paper]
    return (earlier[-1].id,) if earlier else ()


def _words(reading: Reading, place: tuple[int, int, Finding]) -> str:
    return one_line(reading.document.flow[place[0] : place[1]])


def _is_made_now(reading: Reading, place: tuple[int, int, Finding]) -> bool:
    return not _is_earlier(place[2], reading) or _SUMMED.search(_title_at(reading, place[0])) is not None


def _is_earlier(finding: Finding, reading: Reading) -> bool:
    """Of a year before the paper's: retold, not recommended anew."""
    written = reading.facts.date
    return not (finding.year and written) or finding.year < int(written[:4])


def _just_told(
    reading: Reading, passages: list[Passage], index: int, places: list[tuple[int, int, Finding]]
) -> tuple[str, ...]:
    """The one of several points whose own words the sentence before the verdict takes up: "En rutin är fastställd.
    Rekommendationen är därmed genomförd."."""
    passage, before = passages[index], passages[index - 1] if index else None
    told = passage.text if before is None or before.block != passage.block else f"{before.text} {passage.text}"
    stems = stem_families(told)
    words = {f.id: stem_families(reading.document.flow[start:end]) for start, end, f in places}
    if len(words) < _SEVERAL:
        return ()
    shared = set.intersection(*(set(w) for w in words.values()))
    scored = {i: len(stems & (w - shared)) / max(1, min(len(w - shared), 6)) for i, w in words.items()}
    best = max(scored.values())
    chosen = [i for i, value in scored.items() if value == best]
    return (chosen[0],) if best >= _TAKEN_UP and len(chosen) == 1 else ()


def _may_hold(reading: Reading, passage: Passage, place: tuple[int, int, Finding]) -> bool:
    """Whether a point of the section can be what the verdict is on. One told in a sentence of another paragraph is not
    where the verdict's own names other bodies alone."""
    block = next((b for b in reading.document.blocks if b.start <= place[0] < b.end), None)
    if block is None or block.kind != "paragraph" or block.start <= passage.start < block.end:
        return True
    return _may_be_of(reading, passage, place[2])


def _may_be_of(reading: Reading, passage: Passage, finding: Finding) -> bool:
    """Whether no other body than that of the point is named in the paragraph up to the verdict."""
    block = reading.document.blocks[passage.block]
    named = {b.name for b in find_bodies(reading.document.flow[block.start : passage.end]) if not is_generic(b.name)}
    others = {name for name in named if "revis" not in name}
    return not others or finding.addressee is None or any(n in finding.addressee for n in others)


def _stands_just_above(reading: Reading, end: int, start: int, *, plural: bool) -> bool:
    """No heading of another subject parts the point from the verdict, and but a few blocks do."""
    between = [b for b in reading.document.blocks if end <= b.start < start and not b.is_aside]
    headed = any(end < s.start <= start and not is_general(s.title) for s in reading.sections)
    return not headed and len(between) <= (_FURTHER_UP if plural else _JUST_ABOVE)


def _numbered_in(words: str, places: list[tuple[int, int, Finding]]) -> tuple[str, ...]:
    """The point of a section that the sentence counts out: "Den andra rekommendationen ...", "Rekommendation 2 ..."."""
    counted = _NUMBERED.search(words)
    ids = list(dict.fromkeys(finding.id for _, _, finding in places))
    if counted is None or not ids:
        return ()
    if counted[2]:
        number = int(counted[2])
    else:
        number = len(ids) if counted[1].lower() == "sista" else _NUMBERS.index(counted[1].lower()) + 1
    return (ids[number - 1],) if 0 < number <= len(ids) else ()


def _named_in(reading: Reading, words: str, places: list[tuple[int, int, Finding]]) -> tuple[str, ...]:
    """The one point of a section whose words the sentence takes up ("Rekommendationen om avgifter ...")."""
    about = _ABOUT.search(words)
    if about is None:
        return ()
    stems = stem_families(about[1])
    shared = {f.id: len(stems & stem_families(reading.document.flow[start:end])) for start, end, f in places}
    best = [i for i, n in shared.items() if n and n == max(shared.values())]
    return tuple(best) if len(best) == 1 else ()


def _by_topic(reading: Reading, words: str, places: list[tuple[int, int, Finding]], *, plural: bool) -> tuple[str, ...]:
    about = stem_families(words)
    scored: dict[str, float] = {}
    for start, _, finding in places:
        title = _title_at(reading, start)
        own = stem_families(reading.document.flow[finding.at.char_start : finding.at.char_end])
        by_title = len(stem_families(title) & about) / max(1, len(stem_families(title)))
        by_words = len(own & about) / max(1, min(len(own), 6))
        scored[finding.id] = max(scored.get(finding.id, 0.0), by_title if plural else max(by_title, by_words))
    best = max(scored.values(), default=0.0)
    if best < _LIKE_ENOUGH:
        return ()
    chosen = [i for i, value in scored.items() if value >= best - 0.01]
    return tuple(chosen if plural else chosen[:1])


def _sections_around(reading: Reading, offset: int) -> list[Section]:
    return sorted((s for s in reading.sections if s.start <= offset < s.end), key=lambda s: s.end - s.start)


def _title_at(reading: Reading, offset: int) -> str:
    starts = [s.start for s in reading.sections]
    index = bisect_right(starts, offset) - 1
    return reading.sections[index].title if index >= 0 else ""
