"""A timeline as a picture (SVG): a line downwards, a dot for each event, its words beside it; years apart."""

from __future__ import annotations

import textwrap
from xml.sax.saxutils import escape, quoteattr

from pipeline.export.plan_chart import COLOURS
from pipeline.export.plan_page import PAGE_STYLE
from pipeline.export.timeline import Event, Timeline
from pipeline.messages import message

_WIDE, _LINE, _TEXT = 900, 170, 195  # pixels: the picture, where the line goes, where words begin
_CHARACTERS = 96
_LINES = 3


def draw_timeline(timeline: Timeline, lang: str = "sv") -> str:
    """The SVG as text."""
    parts: list[str] = []
    y, year = 52.0, ""
    for event in timeline.events:
        own = event.date[:4] or message("plans.no_date", lang)
        if own != year:
            year = own
            parts.append(
                f'<text x="16" y="{y + 5:g}" font-size="17" font-weight="bold" fill="#22384f">{escape(own)}</text>'
            )
        drawn, high = _event(event, y, lang)
        parts += drawn
        y += high
    title = message("plans.timeline_of", lang, what=timeline.title)
    head = textwrap.shorten(title, 110, placeholder=" …")
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{y + 8:g}" viewBox="0 0 {_WIDE} {y + 8:g}"'
        f' role="img" xml:lang="{lang}" font-family="Helvetica, Arial, sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>", f'<rect width="{_WIDE}" height="{y + 8:g}" fill="#fff"/>',
        f'<text x="16" y="24" font-size="15" font-weight="bold" fill="#1d2733">{escape(head)}</text>',
        f'<path d="M{_LINE} 40V{y - 6:g}" stroke="#b9c5d0" stroke-width="2"/>', *parts, "</svg>",
    ]) + "\n"  # fmt: skip


def write_timeline_page(timeline: Timeline, lang: str = "sv") -> str:
    """A web page that holds the picture."""
    title = message("plans.timeline_of", lang, what=timeline.title)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{PAGE_STYLE}</style></head>\n<body>{draw_timeline(timeline, lang)}</body></html>\n"
    )


def _event(event: Event, y: float, lang: str) -> tuple[list[str], float]:
    """The parts of an event at a height, and how high it is."""
    coming = event.mark == "due"
    colour = "#22384f" if coming else COLOURS.get(event.mark, "#7b8794")
    lines = textwrap.wrap(event.text, _CHARACTERS, max_lines=1 if coming else _LINES, placeholder=" …")
    notes = textwrap.wrap(event.note, _CHARACTERS, max_lines=2, placeholder=" …")
    page = f", {message('show.page', lang, page=event.page)}" if event.page else ""
    fill = "#fff" if coming else colour
    where = f'<tspan fill="#5a6878" font-weight="normal" font-size="12">  {escape(event.filename + page)}</tspan>'
    parts = [
        f"<g><title>{escape(f'{event.date} {event.kind}: {event.text}')}</title>",
        f'<circle cx="{_LINE}" cy="{y:g}" r="6.5" fill="{fill}" stroke={quoteattr(colour)} stroke-width="2"/>',
        f'<text x="{_LINE - 16}" y="{y + 5:g}" text-anchor="end" fill="#33475b">{escape(event.date)}</text>',
        f'<text x="{_TEXT}" y="{y + 5:g}" font-weight="bold" fill="#1d2733">{escape(event.kind)}{where}</text>',
    ]
    at = y + 5
    for line, ink in [*((text, "#1d2733") for text in lines), *((text, "#5a6878") for text in notes)]:
        at += 17
        parts.append(f'<text x="{_TEXT}" y="{at:g}" fill="{ink}">{escape(line)}</text>')
    return [*parts, "</g>"], at - y + 27
