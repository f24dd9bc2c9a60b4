"""Statutes in a text: law, chapter, paragraph, stycke and punkt, kept apart from the § of minutes.

First the laws and the places in laws are found, each by itself; then a place goes with the law beside it, with the law
behind it before the one in front, and in a list ("11 kap. 5 § och 12 kap. 1 § KL") with that of its neighbour.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from pipeline.extract.statute_names import LawName, find_laws, statute_number
from pipeline.lexicon import load_lexicon

__all__ = ["Statute", "find_statutes", "statute_number"]
_ANCHOR = re.compile(r"§|\b[Kk]ap(?:\.|itel\b|itlet\b|\b)|\b[Aa]rt(?:ikel|iklarna|\.)\s?\d")
_BEHIND = re.compile(r"(?:,?\s(?:(?:i|av|ur|enligt)\s)?(?:den\s)?|\s?\()\Z")
_TO_LAW = re.compile(r"\s(?:(?:i|av|ur)\s)?(?:den\s)?\Z")
_LISTED = re.compile(r"\s?(?:,|och|samt|eller|respektive|resp\.)\s(?:i\s)?\Z|\s?,\s?\Z")
_INTERNAL = re.compile(r"\s(?:i\s)?(?:\w+\s){0,2}\w*(?:reglemente|arbetsordning|stadgar|föreskrift)", re.IGNORECASE)
_SPACE, _COLON_GAP = re.compile(r"\s"), re.compile(r"(?:,|\soch|\ssamt)\s")
_COLON_AHEAD = 16  # characters before a law's name in which "6:2 § i" stands
_SAME_LAW = re.compile(r"\s(?:i\s)?(?:samma|nämnda|denna)\s(?:lag|balk|förordning)\b")
_SENTENCE = 150  # characters over which a sentence's law is still the one meant
_NEW_SENTENCE = re.compile(r"[.!?]\s+[A-ZÅÄÖ]|\n|;")
_ORDINALS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde")


@dataclass(frozen=True, slots=True)
class Statute:
    """A statute cited: its span, the law's name as written, where in it, and its SFS number if known."""

    start: int
    end: int
    law: str | None
    chapter: str | None
    paragraph: str | None
    sfs: str | None
    rule: str
    confidence: float
    subparagraph: str | None = None
    point: str | None = None
    internal: bool = False  # "3 kap. 3 § reglemente för ...": the organisation's own rules, no statute


@dataclass(frozen=True, slots=True)
class Pin:
    """A place in a law without the law: "11 kap. 6 § andra stycket"."""

    start: int
    end: int
    rule: str
    confidence: float
    chapter: str | None
    paragraph: str | None
    subparagraph: str | None
    point: str | None


def find_statutes(text: str, date: str | None) -> list[Statute]:
    """The statutes cited in `text`, in order; a list of § is one. `date` (ISO) says which law a name means."""
    laws = find_laws(text, date)
    pins = _find_pins(text, laws)
    of_pin, used = _pair(text, pins, laws)
    found = []
    last: LawName | None = None
    for index, pin in enumerate(pins):
        law = of_pin.get(index)
        if law is None and last and _SAME_LAW.match(text, pin.end):
            law = of_pin[index] = last
        elif law is None and pin.chapter and pin.paragraph and not _INTERNAL.match(text, pin.end):
            law = _named_before(text, pin, laws)
        last = law or last
        if law is None and (pin.chapter is None or pin.paragraph is None or pin.rule.endswith("colon")):
            continue
        start, end = (pin.start, pin.end) if law is None or index not in used else _span(pin, law)
        found.append(_statute(text, pin, law, start, end))
    beside = set(used.values())
    alone = [law for place, law in enumerate(laws) if place not in beside and law.clear]
    exact = {(s.law or "").lower() for s in found if s.paragraph or s.chapter}
    found += [
        Statute(
            law.start,
            law.end - text[law.start : law.end].endswith("ens"),
            law.law,
            None,
            None,
            law.sfs,
            "statute.name",
            0.85,
        )
        for law in alone
        if law.numbered or law.law.lower() not in exact  # a bare name means the place given before again
    ]
    return sorted(found, key=lambda s: (s.start, s.end))


def _find_pins(text: str, laws: list[LawName]) -> list[Pin]:
    lexicon = load_lexicon("statutes")
    spans = _places(text)
    taken = bytearray(len(text))
    found: list[Pin] = []
    for pattern in lexicon.group("statute.pin."):
        if pattern.id.endswith("colon"):
            continue
        for first, last in spans:
            for match in pattern.regex.finditer(text, first, last):
                if any(taken[match.start() : match.end()]):
                    continue
                taken[match.start() : match.end()] = b"\1" * len(match[0])
                found.append(_pin(match, pattern.id, pattern.confidence, text))
    colon = lexicon.pattern("statute.pin.colon")
    for law in laws:  # "KL 5:25", "OSL 26:1, 25:1": only right beside the law
        end = law.end
        while gap := _COLON_GAP.match(text, end) if end > law.end else _SPACE.match(text, end):
            place = colon.regex.match(text, gap.end())
            if not place or any(taken[place.start() : place.end()]):
                break
            found.append(_pin(place, colon.id, colon.confidence, text))
            end = place.end()
        ahead = max(0, law.start - _COLON_AHEAD)  # "6:2 KL"
        for place in colon.regex.finditer(text, ahead, law.start):
            if _TO_LAW.match(text, place.end(), law.start) and not any(taken[place.start() : place.end()]):
                taken[place.start() : place.end()] = b"\1" * len(place[0])
                found.append(_pin(place, colon.id, colon.confidence, text))
    return sorted(found, key=lambda p: p.start)


def _pin(match: re.Match[str], rule: str, confidence: float, text: str) -> Pin:
    groups = match.groupdict()
    subparagraph, point, end = groups.get("st"), groups.get("point"), match.end()
    if groups.get("paras") or groups.get("paras2"):
        lexicon = load_lexicon("statutes")
        rest = text[end : end + 60].split("\n")[0]
        for name in ("paragraph", "point", "bare"):
            if name == "bare" and (point or rule.endswith("sign")):
                break
            part = lexicon.pattern(f"statute.part.{name}").regex.match(rest)
            if part:
                said = part.groupdict()
                subparagraph = said.get("st") or subparagraph
                point = said.get("point") or said.get("point2") or point
                end += part.end()
                rest = rest[part.end() :]
    paragraph = _plain(groups.get("paras") or groups.get("paras2"))
    chapter = _plain(groups.get("chapter"))
    return Pin(match.start(), end, rule, confidence, chapter, paragraph, _number(subparagraph), _number(point))


def _pair(text: str, pins: list[Pin], laws: list[LawName]) -> tuple[dict[int, LawName], dict[int, int]]:
    """The law of each pin (by index), and for those beside their law that law's index."""
    starts = [law.start for law in laws]
    of_pin: dict[int, LawName] = {}
    used: dict[int, int] = {}
    claimed: set[int] = set()
    pin_starts = {pin.start for pin in pins}
    for index, pin in enumerate(pins):
        at = bisect_left(starts, pin.end)
        behind = at if at < len(laws) and laws[at].start - pin.end < 12 else None
        if behind is not None and not _TO_LAW.match(text[pin.end : laws[behind].start]):
            behind = None
        before = at - 1 if at and laws[at - 1].end <= pin.start and pin.start - laws[at - 1].end < 12 else None
        if before is not None and not _BEHIND.match(text[laws[before].end : pin.start]):
            before = None
        if before is not None and before in claimed and behind is not None:
            before = None
        if behind is not None and before is not None and before not in claimed:
            has_own = bool(pin_starts & {laws[behind].end + 1, laws[behind].end + 2})
            behind = None if has_own else behind
        for place in (behind, before):
            if place is not None and _may_hold(pin, laws[place], behind is not None):
                if place == before and place in claimed:
                    continue
                of_pin[index] = laws[place]
                used[index] = place
                claimed.add(place)
                break
    _share(text, pins, of_pin)
    return of_pin, used


def _share(text: str, pins: list[Pin], of_pin: dict[int, LawName]) -> None:
    """In a list of places the law stands once: before the first or behind the last."""
    order = list(range(len(pins)))
    for indexes, step in ((reversed(order), 1), (iter(order), -1)):
        for index in indexes:
            other = index + step
            if index in of_pin or other not in of_pin or pins[index].rule.endswith("sign"):
                continue
            first, second = (pins[index], pins[other]) if step == 1 else (pins[other], pins[index])
            law = of_pin[other]
            stop = max(first.end, law.end) if step == -1 and law.start >= first.end else first.end
            alike = (pins[index].chapter is None) == (pins[other].chapter is None)
            if alike and stop <= second.start and _LISTED.match(text[stop : second.start]):
                of_pin[index] = law


def _named_before(text: str, pin: Pin, laws: list[LawName]) -> LawName | None:
    """The one law that the sentence names before the place: "Enligt socialtjänstlagen ska ... (11 kap. 1 §)"."""
    last = bisect_left(laws, pin.start, key=lambda law: law.start)
    near = [law for law in laws[max(0, last - 4) : last] if pin.start - law.end < _SENTENCE and law.clear]
    if not near or len({law.sfs or law.law.lower() for law in near}) > 1:
        return None
    return None if _NEW_SENTENCE.search(text, near[-1].end, pin.start) else near[-1]


def _may_hold(pin: Pin, law: LawName, behind: bool) -> bool:
    """Abbreviations of bodies are laws with a chapter alone; the sign first is minutes unless the law is clear."""
    words = load_lexicon("statutes").words
    if law.short and pin.chapter is None and law.law in words["with_chapter"]:
        return law.law not in {"RF", "SL", "LAS", "FB"} and not pin.rule.endswith("sign")
    if pin.rule.endswith("sign") and law.short and not law.clear:
        return law.law in {"FL", "LVU", "LVM"}
    return not (
        pin.rule.endswith("sign") and behind and law.law[:1].isupper() and not law.law.startswith(("Lag", "SFS"))
    )


def _statute(text: str, pin: Pin, law: LawName | None, start: int, end: int) -> Statute:
    internal = law is None and bool(_INTERNAL.match(text, pin.end))
    sure = pin.confidence if law else pin.confidence - 0.15
    return Statute(
        start, end, law.law if law else None, pin.chapter, pin.paragraph, law.sfs if law else None, pin.rule, sure,
        pin.subparagraph, pin.point, internal,
    )  # fmt: skip


def _span(pin: Pin, law: LawName) -> tuple[int, int]:
    return min(pin.start, law.start), max(pin.end, law.end)


def _places(text: str) -> list[tuple[int, int]]:
    """The stretches in which a §, a chapter or an article stands: the costly patterns are tried there alone."""
    spans: list[tuple[int, int]] = []
    for match in _ANCHOR.finditer(text):
        start, end = max(0, match.start() - 80), min(len(text), match.end() + 60)
        start = max(start, text.rfind("\n", start, match.start()) + 1)
        stop = text.find("\n", match.end(), end)
        end = stop if stop >= 0 else end
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _number(written: str | None) -> str | None:
    if not written:
        return None
    word = written.lower()
    return str(_ORDINALS.index(word) + 1) if word in _ORDINALS else _plain(word)


def _plain(written: str | None) -> str | None:
    """ "1a" is "1 a"; line ends and doubled spaces go."""
    return re.sub(r"(\d)\s?([a-z])(?![a-zåäö])", r"\1 \2", " ".join(written.split())) if written else None
