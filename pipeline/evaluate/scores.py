"""What an evaluation says of one kind of record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Score:
    """How many labels there were, how many records were found, how many of them right; what was missed or too much."""

    kind: str
    right: int
    gold: int
    found: int
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the labels that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0


@dataclass(slots=True)
class ThreadScore(Score):
    """B³ of Bagga and Baldwin (1998): the means of each record's own precision and recall in its thread."""

    precision_sum: float = 0.0
    recall_sum: float = 0.0

    @property
    def precision(self) -> float:
        """The mean share of a record's thread as found that belongs there."""
        return self.precision_sum / self.gold if self.gold else 0.0

    @property
    def recall(self) -> float:
        """The mean share of a record's right thread that was found with it."""
        return self.recall_sum / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def add_scores(parts: Sequence[Sequence[Score]]) -> list[Score]:
    """The scores of several folders as those of one, kind by kind, in the order in which the kinds first come."""
    if len(parts) == 1:
        return list(parts[0])
    added: dict[str, Score] = {}
    for score in (score for part in parts for score in part):
        total = added.setdefault(score.kind, type(score)(score.kind, 0, 0, 0))
        total.right, total.gold, total.found = (
            total.right + score.right,
            total.gold + score.gold,
            total.found + score.found,
        )
        total.errors += score.errors
        if isinstance(total, ThreadScore) and isinstance(score, ThreadScore):
            total.precision_sum += score.precision_sum
            total.recall_sum += score.recall_sum
    return list(added.values())
