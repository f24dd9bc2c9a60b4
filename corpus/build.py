"""Build labelled documents from their sources: python corpus/build.py [FOLDER ...]

Each folder (this one unless said) holds `sources/*.md`; `documents/` and `labels/` are written beside them. A folder of
such folders, one for each organisation, is built folder by folder. A document whose head says `covers = [tables]` is
labelled fully for these: where it holds none, a label says so, and what is found there is counted as too much.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from layouts import BUILDERS
from markup import read_source

HERE = Path(__file__).parent


def main() -> None:
    """Write `documents/` and `labels/` of every folder anew."""
    for folder in map(Path, sys.argv[1:] or [HERE]):
        for sources in sorted(folder.rglob("sources")):
            build(sources.parent)


def build(folder: Path) -> None:
    """Write a folder's documents and labels anew."""
    labels: dict[str, list[dict[str, object]]] = defaultdict(list)
    for part in ("documents", "labels"):
        (folder / part).mkdir(exist_ok=True)
    for path in sorted((folder / "sources").glob("*.md")):
        source = read_source(path)
        (folder / "documents" / source.name).write_bytes(BUILDERS[str(source.head["format"])](source))
        for table, label in source.labels:
            labels[table].append(label)
        for table in set(source.head.get("covers", [])) - {table for table, _ in source.labels}:
            labels[table].append({"doc": source.name, "none": True})
        facts = {key: source.head.get(key) for key in ("kind", "organisation", "body", "date", "case_number")}
        labels["documents"].append({"doc": source.name, **facts})
    for table, rows in labels.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / "labels" / f"{table}.jsonl").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
