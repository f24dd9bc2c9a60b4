"""The points of earlier papers that the verdicts of one may be on: found by words, so that none is held against all."""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.lexicon.organisations import one_organisation
from pipeline.lexicon.stems import stem_families
from pipeline.link.structure import days_between
from pipeline.link.texts import Corpus
from pipeline.link.told import Paper, Told
from pipeline.link.verdicts import Verdict
from pipeline.records import Link

_BY_AUDITORS = ("audit", "cover_letter", "follow_up")
_FOLLOWS_UP = re.compile(r"\buppfölj", re.IGNORECASE)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_UNKNOWN = "9999"  # last of all
_FEW = 20  # earlier papers that are all looked at
_EACH = 2  # of more, those whose rare words each verdict shares most
_SOONEST = 60  # days from a point to a verdict on it: auditors leave a body time to act
_READ = 400  # places in which the words of a verdict are looked up, the rarest first


@dataclass(slots=True)
class Point:
    """What auditors found once: where it is first said, to which a verdict is linked, the places where the papers
    looked at say it, and the criticisms that the recommendation is to mend."""

    first: Told
    places: list[Told]
    mended: list[Told] = field(default_factory=list)


class EarlierPoints:
    """All that auditors found, by paper and by word."""

    def __init__(self, corpus: Corpus, links: Sequence[Link]) -> None:
        """`links` say which findings repeat another (`repeats`), and by which each is mended (`recommended_in`)."""
        self._weights = corpus.weights
        self._several = corpus.several
        self.repeats = {link.source_id: link.target_id for link in links if link.kind == "repeats"}
        self._mended_by = {link.source_id: link.target_id for link in links if link.kind == "recommended_in"}
        self._of_paper: dict[str, list[Told]] = defaultdict(list)
        self._of_head: dict[str, list[Told]] = defaultdict(list)
        for finding in sorted(filter(_is_auditors, corpus.findings), key=_in_order):
            self._of_paper[finding.paper.id].append(finding)
            self._of_head[self._head(finding)].append(finding)
        self._saying: dict[str, list[str]] = defaultdict(list)
        for paper, findings in self._of_paper.items():
            for word in stem_families(findings[0].paper.title).union(*(f.families for f in findings)):
                self._saying[word].append(paper)
        self._of_organisation: dict[str, dict[str, str]] = {}

    def before(self, paper: Paper, verdicts: Sequence[Verdict], said: Iterable[Told]) -> list[Point]:
        """The points of papers of the same organisation before this one, each point once, in order; where the papers
        are many, of those that share rare words with a verdict, and of those of the points that are `said`."""
        papers = self._earlier_papers(paper)
        near = self._near(papers, verdicts) | {finding.paper.id for finding in said if finding.paper.id in papers}
        heads: dict[str, list[Told]] = defaultdict(list)
        for finding in sorted((f for of in near for f in self._of_paper[of]), key=_in_order):
            if _is_before(_when_made(finding), _when_judged(paper)):
                heads[self._head(finding)].append(finding)
        points = {head: Point(self._first(head, papers), told) for head, told in heads.items()}
        point_of = {place.id: head for head, point in points.items() for place in point.places}
        for place, mended in point_of.items():
            by = point_of.get(self._mended_by.get(place, ""), "")
            if by in points and mended in points and mended != by:
                points[by].mended += points.pop(mended).places
        return sorted(points.values(), key=lambda point: _in_order(point.first))

    def _earlier_papers(self, paper: Paper) -> dict[str, str]:
        """The auditors' papers of the organisation before this one, and when each was written."""
        of = paper.organisation
        if of not in self._of_organisation:
            told = {one: findings[0] for one, findings in self._of_paper.items()}
            self._of_organisation[of] = {one: _when_made(f) for one, f in told.items() if self._is_of(f.paper, of)}
        judged = _when_judged(paper)
        made = self._of_organisation[of]
        return {one: day for one, day in made.items() if one != paper.id and _is_before(day, judged)}

    def _is_of(self, paper: Paper, organisation: str) -> bool:
        if self._several and not (paper.organisation and organisation):
            return paper.organisation == organisation  # what is of nobody known is judged by nobody that is
        return one_organisation(paper.organisation, organisation) or organisation in paper.head.lower()

    def _near(self, papers: Mapping[str, str], verdicts: Sequence[Verdict]) -> set[str]:
        if len(papers) <= _FEW:
            return set(papers)
        return {one for verdict in verdicts for one in self._sharing(papers, verdict)}

    def _sharing(self, papers: Mapping[str, str], verdict: Verdict) -> list[str]:
        """The papers that share most with the verdict, and of those that share as much the latest."""
        lists = sorted((len(self._saying[w]), w) for w in verdict.topic | verdict.about if w in self._saying)
        shared: Counter[str] = Counter()
        left = _READ
        for count, word in lists:
            if left <= 0:
                break
            left -= count
            shared.update({one: self._weights.get(word, 1.0) for one in self._saying[word] if one in papers})
        return heapq.nlargest(_EACH, shared, key=lambda one: (shared[one], papers[one], one))

    def _first(self, head: str, papers: Mapping[str, str]) -> Told:
        return next(place for place in self._of_head[head] if place.paper.id in papers)

    def _head(self, finding: Told) -> str:
        head, seen = finding.id, set[str]()
        while head in self.repeats and head not in seen:
            seen.add(head)
            head = self.repeats[head]
        return head


def _when(paper: Paper) -> str:
    """The day or month of a paper, or the year that its title says; last of all where nothing does."""
    if paper.date:
        return paper.date
    year = _YEAR.search(paper.title)
    return year[1] if year else _UNKNOWN


def _is_before(made: str, judged: str) -> bool:
    """Whether what was made then can be judged on the other date: it came first, and long enough where both days are
    known."""
    days = len(made) == len(judged) == len("2024-01-31")
    return made < judged and not (days and days_between(made, judged) < _SOONEST)


def _is_auditors(finding: Told) -> bool:
    kind = finding.paper.kind
    return kind.startswith(_BY_AUDITORS) and not (kind == "follow_up" and finding.is_retold)


def _in_order(finding: Told) -> tuple[str, str, int]:
    return _when_made(finding), finding.paper.id, finding.start


def _when_made(finding: Told) -> str:
    """The day, month or year of a finding's paper; of one that says none, the year that the finding is of."""
    known = _when(finding.paper)
    return known if known != _UNKNOWN else str(finding.year or _UNKNOWN)


def _when_judged(paper: Paper) -> str:
    """When a paper that passes verdicts was written: one that says no day names that of the review it follows up."""
    return paper.date or (_UNKNOWN if _FOLLOWS_UP.search(paper.title) else _when(paper))
