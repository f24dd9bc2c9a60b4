"""Training examples: pairs of an answer and a finding as the program found them, with what people said of them."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

from pipeline.evaluate import read_labels
from pipeline.evaluate.answers import answer_truth
from pipeline.link.answers import open_pairs, ruled_looks
from pipeline.link.seats import Seat
from pipeline.link.texts import Corpus, families_of, load_corpus
from pipeline.link.vectors import Encode
from pipeline.run import BatchOptions, run_batch
from pipeline.store import open_database

Verdict = Callable[[str, str], bool | None]  # of a response's and a finding's id; None when nobody has said

_ONE_BODY = "nämnden"


@dataclass(frozen=True, slots=True)
class Example:
    """A pair for the scorer: its FEATURES and seat, whether the answer is to the finding (None: nobody says, but it is
    a rival of others), whose documents, and the two texts. One that a rule has linked has no features."""

    features: list[float]
    right: bool | None
    alike: float  # the likeness of the words alone, to compare the scorer with
    organisation: str
    answer: str
    finding: str
    seat: Seat


@dataclass(frozen=True, slots=True)
class Ruled:
    """A link made by rule: the method, the rule of its answer, whether it is right, and whose documents."""

    method: str
    rule: str
    right: bool
    organisation: str


@dataclass(slots=True)
class Examples:
    """What the scorer learns from, and what the links made by rule are weighed by."""

    pairs: list[Example] = field(default_factory=list)
    ruled: list[Ruled] = field(default_factory=list)

    def organisations(self) -> list[str]:
        """Whose documents the examples are of."""
        return sorted({one.organisation for one in self.pairs} | {one.organisation for one in self.ruled})

    def judged(self) -> int:
        """How many of them somebody has judged."""
        return sum(one.right is not None for one in self.pairs) + len(self.ruled)

    def without(self, *organisations: str) -> Examples:
        """The examples of all others."""
        return self._where(lambda owner: owner not in organisations)

    def only(self, *organisations: str) -> Examples:
        """The examples of these."""
        return self._where(lambda owner: owner in organisations)

    def _where(self, keep: Callable[[str], bool]) -> Examples:
        return Examples(
            [one for one in self.pairs if keep(one.organisation)],
            [one for one in self.ruled if keep(one.organisation)],
        )

    def add(self, corpus: Corpus, verdict: Verdict) -> None:
        """Add what the database holds and a verdict was given on."""
        for look in ruled_looks(corpus):
            right = verdict(look.answer.id, look.finding.id)
            if right is not None:
                self.ruled.append(Ruled(look.method, look.answer.rule, right, look.answer.paper.organisation))
        self.pairs += _judged_pairs(corpus, verdict)


def add_labelled(examples: Examples, folder: Path) -> None:
    """Read a folder's `documents` into a database of its own and hold what is found against its `labels`."""
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "train.db"
        run_batch([str(folder / "documents")], database, BatchOptions(link=False))
        connection = open_database(database)
        try:
            verdict = answer_truth(connection, read_labels(folder / "labels"), None).verdict
            corpus = load_corpus(connection)
            examples.add(corpus, verdict)
            examples.pairs += crowded_pairs(corpus, verdict)
        finally:
            connection.close()


def add_reviewed(examples: Examples, connection: sqlite3.Connection) -> int:
    """Add the answers that people confirmed or rejected in a database; how many that was."""
    rows = connection.execute(
        "SELECT source_id, target_id, state FROM links WHERE kind = 'answers' AND state <> 'proposed'"
        " AND source_id NOT IN (SELECT record_id FROM rejected_records)"
        " AND target_id NOT IN (SELECT record_id FROM rejected_records)"
    )
    said = {(row["source_id"], row["target_id"]): row["state"] == "confirmed" for row in rows}
    before = examples.judged()
    examples.add(load_corpus(connection), lambda response, finding: said.get((response, finding)))
    return examples.judged() - before


def crowded_pairs(corpus: Corpus, verdict: Verdict) -> list[Example]:
    """The same answers as they would stand if all papers were of one body: a full archive holds years of its audits,
    and a linker that only ever saw five findings at a time takes the nearest for the right one there.
    """
    papers = {told.paper.id: told.paper for told in (*corpus.findings, *corpus.answers)}
    owners = {name: paper.organisation for name, paper in papers.items()}
    joined = {name: replace(paper, organisation="", body=_ONE_BODY) for name, paper in papers.items()}
    findings, answers = (
        [replace(told, paper=joined[told.paper.id], body=_ONE_BODY) for told in side]
        for side in (corpus.findings, corpus.answers)
    )
    return _judged_pairs(replace(corpus, findings=findings, answers=answers), verdict, owners)


def _judged_pairs(corpus: Corpus, verdict: Verdict, owners: Mapping[str, str] | None = None) -> list[Example]:
    crowd = "crowd " if owners else ""  # the papers of a crowd are a contest of their own
    examples = []
    for one in open_pairs(corpus):
        answer, finding = one.pair.answer, one.pair.finding
        right = verdict(answer.id, finding.id) if one.values else None
        owner = owners[answer.paper.id] if owners else answer.paper.organisation
        rounded = [round(value, 4) for value in one.values]
        seat = replace(
            one.seat, answer_paper=crowd + one.seat.answer_paper, finding_paper=crowd + one.seat.finding_paper
        )
        examples.append(Example(rounded, right, one.pair.alike, owner, answer.text, finding.text, seat))
    judged = {one.seat.answer_paper for one in examples if one.right is not None}
    return [one for one in examples if one.seat.answer_paper in judged]


def with_meanings(examples: Examples, encode: Encode) -> Examples:
    """The same examples with one feature more: the cosine of the vectors of the two texts."""
    texts = sorted({text for one in examples.pairs for text in (one.answer, one.finding)})
    rows = dict(zip(texts, encode(texts), strict=True))
    pairs = [
        replace(one, features=[*one.features, round(float(rows[one.answer] @ rows[one.finding]), 6)])
        if one.features
        else one
        for one in examples.pairs
    ]
    return Examples(pairs, examples.ruled)


def save_examples(examples: Examples, path: Path) -> None:
    """One example a line, as JSON lists, after the texts of the invented documents that they point to by number."""
    texts = sorted({text for one in examples.pairs for text in (one.answer, one.finding)})
    number = {text: n for n, text in enumerate(texts)}
    rows: list[list[object]] = [["text", text] for text in texts]
    for e in examples.pairs:
        told = asdict(e.seat) | {"partners": sorted(e.seat.partners)}
        seat = [value for name, value in told.items() if name != "families"]
        rows.append(["pair", e.organisation, e.right, number[e.answer], number[e.finding], e.alike, seat, *e.features])
    rows += [["ruled", r.organisation, r.right, r.method, r.rule] for r in examples.ruled]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def load_examples(path: Path) -> Examples:
    """Read what `save_examples` wrote."""
    examples = Examples()
    texts: list[str] = []
    names = [field.name for field in fields(Seat) if field.name != "families"]
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, *rest = json.loads(line)
        if kind == "text":
            texts.append(rest[0])
        elif kind == "pair":
            organisation, right, answer, finding, alike, stored, *numbers = rest
            told = dict(zip(names, stored, strict=True))
            told["partners"] = frozenset(told["partners"])
            seat = Seat(families=families_of(texts[finding]), **told)
            example = Example(numbers, right, alike, organisation, texts[answer], texts[finding], seat)
            examples.pairs.append(example)
        else:
            organisation, right, method, rule = rest
            examples.ruled.append(Ruled(method, rule, right, organisation))
    return examples
