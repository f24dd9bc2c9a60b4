"""Link the auditors' verdicts to what they judge: in the same paper, and the same point in earlier papers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.link.earlier_points import EarlierPoints, Point
from pipeline.link.in_turn import shares_in_turn
from pipeline.link.judged_points import are_borne_out, fill_gaps, odds_of_points, others_meant, places_of
from pipeline.link.likeness import whole_word, words_in_common
from pipeline.link.texts import Corpus, load_corpus, load_papers
from pipeline.link.told import Paper, Told
from pipeline.link.twins import Twins
from pipeline.link.verdicts import Verdict, verdicts_by_paper
from pipeline.messages import words_of
from pipeline.records import Link

_SURE = 0.6  # share of all ways to read the paper in which a verdict is on a point
_BACK = 0.4  # the weight of a step back: auditors who follow up keep the order less than boards that answer
_SAME = 1e4  # the odds of a point whose words the paper itself repeats


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a paper's own findings: the earlier points that they repeat."""

    corpus: Corpus
    findings: Mapping[str, Told]
    twins: Twins
    points: EarlierPoints


def link_assessments(connection: sqlite3.Connection, links: Sequence[Link]) -> list[Link]:
    """`assesses` links: to the finding that the extraction named, and to the earliest place of the point in earlier
    papers of auditors; and `repeats` links from the finding named to that place where nothing else says it repeats it.

    Those between the two repeat the earliest, by which the verdict reaches them.
    """
    corpus = load_corpus(connection)
    papers = load_papers(connection)
    findings = {finding.id: finding for finding in corpus.findings}
    known = _Known(corpus, findings, Twins(corpus.findings), EarlierPoints(corpus, links))
    found: list[Link] = []
    for paper_id, verdicts in verdicts_by_paper(connection, findings).items():
        found += (_own(verdict) for verdict in verdicts if verdict.own)
        found += _earlier(known, papers[paper_id], verdicts)
    return found


def _own(verdict: Verdict) -> Link:
    assert verdict.own is not None
    here = words_of("links.judged")
    return Link("assesses", "assessments", verdict.id, "findings", verdict.own.id, verdict.confidence, "section", *here)


def _earlier(known: _Known, paper: Paper, verdicts: Sequence[Verdict]) -> Iterator[Link]:
    told = [_said(known, verdict) for verdict in verdicts]
    points = known.points.before(paper, verdicts, (finding for each in told for finding in each))
    of = {place.id: str(number) for number, point in enumerate(points) for place in point.places}
    said = [{of[finding.id]: _SAME for finding in each if finding.id in of} for each in told]
    places = places_of(points)
    likely = [
        one or odds_of_points(known.corpus, paper, verdict, points, places)
        for one, verdict in zip(said, verdicts, strict=True)
    ]
    shares = shares_in_turn(places, likely, _BACK)
    chosen = [max(own, key=lambda number: (own[number], number), default="") for own in shares]
    chosen = [best if best and own[best] >= _SURE else "" for best, own in zip(chosen, shares, strict=True)]
    numbers = [int(best) if best else None for best in chosen]
    borne = are_borne_out(known.corpus, paper, verdicts, numbers, points)
    gaps = fill_gaps(numbers, points)
    for n, verdict in enumerate(verdicts):
        if chosen[n] and (borne[n] or said[n]):
            method = "same_words" if said[n] else "in_turn"
            also = others_meant(chosen[n], likely[n], points) if verdict.on_several else []
            for number in (chosen[n], *also):
                yield from _link(known, verdict, points[int(number)], shares[n][chosen[n]], method)
        elif not chosen[n] and n in gaps and _may_be(verdict, points[gaps[n]]):
            yield from _link(known, verdict, points[gaps[n]], _SURE, "in_turn")


def _may_be(verdict: Verdict, point: Point) -> bool:
    body = point.first.body
    return not (verdict.body and body) or verdict.body in body or body in verdict.body


def _said(known: _Known, verdict: Verdict) -> list[Told]:
    """The earlier findings that the verdict's own repeats, or that are in the same words."""
    if verdict.own is None:
        return []
    repeated, earliest = known.points.repeats.get(verdict.own.id), known.twins.earliest(verdict.own)
    return [*([known.findings[repeated]] if repeated else []), *([earliest] if earliest else [])]


def _link(known: _Known, verdict: Verdict, point: Point, share: float, method: str) -> Iterator[Link]:
    finding = point.first
    weights = known.corpus.weights
    words = {word for place in (*point.places, *point.mended) for word in place.families}
    shared = sorted(verdict.about & words, key=lambda s: (-weights.get(s, 0.0), s))
    said = [whole_word(" ".join(place.text for place in point.places), word) for word in shared[:3]]
    why = words_in_common(len(shared), said)
    confidence = round(verdict.confidence * min(0.95, share), 2)
    yield Link(
        "assesses", "assessments", verdict.id, "findings", finding.id, confidence, method,
        *words_of("links.judged_earlier", why=why),
    )  # fmt: skip
    own = verdict.own
    alike = own is not None and (own.kind == "recommendation") == (finding.kind == "recommendation")
    if own is not None and alike and own.id not in known.points.repeats and own.paper.id != finding.paper.id:
        yield Link("repeats", "findings", own.id, "findings", finding.id, min(0.85, confidence), "followed_up", *why)
