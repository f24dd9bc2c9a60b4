"""`sparbar train`: learn how likely an answer is to a finding, from labelled documents or from a database's reviews."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from pipeline.cli.options import lang_option
from pipeline.errors import NotFoundError, SparbarError
from pipeline.link.scorer import SETTING, scorer_text
from pipeline.link.vectors import Encode, load_vectors
from pipeline.messages import message
from pipeline.store import open_database, transaction
from pipeline.train import (
    SIGN_TASKS,
    Examples,
    Reliability,
    SignTask,
    add_labelled,
    add_reviewed,
    fit_scorer,
    fit_signs,
    fit_stances,
    left_out_rates,
    left_out_stances,
    load_examples,
    measure_reliability,
    save_examples,
    save_sign_examples,
    save_stance_examples,
    sign_examples,
    stance_examples,
    with_meanings,
)
from pipeline.weights import MODELS, class_weights_text, sign_weights, sign_weights_text

_COMPARED = 5  # parts of the organisations, each left out in turn, to tell whether a model helps


@click.command("train")
@click.option(
    "--config", type=click.Path(dir_okay=False, path_type=Path), default=MODELS / "training.toml",
    show_default="models/training.toml", help="Vilka mappar med facit som vikterna lärs av; vikterna skrivs bredvid.",
)  # fmt: skip
@click.option(
    "--reviews", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="DATABAS",
    help="Lär också av de länkar som har granskats i en databas, och använd vikterna där.",
)  # fmt: skip
@click.option(
    "--vectors", type=click.Path(file_okay=False, path_type=Path), metavar="MAPP",
    help="Väg också in hur lika texterna är enligt en egen språkmodell (spaCy med vektorer, eller meningsmodell som "
    "ONNX); anges med --reviews.",
)  # fmt: skip
@click.option(
    "--forget", is_flag=True, help="Glöm vikterna i databasen --reviews: de som följer med programmet gäller åter."
)
@lang_option
def train_command(config: Path, reviews: Path | None, vectors: Path | None, forget: bool, lang: str) -> None:
    """Lär om hur troligt det är att ett svar gäller en kritik, och mät hur väl säkerheten stämmer."""
    if (vectors or forget) and reviews is None:
        raise SparbarError(message("train.which_database", lang))
    if reviews is not None:
        _forget(reviews, lang) if forget else _learn_for(reviews, vectors, lang)
        return
    if not config.is_file():
        raise NotFoundError(message("train.no_config", lang, path=config))
    folders = _folders(config)
    for name, task in SIGN_TASKS.items():
        _learn_signs(config, name, task, folders, lang)
    _learn_stances(config, folders, lang)
    sign_weights.cache_clear()  # what is linked next is found by the new weights
    examples = Examples()
    for folder in folders:
        add_labelled(examples, folder)
    target = config.with_name("answers")
    save_examples(examples, target.with_suffix(".jsonl"))
    target.with_suffix(".json").write_text(scorer_text(fit_scorer(examples)), encoding="utf-8")
    _tell(_report(examples, measure_reliability(examples), lang), target, lang)


def _folders(config: Path) -> list[Path]:
    """The folders that the configuration names, a pattern with * as all that it fits."""
    named = tomllib.loads(config.read_text(encoding="utf-8"))["folders"]
    found = [sorted(config.parent.glob(each)) if "*" in each else [config.parent / each] for each in named]
    return [folder for some in found for folder in some]


def _learn_signs(config: Path, name: str, task: SignTask, folders: Sequence[Path], lang: str) -> None:
    """Learn one set of sign weights, and write them with their examples and rates beside the configuration."""
    examples = [one for folder in folders for one in sign_examples(folder, task.table, task.gather)]
    target = config.with_name(name)
    save_sign_examples(examples, target.with_suffix(".jsonl"))
    target.with_suffix(".json").write_text(sign_weights_text(fit_signs(examples, task.least)), encoding="utf-8")
    rates = (
        [f"{least:.1f}", _share(precision), _share(recall)] for least, precision, recall in left_out_rates(examples)
    )
    count = sum(one.right for one in examples)
    owners = len({one.organisation for one in examples})
    report = [
        message(f"train.signs_{name}", lang, passages=len(examples), right=count, organisations=owners),
        "",
        message("train.left_out", lang),
        "",
        *_table([message(f"train.{key}", lang) for key in ("least", "precision", "recall")], rates),
        "",
        message("train.least_used", lang, least=task.least),
    ]
    _tell("\n".join(report), target, lang)


def _learn_stances(config: Path, folders: Sequence[Path], lang: str) -> None:
    """Learn how answers stand to what they answer, and write the weights with their examples and rates."""
    examples = [one for folder in folders for one in stance_examples(folder)]
    target = config.with_name("stances")
    save_stance_examples(examples, target.with_suffix(".jsonl"))
    target.with_suffix(".json").write_text(class_weights_text(fit_stances(examples)), encoding="utf-8")
    rates = left_out_stances(examples)
    rows = (
        [message(f"terms.stance_{stance}", lang), str(count), _share(right / max(1, told)), _share(right / count)]
        for stance, right, count, told in rates
    )
    all_right = sum(right for _, right, _, _ in rates) / len(examples)
    owners = len({one.organisation for one in examples})
    report = [
        message("train.stances", lang, answers=len(examples), organisations=owners, right=_share(all_right)),
        "",
        *_table([message(f"train.{key}", lang) for key in ("stance", "count", "precision", "recall")], rows),
    ]
    _tell("\n".join(report), target, lang)


def _tell(report: str, target: Path, lang: str) -> None:
    target.with_suffix(".md").write_text(report + "\n", encoding="utf-8")
    click.echo(report)
    click.echo(message("train.written", lang, path=target.with_suffix(".json")))
    click.echo()


def _learn_for(database: Path, vectors: Path | None, lang: str) -> None:
    """The examples that come with the program and the database's own, into the database's settings."""
    examples = load_examples(MODELS / "answers.jsonl")
    connection = open_database(database, create=False)
    try:
        count = add_reviewed(examples, connection)
        if not count and vectors is None:
            raise SparbarError(message("train.none_reviewed", lang))
        model = None
        if vectors is not None:
            examples = _compare(examples, load_vectors(vectors), lang)
            model = str(vectors.resolve())
        with transaction(connection):
            told = scorer_text(fit_scorer(examples, model))
            connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (SETTING, told))
    finally:
        connection.close()
    click.echo(message("train.reviewed", lang, count=count))


def _compare(examples: Examples, encode: Encode, lang: str) -> Examples:
    """The examples with what the model says of them, after telling whether it helps on organisations left out."""
    meant = with_meanings(examples, encode)
    for key, one, vectors in (("without_vectors", examples, None), ("with_vectors", meant, "")):
        way = measure_reliability(one, vectors, _COMPARED).ways["rules_and_scorer"]
        click.echo(message(f"train.{key}", lang, precision=_share(way.precision), recall=_share(way.recall)))
    return meant


def _forget(database: Path, lang: str) -> None:
    connection = open_database(database, create=False)
    try:
        with transaction(connection):
            connection.execute("DELETE FROM settings WHERE name = ?", (SETTING,))
    finally:
        connection.close()
    click.echo(message("train.forgotten", lang))


def _report(examples: Examples, measured: Reliability, lang: str) -> str:
    """Two tables in Markdown: the ways to link beside each other, and what each confidence is worth."""
    right = sum(one.right is True for one in examples.pairs)
    counts = {"pairs": examples.judged() - len(examples.ruled), "ruled": len(examples.ruled), "right": right}
    ways = (
        [message(f"train.{name}", lang), str(way.links), _share(way.precision), _share(way.recall)]
        for name, way in measured.ways.items()
    )
    bins = (
        [f"{b.low:.1f}–{b.high:.1f}", str(b.count), *((_share(b.claimed), _share(b.right)) if b.count else ("", ""))]
        for b in measured.bins
    )
    error = message("train.error", lang, error=_share(measured.error), shown=_share(measured.shown_error))
    return "\n".join(
        [
            message("train.learned", lang, organisations=measured.organisations, **counts),
            "",
            message("train.left_out", lang),
            "",
            *_table([message(f"train.{key}", lang) for key in ("way", "links", "precision", "recall")], ways),
            "",
            *_table([message(f"train.{key}", lang) for key in ("confidence", "count", "claimed", "right")], bins),
            "",
            error,
        ]
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]


def _share(value: float) -> str:
    return f"{value:.3f}"


COMMANDS = (train_command,)
