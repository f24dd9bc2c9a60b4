"""The looks in which Swedish offices set their papers, as style sheets; sources are printed in them by Chromium."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "corpus"))

from markup import Block, Source  # noqa: E402

from pipeline.read.characters import Char, read_characters  # noqa: E402

_BASE = """
body { font: 10.5pt/1.3 "DejaVu Serif"; margin: 0; }
h1, h2, h3, p, .li, .note { margin: 0 0 6pt; }
h1 { font-size: 16pt; } h2 { font-size: 12.5pt; margin-top: 9pt; } h3 { font-size: 10.5pt; margin-top: 7pt; }
h1, h2, h3 { font-family: "DejaVu Sans"; break-after: avoid; line-height: 1.2; }
.li { padding-left: 18pt; text-indent: -14pt; margin-bottom: 3pt; }
.mark { display: inline-block; width: 14pt; text-indent: 0; }
.note { font-size: 8pt; } sup { font-size: 70%; line-height: 0; }
table { border-collapse: collapse; width: 100%; font: 9pt/1.2 "DejaVu Sans Condensed"; margin: 4pt 0 9pt; }
td, th { vertical-align: top; text-align: left; padding: 2pt 4pt; border: 0.5pt solid #000; font-weight: normal; }
th, .section { font-weight: bold; }
"""
_PLAIN_MARGINS = """
@page { size: A4; margin: 27mm 25mm 24mm; font: 8pt "DejaVu Sans";
  @top-left { content: "%(organisation)s\\A %(date)s"; white-space: pre; }
  @bottom-left { content: "%(foot)s"; white-space: pre; }
  @bottom-right { content: "Sida " counter(page) " av " counter(pages); } }
"""
_FORM_MARGINS = """
@page { size: A4; margin: 38mm 22mm 30mm 25mm; font: 8pt "DejaVu Sans";
  @top-left { content: "%(organisation)s\\A %(body)s"; white-space: pre; border: 0.7pt solid; width: 55mm;
    padding: 3pt; height: 10mm; margin-top: 14mm; font-weight: bold; }
  @top-center { content: "%(paper)s\\A Sammanträdesdatum\\A %(date)s"; white-space: pre; border: 0.7pt solid;
    width: 60mm; padding: 3pt; height: 10mm; margin-top: 14mm; text-align: left; }
  @top-right { content: "Sida\\A " counter(page) "(" counter(pages) ")"; white-space: pre; border: 0.7pt solid;
    padding: 3pt; height: 10mm; margin-top: 14mm; }
  @bottom-left { content: "Justerandes sign"; border: 0.7pt solid; width: 40mm; height: 10mm; padding: 2pt;
    vertical-align: top; }
  @bottom-center { content: " "; border: 0.7pt solid; width: 40mm; height: 10mm; padding: 2pt; }
  @bottom-right { content: "Utdragsbestyrkande"; border: 0.7pt solid; height: 10mm; padding: 2pt;
    vertical-align: top; text-align: left; } }
"""


def _layered(data: bytes) -> bytes:
    """The pages as a scanner that recognises text leaves them: a picture, and unseen words over it, not quite level."""
    chance = random.Random(7)
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in pypdfium2.PdfDocument(data):
        found = read_characters(page)
        canvas.setPageSize((found.width, found.height))
        canvas.drawInlineImage(page.render(scale=1).to_pil().convert("L"), 0, 0, found.width, found.height)
        words: list[list[Char]] = []
        for char in found.chars:
            if not words or char.spaced or abs(char.base - words[-1][-1].base) > 1 or char.x0 < words[-1][-1].x0:
                words.append([])
            words[-1].append(char)
        for word in words:
            size = word[0].size * chance.uniform(0.94, 1.06)
            text = "".join(c.text for c in word)
            line = canvas.beginText(word[0].x0, found.height - word[0].base + chance.uniform(-0.4, 0.4))
            line.setTextRenderMode(3)
            line.setFont("Helvetica", size)
            wide = max(1.0, canvas.stringWidth(text, "Helvetica", size))
            line.setHorizScale(100 * (word[-1].x1 - word[0].x0) / wide)
            line.textOut(text + " ")
            canvas.drawText(line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@dataclass(frozen=True)
class Look:
    """How a paper is set: its margins, its style sheet, what becomes of its HTML, and of its PDF."""

    css: str = ""
    margins: str = _PLAIN_MARGINS
    change: Callable[[str], str] = lambda html: html
    after: Callable[[bytes], bytes] = lambda data: data


def _hyphenated(html: str) -> str:
    """Soft hyphens between the syllables of long words, roughly."""
    part = re.compile(r"(?<=[a-zåäö]{3})(?<=[aeiouyåäö])(?=[bcdfghjklmnprstv][aeiouyåäö][a-zåäö]{2})")
    return _in_text(html, lambda text: re.sub(r"\w{8,}", lambda w: part.sub("&shy;", w[0]), text))


def _in_text(html: str, change: Callable[[str], str]) -> str:
    """The HTML with its text changed, tags and entities left alone."""
    return re.sub(r"(<[^>]*>|&\w+;|&#\w+;)|([^<&]+)", lambda m: m[1] or change(m[2]), html)


def _gaps_only(html: str) -> str:
    return _in_text(html, lambda text: text.replace(" ", "<i class=gap></i><wbr>"))


def _beside(html: str) -> str:
    """Headings of the lower ranks in a column of their own, what follows them at their right."""
    rows = re.split(r"(?=<h[23]\b)|(?=<h1\b)|(?=<table\b)|(?<=</table>)", html)
    out = []
    for row in rows:
        label = re.match(r"(<h[23]\b.*?</h[23]>)(.*)", row, re.DOTALL)
        out.append(f"<div class=row><div>{label[1]}</div><div>{label[2]}</div></div>" if label else row)
    return "".join(out)


def _boxed(html: str) -> str:
    """Each run of list items in a box."""
    return re.sub(r"((?:<div class=li>.*?</div>\s*)+)", r"<div class=box>\1</div>", html)


def _contents(html: str) -> str:
    """A table of contents after the first heading."""
    heads = re.findall(r"<h[123][^>]*>(.*?)</h[123]>", html)
    rows = "".join(
        f"<div class=toc><span>{h}</span><span class=dots></span><span>{2 + i // 4}</span></div>"
        for i, h in enumerate(heads[1:])
    )
    toc = f"<div class=skip>Innehåll</div>{rows}"
    return re.sub(r"(</h1>)", rf"\1{toc}", html, count=1) if len(heads) > 4 else html


def _stamped(html: str) -> str:
    stamp = "<div class=stamp>KOMMUNLEDNINGSKONTORET<br>Ink. 2023-02-14<br>Dnr ............</div>"
    return f"{stamp}<div class=across>KOPIA</div>{html}"


def _in_form(html: str) -> str:
    """The form of minutes as a ruled table above and below the text of every page."""
    head = (
        "<table class=form><tr><td rowspan=2><b>%(organisation)s</b><br>%(body)s</td><td><b>%(paper)s</b></td>"
        "<td>Blad</td></tr>"
        "<tr><td>Sammanträdesdatum<br>%(date)s</td><td>&nbsp;</td></tr></table>"
    )
    foot = (
        "<table class=form><tr><td>Justerandes sign</td><td>&nbsp;</td><td>&nbsp;</td><td>Utdragsbestyrkande</td></tr>"
        f"<tr>{'<td>&nbsp;</td>' * 4}</tr></table>"
    )
    return (
        f"<table class=sheet><thead><tr><td>{head}</td></tr></thead><tfoot><tr><td>{foot}</td></tr></tfoot>"
        f"<tbody><tr><td>{html}</td></tr></tbody></table>"
    )


LOOKS: dict[str, Look] = {
    "plain": Look(),
    "form": Look(margins=_FORM_MARGINS, css='body { font-family: "DejaVu Sans"; font-size: 9.5pt; }'),
    "ruled form": Look(
        ".sheet > * > tr > td { border: none; padding: 0; } .sheet { margin: 0; font: inherit; }"
        " .form { font-size: 8.5pt; }",
        "@page { size: A4; margin: 14mm 22mm 14mm 25mm; font: 8pt 'DejaVu Sans';"
        " @top-right { content: counter(page) '(' counter(pages) ')'; } }",
        _in_form,
    ),
    "weight": Look("h1, h2, h3 { font: bold 10.5pt/1.3 'DejaVu Serif'; margin: 9pt 0 0; }"),
    "colour": Look("h1, h2, h3 { font: 10.5pt/1.3 'DejaVu Serif'; color: #00517f; margin: 9pt 0 2pt; }"),
    "caps": Look("h1, h2, h3 { text-transform: uppercase; font: 10pt 'DejaVu Sans'; letter-spacing: 2pt; }"),
    "smallcaps": Look("h2, h3 { font-variant: small-caps; font-weight: normal; font-family: 'DejaVu Serif'; }"),
    "beside": Look(
        ".row { display: grid; grid-template-columns: 42mm 1fr; margin-top: 8pt; }"
        " h2, h3 { font-size: 9.5pt; margin: 0; padding-right: 3mm; }",
        change=_beside,
    ),
    "justified": Look("p, .li { text-align: justify; hyphens: manual; }", change=_hyphenated),
    "indents": Look("p { margin: 0; } p + p { text-indent: 14pt; } .li { margin: 0; }"),
    "wide": Look("body { line-height: 1.9; } h1, h2, h3 { line-height: 1.9; margin: 0; } p, .li { margin: 0 0 3pt; }"),
    "tight": Look("body { line-height: 1.15; } p, .li { margin: 0 0 2pt; } h2, h3 { margin: 4pt 0 0; }"),
    "columns": Look(
        "body { columns: 2; column-gap: 8mm; font-size: 9pt; } h1, table { column-span: all; }", change=_hyphenated
    ),
    "boxed": Look(".box { border: 1pt solid #333; background: #e9eef3; padding: 5pt; margin: 4pt 0; }", change=_boxed),
    "bare tables": Look("td, th { border: none; } th { border-bottom: 0.7pt solid; } td { padding-bottom: 5pt; }"),
    "landscape": Look("table { page: wide; } @page wide { size: A4 landscape; }"),
    "contents": Look(
        ".toc { display: flex; overflow: hidden; } .toc span:first-child { max-width: 80%; }"
        " .dots { flex: 1; white-space: nowrap; overflow: hidden; } .dots::before { content: '" + "." * 200 + "'; }",
        change=_contents,
    ),
    "stamped": Look(
        ".stamp { position: absolute; top: 0; right: 0; border: 1pt solid #a00; color: #a00; padding: 2pt; }"
        " .stamp { font: 7pt 'DejaVu Sans'; } .across { font: 60pt 'DejaVu Sans'; color: #ddd; }"
        " .across { position: absolute; top: 100mm; left: 40mm; transform: rotate(-45deg); }",
        change=_stamped,
    ),
    "gaps": Look(".gap { display: inline-block; width: 0.26em; }", change=_gaps_only),
    "symbols": Look(".mark { font-family: 'DejaVu Sans'; }", change=lambda html: html.replace("•", "&#xf0b7;")),
    "layered": Look(after=_layered),
    "strip": Look(
        margins=_PLAIN_MARGINS.replace(
            "@top-left",
            "@right-middle { content: 'Transaktion 09222115557490123456    Signerat AB, CD, EF';"
            " writing-mode: vertical-rl; font-size: 6pt; } @top-left",
        )
    ),
}  # fmt: skip


def compose(source: Source, look: Look) -> str:
    """The source as an HTML page in the look."""
    head = source.head
    minutes = str(head.get("kind", "")).startswith("minutes")
    words = {
        "organisation": head["organisation"],
        "body": str(head.get("body") or "").capitalize(),
        "date": head.get("date", ""),
        "paper": "SAMMANTRÄDESPROTOKOLL" if minutes else "TJÄNSTESKRIVELSE",
        "foot": "Justerandes sign.            Utdragsbestyrkande" if minutes else "",
    }
    css = look.margins % {key: str(value).replace('"', "'") for key, value in words.items()}
    body = look.change("\n".join(_html(block) for block in source.blocks))
    if look.change is _in_form:
        body = re.sub(r"%\((\w+)\)s", lambda m: str(words[m[1]]), body)
    style = f"<style>{_BASE}{css}{look.css}</style>"
    return f"<!doctype html><html lang=sv><meta charset=utf-8>{style}<body>{body}</body></html>"


def _html(block: Block) -> str:
    if block.kind == "page":
        return '<div style="break-after: page"></div>'
    if block.kind == "table":
        columns = max(len(row) for row in block.rows)
        rows = "".join(_row(row, columns, "td" if number else "th") for number, row in enumerate(block.rows))
        head, _, rest = rows.partition("</tr>")
        return f"<table><thead>{head}</tr></thead><tbody>{rest}</tbody></table>"
    text = re.sub(r"\^(\d)", r"<sup>\1</sup>", escape(block.text, quote=False).replace("\n", "<br>"))
    text = f"<em>{text}</em>" if block.italic else text
    if block.kind == "li":
        return f"<div class=li><span class=mark>{'•' if block.marker == '-' else block.marker}</span>{text}</div>"
    if block.kind == "note":
        return f"<div class=note>{text}</div>"
    return f"<{block.kind}>{text}</{block.kind}>"


def _row(row: list[str], columns: int, tag: str) -> str:
    if len(row) == 1 and columns > 1:
        return f"<tr><td class=section colspan={columns}>{escape(row[0])}</td></tr>"
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row) + "</tr>"


def print_pdf(html: str) -> bytes:
    """The HTML page as Chromium prints it."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is not installed")
    with tempfile.TemporaryDirectory() as scratch:
        page, out = Path(scratch) / "a.html", Path(scratch) / "a.pdf"
        page.write_text(html, encoding="utf-8")
        command = [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={scratch}/profile", f"--print-to-pdf={out}", str(page),
        ]  # fmt: skip
        subprocess.run(command, capture_output=True, check=True)
        return out.read_bytes()


def set_in(look: Look) -> Callable[[Source], tuple[str, bytes]]:
    return lambda source: (f"{Path(source.name).stem}.pdf", look.after(print_pdf(compose(source, look))))
