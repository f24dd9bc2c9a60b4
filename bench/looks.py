"""What the look of a PDF costs: labelled sources printed by Chromium as Swedish offices set papers, and read again.

`python bench/looks.py [--looks a,b] [--keep DIR] [--records] FOLDER ...` prints for each look the share of the sources'
headings, paragraphs and items that are read as one block, the share of cells that are read as written, and the share
of neighbours that are read in order; with `--records` F1 of each kind of record instead. `--keep` leaves the PDFs in
DIR/LOOK; `--misses N` shows what was not read as one block.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from itertools import pairwise
from pathlib import Path

from scoring import print_scores, score  # first: it tells where the sources' own modules are

from look_styles import LOOKS, set_in  # isort: skip
from markup import Source, read_source  # isort: skip

from pipeline.read import ReadOptions, read_document
from pipeline.records import Document


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def expected(source: Source) -> tuple[list[list[str]], list[str]]:
    """The words of each block in order, line by line where its lines are its own, and of each cell.

    A block that begins in small letters goes on with the sentence of the one before it, as in "beslutar" and "att ...".
    """
    blocks: list[list[str]] = []
    cells: list[str] = []
    is_open = False
    for block in source.blocks:
        cells += [_words(cell) for row in block.rows for cell in row]
        if block.kind not in {"h1", "h2", "h3", "p", "li"}:
            is_open = False
            continue
        text = re.sub(r"\^\d", lambda m: m[0][1], block.text)
        lines = [_words(line) for line in text.split("\n")]
        if block.kind == "li":
            lines[0] = _words(block.marker) + lines[0]
        elif is_open and text[:1].islower():
            lines = [*blocks.pop(), *lines]
        is_open = text[-1:] not in ".:"
        blocks.append(lines)
    return [b for b in blocks if any(b)], [c for c in cells if c]


def _take(lines: list[str], places: dict[str, list[int]], after: int) -> int:
    """Where a block begins that was read as one, or parted at the ends of its own lines; -1 when it was not.

    Of several places the first beyond `after`: headers bear the words of titles.
    """
    first, start = -1, 0
    while start < len(lines):
        end = next((e for e in range(len(lines), start, -1) if places.get("".join(lines[start:e]))), 0)
        if not end:
            return -1
        left = places["".join(lines[start:end])]
        at = left.pop(next((i for i, place in enumerate(left) if place > after), 0))
        first = at if start == 0 else first
        start = end
    return first


def compare(source: Source, document: Document) -> tuple[list[bool], list[bool], list[bool], list[str]]:
    """Whether each block and cell was read as written, whether neighbours are in order, and the blocks missed."""
    blocks, cells = expected(source)
    places: dict[str, list[int]] = {}
    for block in document.blocks:
        if block.kind != "table":
            places.setdefault(_words(document.flow[block.start : block.end]), []).append(block.start)
    read = [_words(cell.text) for table in document.tables for cell in table.cells]
    found: list[int] = []
    for block in blocks:
        found.append(_take(block, places, max(found, default=-1)))
    order = [a < b for a, b in pairwise(place for place in found if place >= 0)]
    got = []
    for cell in cells:
        got.append(cell in read)
        if cell in read:
            read.remove(cell)
    missed = ["/".join(b) for b, place in zip(blocks, found, strict=True) if place < 0]
    return [place >= 0 for place in found], got, order, missed


def measure(name: str, folders: list[Path], keep: Path | None, misses: int) -> list[float]:
    """The shares for one look: blocks, cells, order."""
    totals: list[list[bool]] = [[], [], []]
    with tempfile.TemporaryDirectory() as scratch:
        out = (keep or Path(scratch)) / name.replace(" ", "_")
        out.mkdir(parents=True, exist_ok=True)
        for path in (p for folder in folders for p in sorted((folder / "sources").glob("*.md"))):
            source = read_source(path)
            file = out / f"{path.parents[1].name}_{path.stem}.pdf"
            if not file.exists():
                file.write_bytes(set_in(LOOKS[name])(source)[1])
            *found, missed = compare(source, read_document(file, ReadOptions(ocr="never")))
            for total, more in zip(totals, found, strict=True):
                total += more
            for words in missed[:misses]:
                print(f"  {name}: {file.name}: {words[:90]}")
    return [sum(total) / len(total) if total else 1.0 for total in totals]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--looks", default=",".join(LOOKS))
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--records", action="store_true")
    options = parser.parse_args()
    looks = options.looks.split(",")
    if options.records:
        with tempfile.TemporaryDirectory() as scratch:
            print_scores({k: score(options.folders, Path(scratch) / k, set_in(LOOKS[k])) for k in looks})
        return
    print(f"{'look':14}  blocks   cells   order")
    for look in looks:
        print(
            f"{look:14}", *(f"{share:7.3f}" for share in measure(look, options.folders, options.keep, options.misses))
        )


if __name__ == "__main__":
    main()
