"""Which version of the program read a document and linked the database: when it changes, it is done again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pipeline
from pipeline.link.scorer import WEIGHTS

READING = ("records.py", "stages.py", "lexicon", "read", "structure", "extract")
LINKING = ("records.py", "lexicon", "resolve", "link", "check", "store")
_TOLD_BY = frozenset({".py", ".toml", ".sql"})


@cache
def reading_version() -> str:
    """The release, and a digest of all code and lexicons that the per-document half consists of."""
    return f"{pipeline.__version__}+{_digest(READING)}"


@cache
def linking_version() -> str:
    """The release, and a digest of what the database half consists of, the weights of the linker among it."""
    weights = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:6]
    return f"{pipeline.__version__}+{_digest(LINKING)}+{weights}"


def _digest(names: tuple[str, ...]) -> str:
    root = Path(pipeline.__file__).parent
    digest = hashlib.sha256(version("pypdfium2").encode())
    for name in names:
        for path in sorted(p for p in [root / name, *(root / name).rglob("*")] if p.suffix in {".py", ".toml", ".sql"}):
            if "messages" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]
