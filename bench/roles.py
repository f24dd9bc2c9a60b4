"""Would a trained classifier of sentences find more of what auditors criticise than the rules do?

    python bench/roles.py FOLDER [FOLDER ...] [--unseen DOCUMENTS LABELS]

Each FOLDER holds labelled documents (`documents/`, `labels/`). A linear model over words and runs of letters learns
which sentences of audit papers are findings; each organisation is judged by a model that never saw it. Printed:
precision, recall and F1 over sentences of the rules, of the model, and of both together, at several thresholds.
`--unseen` judges other labelled documents by the model of all folders.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from pipeline.evaluate import Labels, read_labels
from pipeline.evaluate.matching import locate, squash
from pipeline.stages import process
from pipeline.structure import divide_sentences

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Said:
    """A sentence of an audit paper: whose, its words, whether it is labelled a finding, whether the rules find it."""

    organisation: str
    words: str
    finding: bool
    by_rules: bool


def sentences(documents: Path, labels: Labels) -> Iterator[Said]:
    named = {label["doc"] for label in labels.of("findings") if not label.get("only")}
    for path in sorted(p for p in documents.rglob("*") if p.name in named):
        read = process(path)
        if not read.facts.kind.startswith(("audit", "cover")):
            continue
        text = read.document.text
        squashed = squash(text)
        wanted = [label for label in labels.of("findings") if label["doc"] == path.name and label.get("quote")]
        spots = [(spot, bool(label.get("doubtful"))) for label in wanted if (spot := locate(squashed, label["quote"]))]
        found = [(r.at.char_start, r.at.char_end) for r in read.records if r.table == "findings"]
        for sentence in divide_sentences(read.document):
            words = " ".join(read.document.flow[sentence.start : sentence.end].split())
            start = len(squash(text[: sentence.start]))
            span = start, start + len(squash(words))
            hit = [doubtful for spot, doubtful in spots if half_inside(spot, span)]
            if len(words) >= 15 and not (hit and all(hit)):
                by_rules = any(half_inside(f, (sentence.start, sentence.end)) for f in found)
                yield Said(labels.organisations.get(path.name, ""), words, bool(hit), by_rules)


def half_inside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0.5 * min(one[1] - one[0], other[1] - other[0])


def learn(said: Sequence[Said]) -> Pipeline:
    views = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
    )
    model = make_pipeline(views, LogisticRegression(C=5, class_weight="balanced", max_iter=1000))
    return model.fit([s.words for s in said], [s.finding for s in said])


def report(title: str, said: Sequence[Said], likely: Sequence[float]) -> None:
    print(f"{title}: {len(said)} sentences, {sum(s.finding for s in said)} findings")
    print(f"  rules                {rates(said, [s.by_rules for s in said])}")
    for least in THRESHOLDS:
        alone = [value >= least for value in likely]
        both = [s.by_rules or chosen for s, chosen in zip(said, alone, strict=True)]
        print(f"  model at {least}: alone {rates(said, alone)}, with rules {rates(said, both)}")


def rates(said: Sequence[Said], chosen: Sequence[bool]) -> str:
    right = sum(c and s.finding for s, c in zip(said, chosen, strict=True))
    wanted = sum(s.finding for s in said)
    return f"P {right / max(1, sum(chosen)):.3f} R {right / wanted:.3f} F1 {2 * right / (sum(chosen) + wanted):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--unseen", nargs=2, type=Path, metavar=("DOCUMENTS", "LABELS"))
    options = parser.parse_args()
    said = [s for f in options.folders for s in sentences(f / "documents", read_labels(f / "labels"))]
    judged: list[tuple[Said, float]] = []
    for organisation in sorted({s.organisation for s in said}):
        own = [s for s in said if s.organisation == organisation]
        model = learn([s for s in said if s.organisation != organisation])
        judged += zip(own, model.predict_proba([s.words for s in own])[:, 1], strict=True)
    report("each organisation by the others", [s for s, _ in judged], [value for _, value in judged])
    if options.unseen:
        unseen = list(sentences(options.unseen[0], read_labels(options.unseen[1])))
        report("unseen", unseen, learn(said).predict_proba([s.words for s in unseen])[:, 1])


if __name__ == "__main__":
    main()
