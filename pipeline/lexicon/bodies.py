"""Boards, councils and committees: finding their names in text, and giving each one name.

A canonical name is in lower case and definite form, without genitive and without the organisation before it:
"Exempelstads kommunstyrelses" and "KS" are both "kommunstyrelsen".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.lexicon import load_lexicon

_HEAD = r"(?:nämnd(?:erna|er|en)?|styrelse[nr]?(?:na)?|fullmäktige|utskott(?:en|et)?|beredning(?:en)?)"
# "hälso- och sjukvårdsnämnden", "kultur-, fritids- och turismnämnden", "tekniska nämnden", "nämnden"
_COMPOUND = rf"(?:(?:[a-zåäöé]+-,?\s?)+(?:och|samt)\s)?(?:(?:tekniska|regionala|sociala|gemensamma|lokala)\s)?[a-zåäöé]*?{_HEAD}"
_OWNED = (
    rf"(?:[a-zåäöé]*(?:styrelsens|nämndens|fullmäktiges))\s+[a-zåäöé]*(?:utskott(?:et)?|presidium|beredning(?:en)?)"
)
# "nämnden för funktionsstöd", "nämnden för äldre samt vård och omsorg": the words after are nouns, not the sentence's next
_FOR = (
    r"nämnd(?:en)?\s+för\s+(?!att\b|den\b|det\b|en\b|ett\b|sin\b|år\b|nya?\b|sitt\b)[a-zåäöé]+(?:,\s[a-zåäöé]+)*"
    r"(?:\s(?:och|samt)\s(?!att\b|den\b|de\b|har\b|ska\b|som\b|kan\b|inte\b|nämnd|i\b|är\b|för\b|även\b)[a-zåäöé]+-?){0,3}"
)
_NAMED = re.compile(
    rf"(?<![\w-])(?:(?P<owned>{_OWNED})|(?P<for>{_FOR})|(?P<compound>{_COMPOUND}))(?P<genitive>s)?(?!\w)", re.I
)
_SHORT = re.compile(r"(?<![\w/-])[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,5}(?![\w/-]|\s?\d{4}/\d|\.\d)")
_BEFORE_REFERENCE = re.compile(
    r"(?<![\w/-])([A-ZÅÄÖ]{2,6})(?=\s+(?:svar\s+|beslut\s+|protokoll\s+)?(?:den\s+)?(?:§|(?:19|20)\d\d-\d\d-))"
)
_IN_BRACKETS = re.compile(
    r"\s*\(\s*(?:(?:nedan|fortsättningsvis|här|härefter)\s+)?(?:kallad\s+)?[\"”]?([A-ZÅÄÖ]{2,6})[\"”]?\s*\)"
)
_BELOW_CALLED = re.compile(
    r",?\s*\(?\s*(?:nedan|fortsättningsvis|härefter)\s+(?:kallad\s+|benämnd\s+)?[\"”]?([a-zåäö]+)", re.I
)
_ORGANISATION = re.compile(
    r"^(?:(?:region|landstinget)\s+\S+(?:\s+härjedalen|\s+götalands?)?s\s+|\S+s\s+(?:stads|kommuns|regions)\s+"
    r"|(?:regionens|kommunens|stadens|landstingets)\s+)",
    re.IGNORECASE,
)
_LONGEST = 40  # characters of the longest irregular name
_TAIL = re.compile(r"\s+(?:och|samt)?\s*$")


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A body named in a text: where, its canonical name, and the words as they stand there."""

    start: int
    end: int
    name: str
    as_written: str


def find_bodies(
    text: str, start: int = 0, end: int | None = None, *, abbreviations: Mapping[str, str] | None = None
) -> list[BodyMention]:
    """The bodies named in `text[start:end]`, in order; bare "nämnden", "styrelsen" and "fullmäktige" among them.

    `abbreviations` are those that the document itself defines; they come before common knowledge.
    """
    stop = len(text) if end is None else end
    found = [mention for match in _NAMED.finditer(text, start, stop) if (mention := _named(text, match, start))]
    taken = [(m.start, m.end) for m in found]
    for match in _SHORT.finditer(text, start, stop):
        name = _long_form(match[0], abbreviations)
        if name and not any(a < match.end() and match.start() < b for a, b in taken):
            found.append(BodyMention(match.start(), match.end(), name, match[0]))
    return sorted(found, key=lambda m: m.start)


def canonical_body(name: str, *, abbreviations: Mapping[str, str] | None = None) -> str:
    """The one name of a body; a name that is not recognised comes back in lower case, trimmed."""
    name = " ".join(name.split()).strip(" .,:;()")
    if long := _long_form(name, abbreviations):
        return long
    name = _ORGANISATION.sub("", name).lower()
    name = re.sub(r"-\s?(och|samt) ", r"- \1 ", name)
    if re.search(r"(?:nämnd(?:en|er|erna)?|styrelse[nr]?|fullmäktige|utskottet|beredningen)s$", name):
        name = name[:-1]
    for indefinite, definite in (("nämnd", "nämnden"), ("styrelse", "styrelsen")):
        if name.endswith(indefinite):
            return name[: -len(indefinite)] + definite
    return re.sub(r"^nämnd för", "nämnden för", name)


def document_abbreviations(flow: str) -> dict[str, str]:
    """What a document shortens and how: by saying so ("Kulturnämnden (KN)", "nedan kallad nämnden"), or by initials
    before a reference ("BMN 2023-03-04 § 7" where one body named in the document begins with those letters).
    """
    learned: dict[str, str] = {}
    names: dict[str, None] = {}
    for mention in (m for match in _NAMED.finditer(flow) if (m := _named(flow, match, 0))):
        if not is_generic(mention.name):
            names[mention.name] = None
            if bracket := _IN_BRACKETS.match(flow, mention.end):
                learned.setdefault(bracket[1], mention.name)
            elif below := _BELOW_CALLED.match(flow, mention.end):
                learned.setdefault(below[1].lower(), mention.name)
    for short in {match[1] for match in _BEFORE_REFERENCE.finditer(flow)} - learned.keys():
        fitting = [name for name in names if _fits(short, name)]
        if len(fitting) == 1:
            learned[short] = fitting[0]
    return learned


def is_generic(name: str) -> bool:
    """Whether a canonical name is one that any organisation's documents use for the body spoken of."""
    return name in {
        "nämnden", "nämnderna", "nämnder", "styrelsen", "styrelserna", "styrelser", "fullmäktige", "utskottet",
        "arbetsutskottet", "utskott", "utskotten", "beredningen", "presidiet", "facknämnden", "facknämnderna",
    }  # fmt: skip


def _named(text: str, match: re.Match[str], start: int) -> BodyMention | None:
    begin, end = match.start(), match.end()
    words = load_lexicon("bodies").words
    edge = max(start, begin - _LONGEST)
    window = text[edge : end + _LONGEST].lower()
    for name in words["irregular"]:
        at = window.find(name)
        if 0 <= at <= begin - edge and at + len(name) >= end - edge - 1:
            begin, end = edge + at, max(end, edge + at + len(name))
            break
    if match["for"] and (tail := re.search(r"\s(?:och|samt)\s[a-zåäöé]+-$", text[begin:end])):
        end = begin + tail.start()  # "nämnden för kultur och vård- | och omsorgsnämnden": another body begins there
    as_written = _TAIL.sub("", text[begin:end])
    name = canonical_body(as_written)
    if name in words["not_bodies"]:
        return None
    return BodyMention(begin, begin + len(as_written), name, as_written)


def _long_form(short: str, abbreviations: Mapping[str, str] | None) -> str | None:
    if abbreviations and short in abbreviations:
        return abbreviations[short]
    known: Mapping[str, str] = load_lexicon("bodies").words["abbreviations"]
    return known.get(short)


def _fits(short: str, name: str) -> bool:
    """Whether the letters stand in the name in order, the first at its beginning and the last at its head word."""
    head = max(name.rfind(word) for word in ("nämnd", "styrelse", "fullmäktige", "utskott"))
    letters = short.lower()
    if head < 0 or letters[0] != name[0] or letters[-1] != name[head]:
        return False
    at = 0
    for letter in letters[:-1]:
        at = name.find(letter, at) + 1
        if at == 0 or at > head:
            return False
    return True
