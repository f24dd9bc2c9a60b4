"""The documentation says what the program does: every command with its real help, every link to a file that exists."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.run import BatchOptions, run_batch

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "corpus" / "README.md"])


def test_the_commands_page_is_what_the_program_says() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    command = [sys.executable, ROOT / "docs" / "make_commands.py", "-"]
    said = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONUTF8": "1"})
    assert page == said.stdout.decode(), "run: python docs/make_commands.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [t for t in targets if not (page.parent / t).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_named_exist(page: Path) -> None:
    named = set(re.findall(r"\bsparbar ([a-z]+)\b(?! \()", page.read_text(encoding="utf-8")))
    known = set(cli.list_commands(click.Context(cli)))
    assert named - known - {"run"} <= {"och", "and", "är", "is"}


def test_what_a_newcomer_is_told_to_type_works_on_the_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_batch([str(ROOT / "corpus" / "documents")], tmp_path / "output" / "sparbar.db", BatchOptions(workers=0))
    monkeypatch.chdir(tmp_path)
    told = "\n".join((ROOT / page).read_text(encoding="utf-8") for page in ("README.md", "docs/sv/README.md"))
    calls = [shlex.split(line, comments=True) for line in re.findall(r"^\.venv/bin/sparbar (.+)", told, re.MULTILINE)]
    tried = [call for call in calls if call[0] not in {"run", "watch", "review", "explain"}]
    assert len(tried) > 15
    for call in tried:
        done = CliRunner().invoke(cli, call)
        assert done.exit_code == 0 and not re.search(r"Inga träffar|passar in\.", done.output), (call, done.output)
