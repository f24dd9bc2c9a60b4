"""The linker's weights: learned from labels and reviews, saved without code, measured on organisations left out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import cli
from pipeline.errors import SparbarError
from pipeline.link.features import CONTEST, FEATURES
from pipeline.link.scorer import SETTING, WEIGHTS, Scorer, Weights, parse_scorer, scorer_text
from pipeline.link.seats import Seat
from pipeline.link.texts import families_of
from pipeline.run import BatchOptions, run_batch
from pipeline.store import open_database
from pipeline.train import Examples, fit_scorer, load_examples, measure_reliability, save_examples
from pipeline.train.examples import Example, Ruled
from pipeline.train.fit import LEAST
from pipeline.weights import MODELS

ROOT = Path(__file__).parent.parent
NUMBERS = st.floats(-5, 5, allow_nan=False)
MANY = st.lists(NUMBERS, min_size=len(FEATURES), max_size=len(FEATURES)).map(tuple)


def seat(organisation: str, number: int) -> Seat:
    """Each pair in a paper of its own."""
    paper = f"{organisation} {number}"
    return Seat(
        f"r{number}",
        paper,
        0,
        f"kritik{number}",
        "rapport",
        0,
        True,
        0.5,
        False,
        0,
        1,
        families_of(f"kritik {number}"),
        frozenset(),
    )


def told_apart(organisation: str, count: int = 12) -> Examples:
    """Pairs that the first feature tells apart."""
    rows = [[float(i % 2), *([0.5] * (len(FEATURES) - 1))] for i in range(count)]
    pairs = [
        Example(row, row[0] > 0.5, row[0], organisation, f"svar {n}", f"kritik {n}", seat(organisation, n))
        for n, row in enumerate(rows)
    ]
    return Examples(pairs, [Ruled("layout", "responses.marker.colon", True, organisation)] * 20)


@given(MANY, MANY, NUMBERS)
def test_weights_survive_being_saved(means: tuple[float, ...], weights: tuple[float, ...], intercept: float) -> None:
    learned = Weights(FEATURES, means, tuple(1.0 for _ in FEATURES), weights, intercept)
    among = Weights(CONTEST, *([tuple(1.0 for _ in CONTEST)] * 3), 0.0)
    again = parse_scorer(scorer_text(Scorer(learned, among, 0.5, {"layout": 0.9})))
    assert again.pair.means == pytest.approx(means, abs=1e-6)
    assert 0 <= again.pair.probability(weights) <= 1
    assert again.certainty("layout", "responses.unseen") == 0.9


def test_weights_of_other_features_are_refused() -> None:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    del stored["pair"]["features"][FEATURES[0]]
    with pytest.raises(SparbarError, match="annan version"):
        parse_scorer(json.dumps(stored))


def test_learns_what_tells_right_from_wrong(tmp_path: Path) -> None:
    examples = told_apart("Lindvikens kommun")
    save_examples(examples, tmp_path / "examples.jsonl")
    assert load_examples(tmp_path / "examples.jsonl") == examples
    scorer = fit_scorer(examples)
    by_right = {one.right: scorer.pair.probability(one.features) for one in examples.pairs}
    assert by_right[True] > 0.75 > 0.25 > by_right[False]
    assert 0.9 < scorer.certainty("layout", "responses.marker.colon") < 1


def test_needs_right_and_wrong_pairs() -> None:
    examples = told_apart("Lindvikens kommun")
    with pytest.raises(SparbarError, match="För få exempel"):
        fit_scorer(replace(examples, pairs=[one for one in examples.pairs if one.right]))


def test_judges_each_organisation_by_the_others() -> None:
    examples = told_apart("Lindvikens kommun", 24)
    for organisation in ("Askersby kommun", "Fjällby kommun", "Sandhamns kommun"):
        examples.pairs += told_apart(organisation, 24).pairs
    # In the fifth organisation all is the other way round: who had seen it would not be so sure.
    other = told_apart("Norrhamn", 12).pairs
    examples.pairs += [replace(one, right=not one.right) for one in other]
    measured = measure_reliability(examples)
    assert measured.organisations == 5
    assert measured.pairs == 4 * 24 + 12 + 20
    assert measured.ways["rules"].precision == 1
    assert measured.ways["scorer"].precision == pytest.approx(48 / 54)
    assert measured.error > 0.1


def test_train_writes_weights_examples_and_scores(tmp_path: Path) -> None:
    config = tmp_path / "answers.toml"
    config.write_text(f'folders = ["{(ROOT / "labelled" / "answers").as_posix()}"]', encoding="utf-8")
    done = CliRunner().invoke(cli, ["train", "--config", str(config)])
    assert done.exit_code == 0, done.output
    assert parse_scorer((tmp_path / "answers.json").read_text(encoding="utf-8")).least == LEAST
    assert load_examples(tmp_path / "answers.jsonl").pairs
    assert "regler och vikter" in (tmp_path / "answers.md").read_text(encoding="utf-8")


def test_learns_from_reviews_into_the_database(tmp_path: Path) -> None:
    database = tmp_path / "own.db"
    run_batch([str(ROOT / "labelled" / "answers" / "documents")], database, BatchOptions(workers=0))
    runner = CliRunner()
    unreviewed = runner.invoke(cli, ["train", "--reviews", str(database)])
    assert isinstance(unreviewed.exception, SparbarError)
    connection = open_database(database)
    links = connection.execute(
        "SELECT id FROM links WHERE kind = 'answers' AND method = 'scorer' ORDER BY id"
    ).fetchall()
    for link in links:
        connection.execute("UPDATE links SET state = 'rejected' WHERE id = ?", (link["id"],))
    connection.commit()
    done = runner.invoke(cli, ["train", "--reviews", str(database)])
    assert done.exit_code == 0, done.output
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (SETTING,)).fetchone()
    learned, shipped = parse_scorer(row[0]), parse_scorer(WEIGHTS.read_text(encoding="utf-8"))
    assert learned != shipped
    pairs = [one for one in load_examples(MODELS / "answers.jsonl").pairs if one.right]
    # Who rejects all that is proposed gets a warier linker.
    assert (
        sum(learned.pair.probability(p.features) < shipped.pair.probability(p.features) for p in pairs) > len(pairs) / 2
    )


def test_weights_of_an_older_version_are_left_alone_and_said_so(tmp_path: Path) -> None:
    database = tmp_path / "own.db"
    papers = [str(ROOT / "labelled" / "answers" / "documents")]
    run_batch(papers, database, BatchOptions(workers=0))
    connection = open_database(database)
    links = "SELECT source_id, target_id, confidence FROM links WHERE kind = 'answers' ORDER BY 1, 2"
    before = [tuple(row) for row in connection.execute(links)]
    older = json.loads(WEIGHTS.read_text(encoding="utf-8")) | {"format": 1}
    connection.execute("INSERT INTO settings VALUES (?, ?)", (SETTING, json.dumps(older)))
    connection.commit()
    result = run_batch(papers, database, BatchOptions(workers=0))
    assert [problem.code for problem in result.problems] == ["weights_outdated"]
    assert before and [tuple(row) for row in connection.execute(links)] == before
