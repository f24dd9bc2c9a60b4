"""Link a finding to the same finding of an earlier year, or of another paper on the same review."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict

from pipeline.lexicon.bodies import find_bodies
from pipeline.lexicon.organisations import one_organisation
from pipeline.lexicon.stems import stem_families
from pipeline.link.likeness import likeness, same_words, telling_words, words_in_common
from pipeline.link.texts import Corpus, load_corpus, squash
from pipeline.link.told import Told
from pipeline.messages import join_words, words_of
from pipeline.records import Link

_LEAST = 0.62  # likeness of two findings in other words
_LEAST_RETOLD = 0.57  # likeness to the auditors' point when a board's paper retells it among other words
_SHARED_RETOLD = 3  # families of words that it must repeat
_VERDICTS = ("findings.remark.", "findings.refuse.")
_NAMED_YEAR = re.compile(r"\b(?:år(?:et)?|för|verksamhetsår(?:et)?|räkenskapsår(?:et)?) (20\d\d)\b", re.IGNORECASE)
_FORM = stem_families(
    "Stadsrevisionen revisorerna revisionen vi har riktat riktar lämnar lämnas mot till kritik i form av en anmärkning"
    " erinran avstyrker tillstyrker att ledamöter beviljas ansvarsfrihet verksamhetsåret nämnden styrelsen i granskning"
)
_ANY_BODY = frozenset({"nämnden", "nämnderna", "styrelsen", "styrelserna", "fullmäktige"})
_BARE = 2  # words; a verdict with no more says only that it was given
_OFTEN = 40  # a word in more findings of a body than this tells none from another, unless all its words are such
_RARE_ENOUGH = 4  # rare words by which earlier findings are looked up
_MANY = 100  # earlier findings looked up by a common word


def link_repeats(connection: sqlite3.Connection) -> list[Link]:
    """`repeats` links from the later finding to the earliest one that it says again, of the same body."""
    corpus = load_corpus(connection, copied=True)
    groups: dict[str, list[Told]] = defaultdict(list)
    for finding in corpus.findings:
        groups[finding.body].append(finding)
    links: list[Link] = []
    for group in groups.values():
        ordered = sorted(group, key=_when)
        verdicts = [
            v
            for kind in _VERDICTS
            for v in _same_verdict([f for f in ordered if f.rule.startswith(kind) and _is_on_its_body(f)])
        ]
        joined = {link.source_id for link in verdicts}
        links += verdicts
        links += (link for link in _within(corpus, ordered) if link.source_id not in joined)
    return links


def _same_verdict(verdicts: list[Told]) -> list[Link]:
    """The remark on a body for a year is one, and so is the refusal of its discharge, however each paper words it: each
    repeats the first of them. Within a paper, two remarks that each say what they are for are two.
    """
    links = []
    known = {verdict.paper.organisation for verdict in verdicts} - {""}
    only = known.pop() if len(known) == 1 else ""  # whose a paper is that does not say so
    first_of: dict[tuple[int, str], Told] = {}
    for later in verdicts:
        year = _year(later)
        first = first_of.setdefault((year, later.paper.organisation or only), later)
        told_apart = first.paper.id == later.paper.id and min(_says(first), _says(later)) > _BARE
        if year and first.id != later.id and not told_apart:
            why = words_of("links.same_remark", body=later.body, year=year)
            links.append(Link("repeats", "findings", later.id, "findings", first.id, 0.8, "remark", *why))
    return links


def _is_on_its_body(verdict: Told) -> bool:
    """The verdict names its body, or stands where there is no other: not in the auditors' paper on many bodies."""
    named = {body.name for body in find_bodies(verdict.text)} - _ANY_BODY
    if named:
        return verdict.body in named
    return bool(verdict.body) and (verdict.paper.body == verdict.body or not verdict.paper.kind.startswith("audit"))


def _says(verdict: Told) -> int:
    """How many words it has beside those that every such verdict has."""
    return len(verdict.families - _FORM - stem_families(verdict.body))


def _year(finding: Told) -> int:
    """The year that a verdict is about: the one it names, else the one known when it lies before its paper's, else the
    year before that, as the verdict on a year is given in the next.
    """
    named = _NAMED_YEAR.search(finding.text)
    written = int(finding.paper.date[:4]) if finding.paper.date else 0
    if named:
        return int(named[1])
    if finding.year and not (written and finding.year >= written):
        return finding.year
    return written - 1 if written else finding.year or 0


def _within(corpus: Corpus, group: list[Told]) -> list[Link]:
    """Each finding against the earlier ones of its body, the earliest first; of those in the same words, the first."""
    index: dict[str, list[int]] = defaultdict(list)
    first_in_words: dict[tuple[str, str], int] = {}
    links: list[Link] = []
    for place, later in enumerate(group):
        words = later.paper.organisation, squash(later.text)
        twin = first_in_words.setdefault(words, place)
        same = _repeat(corpus, later, group[twin]) if twin != place else None
        if same:
            links.append(same)
            continue  # whatever else is like it is like the first of them
        for i in _near(index, later):
            link = _repeat(corpus, later, group[i])
            if link:
                links.append(link)
                break
        for family in later.families:
            index[family].append(place)
    return links


def _near(index: dict[str, list[int]], later: Told) -> list[int]:
    """Places of earlier findings that share two or more rare words with it, or one when it has but few words."""
    lists = sorted((index[f] for f in sorted(later.families) if f in index), key=len)
    rare = [places for places in lists if len(places) <= _OFTEN]
    if len(rare) < _RARE_ENOUGH:
        rare = [places[:_MANY] for places in lists[:_RARE_ENOUGH]]
    shared = Counter(i for places in rare for i in places)
    least = 2 if len(rare) >= _RARE_ENOUGH else 1
    return sorted(i for i, count in shared.items() if count >= least)


def _is_verdict(finding: Told) -> bool:
    return bool(finding.body) and finding.rule.startswith(_VERDICTS)


def _repeat(corpus: Corpus, later: Told, earlier: Told) -> Link | None:
    if later.paper.id == earlier.paper.id or not one_organisation(later.paper.organisation, earlier.paper.organisation):
        return None
    same = same_words(later, earlier)
    bare = _is_verdict(later) and _is_verdict(earlier) and min(_says(later), _says(earlier)) <= _BARE
    if bare and not (same and later.year == earlier.year):
        return None  # joined by whose and for when, not by the words that all verdicts share
    if not same and (later.kind == "recommendation") != (earlier.kind == "recommendation"):
        return None  # what is advised is not what is criticised, though the words be alike
    alike = 1.0 if same else likeness(corpus, later, earlier)
    back = 1.0 if same else likeness(corpus, earlier, later)
    by_board = earlier.paper.kind.startswith("audit") and not later.paper.kind.startswith("audit")
    retold = by_board and len(later.families & earlier.families) >= _SHARED_RETOLD
    score = max(min(alike, back), alike if retold else 0.0)
    if score < (_LEAST_RETOLD if retold else _LEAST):
        return None
    words = [] if same else telling_words(corpus, later, earlier)
    reasons = [words_of("links.same_words") if same else words_in_common(len(later.families & earlier.families), words)]
    if later.year and earlier.year and later.year != earlier.year:
        reasons.append(words_of("links.years", later=later.year, earlier=earlier.year))
    confidence = 0.95 if same else round(min(0.85, 0.3 + 0.6 * score), 2)
    return Link(
        "repeats",
        "findings",
        later.id,
        "findings",
        earlier.id,
        confidence,
        "same_words" if same else "likeness",
        *join_words(reasons),
    )


def _when(finding: Told) -> tuple[bool, str, str, int]:
    """The auditors' own papers first, in order of date: what others retell comes after what it retells."""
    by_auditors = finding.paper.kind.startswith("audit")
    return (not by_auditors, finding.paper.date or f"{finding.year or 9999}-99", finding.paper.id, finding.start)
