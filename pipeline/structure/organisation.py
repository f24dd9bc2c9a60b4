"""Which region or municipality a document is of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from pipeline.lexicon import load_lexicon

_NAME = r"[A-ZÅÄÖ][a-zåäöé]+"
_REGION = re.compile(
    r"(?<!Business )\b(?:Region|REGION|Landstinget(?:\si)?)\s+"
    rf"(?P<name>{_NAME}(?:\s(?:Götalands?(?:regionen)?|Härjedalens?))?)"
)
# A county council by its old name, "Stockholms läns landsting": the region of that county.
_COUNTY = re.compile(rf"\b(?P<name>{_NAME})\släns\slandsting")
_CAPITALS = re.compile(
    r"\b(?:REGION|(?:LANDSTINGET|Landstinget)(?:\s(?:I|i))?)\s+(?P<name>[A-ZÅÄÖ]{3,}(?:\s[A-ZÅÄÖ]{3,})?)\b|"
    r"\b(?P<place>(?:(?:UPPLANDS|ÖSTRA|VÄSTRA|NORRA|SÖDRA|STORA|LILLA|GAMLA|NYA)\s)?[A-ZÅÄÖ]{3,})S?\s(?P<kind>KOMMUN|STAD)\b|"
    r"\b(?P<joint>[A-ZÅÄÖ]{3,})\s(?P<task>[A-ZÅÄÖ]{3,}FÖRBUND)\b"
)
# The first word of a place's name of two: "Upplands Väsby", "Östra Göinge", "Lilla Edets".
_FIRST = r"(?:Upplands|Östra|Västra|Norra|Södra|Stora|Lilla|Gamla|Nya)"
_PLACE = re.compile(
    rf"\b(?P<name>(?:{_FIRST}\s)?{_NAME}(?:-{_NAME})?)\s+(?P<kind>kommun|stad|Stad|Kommun)s?\b(?!\w|\sAB\b)"
)
# "Stadsrevisionen i Exempelby": a city, which such a paper may name in no other way.
_AUDITED = re.compile(
    rf"\b(?P<kind>[Ss]tad|[Kk]ommun)s?(?:revisionen|revisorerna)\si\s(?P<name>(?:{_FIRST}\s)?{_NAME})\b(?!\s(?:[Kk]ommun|[Ss]tad)\b)"
)
# Joint authorities, named by their task before or behind the place, and the region that writes its name as one word.
# Not every "förbund" is one: unions and associations are not.
_TASK = (
    r"[Aa]vfalls|[Bb]randförsvars|[Bb]yggnads|[Gg]ymnasie|[Hh]älsoskydds|[Kk]ommunal|[Kk]ost|[Kk]ultur|[Mm]iljö|[Nn]aturbruks|"
    r"[Oo]msorgs|[Rr]enhållnings|[Rr]äddnings|[Rr]äddningstjänst|[Ss]amordnings|[Ss]amverkans|[Ss]jukvårds|[Tt]eknik|[Tt]rafik|"
    r"[Uu]tbildnings|[Vv]atten|[Vv]a-|VA-|[Vv]uxenutbildnings|[Vv]årdcentrums"
)
# What stands before the last word of its name: "Kommunalförbundet Räddningstjänsten Östra Götaland".
_PART_OF_NAME = (
    r"Räddningstjänsten|(?:Nord|Syd)?(?:[Öö]stra|[Vv]ästra)|Norra|Södra|Mitt|Mellersta|Inre|Yttre|Övre|Nedre|Centrala"
)
_AUTHORITY = re.compile(
    rf"\b(?P<name>(?:[A-ZÅÄÖ][a-zåäö]+förbundet)\s(?:(?:{_PART_OF_NAME})\s){{0,2}}(?!(?:{_PART_OF_NAME})\b){_NAME}|"
    rf"{_NAME}(?:\soch\s{_NAME})?(?:\s[a-zåäö]+-\soch)?\s(?:{_TASK})förbund|"
    rf"Västra\sGötalandsregionen)s?\b"
)
_NOT_NAMES = frozenset(
    {"Sveriges", "Denna", "Varje", "Vår", "Er", "Annan", "En", "Ingen", "Egen", "Aktuell", "Hela", "Göra"}
)
_NO_GENITIVE = tuple("aeiouyåäösxz")  # "Solna stad", "Tranås kommun", but "Lunds kommun"
_HEAD = 3000
_IN_HEAD, _OPENS = 4, 12  # what a name there counts for, and the first of the paper besides


def find_organisation(flow: str) -> str | None:
    """The organisation named most, where a name in the document's head counts for several, and the first of these for
    more: a joint authority's papers name its members, and theirs name it. None when none is named."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    named = list(_named(flow, written))
    names: Counter[str] = Counter()
    for start, name in named:
        names[name] += _IN_HEAD if start < _HEAD else 1
    if (opening := min(named, default=None)) and opening[0] < _HEAD:
        names[opening[1]] += _OPENS
    chosen = max(names, key=lambda name: (names[name], name)) if names else None
    kinds = written.get(chosen or "")
    if chosen is None or not kinds or not chosen.endswith("stad"):
        return chosen
    return f"{chosen.removesuffix('stad')}{kinds.most_common(1)[0][0]}"  # a city writes Stad or stad, as it likes


def _named(flow: str, written: dict[str, Counter[str]]) -> Iterator[tuple[int, str]]:
    """Where organisations are named, and by which name; how a city or municipality is written goes into `written`."""
    for match in _REGION.finditer(flow):
        if match["name"] not in _NOT_NAMES:
            yield match.start(), "Region " + _nominative(match["name"])
    for match in _COUNTY.finditer(flow):
        if match["name"] not in _NOT_NAMES:
            yield match.start(), _region_of_county(match[0])
    for match in _PLACE.finditer(flow):
        if match["name"] not in _NOT_NAMES:
            place = f"{match['name']} {match['kind'].lower()}"
            written[place][match["kind"]] += 1
            yield match.start(), place
    for match in _AUTHORITY.finditer(flow):
        yield match.start(), match["name"]
    for match in _AUDITED.finditer(flow):
        name = match["name"] if match["name"].endswith(_NO_GENITIVE) else f"{match['name']}s"
        yield match.start(), f"{name} {match['kind'].lower()}"
    for match in _CAPITALS.finditer(flow, 0, _HEAD):  # the letterhead of a cover
        if match["joint"]:
            name = f"{match['joint'].title()} {match['task'].lower()}"
            if _AUTHORITY.fullmatch(name):
                yield match.start(), name
        elif match["name"]:
            yield match.start(), f"Region {match['name'].title()}"
        else:
            yield match.start(), f"{match['place'].title()} {match['kind'].lower()}"


def _region_of_county(written: str) -> str:
    """The region that a county council became, by the name that it took ("Södermanlands läns landsting": Sörmland)."""
    regions = load_lexicon("organisations").words["regions"]
    plain = " ".join(written.split())
    name = next((region["name"] for region in regions if plain in region["former"]), f"Region {plain.split()[0]}")
    return "Region " + _nominative(match["name"]) if (match := _REGION.match(name)) else str(name)


def _nominative(name: str) -> str:
    """Without the genitive of "Region Exempels auditors"; names that end in s by themselves are rare enough."""
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "ås", "äs")) else name
