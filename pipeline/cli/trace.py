"""`sparbar trace`: all that leads to and from a §, a document or a record, as a tree, as JSON or as a picture."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

import click
from rich.markup import escape
from rich.tree import Tree

from pipeline.cli.options import db_option, json_option, lang_option
from pipeline.cli.terminal import make_console
from pipeline.errors import NotFoundError
from pipeline.export.trace import Edge, Node, Trace, trace_chain
from pipeline.export.trace_graph import draw_trace
from pipeline.export.trace_roots import find_root
from pipeline.messages import message
from pipeline.store import open_database


@click.command("trace")
@click.argument("what", metavar="VAD")
@click.option(
    "--graph", type=click.Path(dir_okay=False, path_type=Path), metavar="FIL.svg", help="Rita kedjan som en SVG-bild."
)
@click.option("--depth", type=click.IntRange(1, 20), default=6, show_default=True, help="Så många steg bort som mest.")
@db_option
@lang_option
@json_option
def trace_command(what: str, graph: Path | None, depth: int, database: Path, lang: str, as_json: bool) -> None:
    """Följ en paragraf genom hela kedjan: iakttagelse, svar, beslut, åtgärd, rapport, och hänvisningar åt båda håll.

    VAD är en paragraf ("RS 2016-09-28 § 193"), ett diarienummer, ett dokument eller ett id.
    """
    connection = open_database(database, create=False)
    try:
        root, citing = find_root(connection, what, lang)
        trace = trace_chain(connection, root, citing, depth, lang)
    except NotFoundError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    finally:
        connection.close()
    if graph:
        graph.parent.mkdir(parents=True, exist_ok=True)
        graph.write_text(draw_trace(trace, lang), encoding="utf-8")
    if as_json:
        nodes = [dataclasses.asdict(node) | {"depth": trace.depth[node.id]} for node in trace.nodes.values()]
        edges = [dataclasses.asdict(edge) for edge in trace.edges]
        click.echo(json.dumps({"root": trace.root, "nodes": nodes, "edges": edges}, ensure_ascii=False, indent=2))
        return
    _print_trace(trace, lang)
    if graph:
        make_console().print(message("trace.drawn", lang, path=escape(str(graph))))


def _print_trace(trace: Trace, lang: str) -> None:
    tree = Tree(_line(trace.nodes[trace.root], lang))
    for step, heading in ((-1, "leads_here"), (1, "leads_on")):
        branch = Tree(f"[bold]{message(f'trace.{heading}', lang)}[/]")
        _grow(branch, trace, trace.root, step, {trace.root}, lang)
        if branch.children:
            tree.children.append(branch)
    console = make_console()
    console.print(tree)
    if not tree.children:
        console.print(message("trace.nothing", lang))


def _grow(branch: Tree, trace: Trace, node_id: str, step: int, shown: set[str], lang: str) -> None:
    for edge, other in _next(trace, node_id, step):
        label = message(f"trace.{'edge' if step == 1 else 'back'}_{edge.kind}", lang)
        again = other in shown
        more = f" [dim]({message('trace.again', lang)})[/]" if again else ""
        child = branch.add(f"[cyan]{label}[/] {_line(trace.nodes[other], lang)}{more}")
        if not again:
            shown.add(other)
            _grow(child, trace, other, step, shown, lang)


def _next(trace: Trace, node_id: str, step: int) -> list[tuple[Edge, str]]:
    """The edges that lead on from a node, away from the root."""
    found = []
    for edge in trace.edges:
        near, other = (edge.source, edge.target) if step == 1 else (edge.target, edge.source)
        if near == node_id and trace.depth[other] * step > 0:
            found.append((edge, other))
    return found


def _line(node: Node, lang: str) -> str:
    page = f" {message('show.page', lang, page=node.page)}" if node.page else ""
    return f"[bold]{escape(node.kind)}[/]: {escape(node.label)} [dim]{escape(node.where)}{page} {escape(node.id)}[/]"


COMMANDS = (trace_command,)
