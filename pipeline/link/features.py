"""What the scorer sees of an answer held against a finding, as numbers, and how one pair stands against the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, log1p

from pipeline.lexicon.stems import stem_families, tails_by_family
from pipeline.link.kinship import share_spoken_of
from pipeline.link.likeness import cosine
from pipeline.link.structure import Signs
from pipeline.link.texts import Corpus, Rarity, squash
from pipeline.link.told import Told

FEATURES = (
    "cosine", "finding_share", "shared_words", "rarest_word", "shared_numbers", "shared_letters", "margin", "mutual",
    "case_number", "same_body", "names_review", "heading", "order", "recommendation",
    "told_answer", "answered_elsewhere", "shared_tails", "shared_subjects", "subject_cosine",
    "shared_concepts", "concept_cosine", "first_sentence", "best_sentence",
    "spoken_of", "speaks_of", "shared_kin", "kin_cosine",
)  # fmt: skip
CONTEST = (  # of the second look
    "alone", "share", "lead_of_answer", "lead_of_finding", "both_lead", "lead_of_kind", "order", "signs", "one_paper",
    "candidates", "answered_elsewhere", "recommendation", "same_place", "ally", "partner", "in_turn", "in_own_turn",
)  # fmt: skip
MEANING = "meaning"  # the cosine of the vectors of the two, by the model that the user names
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_LETTERS = 5  # letters in a row
_KEPT = 2_000  # texts whose parts are kept at hand


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer and a finding that it may answer: how alike their words are, and the signs between their papers."""

    answer: Told
    finding: Told
    alike: float
    signs: Signs


@dataclass(frozen=True, slots=True)
class Rivals:
    """The two best likenesses of each finding and each answer, with whose they are: what a pair is held against."""

    best: Mapping[str, tuple[tuple[float, str], ...]]

    def margin(self, owner: str, other: str, alike: float) -> float:
        """How far the pair lies above (or below) the owner's best other one."""
        rival = next((value for value, name in self.best.get(owner, ()) if name != other), 0.0)
        return alike - rival


def find_rivals(pairs: Iterable[Pair], matters: Mapping[str, str]) -> Rivals:
    """The two best of each end. Findings of one matter are no rivals of each other."""
    best: dict[str, tuple[tuple[float, str], ...]] = {}
    for pair in pairs:
        for owner, other in ((pair.answer.id, matters[pair.finding.id]), (pair.finding.id, pair.answer.id)):
            kept = {name: value for value, name in best.get(owner, ())}
            kept[other] = max(pair.alike, kept.get(other, 0.0))
            best[owner] = tuple(sorted(((v, n) for n, v in kept.items()), reverse=True)[:2])
    return Rivals(best)


def features(corpus: Corpus, pair: Pair, rivals: Rivals, places: Mapping[str, float], elsewhere: bool) -> list[float]:
    """The numbers of FEATURES, in its order.

    `places` are the shares of their papers' points at which findings and answers stand (0 first, 1 last);
    `elsewhere` says that the answer was laid out below another finding.
    """
    answer, finding = pair.answer, pair.finding
    shared = answer.families & finding.families
    weights = corpus.weights
    numbers = sum(s[0].isdigit() for s in shared)
    signs = {key for key, _ in pair.signs.reasons}
    return [
        cosine(weights, answer.families, finding.families),
        _share(weights, answer.families, finding.families),
        log1p(len(shared)),
        max((weights[s] for s in shared), default=0.0),
        float(min(numbers, 2)),
        len(_runs(finding.text) & _runs(answer.text)) / max(1, len(_runs(finding.text))),
        rivals.margin(answer.id, corpus.matters[finding.id], pair.alike),
        rivals.margin(finding.id, answer.id, pair.alike),
        float("links.case_number" in signs),
        float("links.same_body" in signs),
        float("links.names_review" in signs),
        _heading_share(answer, finding),
        1.0 - abs(places[answer.id] - places[finding.id]),
        float(finding.kind == "recommendation"),
        float(answer.rule == "responses.told"),
        float(elsewhere),
        log1p(len(_new_tails(answer.text, shared) & _new_tails(finding.text, shared))),
        _share(corpus.subject_weights, answer.subjects, finding.subjects),
        cosine(corpus.subject_weights, answer.subjects, finding.subjects),
        _share(corpus.concept_weights, answer.concepts, finding.concepts),
        cosine(corpus.concept_weights, answer.concepts, finding.concepts),
        *_by_sentence(corpus, answer, finding),
        share_spoken_of(corpus, answer, finding),
        share_spoken_of(corpus, finding, answer),
        _share(corpus.kin_weights, answer.kin, finding.kin),
        cosine(corpus.kin_weights, answer.kin, finding.kin),
    ]


def _by_sentence(corpus: Corpus, answer: Told, finding: Told) -> list[float]:
    """How like the finding the answer's first sentence is, which says what a long one is on, and its likest."""
    sentences = [one & answer.families for one in _sentences(answer.text)]
    alike = [cosine(corpus.weights, one, finding.families) for one in sentences]
    return [alike[0], max(alike)]


@lru_cache(maxsize=_KEPT)
def _sentences(text: str) -> tuple[frozenset[str], ...]:
    return tuple(stem_families(sentence) for sentence in _SENTENCE_END.split(text))


def _share(weights: Rarity, answer: frozenset[str], finding: frozenset[str]) -> float:
    """The share of the finding's that the answer has too, by weight."""
    return fsum(weights[s] for s in answer & finding) / (weights.of(finding)[0] or 1.0)


def places_in_papers(told: Sequence[Told]) -> dict[str, float]:
    """Where each stands among its paper's: 0 for the first, 1 for the last, 0.5 for one alone."""
    papers: dict[str, list[str]] = {}
    for one in told:
        papers.setdefault(one.paper.id, []).append(one.id)
    return {
        name: place / (len(names) - 1) if len(names) > 1 else 0.5
        for names in papers.values()
        for place, name in enumerate(names)
    }


def _heading_share(answer: Told, finding: Told) -> float:
    """The share of the words of the answer's heading that the finding or its heading has too."""
    own = stem_families(answer.heading)
    return len(own & (finding.families | stem_families(finding.heading))) / len(own) if own else 0.0


def _new_tails(text: str, shared: frozenset[str]) -> set[str]:
    """The last parts of the text's words, but for those words that the two share anyway."""
    return {tail for family, tails in tails_by_family(text).items() if family not in shared for tail in tails}


@lru_cache(maxsize=_KEPT)
def _runs(text: str) -> frozenset[str]:
    letters = squash(text)
    return frozenset(letters[i : i + _LETTERS] for i in range(len(letters) - _LETTERS + 1))
