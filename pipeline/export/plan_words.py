"""Measures and assignments in words: when, what effect, what to look at, decided and reported where."""

from __future__ import annotations

from pipeline.check.assignments import FollowedAssignment
from pipeline.check.measures import FollowedMeasure
from pipeline.lexicon.numbers import write_number
from pipeline.messages import message


def write_due(m: FollowedMeasure, lang: str) -> str:
    """When it is due, with the date before in brackets."""
    due = m.due_to or (message("plans.from_day", lang, day=m.due_from) if m.due_from else m.due_text or "–")
    return f"{due} ({message('plans.before', lang, day=m.original_due_to)})" if m.original_due_to else due


def write_effect(m: FollowedMeasure, lang: str) -> str:
    """The effect with its unit, and whether it is expected or achieved."""
    if m.effect_sek is not None:
        told = f"{write_number(m.effect_sek / 1000)} tkr"
    elif m.effect_value is not None:
        told = f"{write_number(m.effect_value)} {message(f'plans.unit_{m.effect_unit}', lang)}"
    else:
        return ""
    return f"{told}, {message(f'plans.basis_{m.effect_basis}', lang)}" if m.effect_basis else told


def notes_of(m: FollowedMeasure, lang: str) -> str:
    """What to look at: why the date was moved, what the measure lacks, where it vanished, what is told against it."""
    notes = []
    if m.moved_reason:
        notes.append(message("plans.moved_because", lang, why=m.moved_reason))
    if m.lacks:
        lacking = ", ".join(message(f"plans.lacks_{name}", lang) for name in m.lacks)
        notes.append(message("plans.lacks", lang, what=lacking))
    if m.counted_in:
        notes.append(message("plans.counted_done", lang, filename=m.counted_in, words=m.status_text))
    if m.vanished_from:
        notes.append(message("plans.vanished", lang, filename=m.vanished_from))
    notes += [c.reason for c in m.contradictions]
    return "; ".join(notes)


def decided_in(a: FollowedAssignment) -> str:
    """The § it was given in, as people write it."""
    return f"{(a.body or '').capitalize()} {a.decided_on or ''} § {a.paragraph}".strip() if a.paragraph else ""


def reported_in(a: FollowedAssignment) -> str:
    """The paper or § that reports back, with its day."""
    return f"{a.reported_on or ''} {a.reported_in}".strip() if a.reported_in else ""


def told_also(a: FollowedAssignment | None, lang: str, shown: tuple[str, int] | None = None) -> str:
    """The other papers that it stands in, with their pages, beside the place that is shown (else its own)."""
    places = sorted({(a.filename, a.page), *a.also} - {shown or (a.filename, a.page)}) if a else ()
    return "; ".join(message("checks.page", lang, filename=filename, page=page) for filename, page in places)
