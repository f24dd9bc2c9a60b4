"""How much is lost when a Word file is not as clean as ours: the labelled sources in the looks of real offices' files.

`python bench/word_looks.py [--looks a,b] [--keep DIR] FOLDER ...` sets the sources of the folders as DOCX in each look,
evaluates them, and prints F1 of each kind of record beside that of the documents as they are. What the looks are is
told in `word_setting.py`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from scoring import print_scores, score  # first: it tells where the sources' own modules are

from layouts import BUILDERS  # isort: skip
from markup import Source  # isort: skip
from word_setting import LOOKS, set_word  # isort: skip

AS_IS = "as it is"


def set_in(look: str) -> Callable[[Source], tuple[str, bytes]]:
    """What sets a source in a look: the file's name and bytes."""

    def set_source(source: Source) -> tuple[str, bytes]:
        if look == AS_IS or source.head["format"] == "scan":
            return source.name, BUILDERS[str(source.head["format"])](source)
        return f"{Path(source.name).stem}.docx", set_word(source, LOOKS[look])

    return set_source


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--looks", default=",".join((AS_IS, *LOOKS)))
    parser.add_argument("--keep", type=Path, help="keep the files that were set in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        out = options.keep or Path(scratch)
        looks = options.looks.split(",")
        print_scores({look: score(options.folders, out / look.replace(" ", "_"), set_in(look)) for look in looks})


if __name__ == "__main__":
    main()
