"""Learn what signs make a passage likely to be criticism or an answer; each organisation is judged by the others."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.errors import SparbarError
from pipeline.evaluate import Labels, read_labels
from pipeline.evaluate.matching import Span, locate, squash
from pipeline.extract.own_voice import points_in_own_voice
from pipeline.extract.passages import Passage, find_passages
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.extract.weighed_answers import open_paragraphs
from pipeline.messages import message
from pipeline.read import ReadOptions, read_document
from pipeline.records import Reading
from pipeline.stages import begin
from pipeline.weights import SignWeights, word_signs

THRESHOLDS = (0.3, 0.4, 0.5, 0.6)
_STRENGTH = 1.0  # inverse of the regularisation
_HALF = 0.5  # of the shorter of a passage and a label; what shares more is the same
_OFTEN = 5  # examples that bear a word; of a rarer one nothing is learned
_SHORTEST = 15  # characters of a passage to learn from

Gather = Callable[[Reading], Iterator[tuple[Span, Mapping[str, float], str]]]
"""The passages of a paper: where, the signs, and the text, whose words tell too."""


@dataclass(frozen=True, slots=True)
class SignExample:
    """A passage by its signs and its words, whether it is what is looked for, and whose document it stands in."""

    organisation: str
    signs: Mapping[str, float]
    right: bool
    text: str = ""

    def all_signs(self) -> dict[str, float]:
        """The signs, with the words among them."""
        return {**self.signs, **word_signs(self.text)}


def open_sentences(reading: Reading) -> Iterator[tuple[Span, Mapping[str, float], str]]:
    """The passages of an audit paper on which the weights have the say, with their signs."""
    if speaker(reading) != AUDITORS:
        return
    seen: list[tuple[Span, Mapping[str, float], str]] = []

    def note(passage: Passage, signs: Mapping[str, float]) -> float:
        seen.append(((passage.start, passage.end), signs, passage.text))
        return 0.0

    points_in_own_voice(reading.document, find_passages(reading), reading.facts.kind, note)
    yield from seen


def open_answers(reading: Reading) -> Iterator[tuple[Span, Mapping[str, float], str]]:
    """The paragraphs of a board's paper that may answer, with their signs."""
    return (((one.start, one.end), one.signs, one.text) for one in open_paragraphs(reading))


def sign_examples(folder: Path, table: str, gather: Gather) -> list[SignExample]:
    """The passages of a labelled folder that `gather` finds, held against the labels; doubtful ones left out."""
    labels = read_labels(folder / "labels")
    covered = {label["doc"] for label in labels.of(table) if not label.get("only")}
    examples: list[SignExample] = []
    for path in sorted((folder / "documents").iterdir()):
        if path.name in covered:
            examples += _of_document(path, labels, table, gather)
    return examples


def _of_document(path: Path, labels: Labels, table: str, gather: Gather) -> Iterator[SignExample]:
    document = read_document(path, ReadOptions())
    text = document.text
    squashed = squash(text)
    own = [label for label in labels.of(table) if label["doc"] == path.name and label.get("quote")]
    spots = [(spot, bool(label.get("doubtful"))) for label in own if (spot := locate(squashed, label["quote"]))]
    for begins, reading in begin(document):
        for (first, last), signs, words in gather(reading):
            start = len(squash(text[: begins + first]))
            span = start, start + len(squash(text[begins + first : begins + last]))
            hits = [doubtful for spot, doubtful in spots if _shares(spot, span)]
            if last - first >= _SHORTEST and not (hits and all(hits)):
                yield SignExample(labels.organisations.get(path.name, ""), signs, bool(hits), words)


def _shares(one: Span, other: Span) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > _HALF * min(one[1] - one[0], other[1] - other[0])


@dataclass(frozen=True, slots=True)
class SignTask:
    """What is learned: the table whose labels tell right from wrong, the passages, the probability that suffices."""

    table: str
    gather: Gather
    least: float


# A sentence that no formal words make a finding is one already when that is nearly as likely as not: what is missed is
# missed in silence, while what is too much is seen and rejected. An answer that a rule found falls away only when its
# paragraph is clearly none.
SIGN_TASKS = {
    "criticism": SignTask("findings", open_sentences, 0.4),
    "answering": SignTask("responses", open_answers, 0.35),
}


def fit_signs(examples: Sequence[SignExample], least: float) -> SignWeights:
    """Weights learned from the examples. Raises SparbarError when they hold none that is right, or none that is not."""
    right = [one.right for one in examples]
    if len(set(right)) < 2:
        raise SparbarError(message("train.too_few"))
    table = DictVectorizer()
    rows = table.fit_transform(often_borne([(one.signs, one.text) for one in examples]))
    model = LogisticRegression(C=_STRENGTH, max_iter=3000).fit(rows, right)
    weights = dict(zip(table.get_feature_names_out(), map(float, model.coef_[0]), strict=True))
    return SignWeights(float(model.intercept_[0]), least, weights)


def often_borne(passages: Sequence[tuple[Mapping[str, float], str]]) -> list[dict[str, float]]:
    """The signs of each passage with its words, but for words that hardly any has."""
    worded = [word_signs(text) for _, text in passages]
    borne = Counter(name for words in worded for name in words)
    return [
        {**signs, **{name: value for name, value in words.items() if borne[name] >= _OFTEN}}
        for (signs, _), words in zip(passages, worded, strict=True)
    ]


def left_out_rates(examples: Sequence[SignExample]) -> list[tuple[float, float, float]]:
    """At each of THRESHOLDS (probability, precision, recall), each organisation judged by weights from the others."""
    judged: list[tuple[float, bool]] = []
    for organisation in sorted({one.organisation for one in examples}):
        weights = fit_signs([one for one in examples if one.organisation != organisation], least=0.5)
        judged += [(weights.probability(o.all_signs()), o.right) for o in examples if o.organisation == organisation]
    wanted = sum(right for _, right in judged)
    rates = []
    for least in THRESHOLDS:
        chosen = [right for likely, right in judged if likely >= least]
        rates.append((least, sum(chosen) / max(1, len(chosen)), sum(chosen) / max(1, wanted)))
    return rates


def save_sign_examples(examples: Sequence[SignExample], path: Path) -> None:
    """One example a line: whose, whether right, the signs, the text whose words tell."""
    rows = ([one.organisation, one.right, dict(sorted(one.signs.items())), one.text] for one in examples)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
