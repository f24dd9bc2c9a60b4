"""The version that a document was read by: when the program changes, documents are read again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pipeline

PER_DOCUMENT = ("records.py", "stages.py", "lexicon", "read", "structure", "extract")


@cache
def reading_version() -> str:
    """The release, and a digest of all code and lexicons that the per-document half consists of."""
    root = Path(pipeline.__file__).parent
    digest = hashlib.sha256(version("pypdfium2").encode())
    for name in PER_DOCUMENT:
        for path in sorted(p for p in [root / name, *(root / name).rglob("*")] if p.suffix in {".py", ".toml"}):
            if "messages" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return f"{pipeline.__version__}+{digest.hexdigest()[:12]}"
