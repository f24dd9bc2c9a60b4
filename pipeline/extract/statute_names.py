"""Laws named in a text: by title, by compound name, by abbreviation; and the SFS number that a name means on a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pipeline.lexicon import load_lexicon

_NUMBER = r"(?:19|20)\d\d:\d{1,4}"
_TITLED = re.compile(
    rf"\b[Ll]ag(?:en)?\s\((?:SFS\s)?(?P<sfs>{_NUMBER})\)(?=(?P<rest>(?:\s(?:om|med)(?:\s[a-zåäöA-ZÅÄÖ:-]+)+)?))"
)
# "27 § lag om brandskydd": a title right behind a place in a law names one, known or not.
_UNTITLED = re.compile(
    r"(?<=§)\s(?:(?:i|av|ur|enligt)\s)?(?:den\s)?(?P<law>[Ll]ag(?:en)?\som(?P<rest>(?:\s[a-zåäöA-ZÅÄÖ:-]+){1,12}))"
)
_ENDING = re.compile(
    r"(?:lag|balk|förordning|regeringsform|frihetsgrundlag)(?:ens?)(?![\wåäöÅÄÖ-])|(?:lag|balk|förordning)(?=\s\(\d)"
)
_WORD_BEFORE = re.compile(r"[A-Za-zÅÄÖåäöé:-]*\Z")
_CONJOINED = re.compile(r"[A-Za-zÅÄÖåäö]+-(?:,\s[a-zåäö]+-)*\s(?:och|samt)\s\Z")
_SHORT = re.compile(r"(?<![\w-])[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,6}(?![\w-])")
_SFS = re.compile(rf"(?<!\()\bSFS\s(?P<sfs>{_NUMBER})")
# What may follow a name: its number, an abbreviation, both: "(2017:725)", "(KL)", "(HSL, 2017:30)", ", SoL,".
_TAIL = re.compile(
    rf"(?:\s?\((?:SFS\s)?(?P<sfs>{_NUMBER})\)|\s?\((?P<alias>[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{{1,6}})(?:,?\s(?:SFS\s)?(?P<sfs2>{_NUMBER}))?\)"
    r"|,\s(?:nedan\s)?(?P<alias2>[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,6})(?=[,.;]|$))"
)
_NUMBER_BEHIND = re.compile(rf"\s?\((?:SFS\s)?(?P<sfs>{_NUMBER})\)")
_NO_ENDING = re.compile(r"\b(?:och|samt|i|för|av|till|vid|på|med|om|eller|under)$")
_NO_TITLE_WORD = re.compile(r"(?:lagen|balken|ordningen)s?$|\w{3,}(?:as|ats|ades)$")  # another law; "antecknas"
_LONGEST_TITLE = 9  # words of a title that is not known


@dataclass(frozen=True, slots=True)
class LawName:
    """A law as named at a place: `end` is behind its number and abbreviation; `clear` when it needs no § beside it."""

    start: int
    end: int
    law: str
    sfs: str | None
    short: bool
    clear: bool
    numbered: bool = False  # its number stands beside it


def statute_number(law: str, date: str | None) -> str | None:
    """The SFS number that a law's name or abbreviation means on a day (the newest when there is none)."""
    name = " ".join(law.split())
    known = _versions()
    plain = re.sub(r"^lag (?=om )", "lagen ", name.lower())
    versions = known.get(name) or known.get(plain) or known.get(plain.removesuffix("s"))
    if not versions:
        return None
    holding = [number for since, number in versions if not date or since <= date]
    return str(holding[-1] if holding else versions[0][1])


def find_laws(text: str, date: str | None) -> list[LawName]:
    """The laws named in `text`, in order. A number or abbreviation that the text gives a law holds in all of it."""
    found = [_with_tail(_titled(m, text), text, date) for m in _TITLED.finditer(text)]
    found += [LawName(m.start(), m.end(), m[0], m["sfs"], False, True, True) for m in _SFS.finditer(text)]
    taken = bytearray(len(text))  # one mark a character: a look-up costs no more in a long text
    for law in found:
        taken[law.start : law.end] = b"\1" * (law.end - law.start)
    learned: dict[str, str | None] = {law.law.lower(): law.sfs for law in found}
    for law in found:
        _learn(text, law, learned)
    for name in (*_long_names(text), *_compounds(text), *_untitled(text)):
        if taken[name.start]:
            continue
        law = _with_tail(name, text, date)
        if law.sfs:
            learned.setdefault(law.law.lower(), law.sfs)
        _learn(text, law, learned)
        taken[law.start : law.end] = b"\1" * (law.end - law.start)
        found.append(law)
    found = [law if law.sfs else replace(law, sfs=learned.get(law.law.lower())) for law in found]
    clear = frozenset(load_lexicon("statutes").words["clear"])
    known = _versions()
    for match in _SHORT.finditer(text):
        short = match[0].removesuffix("s") if match[0] not in known and match[0] not in learned else match[0]
        if short not in learned and short not in known:
            continue
        if taken[match.start()]:
            continue
        sfs = learned.get(short) or statute_number(short, date)
        tail = _NUMBER_BEHIND.match(text, match.end())
        end = tail.end() if tail else match.end()
        found.append(LawName(match.start(), end, short, tail["sfs"] if tail else sfs, True, short in clear, bool(tail)))
    return sorted(found, key=lambda law: (law.start, -law.end))


def _titled(match: re.Match[str], text: str) -> LawName:
    """ "lagen (2006:544) om ...": the title as far as it is the law's own, else until a new clause."""
    head = match[0]
    rest = match["rest"] or ""
    title = _titles().get(match["sfs"])
    own = title.split(" ")[1:] if title else []
    said = [w for w in re.split(r"\s+", rest.strip()) if w]
    length = _title_length(said, own)
    end = match.end()
    for word in said[:length]:
        end = text.index(word, end) + len(word)
    return LawName(
        match.start(), end, " ".join(text[match.start() : end].split()) if length else head, match["sfs"], False, True
    )


def _title_length(said: list[str], own: list[str]) -> int:
    """How many of the words behind a law are its title: as many as agree with its `own`, else those before a clause."""
    length = 0
    for word, expected in zip(said, own, strict=False):
        if word.lower() != expected.lower():
            break
        length += 1
    if length:
        return length
    stops = _stops()
    for word in said[:_LONGEST_TITLE]:
        if word in stops or word[0].isupper() or _NO_TITLE_WORD.search(word):
            break
        length += 1
    while length and _NO_ENDING.search(said[length - 1]):
        length -= 1
    return 0 if length == 1 else length


def _untitled(text: str) -> list[LawName]:
    """Laws by a title without a number that stand right behind a § in them: "27 § lag om skydd mot buller"."""
    found = []
    for match in _UNTITLED.finditer(text):
        said = ["om", *match["rest"].split()]
        length = _title_length(said, [])
        end = match.start("rest") - len("om")
        for word in said[:length]:
            end = text.index(word, end) + len(word)
        if length:
            name = " ".join(text[match.start("law") : end].split())
            found.append(LawName(match.start("law"), end, name, None, False, True))
    return found


def _compounds(text: str) -> list[LawName]:
    """Names that are one word: kommunallagen, "hälso- och sjukvårdslagens", skollag (2010:800)."""
    words = load_lexicon("statutes").words
    versions = _versions()
    not_laws, no_ends = frozenset(words["not_laws"]), tuple(words["not_law_ends"])
    found = []
    for match in _ENDING.finditer(text):
        before = _WORD_BEFORE.search(text, max(0, match.start() - 60), match.start())
        start = before.start() if before else match.start()
        name = text[start : match.end()]
        plain = name.lower()
        plain = plain[:-1] if plain.endswith("ens") else plain
        if (
            len(plain) < 6
            or plain in not_laws
            or plain.endswith(no_ends)
            or ("-" in plain[-14:-6] and plain.startswith("-"))
        ):
            continue
        if plain in {"lagen", "lag", "balk", "balken", "förordning", "förordningen"} or plain.endswith("dagordningen"):
            continue
        joined = _CONJOINED.search(text, max(0, start - 40), start)
        if joined and (plain not in versions or " ".join((joined[0] + plain).lower().split()) in versions):
            start = joined.start()
        law = " ".join(text[start : match.end()].split())
        law = law[:-1] if law.endswith("ens") else law
        found.append(LawName(start, match.end(), law, None, False, True))
    return found


def _long_names(text: str) -> list[LawName]:
    """Names of several words without a number: "lagen om valfrihetssystem"."""
    return [LawName(m.start(), m.end(), " ".join(m[0].split()), None, False, True) for m in _long().finditer(text)]


def _with_tail(name: LawName, text: str, date: str | None) -> LawName:
    end, sfs = name.end, name.sfs
    for _ in range(2):
        tail = _TAIL.match(text, end)
        if not tail or (tail["alias2"] and tail["alias2"] not in _versions()):
            break
        sfs = sfs or tail["sfs"] or tail["sfs2"]
        end = tail.end()
    return LawName(name.start, end, name.law, sfs or statute_number(name.law, date), False, True, sfs is not None)


def _learn(text: str, law: LawName, learned: dict[str, str | None]) -> None:
    """The abbreviation that the text gives a law, "(LAV)" or "nedan kallad LAV", means it from there on."""
    written = text[law.start : law.end + 40]
    match = re.search(r"\((?:nedan(?:\skallad)?\s)?([A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,6})(?:,[^)]*)?\)", written)
    if match and match.start() <= law.end - law.start + 2 and law.sfs:
        learned.setdefault(match[1], law.sfs)


@cache
def _laws() -> tuple[Mapping[str, Any], ...]:
    return tuple(load_lexicon("statutes").words["laws"])


@cache
def _versions() -> Mapping[str, list[list[str]]]:
    return {name: law["sfs"] for law in _laws() for name in (*law["names"], *law.get("short", ()))}


@cache
def _titles() -> Mapping[str, str]:
    return {number: law["title"] for law in _laws() if "title" in law for _, number in law["sfs"]}


@cache
def _stops() -> frozenset[str]:
    return frozenset(load_lexicon("statutes").words["title_stops"])


@cache
def _long() -> re.Pattern[str]:
    names = sorted((n for law in _laws() for n in law["names"] if " " in n), key=len, reverse=True)
    titles = "|".join(_spaced(n.removeprefix("lagen ")) for n in names if n.startswith("lagen "))
    others = "|".join(_spaced(n) for n in names if not n.startswith("lagen ") and "- och " not in n)
    return re.compile(
        rf"\b[Ll]ag(?:en)?\s(?:{titles})(?![\wåäö])|\b(?i:{others})s?(?![\wåäö])|\bEU:s\sdataskyddsförordning(?:en)?\b"
    )


def _spaced(name: str) -> str:
    return r"\s".join(map(re.escape, name.split()))
