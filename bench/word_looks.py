"""How much is lost when a Word file is not as clean as ours: the labelled sources in the looks of real offices' files.

`python bench/word_looks.py [--looks a,b] [--keep DIR] FOLDER ...` sets the sources of the folders as DOCX in each look,
evaluates them, and prints F1 of each kind of record beside that of the documents as they are. What the looks are is
told in `word_setting.py`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "corpus"))

from build import build_as  # noqa: E402
from layouts import BUILDERS  # noqa: E402
from markup import Source  # noqa: E402
from word_setting import LOOKS, set_word  # noqa: E402

AS_IS = "as it is"


def set_in(look: str) -> Callable[[Source], tuple[str, bytes]]:
    """What sets a source in a look: the file's name and bytes."""

    def set_source(source: Source) -> tuple[str, bytes]:
        if look == AS_IS or source.head["format"] == "scan":
            return source.name, BUILDERS[str(source.head["format"])](source)
        return f"{Path(source.name).stem}.docx", set_word(source, LOOKS[look])

    return set_source


def score(look: str, folders: list[Path], scratch: Path) -> dict[str, float]:
    """F1 by kind of record, over all folders."""
    parts = []
    for number, sources in enumerate(s for folder in folders for s in sorted(folder.rglob("sources"))):
        parts.append(scratch / look.replace(" ", "_") / f"{number:02}-{sources.parent.name}")
        build_as(sources.parent, parts[-1], set_in(look))
    command = [sys.executable, "-m", "pipeline", "evaluate", "--json", *map(str, parts)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {row["kind"]: row["f1"] for row in json.loads(told)["*"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--looks", default=",".join((AS_IS, *LOOKS)))
    parser.add_argument("--keep", type=Path, help="keep the files that were set in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        looks = options.looks.split(",")
        scores = {look: score(look, options.folders, options.keep or Path(scratch)) for look in looks}
    kinds = dict.fromkeys(kind for found in scores.values() for kind in found)
    print(f"{'F1':32}", *(f"{look:>9}" for look in scores))
    for kind in kinds:
        print(f"{kind:32}", *(f"{found[kind]:9.3f}" if kind in found else f"{'–':>9}" for found in scores.values()))


if __name__ == "__main__":
    main()
