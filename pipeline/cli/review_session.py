"""The dialogue of `sparbar review`: one link after the other, a key for each, and keys to comment and to undo."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

import click
from rich.console import Console
from rich.markup import escape

from pipeline.cli.terminal import make_console
from pipeline.errors import NotFoundError
from pipeline.export.columns import number_in
from pipeline.export.terms import term
from pipeline.messages import kept_words, message
from pipeline.store import add_review, apply_reviews, withdraw_review
from pipeline.store.anchors import Anchor, table_of
from pipeline.store.lookup import find_record
from pipeline.store.review_queue import Question, candidates

ACTIONS = ("confirm", "reject", "correct", "skip", "comment", "undo", "quit")  # as the keys in `review.keys` stand
# Of a record the columns that say whose it is, and the terms that their values are told by.
_TOLD = {
    "findings": {"kind": "finding", "addressee": "", "year": ""},
    "responses": {"responder": "", "stance": "stance", "standing": "standing"},
    "measures": {"responsible": "", "due_to": "", "status": "status"},
    "decisions": {"body": "", "date_from": "", "paragraph": ""},
    "assessments": {"outcome": "verdict", "year": ""},
}
_VERDICTS = {"confirm": "confirmed", "reject": "rejected", "correct": "corrected"}


@dataclass(slots=True)
class _Session:
    """What a reviewer has done so far: at which question, and the verdicts given (question and review number)."""

    connection: sqlite3.Connection
    console: Console
    reviewer: str
    lang: str
    waiting: list[Question]
    at: int = 0
    given: list[tuple[int, int]] = field(default_factory=list)

    def say(self, key: str, /, **values: object) -> str:
        """A text of `review.toml`."""
        return message(f"review.{key}", self.lang, **values)


def review_links(
    connection: sqlite3.Connection, reviewer: str, waiting: list[Question], settled: int, lang: str
) -> None:
    """Show one waiting link after the other and take a key for each, until there are no more or the reviewer leaves.

    Each verdict is in the database when the next link is shown; the links follow when the reviewer leaves.
    """
    session = _Session(connection, make_console(), reviewer, lang, waiting)
    if not waiting:
        session.console.print(nothing_waits(settled, lang))
        return
    try:
        while _ask(session) if session.at < len(session.waiting) else _ask_at_end(session):
            pass
    except (KeyboardInterrupt, EOFError, click.Abort):
        session.console.print()
    finally:
        if session.given:
            apply_reviews(connection)
        left = len(waiting) - len(session.given)
        session.console.print(session.say("given", count=len(session.given), left=left))


def nothing_waits(settled: int, lang: str) -> str:
    """That no link waits, and how many there are that `--all` shows."""
    told = [message("review.nothing", lang), *([message("review.settled", lang, count=settled)] if settled else [])]
    return "\n".join(told)


def _ask(session: _Session) -> bool:
    """Take the verdict on the question that is next; False when the reviewer leaves."""
    question, comment = session.waiting[session.at], None
    _print_question(session, question)
    while True:
        action = _key(session, "ask", ACTIONS)
        if action == "quit":
            return False
        if action == "comment":
            comment = _ask_comment(session) or comment
            continue
        if action == "undo":
            if _undo(session):
                return True
            continue
        target = _ask_target(session, question) if action == "correct" else None
        if action != "skip" and (action != "correct" or target is not None):
            _keep(session, question, _VERDICTS[action], target, comment)
        elif comment:
            session.console.print(f"[yellow]{escape(session.say('comment_lost'))}[/]")
        session.at += 1
        return True


def _ask_at_end(session: _Session) -> bool:
    """After the last link the last verdict can be undone still; False when the reviewer leaves."""
    return bool(session.given) and _key(session, "ask_at_end", ("undo", "quit")) == "undo" and _undo(session)


def _keep(
    session: _Session, question: Question, verdict: str, target: tuple[str, str] | None, comment: str | None
) -> None:
    number = add_review(
        session.connection, verdict=verdict, reviewer=session.reviewer, link_id=question.link["id"], corrected=target,
        comment=comment,
    )  # fmt: skip
    session.given.append((session.at, number))
    session.console.print(f"[bold]{escape(verdict_word(verdict, session.lang))}[/]")


def _undo(session: _Session) -> bool:
    """Take the last verdict of this session back and return to its link; False when there is none."""
    if not session.given:
        session.console.print(f"[yellow]{escape(session.say('nothing_to_undo'))}[/]")
        return False
    session.at, number = session.given.pop()
    withdraw_review(session.connection, number, session.reviewer)
    session.console.print(f"[bold]{escape(session.say('withdrawn', id=session.waiting[session.at].link['id']))}[/]")
    return True


def _key(session: _Session, ask: str, actions: tuple[str, ...]) -> str:
    """The action that the reviewer chooses among these; what is no key of theirs is passed over."""
    keys = dict(zip(session.say("keys"), ACTIONS, strict=True))
    session.console.print(f"[bold]{escape(session.say(ask))}[/] ", end="")
    while True:
        pressed = click.getchar()
        if not pressed:
            raise EOFError
        action = "quit" if pressed in ("\x03", "\x04", "\x1b") else keys.get(pressed.lower())
        if action in actions:
            session.console.print()
            return action


def _ask_comment(session: _Session) -> str | None:
    said: str = click.prompt(session.say("which_comment"), default="", show_default=False)
    return said.strip() or None


def _print_question(session: _Session, question: Question) -> None:
    link, console, lang = question.link, session.console, session.lang
    head = session.say(
        "question", number=session.at + 1, count=len(session.waiting), kind=term("link", link["kind"], lang),
        confidence=number_in(link["confidence"], lang), id=link["id"],
    )  # fmt: skip
    console.print()
    console.rule(f"[bold]{escape(head)}[/]", align="left")
    for end in (question.source, question.target):
        title = term("table", end.record_type, lang)
        place = message("checks.page", lang, filename=end.filename, page=end.page)
        whose = "".join(f" · {told}" for told in _whose(session.connection, end, lang))
        console.print(f"[bold cyan]{escape(title)}[/]{escape(whose)}  [dim]{escape(place)}[/]")
        console.print(f"  {escape(' '.join(end.quote.split()))}")
    console.print(f"[dim]{escape(session.say('reason', reason=kept_words(link, 'reason', lang)))}[/]")
    if link["suspect"]:
        console.print(f"[yellow]{escape(kept_words(link, 'suspect_reason', lang))}[/]")


def _whose(connection: sqlite3.Connection, end: Anchor, lang: str) -> list[str]:
    """Of what kind a record is, whose, and of when: what a reviewer must know beside its words."""
    told = _TOLD.get(end.record_type)
    if told is None:
        return []
    row = connection.execute(f"SELECT {', '.join(told)} FROM {end.record_type} WHERE id = ?", (end.record_id,))
    values = dict(zip(told, row.fetchone() or (), strict=False))
    words = (
        term(told[name], str(value), lang) if told[name] else str(value) for name, value in values.items() if value
    )
    return [" ".join(word.split()) for word in words]


def _ask_target(session: _Session, question: Question) -> tuple[str, str] | None:
    """The right target: a number from the list or an id; None when the reviewer gives nothing."""
    offered = candidates(session.connection, question)
    for number, anchor in enumerate(offered, start=1):
        session.console.print(f"  [bold]{number}[/] {escape(one_line(anchor))}")
    while True:
        said = click.prompt(session.say("which"), default="", show_default=False).strip()
        if not said:
            return None
        if said.isdecimal() and 1 <= int(said) <= len(offered):
            chosen = offered[int(said) - 1]
            return chosen.record_type, chosen.record_id
        try:
            return find_target(session.connection, question.link["id"], said, session.lang)
        except NotFoundError as error:
            session.console.print(f"[yellow]{escape(str(error))}[/]")


def find_target(connection: sqlite3.Connection, link_id: str, name: str, lang: str) -> tuple[str, str]:
    """The table and id of the right target, of a kind that the link can point at. Raises NotFoundError."""
    link = connection.execute("SELECT * FROM links WHERE id = ?", (link_id,)).fetchone()
    table, found = find_record(connection, name, lang)
    fitting = {table_of(link["target_type"])}
    if link["kind"] == "decided_in":
        fitting = {"decisions", "agenda_items"}
    if table not in fitting:
        wanted = ", ".join(sorted(term("table", kind, lang) for kind in fitting if kind))
        raise NotFoundError(message("review.wrong_kind", lang, id=found, wanted=wanted))
    return table, found


def one_line(anchor: Anchor) -> str:
    """A record in a list: its words, cut when long, and its place."""
    words = " ".join(anchor.quote.split())
    return f"{words if len(words) <= 110 else words[:109].rstrip() + '…'} ({anchor.filename}, {anchor.page})"


def verdict_word(verdict: str, lang: str) -> str:
    """What a verdict is called."""
    return message(f"review.{verdict}", lang)
