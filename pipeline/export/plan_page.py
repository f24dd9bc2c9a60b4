"""A list of measures as one web page: the status by year as a picture, and the list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pipeline.check.measures import FollowedMeasure
from pipeline.export.matrix import page_link
from pipeline.export.plan_chart import COLOURS, draw_years
from pipeline.export.plan_words import notes_of, write_due, write_effect
from pipeline.export.terms import term
from pipeline.messages import message

PAGE_STYLE = """
body { margin:0; padding:24px 30px; color:#1d2733;
  font:15px/1.45 "Segoe UI", system-ui, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size:25px; margin:0 0 4px; } h2 { font-size:17px; margin:22px 0 8px; } p { color:#5a6878; margin:0; }
svg { max-width:100%; height:auto; }
table { border-collapse:collapse; width:100%; margin-top:8px; } a { color:#0b5394; }
th { background:#22384f; color:#fff; text-align:left; padding:8px 10px; position:sticky; top:0; }
td { border-top:1px solid #dde4ea; padding:8px 10px; vertical-align:top; overflow-wrap:break-word; }
td:nth-child(2) { width:32%; } td:first-child { white-space:nowrap; } td:nth-child(3) { width:13%; }
td.due { width:10%; } td:last-child { max-width:170px; overflow-wrap:anywhere; }
.dot { display:inline-block; width:11px; height:11px; border-radius:6px; margin-right:7px; }
@media print { th { position:static; } tr { break-inside:avoid; } }
"""


def write_plan_page(measures: Sequence[FollowedMeasure], path: Path, lang: str = "sv") -> str:
    """The page as text; links in it are relative to the folder of `path`."""
    heads = ("status", "what", "who", "due_by", "effect", "notes", "where")
    head = "".join(f"<th>{escape(message(f'checks.column_{name}', lang))}</th>" for name in heads)
    rows = "\n".join(_row(measure, path, lang) for measure in measures)
    title = f"{message('plans.page_title', lang)} ({len(measures)})"
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{PAGE_STYLE}</style></head>\n<body><h1>{escape(title)}</h1>"
        f"<p>{escape(message('plans.page_note', lang))}</p>"
        f"<h2>{escape(message('plans.per_year', lang))}</h2>\n{draw_years(measures, lang)}\n"
        f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table></body></html>\n"
    )


def _row(m: FollowedMeasure, path: Path, lang: str) -> str:
    dot = f'<span class="dot" style="background:{COLOURS[m.status]}"></span>'
    where = escape(message("checks.page", lang, filename=m.filename, page=m.page))
    link = f"<a href={quoteattr(page_link(m.path, m.page, path.parent))}>{where}</a>"
    told = (m.responsible_full or m.responsible or "–", write_due(m, lang), write_effect(m, lang) or "–")
    who, due, effect = map(escape, told)
    return (
        f"<tr><td>{dot}{escape(term('status', m.status, lang))}</td><td>{escape(m.text)}</td><td>{who}</td>"
        f'<td class="due">{due}</td><td>{effect}</td><td>{escape(notes_of(m, lang))}</td><td>{link}</td></tr>'
    )
