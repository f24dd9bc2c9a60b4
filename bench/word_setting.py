"""Set a labelled source as the Word files that offices make: by hand, from templates, with tracked changes, framed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from markup import Block, Source

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_SHORT = 90  # characters of a line that may stand in a letterhead


@dataclass(frozen=True)
class Look:
    """How a document is set. `headings`: styles (Word's own), rubrik (Swedish names), own (a template's names), bold,
    large or plain (by hand). `lists`: style, typed (dash and tab), auto (numbered by Word, § and headings too). `head`:
    where what stands above the text is: body, table, header, boxes. `runs`: whole, split, tracked, controls, fields,
    signs. `tables`: grid, split, nested, tabs. `people`: text, table, tabs."""

    headings: str = "rubrik"
    lists: str = "style"
    head: str = "body"
    runs: str = "whole"
    tables: str = "grid"
    people: str = "text"
    breaks: bool = False  # line breaks in place of paragraphs
    gaps: bool = False  # empty paragraphs as space
    frame: bool = False  # headings to the left and text to the right, in a table without rules


LOOKS = {
    "rubrik": Look(),
    "own": Look(headings="own", gaps=True),
    "bold": Look(headings="bold", lists="typed", gaps=True),
    "large": Look(headings="large", lists="typed"),
    "plain": Look(headings="plain", lists="typed"),
    "auto": Look(lists="auto"),
    "autobold": Look(headings="bold", lists="auto"),
    "breaks": Look(headings="bold", lists="typed", breaks=True),
    "frame": Look(headings="bold", frame=True),
    "letter": Look(headings="bold", head="table", people="table"),
    "header": Look(head="header", people="tabs"),
    "boxes": Look(head="boxes"),
    **{runs: Look(runs=runs) for runs in ("split", "tracked", "controls", "fields")},
    "signs": Look(headings="bold", runs="signs", lists="typed"),
    "parted": Look(tables="split"),
    "nested": Look(tables="nested"),
    "tabs": Look(headings="bold", tables="tabs"),
}

_STYLES = {
    "styles": ("heading 1", "heading 2", "heading 3"),
    "rubrik": ("Rubrik 1", "Rubrik 2", "Rubrik 3"),
    "own": ("Dokumentrubrik", "§-rubrik", "Beslutsrubrik"),
}
_POINTS = {"h1": 32, "h2": 26, "h3": 24}  # half points, of what is set by hand


@dataclass
class _Word:
    """The file as it grows."""

    look: Look
    body: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lists: list[tuple[str, str, int]] = field(default_factory=list)  # format, text and first number of each
    counted: dict[str, int] = field(default_factory=dict)  # by pattern of the mark, how far the last list has come
    own: dict[str, int] = field(default_factory=dict)
    words: int = 0


def set_word(source: Source, look: Look) -> bytes:
    """The source as a DOCX file in that look."""
    word = _Word(look)
    word.notes = [block.text.partition(" ")[2] for block in source.blocks if block.kind == "note"]
    blocks = [block for block in source.blocks if block.kind != "note"]
    head, blocks = _part_head(blocks) if look.head != "body" else ([], blocks)
    header = "".join(_p(word, line) for line in str(source.head.get("header", "")).split("\n"))
    if look.head == "header":
        header = _letterhead(word, head) or header
    elif head:
        word.body.append(_letterhead(word, head) if look.head == "table" else _boxes(word, head))
    if look.runs == "fields":
        word.body.append(_contents(blocks))
    if look.frame:
        _write_frame(word, blocks)
    else:
        word.body += _written(word, blocks)
    return _pack(word, header, _p(word, str(source.head.get("footer", ""))))


def _part_head(blocks: list[Block]) -> tuple[list[str], list[Block]]:
    """The short lines above the first heading below the title, and the rest with the title first."""
    lines: list[str] = []
    rest: list[Block] = []
    for number, block in enumerate(blocks):
        short = all(len(line) < _SHORT for line in block.text.split("\n"))
        if block.kind == "p" and short and not block.text.endswith((".", ":")):
            lines += block.text.split("\n")
        elif block.kind == "h1":
            rest.append(block)
        else:
            return lines, rest + blocks[number:]
    return lines, rest


def _written(word: _Word, blocks: list[Block]) -> Iterator[str]:
    gathered: list[str] = []  # lines of what becomes one paragraph
    for block in blocks:
        lines = _lines(word, block)
        if word.look.breaks and lines:
            gathered += ["", *lines] if gathered else lines
            continue
        if gathered:
            yield _p(word, "\n".join(gathered))
            gathered = []
        yield _block(word, block)
        if word.look.gaps and block.kind not in {"li", "page"}:
            yield "<w:p/>"
    if gathered:
        yield _p(word, "\n".join(gathered))


def _lines(word: _Word, block: Block) -> list[str]:
    """What the block is when it is not a paragraph of its own."""
    if block.kind == "p" and not block.italic:
        return block.text.split("\n")
    return [f"{block.marker} {block.text}"] if block.kind == "li" else []


def _block(word: _Word, block: Block) -> str:
    if block.kind == "page":
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    if block.kind == "table":
        return _table(word, block)
    if block.kind in _POINTS:
        return _heading(word, block)
    if block.kind == "li":
        return _item(word, block.marker, block.text)
    people = re.match(r"([A-ZÅÄÖ][\w ]{4,30}): ((?:[^,]+, ){3,}[^,]+)$", block.text)
    if people and word.look.people != "text":
        return _people(word, people[1], people[2].split(", "))
    numbered = re.match(r"(\d{1,2}[.)]|[a-z]\)) (.*)", block.text)
    if numbered and "\n" not in block.text:
        return _item(word, numbered[1], numbered[2])
    return "".join(_p(word, line, italic=block.italic) for line in block.text.split("\n"))


def _heading(word: _Word, block: Block) -> str:
    level, text, numbering = int(block.kind[1]), block.text, ""
    numbered = re.match(r"(§ ?|)(\d+)(\.?) (.*)", text)
    if numbered and word.look.lists == "auto":
        text = numbered[4]
        numbering = _number(word, "decimal", f"{numbered[1]}%1{numbered[3]}", int(numbered[2]), own=True)
    if word.look.headings in _STYLES:
        return _p(word, text, f'<w:pStyle w:val="R{level}"/>{numbering}')
    bold = word.look.headings == "bold"
    size = word.look.headings == "large" or (bold and level == 1)
    return _p(word, text, numbering, bold=bold, size=_POINTS[block.kind] if size else 0)


def _item(word: _Word, mark: str, text: str) -> str:
    if word.look.lists == "typed":
        return _p(word, f"{mark}\t{text}")
    if mark == "-":
        return _p(word, text, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    if word.look.lists == "style":
        return _p(word, f"{mark} {text}")
    kind = "decimal" if mark[0].isdigit() else "lowerLetter"
    first = int(mark[:-1]) if kind == "decimal" else ord(mark[0]) - ord("a") + 1
    return _p(word, text, _number(word, kind, f"%1{mark[-1]}", first))


def _number(word: _Word, kind: str, pattern: str, number: int, own: bool = False) -> str:
    """The list that comes to that number next, which goes on or is new. Headings have lists of their `own`."""
    key = f"{kind}{pattern}{own}"
    if word.counted.get(key, -1) + 1 != number:
        word.lists.append((kind, pattern, number))
        word.own[key] = len(word.lists) + 1
    word.counted[key] = number
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{word.own[key]}"/></w:numPr>'


def _p(word: _Word, text: str, properties: str = "", *, bold: bool = False, italic: bool = False, size: int = 0) -> str:
    style = "<w:b/>" * bold + "<w:i/>" * italic + (f'<w:sz w:val="{size}"/>' if size else "")
    inner = "".join(_runs(word, text, style))
    made = f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"
    if word.look.runs == "controls" and len(text) > _SHORT:
        return f'<w:sdt><w:sdtPr><w:alias w:val="Text"/></w:sdtPr><w:sdtContent>{made}</w:sdtContent></w:sdt>'
    return made


def _runs(word: _Word, text: str, style: str) -> Iterator[str]:
    for number, part in enumerate(re.split(r"\^(\d)", text)):
        if number % 2:
            yield f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{part}"/></w:r>'
            continue
        for place, piece in enumerate(re.split(r"(\d{4}-\d\d-\d\d|[^\s]+\s+)", part)):
            if piece:
                word.words += 1
                yield _DRESS.get(word.look.runs, _plain)(word.words + place, piece, style)


def _plain(number: int, text: str, style: str) -> str:
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in re.split(r"[\n\t]", text))
    marks = ["<w:br/>" if mark == "\n" else "<w:tab/>" for mark in re.findall(r"[\n\t]", text)]
    content = "".join(a + b for a, b in zip(parts, [*marks, ""], strict=True))
    return f"<w:r><w:rPr>{style}</w:rPr>{content}</w:r>"


def _split(number: int, text: str, style: str) -> str:
    half = len(text) // 2
    marks = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="1" w:name="_Hlk"/>' if number % 3 else ""
    return _plain(0, text[:half], style + '<w:lang w:val="en-US"/>') + marks + _plain(0, text[half:], style)


def _tracked(number: int, text: str, style: str) -> str:
    who = f'w:id="{number}" w:author="Eva Ek" w:date="2024-03-01T10:00:00Z"'
    run = _plain(0, text, style)
    if number % 4 == 0:
        run = f"<w:ins {who}>{run}</w:ins>"
    if number % 9 == 0:
        run += f"<w:del {who}><w:r><w:delText>struket 2019-01-01 </w:delText></w:r></w:del>"
    if number % 11 == 0:
        run = f"<w:moveFrom {who}>{_plain(0, 'flyttat ', '')}</w:moveFrom><w:moveTo {who}>{run}</w:moveTo>"
    return run


def _controls(number: int, text: str, style: str) -> str:
    run = _plain(0, text, style)
    if not re.search(r"\d", text):
        return run
    filled = f"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"
    empty = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:rPr>"
        '<w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>Klicka här för att ange text.</w:t></w:r>'
        "</w:sdtContent></w:sdt>"
    )
    return filled + (empty if number % 5 == 0 else "")


def _fields(number: int, text: str, style: str) -> str:
    run = _plain(0, text, style)
    if number % 5 == 0:
        return f'<w:hyperlink r:id="rId9">{run}</w:hyperlink>'
    if number % 5 == 1 and re.search(r"\d", text):
        return f'<w:fldSimple w:instr=" REF _Ref1 ">{run}</w:fldSimple>'
    if re.search(r"\d", text):
        mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        told = "<w:r><w:instrText> DOCPROPERTY Diarienummer </w:instrText></w:r>"
        return mark.format("begin") + told + mark.format("separate") + run + mark.format("end")
    return run


def _signs(number: int, text: str, style: str) -> str:
    """Soft hyphens in long words, hard spaces after § and between thousands, hard hyphens, hidden words, capitals."""
    text = re.sub(r"(?<=§) |(?<=\d) (?=\d{3})", "\u00a0", text)
    text = re.sub(r"(\w{5})(\w{5})", "\\1\u00ad\\2", text)
    run = _plain(0, text, style + "<w:smallCaps/>" * ("<w:b/>" in style))
    if re.search(r"[a-zåäö]-[a-zåäö]", text):
        run = run.replace("-", '</w:t><w:noBreakHyphen/><w:t xml:space="preserve">')
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>dolt 2018-01-01 </w:t></w:r>"
    return run + hidden if number % 7 == 0 else run


_DRESS = {"split": _split, "tracked": _tracked, "controls": _controls, "fields": _fields, "signs": _signs}


def _tc(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or '<w:p/>'}</w:tc>"


def _tbl(rows: Iterable[str], borders: bool = True) -> str:
    rules = "".join(f'<w:{side} w:val="{"single" if borders else "nil"}"/>' for side in
                    ("top", "left", "bottom", "right", "insideH", "insideV"))  # fmt: skip
    return f"<w:tbl><w:tblPr><w:tblBorders>{rules}</w:tblBorders></w:tblPr>{''.join(rows)}</w:tbl>"


def _row(cells: Iterable[str], properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _table(word: _Word, block: Block) -> str:
    columns = max(len(row) for row in block.rows)
    if word.look.tables == "tabs":
        return "".join(_p(word, "\t".join(row), bold=number == 0) for number, row in enumerate(block.rows))
    rows = [_table_row(word, row, columns) for row in block.rows]
    half = len(rows) // 2
    if word.look.tables == "split" and half > 1:  # as when a table was parted by hand, or pasted page by page
        return _tbl(rows[:half]) + "<w:p/>" + _tbl([rows[0], *rows[half:]])
    if word.look.tables == "nested":
        return _tbl([_row([_tc(_tbl(rows) + "<w:p/>")])])
    return _tbl(rows)


def _table_row(word: _Word, row: list[str], columns: int) -> str:
    if len(row) == 1 and columns > 1:
        return _row([_tc(_p(word, row[0], bold=True), f'<w:gridSpan w:val="{columns}"/>')])
    return _row(_tc(_p(word, text)) for text in row)


def _people(word: _Word, label: str, names: list[str]) -> str:
    if word.look.people == "tabs":
        return "".join(_p(word, f"{label if n == 0 else ''}\t{name}") for n, name in enumerate(names))
    return _tbl(
        [_row([_tc(_p(word, label, bold=True)), _tc("".join(_p(word, name) for name in names))])], borders=False
    )


def _letterhead(word: _Word, lines: list[str]) -> str:
    """The lines in two columns, what stands after a label below it."""
    cells = ["".join(_p(word, part) for part in re.split(r"(?<=[a-zåäö]): ", line)) for line in lines]
    cells += [""] * (len(cells) % 2)
    rows = [_row([_tc(cells[n]), _tc(cells[n + 1])]) for n in range(0, len(cells), 2)]
    return _tbl(rows, borders=False) if rows else ""


def _boxes(word: _Word, lines: list[str]) -> str:
    box = f"<w:txbxContent>{''.join(_p(word, line) for line in lines)}</w:txbxContent>"
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox>"
        "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _contents(blocks: list[Block]) -> str:
    """A table of contents, as a field in a content control."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begins, parts, ends = (mark.format(kind) for kind in ("begin", "separate", "end"))
    rows = ""
    for n, block in enumerate(b for b in blocks if b.kind in {"h2", "h3"}):
        told = f"<w:r><w:instrText> PAGEREF _Toc{n} </w:instrText></w:r>"
        title = f'<w:hyperlink w:anchor="_Toc{n}">{_plain(0, block.text + chr(9), "")}</w:hyperlink>'
        page = f"{begins}{told}{parts}{_plain(0, str(2 + n // 4), '')}{ends}"
        rows += f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{title}{page}</w:p>'
    head = '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr><w:r><w:t>Innehållsförteckning</w:t></w:r></w:p>'
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    return f"<w:sdt>{gallery}<w:sdtContent>{head}{rows}</w:sdtContent></w:sdt>"


def _write_frame(word: _Word, blocks: list[Block]) -> None:
    lowest = max((b.kind for b in blocks if b.kind in _POINTS), default="h1")
    rows: list[tuple[list[Block], list[Block]]] = []
    for block in blocks:
        if block.kind == lowest and lowest != "h1":
            rows.append(([block], []))
        elif block.kind in _POINTS or not rows or (block.kind == "page"):
            rows.append(([], [block]))
        else:
            rows[-1][1].append(block)
    made = (_row(_tc("".join(_written(word, side))) for side in row) for row in rows)
    word.body.append(_tbl(made, borders=False))


def _pack(word: _Word, header: str, footer: str) -> bytes:
    names = _STYLES.get(word.look.headings, ())
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="R{n}"><w:name w:val="{name}"/><w:rPr><w:b/>'
        f'<w:sz w:val="{_POINTS[f"h{n}"]}"/></w:rPr></w:style>'
        for n, name in enumerate(names, start=1)
    ) + "".join(
        f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for kind, key, name in (("character", "PlaceholderText", "Placeholder Text"), ("paragraph", "TOC1", "toc 1"),
                                ("paragraph", "TOCHeading", "TOC Heading"))
    )  # fmt: skip
    lists = [("bullet", "\uf0b7", 1), *word.lists]
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="{first}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for n, (kind, text, first) in enumerate(lists, start=1)
    ) + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(lists) + 1))
    notes = "".join(
        f'<w:footnote w:id="{n}">{_p(_Word(Look()), text)}</w:footnote>' for n, text in enumerate(word.notes, start=1)
    )
    size = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
    parts = {
        "document": f"<w:document {_NS}><w:body>{''.join(word.body)}<w:sectPr/></w:body></w:document>",
        "styles": f"<w:styles {_NS}>{size}{styles}</w:styles>",
        "numbering": f"<w:numbering {_NS}>{numbering}</w:numbering>",
        "footnotes": f"<w:footnotes {_NS}>{notes}</w:footnotes>",
        "header1": f"<w:hdr {_NS}>{header}</w:hdr>",
        "footer1": f"<w:ftr {_NS}>{footer}</w:ftr>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return out.getvalue()
