"""The documentation says what the program does: every command with its real help, every link to a file that exists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.cli import cli

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
