"""`sparbar review` at a real terminal: its keys, the help line that names them, comments, and taking a verdict back."""

from __future__ import annotations

import os
import select
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.messages import message
from pipeline.store import open_database, replace_links, store_document
from tests.sample_records import Sample, link

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

POINTS = ["Avtalen följs inte upp.", "En riskanalys saknas.", "Målen är otydliga."]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    audit = Sample("Granskning.txt", " ".join(POINTS), kind="audit_report", date="2023-10-01")
    reply = Sample("Svar.txt", "Nämnden tar fram en plan.", kind="response", date="2024-01-15")
    answer = reply.response("Nämnden tar fram en plan.")
    points = [audit.finding(point, addressee="socialnämnden", year=2023) for point in POINTS]
    connection = open_database(tmp_path / "granskad.db")
    store_document(connection, audit.found())
    store_document(connection, reply.found())
    replace_links(connection, [link("answers", answer, point, 0.5 + n / 10) for n, point in enumerate(points)])
    connection.close()
    return tmp_path / "granskad.db"


class Terminal:
    """A program at a terminal of its own: what it writes is read up to an expected text, then keys are pressed."""

    def __init__(self, *arguments: str) -> None:
        self.master, end = pty.openpty()
        environment = {
            **os.environ,
            "TERM": "xterm",
            "COLUMNS": "150",
            "LC_ALL": "C.UTF-8",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", *arguments], stdin=end, stdout=end, stderr=end, env=environment
        )
        os.close(end)
        self.seen = b""

    def expect(self, text: str) -> str:
        """Everything written since the last expected text, up to and with this one."""
        wanted, until = text.encode(), time.monotonic() + 60
        while wanted not in self.seen:
            ready, _, _ = select.select([self.master], [], [], max(0.0, until - time.monotonic()))
            more = os.read(self.master, 4096) if ready else b""
            assert more, f"{text!r} not in {self.seen.decode(errors='replace')!r}"
            self.seen += more
        before, _, self.seen = self.seen.partition(wanted)
        return before.decode() + text

    def press(self, key: str) -> None:
        """Press a key as soon as the program listens for one, as a person does who has read the line."""
        until = time.monotonic() + 60
        while termios.tcgetattr(self.master)[3] & termios.ICANON:
            assert time.monotonic() < until
            time.sleep(0.005)
        os.write(self.master, key.encode())

    def write(self, line: str) -> None:
        """Answer with a line, and what ends it."""
        os.write(self.master, line.encode())

    def close(self) -> int:
        code = self.process.wait(60)
        os.close(self.master)
        return code


@pytest.fixture
def terminal(path: Path) -> Iterator[Terminal]:
    at = Terminal("review", "--db", str(path), "--reviewer", "Eva")
    yield at
    if at.process.poll() is None:
        at.process.kill()
        at.process.wait(60)


def said(path: Path) -> list[tuple[object, ...]]:
    """The verdicts that count, in the order of the points."""
    with sqlite3.connect(path) as connection:
        return connection.execute(
            "SELECT f.quote, r.verdict, r.reviewer, r.comment FROM led_reviews AS r JOIN links AS l ON l.id = r.link_id"
            " JOIN findings AS f ON f.id = l.target_id ORDER BY f.char_start"
        ).fetchall()


def test_keys_at_a_terminal(path: Path, terminal: Terminal) -> None:
    line = message("review.ask")
    for key in message("review.keys"):
        assert f"[{key}]" in line  # the help line names every key
    first = terminal.expect(line)
    assert POINTS[0] in first and "socialnämnden · 2023" in first  # whose it is, and of when
    terminal.press("å")  # nothing yet
    terminal.expect(message("review.nothing_to_undo"))
    terminal.press("k")
    terminal.expect(message("review.which_comment"))
    terminal.write("Gäller bara § 4\r")
    terminal.expect(line)
    terminal.press("b")
    assert "bekräftad" in terminal.expect("2 av 3")
    terminal.expect(line)
    terminal.press("u")
    terminal.expect("3 av 3")
    terminal.expect(line)
    terminal.press("å")
    assert message("review.withdrawn", id="").split(":")[1].strip() in terminal.expect("2 av 3")
    terminal.expect(line)
    terminal.press("b")
    terminal.expect("3 av 3")
    terminal.expect(line)
    terminal.press("u")
    terminal.expect(message("review.ask_at_end"))
    terminal.press("å")
    terminal.expect(line)
    terminal.press("s")
    terminal.expect(message("review.given", count=2, left=1))
    assert terminal.close() == 0
    assert said(path) == [
        (POINTS[0], "confirmed", "Eva", "Gäller bara § 4"),
        (POINTS[1], "confirmed", "Eva", None),
    ]
    connection = open_database(path)
    states = [row[0] for row in connection.execute("SELECT state FROM links ORDER BY confidence")]
    assert states == ["confirmed", "confirmed", "proposed"]
    assert connection.execute("SELECT count(*) FROM reviews").fetchone()[0] == 4  # append-only: nothing is erased
    assert connection.execute("SELECT count(*) FROM withdrawn_reviews").fetchone()[0] == 2


def test_leaving_in_the_middle_keeps_what_was_said(path: Path, terminal: Terminal) -> None:
    terminal.expect(message("review.ask"))
    terminal.press("u")
    terminal.expect(message("review.ask"))
    terminal.press("k")
    terminal.expect(message("review.which_comment"))
    terminal.write("\x04")
    terminal.expect(message("review.given", count=1, left=2))
    assert terminal.close() == 0
    assert [row[1] for row in said(path)] == ["rejected"]


def run(*arguments: str, keys: str | None = None) -> str:
    done = CliRunner().invoke(cli, list(arguments), input=keys)
    assert done.exit_code == 0, done.output
    return done.output


def test_english_keys(path: Path) -> None:
    at = ("review", "--db", str(path), "--lang", "en", "--reviewer", "Eva")
    told = run(*at, keys="mOnly in part\ncrusq")
    assert "co[m]ment" in told and "[u]ndo last" in told
    assert said(path) == [(POINTS[0], "confirmed", "Eva", "Only in part")]
    assert message("review.comment_lost", "en") in run(*at, keys="mNo verdict\nsq")


def test_a_verdict_by_id_is_taken_back(path: Path) -> None:
    connection = open_database(path)
    own = connection.execute("SELECT id FROM links ORDER BY confidence").fetchone()[0]
    for verdict in ("--confirm", "--reject"):
        run("review", own, verdict, "--db", str(path))
    for state in ("confirmed", "proposed"):
        assert own in run("review", own, "--undo", "--db", str(path))
        assert connection.execute("SELECT state FROM links WHERE id = ?", (own,)).fetchone()[0] == state
    assert CliRunner().invoke(cli, ["review", own, "--undo", "--db", str(path)]).exit_code == 2
    assert run("review", "--export", str(path.with_suffix(".jsonl")), "--db", str(path)).startswith("Skrev 0")
