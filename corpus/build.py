"""Build the sample documents and their labels from `sources/`: python corpus/build.py"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from layouts import BUILDERS
from markup import read_source

HERE = Path(__file__).parent


def main() -> None:
    """Write `documents/` and `labels/` anew."""
    labels: dict[str, list[dict[str, object]]] = defaultdict(list)
    for path in sorted((HERE / "sources").glob("*.md")):
        source = read_source(path)
        (HERE / "documents" / source.name).write_bytes(BUILDERS[str(source.head["format"])](source))
        for table, label in source.labels:
            labels[table].append(label)
        facts = {key: source.head.get(key) for key in ("kind", "organisation", "body", "date", "case_number")}
        labels["documents"].append({"doc": source.name, **facts})
    for table, rows in labels.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (HERE / "labels" / f"{table}.jsonl").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
