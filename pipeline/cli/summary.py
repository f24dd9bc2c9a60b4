"""Print a database's summary, in Swedish or English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline.check.coverage import classes_shown
from pipeline.cli.errors import describe_fault
from pipeline.export.columns import describe_gaps
from pipeline.messages import has_message, message
from pipeline.run.summary import Summary, Trouble

SHOWN_PROBLEMS = 10


def print_summary(
    console: Console, summary: Summary, database: Path, lang: str, *, every_problem: bool = False
) -> None:
    """The figures of a database, and what to do next; of its problems a few, or every one."""

    def say(key: str, /, **values: object) -> str:
        return message(f"run.{key}", lang, **values)

    def tell(line: str) -> None:
        console.print(line, soft_wrap=True, markup=False)

    documents, named = sum(summary.documents.values()), typed(database)
    tell(say("holds", database=database, documents=documents, pages=summary.pages))
    if not documents:
        print_problems(console, summary.problems, lang)
        return
    console.print()
    console.print(_counts(say("documents_heading"), summary.documents, "document_kind", lang))
    console.print()
    if summary.copied_papers:
        tell(say("copied_papers", count=summary.copied_papers))
        console.print()
    console.print(_counts(say("records_heading"), summary.records, "record_kind", lang))
    console.print()
    told = summary.coverage
    findings = ", ".join(f"{told.classes[name]} {say(name)}" for name in classes_shown(told))
    folded = f" ({say('folded', count=summary.folded)})" if summary.folded else ""
    tell(f"{say('findings_heading')}: {findings}{folded}.")
    if gaps := describe_gaps(told, lang):
        tell(gaps)
    doubted = say("overdue_doubted", count=summary.doubted) if summary.doubted else ""
    more = f" ({say('overdue_more', database=named)})" if summary.overdue or doubted else ""
    tell(say("overdue", count=summary.overdue) + doubted + more)
    for key in ("suspects", "possible", "contradictions"):
        if count := getattr(summary, key):
            tell(say(key, count=count, database=named))
    tell(say("figures", wrong=summary.figures_wrong, checked=summary.figures_checked))
    tell(say("unresolved", unresolved=summary.references_unresolved, total=summary.references))
    console.print()
    print_problems(console, summary.problems, lang, None if every_problem else database)


def typed(path: Path) -> str:
    """A path as it is to be typed in advice that is copied: in quotation marks where it has blanks or other signs."""
    return str(path) if re.fullmatch(r"[\w./\\:-]+", str(path)) else f'"{path}"'


def print_problems(console: Console, problems: Sequence[Trouble], lang: str, database: Path | None = None) -> None:
    """A line for each problem: which file, what is wrong, what to do. With `database`, no more than a few of them."""
    if not problems:
        console.print(message("run.no_problems", lang))
        return
    console.print(message("run.problems", lang, count=len(problems)))
    shown = problems[:SHOWN_PROBLEMS] if database else problems
    for problem in shown:
        console.print(f"  {describe_problem(problem, lang)}", soft_wrap=True, markup=False, highlight=False)
    if database and len(problems) > len(shown):
        more = message("run.more_problems", lang, count=len(problems) - len(shown), database=typed(database))
        console.print(f"  {more}", soft_wrap=True, markup=False)


def describe_problem(problem: Trouble, lang: str) -> str:
    """One line: the file, the page where there is one, what is wrong and what to do."""
    text = describe_fault(problem.code, problem.detail, problem.page, lang)
    page = f", {message('run.page', lang, page=problem.page)}" if problem.page else ""
    return f"{printable(problem.path)}{page}: {text}"


def printable(name: str) -> str:
    """A file name without control characters, which could drive the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def _counts(title: str, counts: Mapping[str, int], terms: str, lang: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", show_header=False, box=None, pad_edge=False)
    table.add_column(min_width=34)
    table.add_column(justify="right")
    for name, count in counts.items():
        key = f"{terms}.{name}"
        table.add_row(message(key, lang) if has_message(key) else name, str(count))
    return table
