"""People as minutes write them: "Anna Ek (S)", "Anna Ek, Bo Al och Ida Ros, samtliga (M)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.items import is_label
from pipeline.lexicon import load_lexicon
from pipeline.records import At

# "(S)", "(Mop)", "(fp)" as minutes wrote parties before the 2010s, and "(-)" of who has left hers.
PARTY = r"(?:[A-ZÅÄÖ]{1,4}|[A-ZÅÄÖ][a-zåäö]{1,3}|(?:s|m|c|v|l|fp|kd|mp|sd|[–-])(?=\s?\)))"
WORD = r"[A-ZÅÄÖÉÜ][\wÅÄÖåäöéèüÉÜ’'-]*"
_CHAIRS = r"(?:\d:[ea]\s|[Ff]örste\s|[Aa]ndre\s)?(?:vice\s)?ordf(?:örande|\.)?"
_FULL = rf"(?P<name>{WORD}(?:\s(?:von|af|de|van|der|[A-ZÅÄÖ]\.|{WORD})){{1,3}})"
NAME = re.compile(  # "Anna Ek (S)", "Anna Ek, ordförande (S)", "Anna Ek m.fl. (S)"
    rf"{_FULL}(?:,\s(?P<office>{_CHAIRS}))?(?:\sm\.?\s?fl\.?,?)?,?\s?\(\s?(?P<party>{PARTY})\s?\)"
)
_BARE = re.compile(_FULL)
_ALL_OF = re.compile(
    rf",?\s(?:samtliga|alla|båda)\s(?:från\s|för\s|i\s)?(?:\((?P<party>{PARTY})\)|(?P<party2>{PARTY})\b)"
)
# A name without its party, or with it behind a comma: "Anna Ek", "Anna Ek, fp".
_PLAIN_NAME = rf"{WORD}(?:\s(?:von|af|de|van|der|[A-ZÅÄÖ]\.|{WORD})){{1,3}}"
_BY_COMMA = r"(?:[SMCVL]|FP|KD|MP|SD|[smcvl]|fp|kd|mp|sd)(?![\wåäö])"
_PLAIN_ROW = re.compile(
    r"\W*(?:(?:Därefter|Vidare|Slutligen|Även|Också|Dels|Därtill)\s)?"
    rf"(?P<row>{_PLAIN_NAME}(?:,\s{_BY_COMMA})?(?:(?:,|,?\s(?:och|samt))\s{_PLAIN_NAME}(?:,\s{_BY_COMMA})?)*)\s*"
)
_PLAIN_ONE = re.compile(rf"(?P<name>{_PLAIN_NAME})(?:,\s(?P<party>{_BY_COMMA}))?")
_NO_PERSON = re.compile(
    r"(?i)\b\w*(?:nämnd|styrelse|förvaltning|kontor|grupp|parti|demokrat|moderat|liberal|revisor|direktör|kommun|region|"
    r"landsting|fullmäktige|utskott|beredning|förbund|förening|bolag)\w*\b|\b\w*råd(?:et|en)?\b|\bAB\b"
)
_LISTED = re.compile(r"(?:,|,?\s(?:och|samt))\s")


@dataclass(frozen=True, slots=True)
class Person:
    """A person named at a place, without the label or title before the name."""

    name: str
    party: str | None
    start: int
    end: int

    def at(self, rule: str, confidence: float) -> At:
        """Where the person is named."""
        return At(self.start, self.end, rule, confidence)


def find_people(flow: str, start: int, end: int) -> list[Person]:
    """The people named with their party, in order; a party told once for a list ("samtliga (M)") is that of each."""
    found = [_person(m, m["party"], m.end()) for m in NAME.finditer(flow, start, end)]
    for shared in _ALL_OF.finditer(flow, start, end):
        stop = shared.start()
        for bare in reversed(list(_BARE.finditer(flow, start, stop))):
            if bare.end() != stop and not _LISTED.fullmatch(flow, bare.end(), stop):
                break
            found.append(_person(bare, shared["party"] or shared["party2"], bare.end()))
            stop = bare.start()
    return sorted(found, key=lambda p: p.start)


def people_in_row(flow: str, start: int, end: int) -> list[Person]:
    """The people listed from `start` on, until other words than "och" stand between two of them."""
    row: list[Person] = []
    for person in find_people(flow, start, end):
        if row and not _LISTED.fullmatch(flow, row[-1].end, person.start):
            break
        row.append(person)
    return row


def plain_people(flow: str, start: int, end: int, *, whole: bool = True) -> list[Person]:
    """The people named without a party in brackets where nothing but their names stands there, or opens the stretch;
    the party is that which stands behind the name by a comma, or in brackets elsewhere in the paper.
    """
    if whole:  # below a label that ends without a stop
        start = max(start, flow.rfind("\n", start, end) + 1)
    row = _PLAIN_ROW.match(flow, start, end)
    if row is None or (whole and row.end() != end) or _NO_PERSON.search(row["row"]):
        return []
    found = []
    for one in _PLAIN_ONE.finditer(flow, *row.span("row")):
        party = one["party"] or _party_elsewhere(flow, one["name"])
        name = clean_name(one["name"])
        own = "".join(word[0] for word in name.split())
        if " " in name and own != (party or "").upper():  # "Ekvik Framåt (EF)" is a party
            found.append(Person(name, party_of(party) if party else None, one.end("name") - len(name), one.end()))
    return found


def _party_elsewhere(flow: str, name: str) -> str | None:
    told = re.search(rf"{re.escape(clean_name(name))}(?:,\s{_CHAIRS})?\s\((?P<party>{PARTY})\)", flow)
    return told["party"] if told else None


def party_of(written: str) -> str:
    """A party's letters as they are written today: "fp" is FP."""
    return written.upper() if written.islower() else written


def clean_name(name: str) -> str:
    """The name without the label or title that stands before it ("Yrkanden", "Ordföranden Anna Ek")."""
    words, titles = name.split(), load_lexicon("people").words["titles"]
    while len(words) > 2 and (is_label(words[0]) or words[0] in titles):
        words = words[1:]
    return " ".join(words)


def _person(match: re.Match[str], party: str, end: int) -> Person:
    name = clean_name(match["name"])
    return Person(name, party_of(party), match.end() - len(match[0][match[0].find(name.split()[0]) :]), end)
