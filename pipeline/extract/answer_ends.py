"""Where a paper of answers ends: at the names and offices of those who sign it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.passages import one_line
from pipeline.records import Block, Document

_SIGNS = re.compile(
    r"^\W*(?:för|på)\b[^.]{0,40}(?:vägnar|nämnden|styrelsen|direktionen|bolaget|förbundet|utskottet)\W*$|"
    r"\b(?:ordförande|direktör|chef|sekreterare|handläggare|hälsning(?:ar)?|strateg|controller|ekonom|jurist|"
    r"utredare|samordnare|verkställande direktör|vd)\W*$",
    re.IGNORECASE,
)
_NAME = 60  # characters; a line of a name or an office is shorter


def signature_start(document: Document, blocks: Sequence[Block]) -> int | None:
    """Where the names and offices begin that end the paper: short lines of their own, one of them an office."""
    start: int | None = None
    signed = False
    for block in reversed(blocks):
        words = one_line(document.flow[block.start : block.end])
        if block.kind != "paragraph" or len(words) >= _NAME or words[-1:] in ".:;!?":
            break
        start = block.start
        signed = signed or any(_SIGNS.search(line) for line in document.text[block.start : block.end].split("\n"))
    return start if signed else None
