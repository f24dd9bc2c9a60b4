"""What a user sees: exit codes, one line for an error, both languages."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cli
from pipeline.cli.errors import told_by_system
from pipeline.cli.run import describe_result
from pipeline.cli.watch import name_files
from pipeline.messages import message
from pipeline.run import BatchResult
from tests.folders import make_folder


def sparbar(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "s.db"
    assert sparbar("run", make_folder(tmp_path / "in", 2), "--db", path, "--workers", 0).exit_code == 0
    return path


def test_a_run_sums_up_in_swedish_and_in_english(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 2)
    swedish = sparbar("run", folder, "--db", tmp_path / "s.db", "--workers", 0)
    assert "Läste 2 dokument" in swedish.output and "Nästa steg: sparbar matrix" in swedish.output
    english = sparbar("run", folder, "--db", tmp_path / "s.db", "--workers", 0, "--lang", "en")
    assert "Nothing new: all 2 documents" in english.output and "Next: sparbar matrix" in english.output


@pytest.mark.parametrize("name", ["tom", "finns-inte", "*.docx"])
def test_nothing_to_read_is_said_and_is_a_wrong_call(tmp_path: Path, name: str) -> None:
    (tmp_path / "tom").mkdir()
    result = sparbar("run", tmp_path / name, "--db", tmp_path / "s.db")
    assert result.exit_code == 2 and "Inga dokument att läsa" in result.output


def test_only_broken_files_end_in_failure_with_a_line_each(tmp_path: Path) -> None:
    (tmp_path / "tom.pdf").write_bytes(b"")
    result = sparbar("run", tmp_path / "tom.pdf", "--db", tmp_path / "s.db", "--workers", 0)
    assert result.exit_code == 1
    assert [line for line in result.output.splitlines() if "tom.pdf" in line and "filen är tom" in line]


def test_status_is_for_people_and_for_machines(database: Path) -> None:
    assert "2 dokument" in sparbar("status", "--db", database).output
    summary = json.loads(sparbar("status", "--db", database, "--json").output)
    assert summary["pages"] == 2 and summary["problems"] == []


def test_status_tells_every_problem_or_that_there_is_none(tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 1), tmp_path / "s.db"
    sparbar("run", folder, "--db", database, "--workers", 0)
    assert "Inga problem vid läsningen" in sparbar("status", "--db", database).output
    for number in range(12):
        (folder / f"trasig{number}.pdf").write_bytes(f"ingen pdf {number}".encode())
    sparbar("run", folder, "--db", database, "--workers", 0)
    told = sparbar("status", "--db", database).output
    assert "Inga problem" not in told and told.count(".pdf: ") == 12


def test_a_name_with_control_characters_cannot_drive_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "tom\x1b[31m.pdf"
    path.write_bytes(b"")
    result = sparbar("run", path, "--db", tmp_path / "s.db", "--workers", 0)
    assert "\x1b" not in result.output


_ENGLISH = re.compile(
    r"Usage|Options|Commands|OPTIONS|COMMAND\b|ARGS|default|required|Show |%Y|"
    r"INTEGER|FLOAT|\bFILES?\b|FILR|RANGE|\bPATH|DIRECTORY|FOLDER|QUERY|WHAT|DOCUMENT\b"
)


@pytest.mark.parametrize("name", ["", *cli.list_commands(click.Context(cli))])
def test_help_is_swedish(name: str) -> None:
    shown = sparbar(*([name] if name else []), "--help")
    assert shown.exit_code == 0
    assert (
        shown.output.startswith("Så här: ") and "Tillval:" in shown.output and "Visa den här hjälpen." in shown.output
    )
    assert not _ENGLISH.findall(shown.output)


@pytest.mark.parametrize(
    ("count", "told"),
    [(1, "ytterligare 1 ställe återger någon av dem"), (2, "ytterligare 2 ställen återger någon av dem")],
)
def test_one_is_told_as_one(count: int, told: str) -> None:
    assert message("run.folded", count=count) == told


def test_an_empty_folder_holds_nothing_already_read() -> None:
    assert describe_result(BatchResult(), "sv") == "Inga dokument att läsa än."


def test_the_system_is_heard_in_the_users_language() -> None:
    assert told_by_system(os.strerror(errno.EACCES), "sv") == "åtkomst nekad"
    assert told_by_system("Quota of the moon exceeded", "sv") == "Quota of the moon exceeded"


def test_watching_names_what_came() -> None:
    assert name_files(["in/å b.pdf"]) == "å b.pdf"
    assert name_files([f"in/{n}.pdf" for n in range(5)]) == "0.pdf, 1.pdf, 2.pdf … (+2)"


def test_advice_can_be_pasted_whatever_the_database_is_called(tmp_path: Path) -> None:
    database = tmp_path / "[ny] databas å.db"
    told = sparbar("run", make_folder(tmp_path / "in", 1), "--db", database, "--workers", 0).output
    assert f"Databasen {database} innehåller 1 dokument, " in told
    assert f'sparbar matrix --db "{database}" -o' in told and f'sparbar overdue --db "{database}")' in told
