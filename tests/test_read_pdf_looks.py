"""How pages of different looks are read: cases in tests/cases/read_pdf.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import ReadOptions, read_document

CASES = tomllib.loads((Path(__file__).parent / "cases" / "read_pdf.toml").read_text(encoding="utf-8"))["case"]


def draw(canvas: Canvas, line: str) -> None:
    """One line of a case's page."""
    place, _, text = line.partition(" | ")
    how = place.split()
    if how[0] == "box":
        x0, y0, x1, y1 = map(float, how[1:])
        canvas.rect(x0, y0, x1 - x0, y1 - y0)
        return
    x, y, size = map(float, how[:3])
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(45 if "turned" in how else 0)
    canvas.setFont("Helvetica-Bold" if "bold" in how else "Helvetica", size)
    canvas.setFillColorRGB(0, 0.3 * ("blue" in how), 0.6 * ("blue" in how))
    canvas.drawString(0, 0, text)
    canvas.restoreState()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_look_is_read(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for page in case["pages"].split("---\n"):
        for line in page.strip().splitlines():
            draw(canvas, line)
        canvas.showPage()
    canvas.save()
    document = read_document(path, ReadOptions(ocr="never"))
    found = [f"{b.kind}: {' '.join(document.flow[b.start : b.end].split())}" for b in document.blocks]
    assert found == case["blocks"]
    assert not document.tables
