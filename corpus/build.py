"""Build labelled documents from their sources: python corpus/build.py [FOLDER ...]

Each folder (this one unless said) holds `sources/*.md`; `documents/` and `labels/` are written beside them. A folder of
such folders, one for each organisation, is built folder by folder. A document whose head says `covers = [tables]` is
labelled fully for these: where it holds none, a label says so, and what is found there is counted as too much.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from layouts import BUILDERS
from markup import Source, read_source

HERE = Path(__file__).parent


def main() -> None:
    """Write `documents/` and `labels/` of every folder anew."""
    for folder in map(Path, sys.argv[1:] or [HERE]):
        for sources in sorted(folder.rglob("sources")):
            build(sources.parent)


def build(folder: Path) -> None:
    """Write a folder's documents and labels anew."""
    build_as(folder, folder, lambda source: (source.name, BUILDERS[str(source.head["format"])](source)))


def build_as(folder: Path, out: Path, set_source: Callable[[Source], tuple[str, bytes]]) -> None:
    """Write the documents and labels of a folder's sources into `out`, each set as `set_source` says: its file's name
    and bytes."""
    labels: dict[str, list[dict[str, object]]] = defaultdict(list)
    for part in ("documents", "labels"):
        (out / part).mkdir(parents=True, exist_ok=True)
    for path in sorted((folder / "sources").glob("*.md")):
        source = read_source(path)
        name, data = set_source(source)
        (out / "documents" / name).write_bytes(data)
        for table, label in source.labels:
            labels[table].append({**label, "doc": name})
        for table in set(source.head.get("covers", [])) - {table for table, _ in source.labels}:
            labels[table].append({"doc": name, "none": True})
        facts = {key: source.head.get(key) for key in ("kind", "organisation", "body", "date", "case_number")}
        labels["documents"].append({"doc": name, **facts})
    for table, rows in labels.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (out / "labels" / f"{table}.jsonl").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
