"""Pages per second over the PDFs of a folder: this reader beside pdfplumber, pdfminer.six and pypdfium2.

    python bench/read.py FOLDER [--rounds N]

Each reader reads every PDF once a round in one process; the median round counts. Scans are left out.
"""

from __future__ import annotations

import argparse
import logging
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2
from pdfminer.high_level import extract_text

from pipeline.read import ReadOptions, read_document
from pipeline.read.characters import read_characters


def by_sparbar(path: Path) -> None:
    read_document(path, ReadOptions(ocr="never"))


def by_pdfium_text(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            page.get_textpage().get_text_bounded()


def by_pdfium_characters(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            read_characters(page)


def by_pdfplumber(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()


def by_pdfminer(path: Path) -> None:
    extract_text(path)


READERS: tuple[tuple[str, Callable[[Path], None]], ...] = (
    ("sparbar (blocks, tables, boxes)", by_sparbar),
    ("pypdfium2 text", by_pdfium_text),
    ("pypdfium2 characters", by_pdfium_characters),
    ("pdfplumber extract_text", by_pdfplumber),
    ("pdfminer.six extract_text", by_pdfminer),
)


def has_text(path: Path) -> bool:
    with pypdfium2.PdfDocument(path) as pdf:
        return sum(len(page.get_textpage().get_text_bounded()) for page in pdf) > 50 * len(pdf)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    paths = [path for path in sorted(arguments.folder.rglob("*.pdf")) if has_text(path)]
    pages = 0
    for path in paths:
        with pypdfium2.PdfDocument(path) as pdf:
            pages += len(pdf)
    print(f"{len(paths)} PDF, {pages} pages, {arguments.rounds} rounds")
    for name, read in READERS:
        times = []
        for _ in range(arguments.rounds):
            start = time.perf_counter()
            for path in paths:
                read(path)
            times.append(time.perf_counter() - start)
        taken = statistics.median(times)
        print(f"{name:34} {pages / taken:8.1f} pages/s  {1000 * taken / pages:7.2f} ms/page")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
