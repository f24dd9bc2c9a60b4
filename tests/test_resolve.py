"""Citations find their agenda item or document, or say why not."""

from __future__ import annotations

import sqlite3

import pytest

from pipeline.resolve import resolve_citations


@pytest.fixture
def database() -> sqlite3.Connection:
    """The columns that resolving reads, with the minutes of two meetings and an extract of one."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.executescript(
        """
        CREATE TABLE documents (id, kind, organisation, date, case_number, title);
        CREATE VIEW papers AS SELECT id AS document_id, * FROM documents;
        CREATE TABLE meetings (id, document_id, body, date_from, date_to, paper_id AS (document_id));
        CREATE TABLE agenda_items (id, document_id, meeting_id, number, case_number, body, date_from, date_to,
            paper_id AS (document_id), same_as AS (NULL));
        CREATE TABLE body_names (organisation, name, other, kind);
        INSERT INTO body_names VALUES ('Region Exempel', 'regionstyrelsen', 'förvaltningsutskottet', 'former'),
            ('Region Annan', 'regionstyrelsen', 'ledningsutskottet', 'former');
        CREATE TABLE citations (id PRIMARY KEY, document_id, kind, organisation, body, date_from, date_to,
            date_precision, paragraph, case_number, title, document_kind, target_id, unresolved_reason,
            unresolved_detail);
        INSERT INTO documents VALUES ('march', 'minutes', 'Region Exempel', '2022-03-03', NULL, NULL),
            ('april', 'minutes', 'Region Exempel', '2022-04-07', NULL, NULL),
            ('extract', 'minutes_extract', 'Region Exempel', '2022-03-03', NULL, NULL),
            ('other', 'minutes', 'Region Annan', '2022-03-03', NULL, NULL),
            ('report', 'official_report', 'Region Exempel', '2022-05-01', 'RS 2022/77', 'Svar på granskning'),
            ('audit', 'audit_report', 'Region Exempel', '2021-11-02', NULL, 'Revisionsrapport: Granskning av arkivet');
        INSERT INTO meetings VALUES ('m1', 'march', 'regionstyrelsen', '2022-03-03', '2022-03-04'),
            ('m2', 'april', 'regionstyrelsen', '2022-04-07', NULL);
        INSERT INTO agenda_items VALUES ('i1', 'march', 'm1', '41', 'RS 2022/9', 'regionstyrelsen', NULL, NULL),
            ('i1x', 'extract', NULL, '41', 'RS 2022/9', 'regionstyrelsen', '2022-03-03', '2022-03-04'),
            ('o1', 'other', NULL, '41', NULL, 'regionstyrelsen', '2022-03-03', '2022-03-03'),
            ('i2', 'april', 'm2', '56', NULL, 'regionstyrelsen', NULL, NULL);
        """
    )
    return connection


def resolved(connection: sqlite3.Connection, **fields: str | None) -> tuple[str | None, str | None]:
    row = {"id": "c", "document_id": "report", "kind": "agenda_item", "organisation": "Region Exempel", **fields}
    row.setdefault("date_to", row.get("date_from"))
    connection.execute("DELETE FROM citations")
    names = ", ".join(row)
    connection.execute(f"INSERT INTO citations ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    resolve_citations(connection)
    resolve_citations(connection)  # a second run changes nothing
    found = connection.execute("SELECT target_id, unresolved_reason FROM citations").fetchone()
    return found["target_id"], found["unresolved_reason"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"date_from": "2022-03-04", "paragraph": "41"}, ("i1", None), id="the second day of the meeting"),
        pytest.param(
            {"date_from": "2022-03-01", "date_to": "2022-03-31", "date_precision": "month", "paragraph": "41"},
            ("i1", None),
            id="a month holds the meeting",
        ),
        pytest.param(
            {"date_from": "2022-04-07", "date_precision": "day", "paragraph": "99"},
            (None, "no_such_paragraph"),
            id="no such § in that meeting",
        ),
        pytest.param(
            {"date_from": "2022-04-08", "date_precision": "day", "paragraph": "56"},
            (None, "no_such_meeting"),
            id="the § stands in the minutes of another day",
        ),
        pytest.param(
            {"date_from": "2022-03-20", "date_precision": "day", "paragraph": "300"},
            (None, "not_in_database"),
            id="a day between meetings whose § do not follow on each other",
        ),
        pytest.param(
            {"date_from": "2022-03-03", "date_precision": "day", "paragraph": "41", "case_number": "RS 2022/19"},
            (None, "other_case_number"),
            id="another number of the same register",
        ),
        pytest.param(
            {"date_from": "2022-03-03", "date_precision": "day", "paragraph": "41", "case_number": "LED-2022-00019"},
            ("i1", None),
            id="a number of another register says nothing",
        ),
        pytest.param(
            {"date_from": "2022-03-03", "date_precision": "day", "paragraph": "41", "body": "landstingsstyrelsen"},
            ("i1", None),
            id="the body's name of before",
        ),
        pytest.param(
            {"date_from": "2022-03-03", "date_precision": "day", "paragraph": "41", "body": "förvaltningsutskottet"},
            ("i1", None),
            id="a former name that a document of the organisation tells",
        ),
        pytest.param(
            {"date_from": "2022-03-03", "date_precision": "day", "paragraph": "41", "body": "ledningsutskottet"},
            (None, "not_in_database"),
            id="a former name in another organisation",
        ),
        pytest.param({"date_from": "2021-03-03", "paragraph": "41"}, (None, "not_in_database"), id="another year"),
        pytest.param({"paragraph": "41"}, (None, "not_in_database"), id="a § alone names nothing"),
        pytest.param({"paragraph": "41", "case_number": "RS 2022/9"}, ("i1", None), id="§ and case"),
        pytest.param(
            {"date_from": "2022-03-03", "paragraph": "41", "organisation": None},
            (None, "two_candidates"),
            id="two organisations",
        ),
    ],
)
def test_items(database: sqlite3.Connection, fields: dict[str, str | None], expected: tuple[str, str]) -> None:
    assert resolved(database, **{"body": "regionstyrelsen", **fields}) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"document_kind": "audit_report", "title": "Granskning av arkivet"}, ("audit", None), id="title"),
        pytest.param(
            {"document_kind": "audit_report", "date_from": "2021-11-02", "date_precision": "day"},
            ("audit", None),
            id="kind and day",
        ),
        pytest.param(
            {"document_kind": "response", "date_from": "2021-11-02", "date_precision": "day"},
            (None, "not_in_database"),
            id="another kind that day",
        ),
    ],
)
def test_documents(database: sqlite3.Connection, fields: dict[str, str | None], expected: tuple[str, str]) -> None:
    assert resolved(database, kind="document", document_id="march", **fields) == expected


def test_what_comes_later_resolves_what_was_waiting(database: sqlite3.Connection) -> None:
    may = {"body": "regionstyrelsen", "date_from": "2022-05-05", "date_precision": "day", "paragraph": "70"}
    assert resolved(database, **may) == (None, "not_in_database")
    database.execute(
        "INSERT INTO agenda_items VALUES ('i3', 'may', NULL, '70', NULL, 'regionstyrelsen', '2022-05-05', '2022-05-05')"
    )
    database.execute("INSERT INTO documents VALUES ('may', 'minutes', 'Region Exempel', '2022-05-05', NULL, NULL)")
    assert resolved(database, **may) == ("i3", None)


def test_what_is_there_instead_is_told(database: sqlite3.Connection) -> None:
    resolved(database, body="regionstyrelsen", date_from="2022-04-07", date_precision="day", paragraph="99")
    assert database.execute("SELECT unresolved_detail FROM citations").fetchone()[0] == "2022-04-07 § 56"


def test_meetings_and_cases(database: sqlite3.Connection) -> None:
    april = {"kind": "meeting", "body": "regionstyrelsen", "date_from": "2022-04-01", "date_to": "2022-04-30"}
    assert resolved(database, **april) == ("april", None) or resolved(database, **april) == ("m2", None)
    assert resolved(database, kind="case_number", case_number="RS 2022/77", document_id="march") == ("report", None)
    assert resolved(database, kind="case_number", case_number="RS 2022/1") == (None, "not_in_database")
    assert resolved(database, kind="statute") == (None, None)
