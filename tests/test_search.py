"""Searching: the cases stand in `cases/search.toml`."""

from __future__ import annotations

import sqlite3
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli import cli
from pipeline.errors import NotFoundError
from pipeline.lexicon import load_lexicon
from pipeline.store import open_database, replace_links, store_document
from pipeline.store.query import Term, match_expression, parse_query
from pipeline.store.schema import RECORD_TABLES
from pipeline.store.search import SNIPPET_LENGTH, Filters, cut_snippet, kind_of, search
from tests.sample_records import Sample, link

CASES = tomllib.loads((Path(__file__).parent / "cases" / "search.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def corpus() -> sqlite3.Connection:
    connection = open_database(":memory:")
    one = Sample("rapport.txt", "Vårdnämnden saknar rutiner.", "Rutinerna ska ses över.", kind="audit_report",
                 body="revisorerna", date="2023-11-05")  # fmt: skip
    finding = one.finding("Vårdnämnden saknar rutiner.", addressee="vårdnämnden")
    one.finding("Rutinerna ska ses över.", kind="recommendation", addressee="regionstyrelsen")
    two = Sample("svar.txt", "Nämnden inför nya rutiner.", kind="response", body="vårdnämnden", date="2024-02-03")
    answer = two.response("Nämnden inför nya rutiner.", responder="vårdnämnden")
    two.measure("nya rutiner", status="ongoing", responsible="förvaltningen")
    for made in (one, two):
        store_document(connection, made.found())
    replace_links(connection, [link("answers", answer, finding)])
    return connection


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_search(case: dict[str, Any]) -> None:
    connection = open_database(":memory:")
    for number, text in enumerate(case["texts"]):
        store_document(connection, Sample(f"{number}.txt", text).found())
    result = search(connection, case["query"])
    assert sorted(int(hit.filename[0]) for hit in result.hits) == case["finds"]
    for hit in result.hits:
        assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.marks) and hit.marks


@pytest.mark.parametrize(
    ("filters", "quotes"),
    [
        (Filters(kind="brist"), {"Vårdnämnden saknar rutiner.", "Rutinerna ska ses över."}),
        (Filters(kind="rekommendationer"), {"Rutinerna ska ses över."}),
        (Filters(kind="finding", body="VÅRD"), {"Vårdnämnden saknar rutiner."}),
        (Filters(kind="svar"), {"Nämnden inför nya rutiner."}),
        (Filters(kind="åtgärder", status="ongoing"), {"nya rutiner"}),
        (Filters(kind="finding", status="unanswered"), {"Rutinerna ska ses över."}),
        (Filters(date_from="2024"), {"Nämnden inför nya rutiner.", "nya rutiner"}),
        (Filters(date_to="2023"), {"Vårdnämnden saknar rutiner.", "Rutinerna ska ses över."}),
        (Filters(date_from="2023-12", date_to="2024-01-31"), set()),
        (Filters(kind="page", body="revisorerna"), {"Vårdnämnden saknar rutiner.", "Rutinerna ska ses över."}),
    ],
)
def test_filters(corpus: sqlite3.Connection, filters: Filters, quotes: set[str]) -> None:
    assert {hit.snippet for hit in search(corpus, "rutin", filters).hits} == quotes


def test_kinds_are_those_of_the_database() -> None:
    assert set(load_lexicon("search").words["kinds"]) == {*RECORD_TABLES, "pages"}
    assert kind_of("Kritiken") == ("findings", "criticism")
    assert kind_of("findings") == ("findings", None)
    with pytest.raises(NotFoundError, match="Välj bland"):
        kind_of("blomma")


def test_a_long_snippet_is_cut_where_the_hits_are() -> None:
    text = "inledande ord " * 60 + "här saknas rutiner för loggning " + "avslutande ord " * 60
    snippet, marks = cut_snippet(
        text, [Term(("rutiner",), frozenset({"rutin"})), Term(("loggning",), frozenset({"loggning"}))]
    )
    assert [snippet[start:end] for start, end in marks] == ["rutiner", "loggning"]
    assert len(snippet) <= SNIPPET_LENGTH + 4 and snippet.startswith("… ") and snippet.endswith(" …")


@settings(max_examples=150, deadline=None)
@given(query=st.text(st.sampled_from("rutin\"*()-:^ +ANDORNEARå§'{}.,”\\"), max_size=25) | st.text(max_size=12))
def test_whatever_is_typed_is_no_syntax(corpus: sqlite3.Connection, query: str) -> None:
    result = search(corpus, query)
    assert result.total >= len(result.hits)
    terms = parse_query(corpus, query)
    assert not terms or match_expression(terms, "AND")


def test_the_same_words_in_two_files_are_one_hit(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    connection = open_database(path)
    for name, day in (("a.txt", "2024-01-02"), ("b.txt", "2024-01-02"), ("c.txt", "2023-01-02")):
        sample = Sample(name, f"Rutiner  saknas. {name}", kind="audit_report", date=day)
        sample.finding("Rutiner  saknas.", addressee="vårdnämnden")
        store_document(connection, sample.found())
    result = search(connection, "rutiner", Filters(kind="finding"))
    assert [(hit.filename, hit.also) for hit in result.hits] == [("a.txt", (("b.txt", 1),)), ("c.txt", ())]
    assert result.total == 2  # of another year it is another
    told = CliRunner().invoke(cli, ["search", "rutiner", "--body", "kultur", "--db", str(path)])
    assert "med de villkoren; utan dem finns 2 träffar" in told.output
