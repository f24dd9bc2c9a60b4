"""Learn how an answer stands to what it answers, from labelled answers; each organisation is judged by the others."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.errors import SparbarError
from pipeline.evaluate import read_labels
from pipeline.extract.stance_signs import stance_signs
from pipeline.extract.stances import stance_of
from pipeline.messages import message
from pipeline.train.signs import often_borne
from pipeline.weights import ClassWeights, SignWeights

_STRENGTH = 1.0  # inverse of the regularisation


@dataclass(frozen=True, slots=True)
class StanceExample:
    """The words of a labelled answer, its stance, and whose it is."""

    organisation: str
    stance: str
    text: str


def stance_examples(folder: Path) -> list[StanceExample]:
    """The labelled answers of a folder; doubtful ones left out."""
    labels = read_labels(folder / "labels")
    return [
        StanceExample(labels.organisations.get(label["doc"], ""), label["stance"], " ".join(label["quote"].split()))
        for label in labels.of("responses")
        if label.get("quote") and label.get("stance") and not label.get("doubtful")
    ]


def fit_stances(examples: Sequence[StanceExample]) -> ClassWeights:
    """Weights learned from the examples. Raises SparbarError when they hold fewer than two stances."""
    stances = [one.stance for one in examples]
    if len(set(stances)) < 3:  # of two, one alone would have weights
        raise SparbarError(message("train.too_few"))
    table = DictVectorizer()
    rows = table.fit_transform(often_borne([(stance_signs(one.text), one.text) for one in examples]))
    model = LogisticRegression(C=_STRENGTH, max_iter=3000).fit(rows, stances)
    names = table.get_feature_names_out()
    return ClassWeights(
        {
            str(stance): SignWeights(float(intercept), 0.0, dict(zip(names, map(float, weights), strict=True)))
            for stance, intercept, weights in zip(model.classes_, model.intercept_, model.coef_, strict=True)
        }
    )


def left_out_stances(examples: Sequence[StanceExample]) -> list[tuple[str, int, int, int]]:
    """For each stance (stance, right, labelled, told), each organisation judged by weights from the others."""
    told: list[tuple[str, str]] = []
    for organisation in sorted({one.organisation for one in examples}):
        weights = fit_stances([one for one in examples if one.organisation != organisation])
        own = (one for one in examples if one.organisation == organisation)
        told += [(one.stance, stance_of(one.text, weights)[0]) for one in own]
    wanted, found = Counter(stance for stance, _ in told), Counter(stance for _, stance in told)
    right = Counter(stance for stance, other in told if stance == other)
    return [(stance, right[stance], count, found[stance]) for stance, count in wanted.most_common()]


def save_stance_examples(examples: Sequence[StanceExample], path: Path) -> None:
    """One example a line: whose, the stance, the words."""
    rows = ([one.organisation, one.stance, one.text] for one in examples)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
