"""Seconds and pages per second of each stage of `process`, over the documents of a folder, in one process.

    python bench/run.py FOLDER

Scans are not recognised: what is measured is the program, not Tesseract.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from pipeline.errors import UnreadableDocumentError
from pipeline.read import READABLE_SUFFIXES, ReadOptions, read_document
from pipeline.records import DocumentRecords, Reading
from pipeline.stages import EXTRACTORS
from pipeline.store import prepare_rows
from pipeline.structure import classify, divide_sections, divide_sentences


def time_stages(path: Path, taken: Counter[str]) -> int:
    """Process one file, adding the seconds of each stage to `taken`; its pages."""
    last = time.perf_counter()

    def note(stage: str) -> None:
        nonlocal last
        now = time.perf_counter()
        taken[stage] += now - last  # type: ignore[assignment]
        last = now

    document = read_document(path, ReadOptions(ocr="never"))
    note("read")
    reading = Reading(document, classify(document), divide_sections(document), divide_sentences(document))
    note("structure")
    for extract in EXTRACTORS:
        reading = replace(reading, records=(*reading.records, *extract(reading)))
        note(extract.__name__)
    prepare_rows(DocumentRecords(document, reading.facts, reading.records, document.problems, reading.sections))
    note("prepare_rows")
    return len(document.pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    taken: Counter[str] = Counter()
    pages = 0
    for path in sorted(p for p in parser.parse_args().folder.rglob("*") if p.suffix.lower() in READABLE_SUFFIXES):
        try:
            pages += time_stages(path, taken)
        except UnreadableDocumentError as error:
            print(f"{path.name}: {error.code}")
    whole = sum(taken.values())
    for stage, seconds in taken.items():
        print(f"{stage:24} {seconds:8.2f} s  {100 * seconds / whole:5.1f} %")
    print(f"{pages} pages, {pages / whole:.1f} pages/s, peak memory", end=" ")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
