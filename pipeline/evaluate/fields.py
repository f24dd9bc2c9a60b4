"""The fields of records that were found, against those of their labels. "-" in a label says that there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipeline.evaluate.labels import Label
from pipeline.evaluate.matching import squash
from pipeline.evaluate.scores import Score

Row = dict[str, Any]
Same = Callable[[Label, Row], bool]
_NONE = "-"


def is_same(column: str) -> Same:
    """The same letters and digits; what else the labels accept stands in `<column>_alt`."""
    return lambda g, f: squash(f[column]) in {squash(each) for each in (g[column], *g.get(f"{column}_alt", []))}


def is_day(column: str) -> Same:
    """The same ISO date, or none where the label says so."""
    return lambda g, f: f[column] is None if g[column] == _NONE else g[column] == f[column]


def names_body(column: str) -> Same:
    """The same body; "revisorerna" and "kommunens revisorer" name one, so that either may be within the other."""

    def same(gold: Label, found: Row) -> bool:
        told, ours = squash(gold[column]), squash(found[column])
        return told in ours or bool(ours and ours in told)

    return same


FINDING_FIELDS: dict[str, Same] = {"kind": is_same("kind"), "addressee": names_body("addressee")}
RESPONSE_FIELDS: dict[str, Same] = {"stance": is_same("stance"), "standing": is_same("standing")}
ASSESSMENT_FIELDS: dict[str, Same] = {"outcome": is_same("outcome")}
PROMISE_FIELDS: dict[str, Same] = {
    "status": is_same("status"),
    "responsible": names_body("responsible"),
    "due_from": is_day("due_from"),
    "due_to": is_day("due_to"),
}
MEASURE_FIELDS: dict[str, Same] = {
    "status": is_same("status"),
    "responsible": is_same("responsible"),
    "due_from": is_day("due_from"),
    "due_to": is_day("due_to"),
    "effect_sek": lambda g, f: f["effect_sek"] is not None and abs(g["effect_sek"] - f["effect_sek"]) < 1,
}


def score_fields(name: str, fields: Mapping[str, Same], pairs: Sequence[tuple[Label, Row]]) -> list[Score]:
    """A score for each field that a label tells: of these, how many the record found there says too."""
    scores = []
    for field, same in fields.items():
        told = [(g, f) for g, f in pairs if g.get(field) not in (None, "")]
        errors = [
            f"{g['doc']}: {(g.get('text') or g['quote'])[:60]}: {g[field]!r}, found {f[field]!r}"
            for g, f in told
            if not same(g, f)
        ]
        if told:
            scores.append(Score(f"{name}: {field}", len(told) - len(errors), len(told), len(told), errors))
    return scores
