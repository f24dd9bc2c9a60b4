"""The bodies that decide in regions and municipalities: found in text, and given one name each.

A canonical name is in lower case and definite form, without the genitive s: "Regionstyrelsens", "RS" and
"regionstyrelsen" are all "regionstyrelsen". The board of a company is known by the company's name. Auditors
are no body here, nor are authorities such as Länsstyrelsen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest

from pipeline.lexicon import load_lexicon

_W = "a-zåäöéüA-ZÅÄÖÉÜ"
_HEAD = (
    r"(?:nämnd(?:en|erna)?|styrelse(?:n|rna)?|fullmäktige|utskott(?:et)?|beredning(?:en)?"
    r"|presidi(?:um|et)|direktion(?:en)?)"
)
# What stands before a company's name and is no part of it: "I Nyvalla AB", "Kulturnämnden och Nyvalla AB".
_NO_PART = rf"(?:AB|I|Vid|Hos|Inom|För|Av|Till|Från|Mot|Både|Även|Att|Om|[{_W}-]*(?:nämnden|styrelsen|direktionen))\s"
_ENDS_IN_AB = (
    rf"(?:(?!{_NO_PART})[A-ZÅÄÖ][{_W}&-]*\s(?:(?:i|och)\s)?){{1,5}}"
    r"(?:(?:utveckling|fastigheter|bostäder|lokaler|energi|parkering|hamn|invest|näringsliv|stadshus)\s)?AB"
)
_FULL_COMPANY = rf"(?:AB(?:\s[A-ZÅÄÖ][{_W}&-]+){{1,3}}|{_ENDS_IN_AB})"
_COMPANY = rf"(?:[A-ZÅÄÖ]{{3,8}}\b|{_FULL_COMPANY})"
_NAMED_COMPANY = re.compile(rf"(?<![{_W}-]){_FULL_COMPANY}(?=s?(?![{_W}]))")
_SHORT_COMPANY = re.compile(  # "Nyvalla Bostäder AB (NYBO)", "Nyvalla Bostäder AB (nedan NYBO)"
    rf"\b(?P<name>{_ENDS_IN_AB})"
    r"\s\((?:(?:nedan|härefter|förkortat|fortsättningsvis)\s(?:kallat\s)?)?[”\"]?(?P<short>[A-ZÅÄÖ]{3,8})[”\"]?\)"
)
_BOARD_OF_COMPANY = re.compile(rf"(?:[Bb]olags)?[Ss]tyrelsens?\s(?:för|i)\s({_COMPANY})s?")
_PLACED = re.compile(r"(?P<head>[a-zåäö]*nämnd)erna (?P<place>[a-zåäö]+)")
# "Nyvallaregionens antagningsnämnd", "Bergs kommuns socialnämnd": indefinite behind the name of whose it is.
_OF_A_NAME, _OWNER_REACH = re.compile(rf"(?<![{_W}])[A-ZÅÄÖ][{_W}-]{{3,}}s\s(?:(?:kommuns|stads|läns)\s)?$"), 50
_INDEFINITE = re.compile(r"[a-zåäö-]{4,}(?:nämnd|styrelse)")
_FORMER_REACH = 60  # characters between two names of one body
_LAST_WORDS, _NAME_REACH = re.compile(r"(?:[\w-]+\s+){0,7}[\w-]+$"), 300  # the words before an abbreviation in brackets
# "KS 2023/237" and "RS/7/2016" are case numbers; "RS 2016-05-25 § 123" names the board.
_CASE_NUMBER = r"(?!\s?[/-]\s?\d|[\s:.]\d{2,4}[/:.]\d|\s\d{4}-\d{3,}|[\s-]?\d{5,}(?!\d*,?\s?§)|\s?[-/]\s?[A-ZÅÄÖ]{2,})"


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A body named in a text: the span, its canonical name, and the words as they stand there."""

    start: int
    end: int
    name: str
    as_written: str


@dataclass(frozen=True, slots=True)
class BodyDefinition:
    """What a text also calls a body: `kind` abbreviation, for_short ("nedan nämnden") or former (its name before)."""

    start: int
    end: int
    name: str
    other: str
    kind: str


def find_bodies(
    text: str, start: int = 0, end: int | None = None, *, abbreviations: Mapping[str, str] | None = None
) -> list[BodyMention]:
    """The bodies named in `text[start:end]`, in order; `abbreviations` as `document_abbreviations` finds them."""
    whole = start == 0 and end is None
    spans = _shared_spans(text) if whole else _spans(text, start, len(text) if end is None else end)
    own = tuple(k for k in _short_forms(abbreviations or {}) if k not in _shared_abbreviations())
    if own:
        taken = {first for first, _ in spans}
        more = [m.span() for m in _short_pattern(own).finditer(text, start, len(text) if end is None else end)]
        spans = tuple(sorted((*spans, *(span for span in more if span[0] not in taken))))
    names: dict[str, str] = {}  # what a text names, it names many times
    found: list[BodyMention] = []
    for first, last in spans:
        written = text[first:last]
        if written not in names:
            names[written] = canonical_body(written, abbreviations=abbreviations)
        found += _each(text, BodyMention(first, last, names[written], written))
    return found


def _each(text: str, mention: BodyMention) -> list[BodyMention]:
    """The mention, or each of the bodies that it names by their places: "socialnämnderna Centrum, Nordost och Syd"."""
    several = _PLACED.fullmatch(mention.name)
    if several is None:
        return [mention]
    head = f"{several['head']}en"
    found = [BodyMention(mention.start, mention.end, f"{head} {several['place']}", mention.as_written)]
    while further := _further_place().match(text, found[-1].end):
        found.append(BodyMention(*further.span("place"), f"{head} {further['place'].lower()}", further["place"]))
    return found


@cache
def _further_place() -> re.Pattern[str]:
    places = "|".join(load_lexicon("bodies").words["places"])
    return re.compile(rf"(?:,|,?\s(?:och|samt|eller|respektive))\s(?P<place>{places})(?=s?(?![{_W}]))")


def _spans(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where bodies are named, by the abbreviations that organisations share."""
    return tuple(
        match.span()
        for match in _pattern(_short_forms(_shared_abbreviations())).finditer(text, start, end)
        if match["short"] is not None or _names_a_body(match[0], text, match.start())
    )


@lru_cache(maxsize=2)
def _shared_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of a whole text: each stage of a document asks for them."""
    return _spans(text, 0, len(text))


def canonical_body(name: str, *, abbreviations: Mapping[str, str] | None = None) -> str:
    """The one name of a body: lower case, definite, no genitive s; abbreviations spelled out when they are known."""
    known = {**_shared_abbreviations(), **(abbreviations or {})}
    name = " ".join(name.split()).strip(" ,.;:")
    if of_company := _BOARD_OF_COMPANY.fullmatch(name):
        return known.get(of_company[1], of_company[1])  # a company has but one body that answers
    if is_company(name):
        return name
    committee = re.fullmatch(r"([A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{1,3}?)s?\s?(?:au|AU)", name)
    if committee and committee[1].upper() in known:
        return f"{known[committee[1].upper()]}s arbetsutskott"
    for short in (name, name.upper() if len(name) <= 3 and name[:1].isupper() else name):
        if short in known:
            return known[short]
    name = re.sub(r"-(och|samt)\b", r"- \1", _definite(name.lower()))
    name = _same().get(name, name)
    return known.get(name, name)


def document_abbreviations(flow: str) -> dict[str, str]:
    """What a text itself calls its bodies: "Grundskolenämnden (GSN)", "(nedan kallad nämnden)".

    "fullmäktige" stands for the only council that the text names in full, if there is one.
    """
    return dict(_defined(flow))


@lru_cache(maxsize=2)
def _defined(flow: str) -> Mapping[str, str]:
    learned: dict[str, str] = {}
    for definition in find_definitions(flow):
        if definition.kind != "former":
            learned[definition.other] = definition.name
    learned.update(_meant(flow, learned))
    councils = Counter(re.findall(r"\b(?:kommun|region|landstings)fullmäktige", flow.lower()))
    if len(councils) == 1 or (councils and councils.most_common(1)[0][1] >= 0.8 * sum(councils.values())):
        learned.setdefault("fullmäktige", councils.most_common(1)[0][0])
    return learned


def _meant(flow: str, learned: Mapping[str, str]) -> dict[str, str]:
    """Abbreviations that stand for another board than elsewhere: "TN" where the text names trafiknämnden in full, and
    no tekniska nämnden."""
    mentions = find_bodies(flow)
    whole = {m.name for m in mentions if not m.as_written.isupper()}
    used = {m.as_written for m in mentions} & _shared_abbreviations().keys()
    fitting = {
        short: [name for name in whole if _has_initials(short, name)]
        for short in used - learned.keys()
        if _shared_abbreviations()[short] not in whole
    }
    return {short: names[0] for short, names in fitting.items() if len(names) == 1}


def _has_initials(short: str, name: str) -> bool:
    """Whether a board's name is "TN" for trafiknämnden, or "NAV" for nämnden för arbete och välfärd."""
    head, _, field = name.partition("nämnden för ")
    if field and not head:
        return "n" + "".join(w[0] for w in field.split() if w not in {"och", "samt"}) == short.lower()
    own = name.removesuffix("nämnden")
    return own not in {"", name} and short.endswith("N") and abbreviates(short[:-1], own)


@lru_cache(maxsize=2)
def find_definitions(flow: str) -> tuple[BodyDefinition, ...]:
    """Where a text says what else a body is called: abbreviated, for short, or before it was renamed."""
    lexicon = load_lexicon("bodies")
    found = [
        BodyDefinition(*named.span(), " ".join(named["name"].split()), named["short"], "abbreviation")
        for named in _SHORT_COMPANY.finditer(flow)
    ]
    mentions = find_bodies(flow)
    for mention, following in zip_longest(mentions, mentions[1:]):
        after = lexicon.pattern("body.also").regex.match(flow, mention.end)
        short = (after["short"] or after["short2"] or after["short3"]) if after else ""
        if after and short.isupper() and len(short) <= 6 and abbreviates(short, mention.name):
            found.append(BodyDefinition(mention.start, after.end(), mention.name, short, "abbreviation"))
        elif after and short.lower() in {"nämnden", "styrelsen", "utskottet", "fullmäktige"}:
            found.append(BodyDefinition(mention.start, after.end(), mention.name, short.lower(), "for_short"))
        if following is None or is_generic(mention.name) or is_generic(following.name):
            continue
        between = flow[mention.end : following.start] if following.start - mention.end < _FORMER_REACH else ""
        for pattern in lexicon.group("body.former") if between.strip() else ():
            if pattern.regex.fullmatch(between) and mention.name != following.name:
                first, second = mention.name, following.name
                name, other = (first, second) if pattern.yields["current"] == "first" else (second, first)
                found.append(BodyDefinition(mention.start, following.end, name, other, "former"))
                break
    return tuple(found)


def spelled_out(flow: str, short: str) -> str | None:
    """What "SLK" means in a text that writes "Särskild ledning kompetensförsörjning (SLK)"; None if it does not."""
    words: list[str] = []
    for match in re.finditer(rf"\s\([”\"]?{re.escape(short)}[”\"]?\)", flow):
        before = _LAST_WORDS.search(flow, max(0, match.start() - _NAME_REACH), match.start())
        if before:
            words = before[0].split()
            break
    for count in range(1, len(words) + 1):
        name = " ".join(words[-count:]).lower()
        if words[-count][:1].isupper() and abbreviates(short, name):
            return name
    return None


@cache
def _shared_abbreviations() -> Mapping[str, str]:
    return dict(load_lexicon("bodies").words["abbreviations"])


@cache
def _same() -> Mapping[str, str]:
    return dict(load_lexicon("bodies").words["same"])


def _short_forms(known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted((k for k in known if k.isupper()), key=lambda k: (-len(k), k)))


@cache
def _short_pattern(short_forms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![{_W}\d/-])(?:{'|'.join(short_forms)})(?:s?\s?(?:AU|au))?(?![{_W}\d]){_CASE_NUMBER}")


@cache
def _pattern(short_forms: tuple[str, ...]) -> re.Pattern[str]:
    words = load_lexicon("bodies").words
    field = rf"(?:{'|'.join(sorted(words['fields'], key=len, reverse=True))})(?=s?(?![{_W}]))"
    places = "|".join(words["places"])
    before = "|".join(words["before"])
    first_parts = "|".join(words["first_parts"])
    # "nämnden för funktionsstöd och vård- och omsorgsnämnden": two, of which the second is a coordinated compound
    another = (
        rf"(?:(?i:{first_parts})\s(?:[{_W}]+-,\s)*[{_W}]+-?|(?:[{_W}]+-,\s)*[{_W}]+-)"
        rf"\s?(?i:och|samt|&)\s[{_W}-]*(?i:{_HEAD})"
    )
    joined = rf"{field}(?:s?-?,?\s(?:(?:och|samt)\s)?(?!{another}){field})*"
    shorts = "|".join(short_forms)
    titled = "|".join(s.capitalize() for s in short_forms)
    name = (
        rf"(?:(?:(?i:{before})|[{_W}]+(?:ska|liga|la|iva)(?=\s(?i:utskott)))\s)?(?:(?i:{first_parts})\s(?:[{_W}]+\s(?:och|samt)\s)?)?"
        rf"(?:[{_W}]+-,\s)*(?:[{_W}]+-\s?(?i:och|samt|&)\s)?[{_W}-]*?(?i:{_HEAD})"
    )
    return re.compile(
        rf"(?<![{_W}\d/])(?<![{_W}\d/)]-)(?:"  # "-Social- och äldrenämnden får": the dash of a list
        rf"(?P<short>(?:{shorts})(?:s?\s?(?:AU|au))?|(?:{titled})s?(?:\s?au)?(?=\s(?:§|\d|beslut|au\b))|K[sf]s?(?=\s[a-zåäö§\d]))"
        rf"(?![{_W}\d]){_CASE_NUMBER}"
        # "Ekbackens stadsdelsnämnd", the place before it
        rf"|(?!(?:En|Ett|Den|Varje|Ingen|Någon|Vilken|Annan|Berörd|Aktuell|Respektive|Samma|Denna|Till|Från|För|Av|I)\s)"
        rf"[A-ZÅÄÖ][a-zåäö]+(?:[- ][A-ZÅÄÖ][a-zåäö]+){{0,2}}\s(?:stadsdels|kommundels)nämnd(?:en)?s?(?![{_W}])"
        rf"|{name}"
        rf"(?:s\s(?:[{_W}]+\s|[{_W}]+-\s?(?:och|samt)\s)?(?:[{_W}]*utskott(?:et)?|presidi(?:um|et))(?=s?(?![{_W}]))"
        rf"|(?<=emensam\snämnd)\sför\s[a-zåäöé-]+(?:\soch\s[a-zåäöé-]+)?"
        rf"|(?<=emensamma\snämnden)\sför\s[a-zåäöé-]+(?:\soch\s[a-zåäöé-]+)?"
        rf"|(?<=tyrelsen)\s(?:för|i)\s{_COMPANY}"
        rf"|(?:\s(?:för|med\sansvar\sför)\s{joined})"
        rf"|(?:\sför\s(?:[a-zåäöé-]+,?\s){{0,4}}[a-zåäöé-]+(?=\s\([A-ZÅÄÖ]{{2,6}}\)))"
        rf"|\s(?:{places})(?=s?(?![{_W}]))"
        rf"|(?<=tadsdelsnämnden)\s[A-ZÅÄÖ][a-zåäö]+(?:-[A-ZÅÄÖ][a-zåäö]+)*|(?<=tadsdelsnämnd)\s[A-ZÅÄÖ][a-zåäö]+(?:-[A-ZÅÄÖ][a-zåäö]+)*"
        rf")?s?(?![{_W}])"
        rf")"
    )


def _names_a_body(written: str, text: str, start: int) -> bool:
    """Whether a match is a name: indefinite forms only as titles ("Grundskolenämnd"), and no authority's name."""
    last = re.split(r"\s", written.lower())[-1] if " för " not in written else ""
    stem = re.sub(r"s$", "", written.lower())
    not_bodies = _not_bodies()
    if stem in not_bodies or last.removesuffix("s") in not_bodies or stem.split(" ")[0].removesuffix("s") in not_bodies:
        return False
    if re.fullmatch(r"presidi(?:um|et)s?|direktions?", stem):
        return False
    if _is_definite(stem):
        return True
    if _OF_A_NAME.search(text, max(0, start - _OWNER_REACH), start) and _INDEFINITE.fullmatch(stem):
        return True
    titled = written[:1].isupper() and len(stem) > 8 and not re.match(r"(?:ovan|sist|först|om|be)nämnd", stem)
    return titled and not re.fullmatch(r"(?:nämnd|styrelse|utskott|beredning)", stem)


@cache
def _not_bodies() -> frozenset[str]:
    return frozenset(load_lexicon("bodies").words["not_bodies"])


def _is_definite(stem: str) -> bool:
    return bool(
        re.search(
            r"(?:nämnd(?:en|erna)|styrelse(?:n|rna)|fullmäktige|utskottet|beredningen|presidiet|direktionen)\b", stem
        )
        or re.search(r"(?:nämndens?|styrelsens|fullmäktiges|nämnds)\s(?:[\w-]+\s){0,2}(?:\w*utskott|presidium)$", stem)
    )


def _definite(name: str) -> str:
    """Definite form without genitive s of the name's head word; what stands behind the head stays."""
    if re.search(
        r"(?:nämndens|nämnds|styrelsens|styrelses|fullmäktiges)\s(?:[\w-]+\s){0,2}(?:\w*utskott|presidi)", name
    ):
        return re.sub(r"presidi(?:um|et)s?$", "presidium", re.sub(r"utskott(?:ets?|s)?$", "utskott", name))
    name = re.sub(r"^gemensam\s(?=nämnd)", "gemensamma ", name)
    name = re.sub(r"\b(\w*-?)nämnd(?:ens|s)?(?=\s|$)", r"\1nämnden", name, count=1)
    name = re.sub(r"(\w*)(nämnd|styrels)ernas(?=\s|$)", r"\1\2erna", name, count=1)
    name = re.sub(r"styrelse(?:ns|s)?(?=\s|$)", "styrelsen", name, count=1)
    name = re.sub(r"fullmäktiges(?=\s|$)", "fullmäktige", name, count=1)
    name = re.sub(r"utskott(?:ets|s)?(?=\s|$)", "utskottet", name, count=1)
    name = re.sub(r"beredning(?:ens|s)?(?=\s|$)", "beredningen", name, count=1)
    name = re.sub(r"(?<=direktion)(?:ens)?(?=\s|$)", "en", name, count=1)
    head, _, last = name.rpartition(" ")
    words = load_lexicon("bodies").words  # "nämnden för funktionsstöds", "socialnämnden hisingens"
    genitive = head and (last[:-1] in words["fields"] or last[:-1].capitalize() in words["places"])
    return name[:-1] if genitive and last.endswith("s") else name


def abbreviates(short: str, name: str) -> bool:
    """Whether the letters of `short` stand in `name` in order, from its first letter on."""
    letters = iter(name)
    return name[:1] == short[:1].lower() and all(letter in letters for letter in short.lower())


def is_company(words: str) -> bool:
    """Whether the words are the name of a company, and no more: "Nyvalla Bostäder AB"."""
    return re.fullmatch(_FULL_COMPANY, words) is not None


def find_companies(text: str) -> list[tuple[int, int, str]]:
    """Where companies are named in full, and their names as written: "Nyvalla Bostäder AB"."""
    return [(*match.span(), match[0]) for match in _NAMED_COMPANY.finditer(text)]


def is_generic(name: str) -> bool:
    """Whether a canonical name is one that any organisation's documents use for the body spoken of ("nämnden")."""
    return name in load_lexicon("bodies").words["generic"]
