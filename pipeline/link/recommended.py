"""Link a criticism to the recommendation of its paper that is to mend it: boards answer that, seldom the criticism."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.lexicon.stems import stem_families
from pipeline.link.likeness import cosine, telling_words, words_in_common
from pipeline.link.structure import same_body
from pipeline.link.texts import Corpus, load_corpus
from pipeline.link.told import Told
from pipeline.records import Link

# Of what labelled answers say of a criticism and of the recommendation that it is linked to, nine in ten agree.
_LEAST = 0.25  # likeness
_LEAD = 0.05  # over the next recommendation; where two are as near, neither is said to be the one
_CONCEPTS = 0.1  # what the same concepts, and the same subjects, add to the likeness of the words
_STAND_ALONE = frozenset({"recommendation", "remark", "discharge_denied"})
_MOST = 0.9  # certainty; whoever reads both may still see that they are about different things


@dataclass(frozen=True, slots=True)
class Recommended:
    """A criticism, the recommendation of its paper that is nearest to it, and how alike their words are (0 to 1)."""

    criticism: Told
    recommendation: Told
    alike: float


def link_recommended(connection: sqlite3.Connection) -> list[Link]:
    """`recommended_in` links, finding → finding: the criticism is answered where that recommendation is."""
    corpus = load_corpus(connection, copied=True)
    return [_link(corpus, one) for one in find_recommended(corpus)]


def find_recommended(corpus: Corpus) -> Iterator[Recommended]:
    """Each criticism with the one recommendation to its body, in its paper, that plainly is about the same.

    The heading over the criticism counts half: below "Avtal" a sentence on "dessa" is about agreements, and yet what
    stands there may be about something else.
    """
    papers: dict[str, list[Told]] = defaultdict(list)
    for finding in corpus.findings:
        papers[finding.paper.id].append(finding)
    for findings in papers.values():
        sharing = _by_family([f for f in findings if f.kind == "recommendation"])
        if sharing:
            others = (f for f in findings if f.kind not in _STAND_ALONE)
            yield from (found for f in others if (found := _nearest(corpus, f, sharing)))


def partners_of(corpus: Corpus) -> dict[str, frozenset[str]]:
    """Of each such criticism, and each such recommendation, the matters of its other ends."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in find_recommended(corpus):
        criticism, recommendation = one.criticism.id, one.recommendation.id
        found[criticism].add(corpus.matters[recommendation])
        found[recommendation].add(corpus.matters[criticism])
    return {finding: frozenset(matters) for finding, matters in found.items()}


def _by_family(asked: Sequence[Told]) -> dict[str, list[Told]]:
    sharing: dict[str, list[Told]] = defaultdict(list)
    for one in asked:
        for family in one.families:
            sharing[family].append(one)
    return sharing


def _nearest(corpus: Corpus, criticism: Told, sharing: Mapping[str, list[Told]]) -> Recommended | None:
    own = criticism.families
    headed = own | {family for family in stem_families(criticism.heading) if family in corpus.weights}
    near = {one.id: one for family in own for one in sharing.get(family, ()) if same_body(criticism.body, one.body)}
    ranked = sorted((-_likeness(corpus, criticism, headed, one), one.id) for one in near.values())
    first, second = (-ranked[i][0] if i < len(ranked) else 0.0 for i in range(2))
    if first < _LEAST or first - second < _LEAD:
        return None
    return Recommended(criticism, near[ranked[0][1]], round(min(first, 1.0), 2))


def _likeness(corpus: Corpus, criticism: Told, headed: frozenset[str], one: Told) -> float:
    words = cosine(corpus.weights, criticism.families, one.families) + cosine(corpus.weights, headed, one.families)
    concepts = cosine(corpus.concept_weights, criticism.concepts, one.concepts)
    return 0.5 * words + _CONCEPTS * (concepts + cosine(corpus.subject_weights, criticism.subjects, one.subjects))


def _link(corpus: Corpus, one: Recommended) -> Link:
    count = len(one.criticism.families & one.recommendation.families)
    words = telling_words(corpus, one.criticism, one.recommendation)
    return Link(
        "recommended_in",
        "findings",
        one.criticism.id,
        "findings",
        one.recommendation.id,
        round(min(_MOST, 0.4 + one.alike), 2),
        "words",
        *words_in_common(count, words),
    )
