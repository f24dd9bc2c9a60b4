"""The benchmarks run; what they measure is printed and never tested."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["bench/link.py", "--findings", "40", "--answers", "40"],
        ["bench/papers.py", "labelled/office/hedmo"],
        ["bench/extractions.py", "--ways", "as it is,pdf,pdfium", "labelled/official/bjorkvik"],
        pytest.param(
            ["bench/looks.py", "--looks", "form", "labelled/official/bjorkvik"],
            marks=pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed"),
        ),
        ["bench/word_looks.py", "--looks", "as it is,frame", "labelled/official/bjorkvik"],
    ],
)
def test_a_benchmark_runs(arguments: list[str]) -> None:
    told = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert any(character.isdigit() for character in told.stdout)
