"""The effect of a measure: money, full-time posts or a share, expected or achieved, for a full year or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.lexicon import load_lexicon

_NUMBER = r"(?P<number>[-–−+]?\s?\d{1,3}(?:[ \u00a0.]\d{3})+(?:,\d+)?|[-–−+]?\s?\d+(?:[.,]\d+)?)"
_UNITS = {
    "tkr": 1e3, "kkr": 1e3, "tusen kronor": 1e3, "tusentals kronor": 1e3, "mkr": 1e6, "mnkr": 1e6, "msek": 1e6,
    "miljoner kronor": 1e6, "miljoner": 1e6, "kr": 1.0, "kronor": 1.0, "sek": 1.0,
}  # fmt: skip
_UNIT = re.compile(
    r"\b(tusen kronor|tusentals kronor|miljoner kronor|miljoner|tkr|kkr|mkr|mnkr|msek|kronor|kr|sek)\b", re.I
)
_MONEY = re.compile(rf"{_NUMBER}\s*(?P<unit>{_UNIT.pattern})", re.I)
_POSTS = re.compile(rf"{_NUMBER}\s*(?:årsarbetar\w*|åa\b|heltid\w*|fte\b|tjänst(?:er)?\b|helårstjänst\w*)", re.I)
_SHARE = re.compile(rf"{_NUMBER}\s*(?:%|procent\b)", re.I)
_PLAIN = re.compile(rf"^\s*(?:ca\.?|cirka|minst|upp till)?\s*{_NUMBER}\s*$", re.I)
_FULL_YEAR = re.compile(r"\bhelår|\bårseffekt|\bper år\b|/år\b|\bårlig", re.I)
_ACHIEVED = re.compile(
    r"\butfall|\buppnå|\bfaktisk|\bverklig|\brealiser|\bgav\b|\bhar gett\b|\bblev\b|\bresultat\b", re.I
)
_EXPECTED = re.compile(r"\bberäkna|\bförvänt|\bplanera|\bmål\b|\bbudget|\buppskatta|\bbedöm|\bprognos|\bmöjlig", re.I)


@dataclass(frozen=True, slots=True)
class Effect:
    """`sek` in kronor, or `value` in `unit` (fte, percent); `basis` expected or achieved; `period` full_year."""

    sek: float | None = None
    value: float | None = None
    unit: str | None = None
    basis: str | None = None
    period: str | None = None


NO_EFFECT = Effect()


def read_effect(cell: str, header: str, *, done: bool = False) -> Effect:
    """The effect in a cell; a bare number takes the unit that the header names ("Effekt, tkr").

    Without a word of it, the effect of a measure is expected, and that of a finished one (`done`) as its owner states.
    """
    said = f"{header} {cell}"
    sek, value, unit = _amount(cell, header)
    if sek is None and value is None:
        return NO_EFFECT
    basis = "achieved" if _ACHIEVED.search(said) else "expected" if _EXPECTED.search(said) or not done else "stated"
    return Effect(sek, value, unit, basis, "full_year" if _FULL_YEAR.search(said) else None)


def effect_by_label(words: str, *, done: bool = False) -> Effect:
    """The effect behind a label: "Effekt 2024: 6,5 mnkr"."""
    match = load_lexicon("measures").pattern("label.effect").regex.search(words)
    return read_effect(match["value"], match["name"], done=done) if match else NO_EFFECT


def _amount(cell: str, header: str) -> tuple[float | None, float | None, str | None]:
    if match := _MONEY.search(cell):
        return _number(match["number"]) * _UNITS[match["unit"].lower()], None, None
    if match := _POSTS.search(cell):
        return None, _number(match["number"]), "fte"
    if match := _SHARE.search(cell):
        return None, _number(match["number"]), "percent"
    plain, unit = _PLAIN.match(cell), _UNIT.search(header)
    if plain and unit:
        return _number(plain["number"]) * _UNITS[unit[1].lower()], None, None
    return None, None, None


def _number(written: str) -> float:
    bare = re.sub(r"[ \u00a0]|\.(?=\d{3}(?:\D|$))", "", written).replace(",", ".")
    return float(bare.lstrip("+").replace("–", "-").replace("−", "-"))
