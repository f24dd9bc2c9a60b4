"""Read a source: a TOML head between +++ lines, then light markup in which labels stand around the words they are of.

Blocks are parted by blank lines: `# heading`, `## heading`, `- item`, `1. item`, `a) item`, `| cell | cell |`, `*italic*`,
`^1 footnote` (its mark in the text is `^1`), `>>>` (a new page); any other block is a paragraph, whose line breaks are kept with `\\` at a line's end. A label is
`[[findings id=F1 kind=criticism | the words]]`; labels may stand inside each other.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

OPEN = re.compile(r"\[\[(?P<head>[^|\]]+)\|")
LISTS = {"answers", "answers_optional", "judges_optional"}


@dataclass
class Block:
    """`kind`: h1, h2, h3, p, li, note, table, page. `rows` for tables; `italic` for whole blocks in italic."""

    kind: str
    text: str = ""
    marker: str = ""
    italic: bool = False
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Source:
    """A document to build: the file's name, its layout and facts (`head`), its blocks and labels."""

    name: str
    head: dict[str, object]
    blocks: list[Block]
    labels: list[tuple[str, dict[str, object]]]


def read_source(path: Path) -> Source:
    """Parse one source; raises ValueError when a label is not closed."""
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    facts = tomllib.loads(head)
    text, labels = _take_labels(body)
    blocks = [block for chunk in re.split(r"\n\s*\n", text.strip("\n")) for block in _blocks(chunk)]
    name = f"{path.stem}.{'pdf' if facts['format'] == 'scan' else facts['format']}"
    labels += [(label.pop("table"), label) for label in facts.pop("labels", [])]  # of what stands in the running header
    return Source(name, facts, blocks, [(table, {"doc": name, **label}) for table, label in labels])


def _take_labels(body: str) -> tuple[str, list[tuple[str, dict[str, object]]]]:
    out: list[str] = []
    length = 0
    stack: list[tuple[str, dict[str, object], int]] = []
    labels: list[tuple[str, dict[str, object]]] = []
    at = 0
    while at < len(body):
        opened = OPEN.match(body, at)
        if opened:
            table, *pairs = shlex.split(opened["head"])
            label = dict(pair.split("=", 1) for pair in pairs)
            stack.append((table, {k: _value(k, v) for k, v in label.items()}, length))
            at = opened.end()
            while body[at] == " ":
                at += 1
        elif body.startswith("]]", at):
            table, label, start = stack.pop()
            quote = "".join(out)[start:]
            quote = re.sub(r"(?m)^(?:[-*] |\| )|\\$|\*$| \|$", "", quote)
            quote = " ".join(quote.replace("*", "").replace("^", "").split())
            labels.append((table, {**label, ("text" if table == "measures" else "quote"): quote}))
            at += 2
        else:
            out.append(body[at])
            length += 1
            at += 1
    if stack:
        raise ValueError(f"a label is not closed: {stack}")
    return "".join(out), labels


def _value(key: str, value: str) -> object:
    if key in LISTS:
        return value.split(",")
    if key == "judges":  # "A,B" are two points, "A/B" two findings of one; "-" is a point of no paper here
        return [each.split("/") for each in value.split(",")] if value != "-" else []
    if key in {"doubtful", "composite", "holds", "complete"}:
        return value == "1"
    if re.fullmatch(r"-?\d+(\.\d+)?", value) and key not in {"paragraph", "number", "chapter"}:
        return float(value) if "." in value else int(value)
    return value


def _blocks(chunk: str) -> list[Block]:
    lines = [line for line in chunk.split("\n") if line.strip()]
    if not lines:
        return []
    if lines[0].startswith(">>>"):
        return [Block("page")]
    if lines[0].startswith("|"):
        return [Block("table", rows=[[c.strip() for c in line.strip().strip("|").split("|")] for line in lines])]
    blocks: list[Block] = []
    for line in lines:
        heading = re.match(r"(#{1,3}) (.*)", line)
        item = re.match(r"(-|•|\d+\.|[a-z]\)) (.*)", line)
        if heading:
            blocks.append(Block(f"h{len(heading[1])}", heading[2]))
        elif item:
            blocks.append(Block("li", item[2], item[1]))
        elif blocks and blocks[-1].kind in {"p", "li"}:
            joint = "\n" if blocks[-1].text.endswith("\\") else " "
            blocks[-1].text = blocks[-1].text.removesuffix("\\").rstrip() + joint + line.strip()
        else:
            blocks.append(Block("p", line.strip()))
    if blocks[0].kind == "p" and re.match(r"\^\d ", blocks[0].text):
        blocks[0].kind = "note"
    for block in blocks:
        block.text = block.text.removesuffix("\\").rstrip()
        if block.text.startswith("*") and block.text.endswith("*"):
            block.text, block.italic = block.text[1:-1], True
    return blocks
