"""All that leads to and from a §, document or record: finding → answer → decision → measure → report, and citations.

Every edge goes the way of time: from the finding to its answer, from the decision to the measure, from what is cited to
what cites it. A decision that stands in an item of minutes is the item. Documents that only cite are ends.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from dataclasses import dataclass, field

from pipeline.export.columns import clean_text
from pipeline.export.terms import record_term, term
from pipeline.store import table_of

# link kind -> whether it already goes from the earlier to the later; "decided_in" depends on what was decided.
_ONWARD = {"carried_out_by": True, "reported_in": True, "answers": False, "may_answer": False,
           "follows_up": False, "repeats": False, "assesses": False, "cites": False, "contradicts": False,
           "recommended_in": True}  # fmt: skip
_CITING = ("findings", "responses", "measures", "assignments", "decisions", "assessments")
_LONGEST = 220  # characters of a label
_KEPT = "id NOT IN (SELECT record_id FROM rejected_records)"
_LIVE_ASSIGNMENTS = f"SELECT id FROM assignments WHERE decision_id = ? AND {_KEPT}"
_COPIES = (
    "SELECT id FROM agenda_items WHERE same_as = ? UNION SELECT d.id FROM decisions AS d"
    " JOIN agenda_items AS i ON i.id = d.agenda_item_id WHERE i.same_as = ?"
)
_LIVE_ASSESSMENTS = f"SELECT id FROM assessments WHERE finding_id = ? AND {_KEPT}"


@dataclass(frozen=True, slots=True)
class Node:
    """Something in the chain: a row of the database, or a § that is cited and not in it (`record_type` is "cited")."""

    record_type: str
    id: str
    kind: str
    label: str
    where: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` leads to `target`; `kind` as the link is called (`part_of`: given in; `cites`: the target cites it)."""

    source: str
    target: str
    kind: str
    confidence: float | None = None


@dataclass(slots=True)
class Trace:
    """The root, all nodes by id, the edges, and how far from the root each node is (before it: negative)."""

    root: str
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    depth: dict[str, int] = field(default_factory=dict)


def trace_chain(connection: sqlite3.Connection, root: Node, citing: list[str], most: int, lang: str = "sv") -> Trace:
    """What leads to the root and what it leads to, at most `most` steps away. `citing`: citations of a root that is not
    in the database, by id.
    """
    trace = Trace(root.id, {root.id: root}, depth={root.id: 0})
    given: dict[str, list[Edge]] = {}
    if citing:
        given[root.id] = [
            edge for row in _citations(connection, citing) for edge in _cited_by(connection, row, root.id)
        ]
    for step in (-1, 1):
        waiting = deque([(root.id, 0)])
        while waiting:
            current, distance = waiting.popleft()
            if abs(distance) == most or (trace.nodes[current].record_type == "documents" and current != root.id):
                continue
            edges = given[current] if current in given else _edges_of(connection, trace.nodes[current])
            for edge in edges:
                other = edge.target if step == 1 else edge.source
                near = edge.source if step == 1 else edge.target
                if near != current or other == current:
                    continue
                if other not in trace.nodes:
                    node = node_of(connection, other, lang)
                    if node is None:
                        continue
                    trace.nodes[other], trace.depth[other] = node, distance + step
                    waiting.append((other, distance + step))
                trace.edges.append(edge)  # each once, in `_best`
    trace.edges = _best(trace.edges)
    return trace


def node_of(connection: sqlite3.Connection, record_id: str, lang: str = "sv") -> Node | None:
    """The node of an id: a document's, or a record's of any kind; None when there is none."""
    document = connection.execute("SELECT * FROM documents WHERE id = ?", (record_id,)).fetchone()
    if document:
        kind = term("document", document["kind"], lang)
        return Node(
            "documents", record_id, kind, _short(document["title"] or document["filename"]), document["filename"]
        )
    found = connection.execute("SELECT record_type FROM records WHERE id = ?", (record_id,)).fetchone()
    if found is None:
        return None
    table = str(found["record_type"])
    row = connection.execute(
        f'SELECT r.*, d.filename FROM "{table}" AS r JOIN documents AS d ON d.id = r.document_id WHERE r.id = ?',
        (record_id,),
    ).fetchone()
    kind = record_term(table, row, lang)
    label = _item_label(row) if table == "agenda_items" else _short(row["quote"])
    return Node(table, record_id, kind, label, row["filename"], row["page_from"])


def _edges_of(connection: sqlite3.Connection, node: Node) -> list[Edge]:
    """All edges at a node, both ways; the decisions and assignments of an item count as the item's own."""
    own = [node.id]
    copies: list[str] = []  # of the item and its decisions in other files
    if node.record_type == "agenda_items":
        own += [r[0] for r in connection.execute("SELECT id FROM decisions WHERE agenda_item_id = ?", (node.id,))]
        copies = [r[0] for r in connection.execute(_COPIES, (node.id, node.id))]
    edges: list[Edge] = []
    for own_id in (*own, *copies):
        for link in connection.execute(
            "SELECT * FROM links WHERE state <> 'rejected' AND source_id = ? UNION"
            " SELECT * FROM links WHERE state <> 'rejected' AND target_id = ?",
            (own_id, own_id),
        ):
            if own_id in copies and link["source_type"] == "assignments":
                continue  # what the item itself gives
            onward = _ONWARD.get(link["kind"], table_of(link["source_type"]) == "responses")
            ends = [shown_id(connection, link[f"{end}_type"], link[f"{end}_id"]) for end in ("source", "target")]
            first, last = ends if onward else reversed(ends)
            if first != last:
                edges.append(Edge(first, last, link["kind"], link["confidence"]))
        for row in connection.execute(_LIVE_ASSIGNMENTS, (own_id,)) if own_id in own else ():
            edges.append(Edge(node.id, row["id"], "part_of"))
    for row in connection.execute(_LIVE_ASSESSMENTS, (node.id,)):
        edges.append(Edge(node.id, row["id"], "assesses"))
    if node.record_type == "assignments":
        for row in connection.execute("SELECT decision_id FROM assignments WHERE id = ?", (node.id,)):
            if row["decision_id"]:
                edges.append(Edge(shown_id(connection, "decisions", row["decision_id"]), node.id, "part_of"))
    if node.record_type in {"agenda_items", "documents"}:
        edges += _citation_edges(connection, node)
    return edges


def _citation_edges(connection: sqlite3.Connection, node: Node) -> list[Edge]:
    """Who cites an item or document, and what it cites itself."""
    edges: list[Edge] = []
    for row in connection.execute("SELECT * FROM citations WHERE target_id = ?", (node.id,)):
        edges += _cited_by(connection, row, node.id)
    if node.record_type == "documents":
        rows = connection.execute("SELECT target_id, confidence FROM citations WHERE document_id = ?", (node.id,))
    else:
        rows = connection.execute(
            "SELECT c.target_id, c.confidence FROM agenda_items AS a JOIN citations AS c"
            " ON c.document_id = a.document_id AND c.char_start >= a.char_start AND c.char_end <= a.char_end"
            " WHERE a.id = ?",
            (node.id,),
        )
    edges += [
        Edge(r["target_id"], node.id, "cites", r["confidence"]) for r in rows if r["target_id"] not in {None, node.id}
    ]
    return edges


def _cited_by(connection: sqlite3.Connection, citation: sqlite3.Row, cited: str) -> list[Edge]:
    """Edges to the records that a citation stands in; to its item of minutes or its document when it is in none."""
    place = (citation["document_id"], citation["char_start"], citation["char_end"])
    inside = 'SELECT id FROM "{}" WHERE document_id = ? AND char_start <= ? AND char_end >= ?'
    found = [(table, row["id"]) for table in _CITING for row in connection.execute(inside.format(table), place)]
    if not found:
        item = connection.execute(inside.format("agenda_items"), place).fetchone()
        found = [("agenda_items", item["id"])] if item else [("documents", citation["document_id"])]
    ends = {shown_id(connection, table, record_id) for table, record_id in found} - {cited}
    return [Edge(cited, end, "cites", citation["confidence"]) for end in sorted(ends)]


def _citations(connection: sqlite3.Connection, ids: list[str]) -> list[sqlite3.Row]:
    rows = (connection.execute("SELECT * FROM citations WHERE id = ?", (i,)).fetchone() for i in ids)
    return [row for row in rows if row is not None]


def shown_id(connection: sqlite3.Connection, record_type: str, record_id: str) -> str:
    """The id under which a record is shown: a decision's item of minutes, when it stands in one, and of an item that
    stands in several files the one that the others are.
    """
    if record_type == "decisions":
        row = connection.execute("SELECT agenda_item_id FROM decisions WHERE id = ?", (record_id,)).fetchone()
        record_id = str(row["agenda_item_id"]) if row and row["agenda_item_id"] else record_id
    same = connection.execute("SELECT same_as FROM agenda_items WHERE id = ?", (record_id,)).fetchone()
    return str(same["same_as"]) if same and same["same_as"] else record_id


def _best(edges: list[Edge]) -> list[Edge]:
    """Of several edges of one kind between two nodes the most certain one."""
    best: dict[tuple[str, str, str], Edge] = {}
    for edge in edges:
        key = (edge.source, edge.target, edge.kind)
        if key not in best or (best[key].confidence or 0) < (edge.confidence or 0):
            best[key] = edge
    said = {pair for e in best.values() if e.kind != "cites" for pair in ((e.source, e.target), (e.target, e.source))}
    return [e for e in best.values() if e.kind != "cites" or (e.source, e.target) not in said]


def _item_label(row: sqlite3.Row) -> str:
    days = row["date_from"] or ""
    if row["date_to"] and row["date_to"] != row["date_from"]:
        days += f"–{row['date_to']}"
    body = (row["body"] or "").capitalize()
    return _short(" ".join(part for part in (body, days, f"§ {row['number']}", row["title"] or "") if part))


def _short(text: str) -> str:
    text = clean_text(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
