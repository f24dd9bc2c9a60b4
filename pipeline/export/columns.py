"""The columns of the traceability matrix: what each shows of a row of the view `matrix`, and which page it opens."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from pipeline.check.coverage import Coverage
from pipeline.check.overdue import SaidDone
from pipeline.export.terms import term
from pipeline.messages import kept_words, message

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_LIST_MARK = re.compile(r"^(?:[-–•▪●◦]\s+)+")

_LONGEST_QUOTE = 160  # characters of another finding's words within a cell

Row = sqlite3.Row
Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading is the message `matrix.<name>`; `width` in characters of Excel's standard font."""

    name: str
    width: int
    value: Callable[[Row, str], Value]
    source: str = ""  # finding, answer, decision, measure, verdict or repeats: whose page the cell opens
    status: str = ""  # the column of the view whose value colours the cell
    about: str = "finding"  # finding: the same on each of the finding's rows


def clean_text(text: object) -> str:
    """A text on one line, without list mark and unprintable characters."""
    return _LIST_MARK.sub("", " ".join(_UNPRINTABLE.sub("", str(text)).split())) if text is not None else ""


def place_of(row: Row, source: str, lang: str) -> str:
    """Where something stands, for people: body, date, § and the document with its page."""
    document = row[f"{source}_document"]
    if not document:
        return ""
    parts = []
    if source in ("answer", "verdict"):
        parts = [row[f"{source}_date"] or ""]
    if source == "repeats":
        parts = [str(row["repeats_year"] or "")]
    if source in ("decision", "noted"):
        paragraph = f"§ {row[f'{source}_paragraph']}" if row[f"{source}_paragraph"] else ""
        parts = [row[f"{source}_body"] or "", row[f"{source}_date"] or "", paragraph]
    head = " ".join(clean_text(part) for part in parts if part)
    place = f"{document}, {message('matrix.page', lang, page=row[f'{source}_page'])}"
    return f"{head} ({place})" if head else place


def due_of(row: Row) -> str:
    """Until when, as exactly as it was said: a day, a month, a year or a span."""
    start, end, precision = row["due_from"], row["due_to"], row["due_precision"]
    if not end:
        return str(start or "")
    if precision == "month":
        return str(end)[:7]
    if precision == "year" and (not start or start[:4] == end[:4]):
        return str(end)[:4]
    return f"{start} – {end}" if start and start != end else str(end)


def number_in(value: float | None, lang: str) -> str:
    """A figure as it is written in the language: 1 234,5 or 1,234.5; nothing for None."""
    if value is None:
        return ""
    text = f"{value:,.2f}" if abs(value) <= 1 else f"{value:,.10g}"
    return text.replace(",", "\u00a0").replace(".", ",") if lang == "sv" else text


def confidence_of(row: Row) -> float:
    """How sure we are of the row: as sure as of its weakest part."""
    parts = ("finding_confidence", "answer_confidence", "decision_confidence", "measure_confidence")
    return round(min(float(row[part]) for part in parts if row[part] is not None), 2)


def review_of(row: Row, lang: str) -> str:
    """Whether a person has looked at the row's links: confirmed when all are, nothing when there are none."""
    states = {row[s] for s in ("answer_state", "decision_state", "measure_state") if row[s] is not None}
    if not states:
        return ""
    text = term("state", "confirmed" if states == {"confirmed"} else "proposed", lang)
    suspect = row["answer_suspect"] or row["decision_suspect"] or row["measure_suspect"]
    return f"{text}, {message('matrix.suspect', lang)}" if suspect else text


def coverage_of(row: Row, lang: str) -> str:
    """The finding's class, and that it counts elsewhere: by its parts, or where it was first said."""
    text = message(f"coverage.{row['state']}", lang)
    if row["is_point"]:
        return text
    return f"{text} ({message('matrix.counts_by_head' if row['head_id'] else 'matrix.counts_by_parts', lang)})"


def also_at(row: Row) -> str:
    """The other places of the same point, each once, in the order of their files."""
    return "; ".join(sorted(set((row["also_at"] or "").split("; ")))) if row["also_at"] else ""


def possible_of(row: Row, lang: str) -> str:
    """Where the answer stands that may be to the finding, and how likely that is."""
    where = message("checks.page", lang, filename=row["possible_document"], page=row["possible_page"])
    return message("matrix.possible", lang, where=where, percent=round(100 * row["possible_confidence"]))


def describe_gaps(total: Coverage, lang: str) -> str:
    """A sentence on how the unanswered points are so; nothing when there are none."""
    told = [message(f"coverage.gaps_{gap}", lang, count=count) for gap, count in total.gaps.items() if count]
    count = total.classes["unanswered"]
    return f"{message('coverage.gaps', lang, count=count)}: {', '.join(told)}." if told else ""


def describe_overdue(overdue: Sequence[Row], said: Sequence[SaidDone], today: date, lang: str) -> str:
    """A sentence on what is past its date, how much of it is in doubt, and what another paper says of it in sum."""
    note = message(f"matrix.{'overdue_note' if overdue else 'no_overdue'}", lang, today=today.isoformat())
    doubted = sum(row["doubt"] is not None for row in overdue)
    more = [message("matrix.overdue_doubted", lang, count=doubted)] if doubted else []
    return " ".join((note, *more, *describe_said_done(said, lang)))


def describe_doubt(kind: str | None, filename: str | None, page: int | None, words: str | None, lang: str) -> str:
    """Why what is past its date may be done all the same; nothing where nothing says so."""
    if kind is None:
        return ""
    where = message("checks.page", lang, filename=filename, page=page) if page else filename
    return message(f"checks.doubt_{kind}", lang, where=where, words=clean_text(words or ""))


def doubt_of(row: Row, lang: str) -> str:
    """The same of a row of what is past its date."""
    return describe_doubt(row["doubt"], row["doubt_filename"], row["doubt_page"], row["doubt_quote"], lang)


def describe_said_done(said: Iterable[SaidDone], lang: str) -> list[str]:
    """A sentence for each paper that says in sum how many measures are done."""
    return [
        message("checks.said_done", lang, words=clean_text(told.words),
                where=message("checks.page", lang, filename=told.filename, page=told.page))
        for told in said
    ]  # fmt: skip


def describe_figures(figures: Sequence[Row], lang: str) -> str:
    """A sentence on how many of the figures that were checked do not agree."""
    wrong = sum(row["verdict"] == "mismatch" for row in figures)
    checked = sum(row["verdict"] != "not_reproducible" for row in figures)
    name = "figures_note" if wrong else "no_figures" if checked else "none_checked"
    return message(f"matrix.{name}", lang, wrong=wrong, checked=checked)


def gap_of(row: Row, lang: str) -> str:
    """How a finding is unanswered; of one whose recommendation is answered, which that is."""
    if not row["gap"]:
        return message("matrix.no_answer", lang)
    told = message(f"coverage.gap_{row['gap']}", lang)
    if row["noted_document"]:
        return message("coverage.gap_noted_at", lang, gap=told, where=place_of(row, "noted", lang))
    if row["recommendation"] is None:
        return told
    words = shorten(clean_text(row["recommendation"]), _LONGEST_QUOTE, placeholder=" …")
    return message("coverage.gap_recommended_at", lang, gap=told, page=row["recommendation_page"], words=words)


def reason_of(row: Row, lang: str) -> str:
    """Why the answer was linked, and by what way when it answers the finding in another place.

    Or that only parts of the finding have answers, which stand in rows of their own; or, of one that has none, which
    answer may be to it, too uncertain to count, or how it is unanswered.
    """
    if row["state"] == "unanswered":
        return possible_of(row, lang) if row["possible"] is not None else gap_of(row, lang)
    if row["response_id"] is None and row["measure_id"] is None and row["coverage"] in ("answered", "partly_answered"):
        return message("matrix.by_parts", lang)
    reason = clean_text(kept_words(row, "answer_reason", lang))
    return f"{reason} ({term('via', row['answer_via'], lang)})" if row["answer_via"] not in (None, "own") else reason


COLUMNS: tuple[Column, ...] = (
    Column("finding", 60, lambda r, _: clean_text(r["finding"])),
    Column("kind", 16, lambda r, lang: term("finding", r["finding_kind"], lang)),
    Column("addressee", 22, lambda r, _: r["body"]),
    Column("audit", 26, lambda r, _: clean_text(r["audit"])),
    Column("year", 7, lambda r, _: r["year"]),
    Column("source", 28, lambda r, lang: place_of(r, "finding", lang), source="finding"),
    Column("also_at", 28, lambda r, _: also_at(r)),
    Column("repeats", 28, lambda r, lang: place_of(r, "repeats", lang), source="repeats"),
    Column("coverage", 16, coverage_of, status="state"),
    Column("responder", 20, lambda r, _: clean_text(r["responder"]), about="answer"),
    Column("answer", 60, lambda r, _: clean_text(r["answer"]), about="answer"),
    Column("stance", 17, lambda r, lang: term("stance", r["stance"], lang), about="answer"),
    Column("standing", 17, lambda r, lang: term("standing", r["standing"], lang), about="answer"),
    Column("answer_source", 32, lambda r, lang: place_of(r, "answer", lang), source="answer", about="answer"),
    Column("decision", 44, lambda r, _: clean_text(r["decision"]), about="decision"),
    Column("decision_source", 34, lambda r, lang: place_of(r, "decision", lang), source="decision", about="decision"),
    Column("measure", 50, lambda r, _: clean_text(r["measure"]), about="measure"),
    Column("responsible", 20, lambda r, _: clean_text(r["responsible"]), about="measure"),
    Column("due", 14, lambda r, _: due_of(r), about="measure"),
    Column("status", 14, lambda r, lang: term("status", r["measure_status"], lang), "", "measure_status", "measure"),
    Column("measure_source", 28, lambda r, lang: place_of(r, "measure", lang), source="measure", about="measure"),
    Column("depth", 16, lambda r, lang: term("depth", r["depth"], lang)),
    Column("verdict", 18, lambda r, lang: term("verdict", r["verdict"], lang)),
    Column("verdict_source", 28, lambda r, lang: place_of(r, "verdict", lang), source="verdict"),
    Column("confidence", 10, lambda r, _: confidence_of(r), about="row"),
    Column("reason", 34, reason_of, about="answer"),
    Column("review", 16, review_of, about="row"),
    Column("id", 22, lambda r, _: r["finding_id"]),
)  # fmt: skip
