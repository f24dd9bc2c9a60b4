"""Link answers to findings: first what the layout says, then structure that partitions, then the scorer within."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from pipeline.lexicon.subjects import subject_names
from pipeline.link.candidates import Candidates
from pipeline.link.contest import contest_features
from pipeline.link.features import Pair, Rivals, features, find_rivals, places_in_papers
from pipeline.link.kinship import kindred_words
from pipeline.link.likeness import likeness, telling_words, words_in_common
from pipeline.link.placed import PLACED, Look, nearest_remarks, positions_of, ruled_links
from pipeline.link.recommended import partners_of
from pipeline.link.scorer import Scorer, scorer_for
from pipeline.link.seats import Entry, Seat, recommendations_in_order, seat_of
from pipeline.link.structure import NO_SIGNS, Signs, in_other_item, in_time, signs_between
from pipeline.link.texts import Corpus, load_corpus, squash
from pipeline.link.told import Told
from pipeline.messages import Words, join_words, words_of
from pipeline.records import Link

_LEAST_ELSEWHERE = 0.95  # probability that an answer which stands below one criticism is to another paper's as well
_LEAST_UNLIKE = 0.75  # one that shares hardly a word with a criticism; of those below, half are not to it
_LEAST_WORDLESS = 0.95  # one that shares none at all: no more than half are to it, however likely they look
_LEAST_OF_UNKNOWN = 0.9  # one whose organisation is not known, among papers of several, tied to it by its body alone
_HARDLY = 2  # such words in common; a year is none
_LEAST_POSSIBLE = 0.25  # probability of an answer that a person should look at; about every second is one
_KEPT, _KEPT_OTHERS = 16, 30  # candidates of an answer that are scored, the likest: recommendations, and others
_KEPT_TIED, _TIED = 30, 0.5  # of either, where signs of such strength tie the papers
_TIES = 0.3  # what all that ties two papers counts for beside the likeness of the words, to be among these
_FEW = 3  # words in common; fewer say little to a reader
_PARTS = 2  # headings of answers up to which a paper answers as a whole
_NEVER = 1.01  # no probability reaches it
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class _Held:
    """An answer with what was decided by rule, and the pairs that are left to the scorer.

    What was refused is kept only where it is asked for: of many answers it would fill the memory.
    """

    paper: str
    looks: list[Look]
    pairs: list[Pair]
    laid_out: bool


def link_answers(connection: sqlite3.Connection) -> list[Link]:
    """`answers` links, each with confidence and its reasons. To a finding that has none, a `may_answer` link
    from the likeliest answer: too uncertain to count, for a person to judge.
    """
    corpus = load_corpus(connection)
    scorer = scorer_for(connection)
    know_meanings(corpus, scorer)
    links: list[Link] = []
    answered: set[tuple[str, str]] = set()
    placed: set[str] = set()  # answers whose layout or words say what they are to
    possible: dict[tuple[str, str], Look] = {}
    for look in look_at_answers(corpus, scorer):
        point = look.finding.body, squash(look.finding.text)
        if look.linked:
            answered.add(point)
            placed |= {look.answer.id} if look.method != "scorer" else set()
            links.append(_link(look, "answers"))
        elif look.score >= _LEAST_POSSIBLE and (point not in possible or possible[point].score < look.score):
            possible[point] = look
    open_points = ((point, look) for point, look in possible.items() if look.answer.id not in placed)
    return links + [_link(look, "may_answer") for point, look in open_points if point not in answered]


def know_meanings(corpus: Corpus, scorer: Scorer) -> None:
    """Give the texts the vectors of the model that the scorer learned with; without one, nothing."""
    if scorer.vectors:
        from pipeline.link.vectors import load_vectors  # numpy with it, which no other link needs

        texts = sorted({told.text for told in (*corpus.findings, *corpus.answers)})
        corpus.vectors = dict(zip(texts, load_vectors(Path(scorer.vectors))(texts), strict=True))


def look_at_answers(corpus: Corpus, scorer: Scorer, only: Told | None = None) -> Iterator[Look]:
    """Every answer against the findings that it can be an answer to; with `only`, that finding's candidates alone."""
    held = _hold_all(corpus, scorer, keep_refused=only is not None)
    for answers, pairs in _by_paper(corpus, held):
        entries = [Entry(one.seat, scorer.probability_alone(one.values)) for one in pairs]
        numbers = contest_features(entries)
        judged = zip((one for one in pairs if one.values), map(scorer.among.probability, numbers), strict=True)
        looks = [look for answer in answers for look in answer.looks]
        for one, probability in judged:
            if only is None and probability < min(_LEAST_POSSIBLE, scorer.least):
                continue  # nobody asks why, and of most pairs there is nothing more to say
            looks.append(_score(corpus, one.pair, probability, _least(corpus, one, scorer.least)))
        yield from (look for look in looks if only is None or look.finding is only)


def _least(corpus: Corpus, one: OpenPair, least: float) -> float:
    """The probability from which the answer counts as one to the finding."""
    whose = one.pair.answer.paper.organisation, one.pair.finding.paper.organisation
    if corpus.several and not all(whose) and not one.pair.signs.tie_papers():
        least = max(_LEAST_OF_UNKNOWN, least)
    if one.seat.elsewhere:  # it has its question; where it says nothing of this one, never
        return max(_LEAST_ELSEWHERE, least) if one.pair.alike else _NEVER
    said = one.pair.answer.families & one.pair.finding.families
    words = sum(not _YEAR.fullmatch(family) for family in said)
    if words >= _HARDLY or one.pair.finding.kind == "recommendation":
        return least  # a recommendation is answered in order and in other words; a criticism by what it is on
    return max(_LEAST_UNLIKE if words else _LEAST_WORDLESS, least)


@dataclass(frozen=True, slots=True)
class OpenPair:
    """A pair that is left to the scorer, with its FEATURES and its seat among the pairs of its answering paper; and one
    that a rule has linked, with no features."""

    pair: Pair
    values: list[float]
    seat: Seat


def open_pairs(corpus: Corpus) -> list[OpenPair]:
    """What the scorer is trained on."""
    return [one for _, pairs in _by_paper(corpus, _hold_all(corpus, None)) for one in pairs]


def _by_paper(corpus: Corpus, held: list[_Held]) -> Iterator[tuple[list[_Held], list[OpenPair]]]:
    """The answers of each paper with their open pairs, paper by paper, so that few are held at a time."""
    rivals, places = _context(corpus, held)
    in_order, partners = recommendations_in_order(corpus.findings), partners_of(corpus)
    for _, group in groupby(held, key=lambda one: one.paper):
        answers = list(group)
        pairs: list[OpenPair] = []
        for one in answers:
            ruled = [Pair(look.answer, look.finding, 0.0, NO_SIGNS) for look in one.looks if look.linked]
            told: list[tuple[Pair, list[float]]] = [(pair, []) for pair in ruled]
            told += [(pair, _values(corpus, pair, rivals, places, one.laid_out)) for pair in one.pairs]
            for pair, values in told:
                seat = seat_of(pair, corpus.matters[pair.finding.id], in_order, partners, elsewhere=one.laid_out)
                pairs.append(OpenPair(pair, values, seat))
        yield answers, pairs


def _values(corpus: Corpus, pair: Pair, rivals: Rivals, places: Mapping[str, float], elsewhere: bool) -> list[float]:
    values = features(corpus, pair, rivals, places, elsewhere)
    if corpus.vectors:
        values.append(float(corpus.vectors[pair.answer.text] @ corpus.vectors[pair.finding.text]))
    return values


def ruled_looks(corpus: Corpus) -> Iterator[Look]:
    """The links made by rule, without the scorer's word on what they are worth."""
    yield from (look for one in _hold_all(corpus, None) for look in one.looks if look.linked)


def _context(corpus: Corpus, held: list[_Held]) -> tuple[Rivals, Mapping[str, float]]:
    rivals = find_rivals((pair for one in held for pair in one.pairs), corpus.matters)
    return rivals, places_in_papers(corpus.findings) | places_in_papers(corpus.answers)


def _hold_all(corpus: Corpus, scorer: Scorer | None, *, keep_refused: bool = False) -> list[_Held]:
    by_id = {f.id: f for f in corpus.findings}
    placed = frozenset(finding for findings in corpus.laid_out.values() for finding in findings)
    possible = Candidates(corpus.findings, corpus.matters)
    positions = positions_of(corpus.findings)
    parted = _parted(corpus.answers)
    points = Counter(answer.paper.id for answer in corpus.answers if answer.point)
    held: list[_Held] = []
    for answer in corpus.answers:
        laid_out = [by_id[i] for i in corpus.laid_out.get(answer.id, ()) if i in by_id]
        candidates = [f for f in possible.of(answer) if f not in laid_out]
        paper = answer.paper.id
        one = _hold(
            corpus, answer, candidates, laid_out, placed, positions, scorer,
            parted=paper in parted, points=points[paper],
        )  # fmt: skip
        if not keep_refused:
            one.looks = [look for look in one.looks if look.linked]
        held.append(one)
    return held


def _hold(
    corpus: Corpus,
    answer: Told,
    candidates: list[Told],
    laid_out: list[Told],
    placed: frozenset[str],
    positions: Mapping[str, tuple[int, int]],
    scorer: Scorer | None,
    *,
    parted: bool,
    points: int,
) -> _Held:
    refused: list[Look] = []
    pairs: list[Pair] = []
    signed: list[tuple[Told, Signs]] = []
    for finding in candidates:
        if in_other_item(answer, finding):
            refused.append(Look(answer, finding, 0.0, False, "structure", (words_of("links.other_item"),)))
        elif in_time(answer, finding):
            signed.append((finding, signs_between(answer, finding)))
        else:
            refused.append(Look(answer, finding, 0.0, False, "time", (words_of("links.other_time"),)))
    sure = [
        look
        for look in ruled_links(answer, signed, laid_out, positions, parted=parted, points=points)
        if look.method == "layout" or scorer is None or scorer.certainty(look.method, answer.rule) >= scorer.least
    ]
    linked = {look.finding.id for look in sure}
    for finding, signs in signed:
        if finding.id in linked:
            continue
        if finding.rule.startswith("findings.refuse"):
            refused.append(Look(answer, finding, 0.0, False, "likeness", (words_of("links.refusal"),)))
            continue
        alike = likeness(corpus, answer, finding)
        if (laid_out or finding.id in placed) and answer.paper.id == finding.paper.id:
            why = (words_of("links.laid_out_elsewhere"),)
            refused.append(Look(answer, finding, alike, False, "layout", why))
        else:
            pairs.append(Pair(answer, finding, alike, signs))
    pairs.sort(key=lambda p: (-p.alike - _TIES * p.signs.strength, p.finding.id))
    likest = _likest_of_all(corpus, pairs)
    kept = {p.finding.id for p in likest}
    too_unlike = (words_of("links.others_nearer"),)
    dropped = (pair for pair in pairs if pair.finding.id not in kept)
    refused += (Look(answer, p.finding, p.alike, False, "likeness", too_unlike) for p in dropped)
    pairs = likest
    worth = [replace(k, score=scorer.certainty(k.method, answer.rule)) for k in sure] if scorer else sure
    answered = any(look.method in PLACED for look in sure)
    return _Held(answer.paper.id, nearest_remarks(worth) + refused, pairs, answered)


def _likest_of_all(corpus: Corpus, pairs: Sequence[Pair]) -> list[Pair]:
    """Of pairs in order of likeness the first recommendations, the first others, and more of papers that are tied."""
    asked = _likest(corpus, [p for p in pairs if p.finding.kind == "recommendation"], _KEPT)
    said = _likest(corpus, [p for p in pairs if p.finding.kind != "recommendation"], _KEPT_OTHERS)
    tied = _likest(corpus, [p for p in pairs if p.signs.strength >= _TIED], _KEPT_TIED)
    return list({p.finding.id: p for p in (*asked, *said, *tied)}.values())


def _likest(corpus: Corpus, pairs: Sequence[Pair], count: int) -> list[Pair]:
    """Of pairs in order of likeness those to the first so many matters."""
    matters = set(list(dict.fromkeys(corpus.matters[pair.finding.id] for pair in pairs))[:count])
    return [pair for pair in pairs if corpus.matters[pair.finding.id] in matters]


def _parted(answers: Iterable[Told]) -> frozenset[str]:
    """The papers whose answers stand under several headings."""
    headings: dict[str, set[str]] = defaultdict(set)
    for answer in answers:
        headings[answer.paper.id].add(answer.heading)
    return frozenset(paper for paper, named in headings.items() if len(named) > _PARTS)


def _score(corpus: Corpus, pair: Pair, probability: float, least: float) -> Look:
    """The scorer's word on a pair: a link, or none with what speaks against it."""
    words = telling_words(corpus, pair.answer, pair.finding)
    count = len(pair.answer.families & pair.finding.families)
    told = words_in_common(count, words)
    alike = (told, *_subjects(corpus, pair), *_kindred(corpus, pair)) if count < _FEW else (told,)
    likely = round(probability, 2)
    if probability >= least:
        return Look(pair.answer, pair.finding, likely, True, "scorer", (*pair.signs.words(), *alike))
    if least == _NEVER:
        return Look(pair.answer, pair.finding, likely, False, "layout", (words_of("links.laid_out_elsewhere"),))
    why = words_of("links.unlikely", score=_number(probability), least=_number(least))
    return Look(pair.answer, pair.finding, likely, False, "scorer", (why, *alike))


def _subjects(corpus: Corpus, pair: Pair) -> tuple[Words, ...]:
    """The rarest subjects that the two speak of, told where hardly a word says so."""
    shared = pair.answer.subjects & pair.finding.subjects
    rarest = sorted(shared, key=lambda s: (-corpus.subject_weights[s], s))[:2]
    names = [", ".join(called) for called in zip(*(subject_names()[s] for s in rarest), strict=True)]
    return (words_of("links.subjects", subjects=Words(*names)),) if names else ()


def _kindred(corpus: Corpus, pair: Pair) -> tuple[Words, ...]:
    """The words of the two on one matter, told where they share hardly a word."""
    told = ", ".join(f"{asked} – {said}" for asked, said in kindred_words(corpus, pair.answer, pair.finding))
    return (words_of("links.kindred", words=told),) if told else ()


def _number(value: float) -> Words:
    told = f"{value:.2f}"
    return Words(told.replace(".", ","), told)


def _link(look: Look, kind: str) -> Link:
    return Link(
        kind,
        "responses",
        look.answer.id,
        "findings",
        look.finding.id,
        look.score,
        look.method,
        *join_words(look.why),
    )
