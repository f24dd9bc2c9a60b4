"""A trace as a picture (SVG): what leads to the root on its left, what it leads to on its right, a column a step."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from xml.sax.saxutils import escape, quoteattr

from pipeline.export.trace import Edge, Node, Trace
from pipeline.messages import message

_WIDE, _HIGH, _GAP, _BETWEEN, _EDGE = 250, 92, 24, 110, 30  # pixels: box, rows apart, columns apart, margin
_CHARACTERS = 40  # of a label's line, at 12 px in a box
_LINES = 3
_COLOURS = {
    "findings": "#fde8e8", "responses": "#e6f0fb", "agenda_items": "#fdf3d6", "decisions": "#fdf3d6",
    "measures": "#e4f5e6", "assignments": "#efe6fa", "assessments": "#f6e4f1", "documents": "#eeeeee",
    "cited": "#ffffff",
}  # fmt: skip


def draw_trace(trace: Trace, lang: str = "sv") -> str:
    """The SVG document as text. Each box and line has its full words as a title, for the pointer and for readers."""
    columns: dict[int, list[Node]] = defaultdict(list)
    for node_id, depth in trace.depth.items():
        columns[depth].append(trace.nodes[node_id])
    for depth in sorted(columns, key=abs):  # boxes near what they hang on, so that few lines cross
        columns[depth].sort(key=lambda n: (_place_of_neighbour(trace, columns, n, depth), n.where, n.id))
    rows = max(len(nodes) for nodes in columns.values())
    height = 2 * _EDGE + rows * (_HIGH + _GAP) - _GAP
    first = min(columns)
    width = 2 * _EDGE + len(columns) * (_WIDE + _BETWEEN) - _BETWEEN
    spots: dict[str, tuple[float, float]] = {}
    for depth, nodes in columns.items():
        top = (height - (len(nodes) * (_HIGH + _GAP) - _GAP)) / 2
        for row, node in enumerate(nodes):
            spots[node.id] = (_EDGE + (depth - first) * (_WIDE + _BETWEEN), top + row * (_HIGH + _GAP))
    title = message("trace.graph_title", lang, name=trace.nodes[trace.root].label)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:g}" viewBox="0 0 {width} {height:g}"'
        f' role="img" xml:lang="{lang}" font-family="Helvetica, Arial, sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#555"/></marker></defs>',
        f'<rect width="{width}" height="{height:g}" fill="#fff"/>',
    ]
    parts += [_line(edge, spots, trace, lang) for edge in trace.edges]
    parts += [_box(node, *spots[node_id], node_id == trace.root, lang) for node_id, node in trace.nodes.items()]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _place_of_neighbour(trace: Trace, columns: dict[int, list[Node]], node: Node, depth: int) -> int:
    """The row, in the column nearer to the root, of what the node hangs on."""
    if depth == 0:
        return 0
    nearer = [n.id for n in columns[depth - 1 if depth > 0 else depth + 1]]
    joined = {e.source if e.target == node.id else e.target for e in trace.edges if node.id in {e.source, e.target}}
    return min((nearer.index(other) for other in joined if other in nearer), default=len(nearer))


def _line(edge: Edge, spots: dict[str, tuple[float, float]], trace: Trace, lang: str) -> str:
    (x1, y1), (x2, y2) = spots[edge.source], spots[edge.target]
    label = message(f"trace.edge_{edge.kind}", lang)
    told = f"{trace.nodes[edge.source].label} → {trace.nodes[edge.target].label}: {label}"
    y1, y2 = y1 + _HIGH / 2, y2 + _HIGH / 2
    if x1 == x2:  # in one column: round the right side
        x1 = x2 = x1 + _WIDE
        bend = min(_BETWEEN - 10, 30 + abs(y1 - y2) / 8)  # those that go further swing wider
        path = f"M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 + bend:g} {y2:g} {x2:g} {y2:g}"
        middle = (x1 + bend * 0.75, (y1 + y2) / 2)
    else:
        x1, x2 = (x1 + _WIDE, x2) if x1 < x2 else (x1, x2 + _WIDE)
        half = (x1 + x2) / 2
        path = f"M{x1:g} {y1:g}C{half:g} {y1:g} {half:g} {y2:g} {x2:g} {y2:g}"
        middle = (half, (y1 + y2) / 2 - 4)
    return (
        f'<g><title>{escape(told)}</title><path d="{path}" fill="none" stroke="#777" marker-end="url(#arrow)"/>'
        f'<text x="{middle[0]:g}" y="{middle[1]:g}" text-anchor="middle" fill="#333" font-size="11" stroke="#fff"'
        f' stroke-width="3" paint-order="stroke">{escape(label)}</text></g>'
    )


def _box(node: Node, x: float, y: float, is_root: bool, lang: str) -> str:
    lines = textwrap.wrap(node.label, _CHARACTERS, max_lines=_LINES, placeholder=" …") or [""]
    page = f", {message('show.page', lang, page=node.page)}" if node.page else ""
    where = textwrap.shorten(node.where, _CHARACTERS - len(page), placeholder="…") if " " in node.where else node.where
    where = (where if len(where) + len(page) <= _CHARACTERS else where[: _CHARACTERS - len(page) - 1] + "…") + page
    stroke = 'stroke="#111" stroke-width="2"' if is_root else 'stroke="#999"'
    dashed = ' stroke-dasharray="5 4"' if node.record_type == "cited" else ""
    text = "".join(
        f'<text x="{x + 10:g}" y="{y + 36 + 15 * row:g}" fill="#111">{escape(line)}</text>'
        for row, line in enumerate(lines)
    )
    return (
        f"<g id={quoteattr(node.id)}><title>{escape(f'{node.kind}: {node.label} ({node.where}{page})')}</title>"
        f'<rect x="{x:g}" y="{y:g}" width="{_WIDE}" height="{_HIGH}" rx="6" {stroke}{dashed}'
        f' fill="{_COLOURS.get(node.record_type, "#f4f4f4")}"/>'
        f'<text x="{x + 10:g}" y="{y + 18:g}" font-weight="bold" fill="#333">{escape(node.kind)}</text>{text}'
        f'<text x="{x + 10:g}" y="{y + _HIGH - 8:g}" fill="#666" font-size="10.5">{escape(where)}</text></g>'
    )
