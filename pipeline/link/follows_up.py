"""Link a measure in a later document to the same measure in an earlier one: plan, follow-up, final report.

Nearly the same words are the same measure in any two papers of an organisation. Two papers on the same plan (a title in
common, or several measures in the same words) tell the same measures, and then fewer words in common will do, where one
measure of each paper is clearly nearest to the other.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum, log

from rapidfuzz import fuzz
from rapidfuzz.distance import Prefix

from pipeline.lexicon.organisations import one_organisation
from pipeline.lexicon.stems import stem_families
from pipeline.link.likeness import whole_word
from pipeline.messages import words_of
from pipeline.records import Link
from pipeline.store.copies import original_measures

_LEAST = 90  # percent; nearer texts are the same measure, others may be its neighbour
_SHORTEST = 15  # letters; shorter texts ("Utbildning") are alike by chance
_SHORTEST_LOOSE = 12  # letters, where fewer words in common will do
_OPENING = re.compile(r"^(?:att|nr \d+|\d+[.)])\s+", re.IGNORECASE)
_ORDER = {"action_plan": 0, "official_report": 1, "response": 1, "audit_report": 1, "follow_up": 2}
_MANY = 120  # measures that a family leads to, the earliest; of a rare one there are fewer
_LEAST_ALIKE = 0.55  # of two measures in papers on the same plan
_MARGIN = 0.1  # by which the nearest measure must be nearer than the next, both ways
_TELLING = 8  # letters of a word that may tell a measure alone, where no other measure of the two papers has it
_LETTERS = 5
_EVERY = frozenset({"samt", "samtl", "alla", "varje", "respe"})  # words of how many
_OF_PLANS = stem_families(
    "åtgärdsplan åtgärdsprogram handlingsplan aktivitetsplan plan program uppföljning slutrapport delrapport rapport"
    " lägesrapport årsrapport återrapport återrapportering redovisning sammanställning svar granskning revision tertial"
    " kvartal halvår yttrande bilaga nämnden styrelsen kommunen regionen januari februari mars april maj juni juli"
    " augusti september oktober november december"
)  # words of a title that do not tell what the plan is of

_MEASURES = """
SELECT m.id, m.text, m.paper_id, m.rule, lower(coalesce(m.responsible, '')) AS responsible,
    coalesce(d.date, '') AS date, d.kind AS kind, coalesce(d.organisation, '') AS organisation,
    lower(coalesce(d.body, '')) AS body, coalesce(d.title, '') AS title
FROM measures AS m JOIN papers AS d ON d.id = m.paper_id
WHERE m.rule NOT LIKE 'prose.%' OR d.kind = 'follow_up'
ORDER BY d.date, m.paper_id, m.char_start
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A measure as a paper tells it: its row, its bare words, their families and what these weigh together."""

    row: sqlite3.Row
    words: str
    families: frozenset[str]
    weight: float

    @property
    def id(self) -> str:
        """The measure's id."""
        return str(self.row["id"])


Pair = tuple[float, Told, Told]  # likeness, the later, the earlier


def link_follow_ups(connection: sqlite3.Connection) -> list[Link]:
    """`follows_up` links between measures in documents of one organisation, later to earlier."""
    copies = original_measures(connection)  # the views say of these what is said of their originals
    rows = [(row, _families(row["text"])) for row in connection.execute(_MEASURES) if row["id"] not in copies]
    counts = Counter(family for _, families in rows for family in families)
    weights = {family: log(1 + len(rows) / count) for family, count in counts.items()}
    told = [Told(row, _bare(row["text"]), own, fsum(map(weights.__getitem__, own))) for row, own in rows]
    papers: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for one, other in _near(told, counts):
        ordered = _ordered(one, other)
        if ordered:
            score = _likeness(one, other, weights)
            if score >= _LEAST_ALIKE:
                papers[ordered[0].row["paper_id"], ordered[1].row["paper_id"]].append((score, *ordered))
    return [link for pairs in papers.values() for link in _links(pairs, weights)]


def _near(told: list[Told], counts: Counter[str]) -> Iterator[tuple[Told, Told]]:
    """Pairs of measures of different papers that share one of their rarest families of words."""
    index: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        rare = sorted(one.families, key=lambda f: (counts[f], f))[:4]
        near = {other.id: other for family in rare for other in index[family][:_MANY]}
        for other in near.values():
            if other.row["paper_id"] != one.row["paper_id"] and _one_place(one.row, other.row):
                yield one, other
        for family in one.families:
            index[family].append(one)


def _likeness(one: Told, other: Told, weights: dict[str, float]) -> float:
    """0 to 1: nearly the same words are at least 0.9; else what they share of the shorter's and of both's weight."""
    if min(len(one.words), len(other.words)) >= _SHORTEST:
        same = fuzz.ratio(one.words, other.words, score_cutoff=_LEAST)
        if same >= _LEAST and not (_is_prose(one) or _is_prose(other)):
            return same / 100
    shared = one.families & other.families
    if not shared or min(len(one.words), len(other.words)) < _SHORTEST_LOOSE:
        return 0.0
    if len(shared) < 2 and not _one_word(*(whole_word(t.words, next(iter(shared))) for t in (one, other))):
        return 0.0
    weight, least, most = fsum(map(weights.__getitem__, shared)), *sorted((one.weight, other.weight))
    score = 0.6 * weight / least + 0.3 * weight / most
    owners = one.row["responsible"], other.row["responsible"]
    if all(owners):
        score += 0.08 if owners[0] == owners[1] else -0.04
    return min(0.89, score)


def _one_word(one: str, other: str) -> bool:
    """Two forms of one long word: "handläggare" and "handläggaren", not two compounds that begin alike."""
    begin = Prefix.similarity(one, other)
    return begin >= _TELLING and begin >= 0.8 * min(len(one), len(other))


def _links(pairs: list[Pair], weights: dict[str, float]) -> Iterator[Link]:
    """The links between two papers: each measure to the one that is clearly nearest, and one only."""
    same = [pair for pair in pairs if pair[0] >= _LEAST / 100]
    kin = len(same) >= 2 or _same_plan(pairs[0][1].row, pairs[0][2].row)
    taken: set[str] = set()
    of_measure: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        of_measure[pair[1].id].append(pair)
        of_measure[pair[2].id].append(pair)
    for score, later, earlier in sorted(pairs, key=lambda p: (-p[0], p[1].id, p[2].id)):
        if later.id in taken or earlier.id in taken:
            continue
        exact = score >= _LEAST / 100
        if exact or (kin and _clear(score, later, earlier, of_measure, taken)):
            taken |= {later.id, earlier.id}
            yield _link(later, earlier, score, exact=exact, weights=weights)


def _clear(score: float, later: Told, earlier: Told, of_measure: dict[str, list[Pair]], taken: set[str]) -> bool:
    """Whether no other free measure of the two papers is nearly as near to either."""
    rivals = [
        p[0]
        for p in (*of_measure[later.id], *of_measure[earlier.id])
        if (p[1].id == later.id) != (p[2].id == earlier.id) and p[1].id not in taken and p[2].id not in taken
    ]
    return not rivals or score - max(rivals) >= _MARGIN


def _same_plan(later: sqlite3.Row, earlier: sqlite3.Row) -> bool:
    """The two papers' titles share words that tell of what the plan is, in the same body."""
    if not later["organisation"] or later["organisation"] != earlier["organisation"]:
        return False
    shared = stem_families(later["title"]) & stem_families(earlier["title"])
    places = stem_families(later["organisation"]) | stem_families(later["body"])
    return any(not family[0].isdigit() for family in shared - places - _OF_PLANS)


def _is_prose(told: Told) -> bool:
    return str(told.row["rule"]).startswith("prose.")


def _families(text: str) -> frozenset[str]:
    """The text's word families, by so few letters that all forms of a word ("boenden", "boendena") are one."""
    return frozenset(family[:_LETTERS] for family in stem_families(text)) - _EVERY


def _bare(text: str) -> str:
    return re.sub(r"[^\wåäö ]+", "", _OPENING.sub("", " ".join(text.lower().split()))).strip()


def _one_place(one: sqlite3.Row, other: sqlite3.Row) -> bool:
    return one_organisation(one["organisation"], other["organisation"])


def _ordered(one: Told, other: Told) -> tuple[Told, Told] | None:
    """The later and the earlier one, by date, else by kind (a plan comes before its follow-up); None for copies."""
    dates = one.row["date"], other.row["date"]
    if all(dates) and dates[0] != dates[1]:
        return (one, other) if dates[0] > dates[1] else (other, one)
    ranks = _ORDER.get(one.row["kind"], 1), _ORDER.get(other.row["kind"], 1)
    if ranks[0] == ranks[1]:
        return None
    return (one, other) if ranks[0] > ranks[1] else (other, one)


def _link(later: Told, earlier: Told, score: float, *, exact: bool, weights: dict[str, float]) -> Link:
    dated = bool(later.row["date"] and earlier.row["date"])
    if exact:
        confidence = round(
            score * (0.95 if dated else 0.9), 3
        )  # the same measure; without a date which is later may be doubted
        reason = words_of("chain.same_measure", percent=round(100 * score))
    else:
        confidence = round((0.45 + 0.4 * score) * (1.0 if dated else 0.9), 3)
        telling = sorted(later.families & earlier.families, key=lambda f: (-weights[f], f))[:4]
        words = ", ".join(whole_word(later.words, family) for family in telling)
        reason = words_of("chain.same_plan_measure", words=words)
    return Link("follows_up", "measures", later.id, "measures", earlier.id, confidence, "likeness", *reason)
