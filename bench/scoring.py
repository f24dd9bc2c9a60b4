"""What the benchmarks of looks and extractions share: sources set in some way, evaluated, and told as a table."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "corpus"))

from build import build_as  # noqa: E402
from markup import Source  # noqa: E402


def score(folders: list[Path], scratch: Path, set_source: Callable[[Source], tuple[str, bytes]]) -> dict[str, float]:
    """F1 by kind of record, over the sources of all folders and of the folders in these, set into `scratch`."""
    parts = []
    for number, sources in enumerate(s for folder in folders for s in sorted(folder.rglob("sources"))):
        parts.append(scratch / f"{number:02}-{sources.parent.name}")
        build_as(sources.parent, parts[-1], set_source)
    command = [sys.executable, "-m", "pipeline", "evaluate", "--json", *map(str, parts)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {row["kind"]: row["f1"] for row in json.loads(told)["*"]}


def print_scores(scores: Mapping[str, Mapping[str, float]]) -> None:
    """A row for each kind of record, a column for each way in which the sources were set."""
    kinds = dict.fromkeys(kind for found in scores.values() for kind in found)
    print(f"{'F1':32}", *(f"{way:>11}" for way in scores))
    for kind in kinds:
        print(f"{kind:32}", *(f"{found[kind]:11.3f}" if kind in found else f"{'–':>11}" for found in scores.values()))
