"""How well the papers in a file are told apart: labelled documents are put behind one another, five to a file.

`python bench/papers.py FOLDER ...` prints precision and recall of the pages on which a paper begins, and how many of
the documents by themselves are parted, though each is one. The order is drawn at random from a fixed seed.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from pipeline.errors import SparbarError
from pipeline.read import ReadOptions, read_document
from pipeline.records import Document
from pipeline.structure import classify, find_papers

_AT_ONCE = 5
_READ = {".txt", ".pdf", ".docx"}


def read_all(folders: list[Path]) -> list[Document]:
    """The documents of labelled folders; what is made to be unreadable is left out."""
    found = []
    for path in (p for folder in folders for p in sorted((folder / "documents").iterdir()) if p.suffix in _READ):
        try:
            found.append(read_document(path, ReadOptions(ocr="never")))
        except SparbarError:
            continue
    return found


def starts_in(documents: list[Document]) -> tuple[dict[int, str], set[int]]:
    """The pages on which documents begin in a file that holds them, with their kinds, and those that are found."""
    wanted, number = {}, 1
    for document in documents:
        wanted[number] = classify(document).kind
        number += len(document.pages)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "handlingar.txt"
        path.write_text("\f".join(document.text for document in documents), encoding="utf-8")
        whole = read_document(path, ReadOptions(ocr="never"))
    found = {whole.page_at(start).number for start, _ in find_papers(whole)}
    return {page: kind for page, kind in wanted.items() if page > 1}, found - {1}


def main(folders: list[Path]) -> None:
    documents = read_all(folders)
    parted = sum(len(find_papers(document)) > 1 for document in documents)
    random.Random(1).shuffle(documents)
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    found_count = 0
    for first in range(0, len(documents) - _AT_ONCE + 1, _AT_ONCE - 1):
        pages, found = starts_in(documents[first : first + _AT_ONCE])
        wanted.update(pages.values())
        right.update(kind for page, kind in pages.items() if page in found)
        found_count += len(found)
    hits = right.total()
    print(f"papers: P {hits / max(1, found_count):.3f}  R {hits / max(1, wanted.total()):.3f}", end="  ")
    print(f"({hits} right of {wanted.total()}, {found_count} found)")
    print(f"documents parted that are one: {parted} of {len(documents)}")
    for kind, count in wanted.most_common():
        print(f"  {kind}: {right[kind]} of {count}")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
