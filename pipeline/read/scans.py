"""The pages of a PDF that have no usable text: drawn one by one, read by Tesseract several at a time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from pipeline.read.characters import PageCharacters
from pipeline.read.garbled import is_garbled
from pipeline.read.ocr import OcrError, Recognised, draw_page, ocr_languages, recognise

_MANY = 600  # letters; more stand in no margin
_FEW = 8  # letters; a page with fewer is a picture, with a page number perhaps
_MARGIN = 0.09  # of the height: where page numbers and the marks of signing services stand
_COVERED = 0.6  # of the page, by one picture: a scan


@dataclass(frozen=True, slots=True)
class Scan:
    """A page that was read from its picture, or why it was not; then `characters` are those of its text layer."""

    index: int
    characters: PageCharacters
    confidence: float = 0.0
    error: str = ""


class Scans:
    """The pages of one document on their way through Tesseract. `mode` is auto, never or always."""

    def __init__(self, mode: str, threads: int) -> None:
        self.mode = mode
        self.threads = max(1, threads)
        self.pool: ThreadPoolExecutor | None = None
        self.running: dict[int, tuple[Future[Recognised], PageCharacters]] = {}

    def __enter__(self) -> Scans:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)

    def add(self, index: int, page: Any, found: PageCharacters) -> str:
        """Have the page read from its picture when its text layer does not serve.

        Hands back what is wrong, a key of `problems.toml`, when that was needed and could not be done; else "".
        """
        need = _need(page, found)
        if self.mode != "always" and not need:
            return ""
        languages = ocr_languages()
        if self.mode == "never" or languages is None:
            missing = "ocr_off" if self.mode == "never" else "ocr_missing"
            return ("garbled_text" if need == "garbled" else missing) if need else ""
        if self.pool is None:
            self.pool = ThreadPoolExecutor(self.threads)
        picture, scale = draw_page(page)  # here and not in the thread: pdfium is for one thread alone
        self.running[index] = (self.pool.submit(recognise, picture, scale, languages), found)
        return ""

    def holds(self, index: int) -> bool:
        """Whether the page is on its way."""
        return index in self.running

    def finished(self, *, all_of_them: bool = False) -> Iterator[Scan]:
        """The pages that are done. Waits for the first when as many pictures are held as may be, or for all."""
        for index in list(self.running):
            task, found = self.running[index]
            if not (all_of_them or task.done() or len(self.running) > 2 * self.threads):
                return
            del self.running[index]
            try:
                read = task.result()
            except OcrError as error:
                yield Scan(index, found, error=str(error))
            else:
                yield Scan(index, PageCharacters(read.width, read.height, read.chars), read.confidence)


def _need(page: Any, found: PageCharacters) -> str:
    """Why a page must be read from its picture: scanned or garbled; "" when its text layer serves."""
    if raw.FPDFPage_CountObjects(page.raw) <= 0:
        return ""  # an empty page needs no recognition
    letters = [c for c in found.chars if c.text.isalnum()]
    if len(letters) < _FEW:
        return "scanned"
    if found.unmapped >= 0.3 * len(found.chars) or is_garbled(_text(found)):
        return "garbled"
    if len(letters) > _MANY:
        return ""
    inner = sum(1 for c in letters if _MARGIN * found.height < c.base < (1 - _MARGIN) * found.height)
    return "scanned" if inner < _FEW and _is_covered(page, found) else ""


def _text(found: PageCharacters) -> str:
    return "".join(f" {c.text}" if c.spaced else c.text for c in found.chars)


def _is_covered(page: Any, found: PageCharacters) -> bool:
    """Whether one picture covers most of the page."""
    for picture in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > _COVERED * found.width * found.height:
            return True
    return False
