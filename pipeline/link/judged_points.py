"""How likely a verdict is to be on each earlier point, by what it is called and what is told of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import exp, fsum

from pipeline.lexicon.stems import stem_families
from pipeline.link.earlier_points import Point
from pipeline.link.texts import Corpus
from pipeline.link.told import Paper, Told
from pipeline.link.verdicts import Verdict, long_words

_STEEP, _EVEN = 12.0, 5.0  # odds of a likeness: e ** (12 * likeness - 5); the best of some tried
_FAINT = 0.08  # likeness below which a point is none that a verdict may be on
_ADVISED = 0.35  # likeness of a recommendation from which on it, and no criticism, is what is followed up
_NEARER = 0.1  # by which a criticism must be nearer than any recommendation to be looked at
_COUNTED, _NUMBERED = 0.25, 0.05  # what it adds that a verdict counts out a point, or bears its number
_EXACT = 0.1  # what it adds that the long words of its name are those of the point, not only akin
_HEADED = 0.12  # what it adds that what heads several verdicts is what heads the point
_SEVERAL = 3  # points of a paper
_REVIEW_NAMED = 0.6  # share of the words of a review's title
_ALIKE = 0.5  # likeness of a verdict and a point
_FEW, _MOST_OF = 3, 0.6  # points, and share of a list, by which it is plain that it is taken up in its order
_FORM = stem_families(
    "intern kontroll styrning uppföljning verksamhet arbete ändamålsenlig tillräcklig granskning bedömning samlad"
)
_TIED = 0.1  # what it adds that the papers' titles are on the same

Places = Mapping[str, Mapping[tuple[str, bool], int]]


def places_of(points: Sequence[Point]) -> Places:
    """The place of each point, by its number as text, in each list of recommendations or of other points."""
    lists: dict[tuple[str, bool], list[tuple[int, str]]] = defaultdict(list)
    for number, point in enumerate(points):
        for place in point.places:
            lists[place.paper.id, place.kind == "recommendation"].append((place.start, str(number)))
    places: dict[str, dict[tuple[str, bool], int]] = {str(number): {} for number in range(len(points))}
    for one, members in lists.items():
        for turn, (_, key) in enumerate(sorted(members)):
            places[key].setdefault(one, turn)
    return places


def fill_gaps(chosen: Sequence[int | None], points: Sequence[Point]) -> dict[int, int]:
    """Verdicts on no point, by their place, and the points left over at the same place in a list of recommendations
    that the paper otherwise takes up one after the other: as many verdicts there as points."""
    filled: dict[int, int] = {}
    for paper in sorted({place.paper.id for point in points for place in point.places}):
        listed = {n: min(p.start for p in own) for n, point in enumerate(points) if (own := _advice_in(point, paper))}
        order = sorted(listed, key=lambda n: listed[n])
        matched = [(at, order.index(n)) for at, n in enumerate(chosen) if n in listed]
        if len(matched) < max(_FEW, _MOST_OF * len(order)) or any(a[1] >= b[1] for a, b in pairwise(matched)):
            continue
        for (at, turn), (next_at, next_turn) in pairwise([(-1, -1), *matched, (len(chosen), len(order))]):
            if next_at - at == next_turn - turn:
                filled |= {at + step: order[turn + step] for step in range(1, next_at - at)}
    return {at: n for at, n in filled.items() if chosen[at] is None}


def are_borne_out(
    corpus: Corpus, paper: Paper, verdicts: Sequence[Verdict], chosen: Sequence[int | None], points: Sequence[Point]
) -> list[bool]:
    """Whether each verdict is likely to be on its point and not on one of a review that was not read in: the words are
    much the same, the paper names the review, or several of its verdicts are on that."""
    landed: dict[str, set[int]] = defaultdict(set)
    for n in (n for n in chosen if n is not None):
        for place in points[n].places:
            landed[place.paper.id].add(n)
    head = stem_families(f"{paper.title} {paper.head}")

    def is_borne_out(verdict: Verdict, point: Point) -> bool:
        return any(
            len(landed[place.paper.id]) >= _SEVERAL
            or _share(corpus, stem_families(place.paper.title), head) >= _REVIEW_NAMED
            or _alike(corpus, verdict, place, point.mended) >= _ALIKE
            for place in point.places
        )

    return [n is not None and is_borne_out(v, points[n]) for v, n in zip(verdicts, chosen, strict=True)]


def others_meant(best: str, odds: Mapping[str, float], points: Sequence[Point]) -> list[str]:
    """The further points that a verdict on several is on: likely by themselves, below the heading of the likeliest."""
    places = {(place.paper.id, place.heading) for place in points[int(best)].places if place.heading}
    near = ((n, {(p.paper.id, p.heading) for p in points[int(n)].places}) for n in odds if n != best)
    return [n for n, own in near if own & places and odds[n] >= 1]


def _advice_in(point: Point, paper: str) -> list[Told]:
    return [place for place in point.places if place.paper.id == paper and place.kind == "recommendation"]


def odds_of_points(
    corpus: Corpus, paper: Paper, verdict: Verdict, points: Sequence[Point], places: Places
) -> dict[str, float]:
    """The odds of each point, by its number as text, but for those that are unlike it; `places` as of `places_of`."""
    scores = {
        number: _score(corpus, paper, verdict, point, places[number])
        for number, point in ((str(n), point) for n, point in enumerate(points))
    }
    if verdict.own is not None:  # what it repeats is of its sort
        own = verdict.own.kind == "recommendation"
        scores = {n: s for n, s in scores.items() if (points[int(n)].first.kind == "recommendation") == own}
    advised = {number for number, point in enumerate(points) if point.first.kind == "recommendation"}
    best = max((scores.get(str(number), 0.0) for number in advised), default=0.0)
    if best >= _ADVISED and not verdict.on_flaw:
        other = max((score for number, score in scores.items() if int(number) not in advised), default=0.0)
        if verdict.on_advice or other < best + _NEARER:
            scores = {number: score for number, score in scores.items() if int(number) in advised}
    return {number: exp(_STEEP * score - _EVEN) for number, score in scores.items() if score >= _FAINT}


def _score(
    corpus: Corpus, paper: Paper, verdict: Verdict, point: Point, places: Mapping[tuple[str, bool], int]
) -> float:
    score = max(_alike(corpus, verdict, place, point.mended) for place in point.places)
    if score <= 0 and not verdict.counted:
        return 0.0
    if point.first.kind != "recommendation":
        score -= 0.15 if verdict.on_advice else 0.0 if verdict.on_flaw else 0.03
    if verdict.number and verdict.number - 1 in places.values():
        score += _COUNTED if verdict.counted else _NUMBERED
    return score + _TIED * max(_tied(corpus, paper, place.paper) for place in point.places)


def _alike(corpus: Corpus, verdict: Verdict, place: Told, mended: Iterable[Told]) -> float:
    if verdict.body and place.body and verdict.body not in place.body and place.body not in verdict.body:
        return 0.0
    own = place.families
    if place.kind != "recommendation" and own <= _FORM:
        return 0.0  # what all of a review comes to is no point that is followed up
    headed = _HEADED * _share(corpus, verdict.heading, own | stem_families(f"{place.heading} {place.paper.title}"))
    wide = own.union(*(one.families for one in mended))
    covered = _share(corpus, own, verdict.about)
    if not verdict.topic:
        return covered + headed if covered else 0.0
    exact = len(verdict.names & long_words(place.text)) / len(verdict.names) if verdict.names else 0.0
    return (
        _EXACT * exact
        + 0.5 * max(_share(corpus, verdict.topic, own), 0.8 * _share(corpus, verdict.topic, wide))
        + 0.5 * covered
    )


def _share(corpus: Corpus, words: frozenset[str], of: frozenset[str]) -> float:
    """The share of the weight of the words that the others hold."""
    weight = corpus.weights
    shared = words & of
    if not shared:
        return 0.0
    return fsum(weight.get(word, 1.0) for word in shared) / fsum(weight.get(word, 1.0) for word in words)


def _tied(corpus: Corpus, paper: Paper, other: Paper) -> float:
    return _share(corpus, stem_families(other.title), stem_families(paper.title))
