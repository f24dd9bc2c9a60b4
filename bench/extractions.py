"""How much is lost when a document reaches us otherwise than as it was written: set as PDF or Word file, or as the text
that a program took out of the PDF.

`python bench/extractions.py [--ways a,b] FOLDER ...` sets the labelled sources of the folders in each way, evaluates
them, and prints F1 of each kind of record beside that of the documents as they are. The PDFs have a running header and
footer and page numbers; texts are taken out of them by pdfium, pdfminer and pdfplumber, and by poppler's pdftotext
where that is installed.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2
from pdfminer.high_level import extract_text
from scoring import print_scores, score  # first: it tells where the sources' own modules are

from layouts import BUILDERS, build_docx, build_pdf, build_txt  # isort: skip
from markup import Source  # isort: skip


def furnished(source: Source) -> bytes:
    """The source as PDF, with what real pages have around their text."""
    head = source.head
    head.setdefault("header", f"{head['organisation']}\n{head.get('date', '')}")
    head.setdefault("page_number", "Sida {page} av {total}")
    head.setdefault("bullet", "•")
    if str(head.get("kind", "")).startswith("minutes"):
        head.setdefault("footer", "Justerandes sign.            Utdragsbestyrkande")
    return build_pdf(source)


def by_pdfium(data: bytes) -> str:
    texts = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    return "\f".join(texts).replace("\r\n", "\n")


def by_pdfplumber(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return "\f".join(page.extract_text() or "" for page in pdf.pages)


def by_poppler(*options: str) -> Callable[[bytes], str]:
    def take(data: bytes) -> str:
        command = ["pdftotext", *options, "-enc", "UTF-8", "-", "-"]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()

    return take


TAKERS: dict[str, Callable[[bytes], str]] = {
    "pdfium": by_pdfium,
    "pdfminer": lambda data: extract_text(io.BytesIO(data)),
    "plumber": by_pdfplumber,
}
if shutil.which("pdftotext"):
    TAKERS |= {"poppler": by_poppler(), "raw": by_poppler("-raw"), "layout": by_poppler("-layout")}
WAYS = ("as it is", "pdf", "docx", "txt", *TAKERS)


def set_in(way: str) -> Callable[[Source], tuple[str, bytes]]:
    """What sets a source in a way: the file's name and bytes."""

    def set_source(source: Source) -> tuple[str, bytes]:
        stem = Path(source.name).stem
        if way == "as it is" or source.head["format"] == "scan":
            return source.name, BUILDERS[str(source.head["format"])](source)
        source.head.pop("encoding", None)
        if way in TAKERS:
            return f"{stem}.txt", TAKERS[way](furnished(source)).encode()
        build = {"pdf": furnished, "docx": build_docx, "txt": build_txt}[way]
        return f"{stem}.{way}", build(source)

    return set_source


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--ways", default=",".join(WAYS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        ways = options.ways.split(",")
        print_scores({way: score(options.folders, Path(scratch) / way, set_in(way)) for way in ways})


if __name__ == "__main__":
    main()
