"""Bars of status by year, as an SVG that stands in a page: how many measures are due each year, and how they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from xml.sax.saxutils import escape

from pipeline.check.measures import FollowedMeasure
from pipeline.export.terms import term
from pipeline.messages import message

STATUSES = ("done", "ongoing", "planned", "postponed", "dropped", "unknown")
COLOURS = {
    "done": "#3b8c4a", "ongoing": "#e0a100", "planned": "#4a86c5", "postponed": "#d9722e", "dropped": "#8a8a8a",
    "unknown": "#c3ccd5",
}  # fmt: skip
_LABEL, _BAR, _LINE, _TOP = 110, 560, 30, 34  # pixels


def count_by_year(measures: Sequence[FollowedMeasure]) -> list[tuple[str, Counter[str]]]:
    """Statuses by the year in which a measure is due, in order; those without a year last, under ""."""
    counts: dict[str, Counter[str]] = {}
    for measure in measures:
        year = (measure.due_to or measure.due_from or "")[:4]
        counts.setdefault(year, Counter())[measure.status] += 1
    return sorted(counts.items(), key=lambda item: item[0] or "9999")


def draw_years(measures: Sequence[FollowedMeasure], lang: str = "sv") -> str:
    """The SVG as text, a row for each year; each part has its figure in it and as a title."""
    rows = count_by_year(measures)
    longest = max((sum(counts.values()) for _, counts in rows), default=0) or 1
    height, width = _TOP + _LINE * len(rows) + 8, _LABEL + _BAR + 60
    title = message("plans.per_year", lang)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" xml:lang="{lang}" font-family="Helvetica, Arial, sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        *_key(lang, {status for _, counts in rows for status in counts}),
    ]
    for row, (year, counts) in enumerate(rows):
        y, x = _TOP + row * _LINE, float(_LABEL)
        label = year or message("plans.no_year", lang)
        parts.append(f'<text x="{_LABEL - 10}" y="{y + 18}" text-anchor="end" fill="#22313f">{escape(label)}</text>')
        for status in STATUSES:
            if count := counts[status]:
                wide = _BAR * count / longest
                told = escape(f"{label}, {term('status', status, lang).lower()}: {count}")
                parts.append(
                    f'<g><title>{told}</title><rect x="{x:.1f}" y="{y + 3}" width="{wide:.1f}" height="{_LINE - 8}"'
                    f' fill="{COLOURS[status]}"/>'
                )
                if wide >= 18:
                    ink = "#22313f" if status in {"unknown", "ongoing"} else "#fff"
                    parts.append(
                        f'<text x="{x + wide / 2:.1f}" y="{y + 18}" text-anchor="middle" fill="{ink}">{count}</text>'
                    )
                parts.append("</g>")
                x += wide
        parts.append(f'<text x="{x + 8:.1f}" y="{y + 18}" fill="#5a6878">{sum(counts.values())}</text>')
    return "\n".join([*parts, "</svg>"])


def _key(lang: str, used: set[str]) -> list[str]:
    parts, x = [], float(_LABEL)
    for status in STATUSES:
        if status in used:
            name = term("status", status, lang)
            parts.append(f'<rect x="{x:.0f}" y="6" width="12" height="12" fill="{COLOURS[status]}"/>')
            parts.append(f'<text x="{x + 17:.0f}" y="17" fill="#22313f">{escape(name)}</text>')
            x += 34 + 7.5 * len(name)
    return parts
