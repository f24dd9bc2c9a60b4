"""What people say of links: kept through runs, new versions of a document, and on the way to another database."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.messages import message
from pipeline.records import Finding, Link, Response
from pipeline.store import add_review, apply_reviews, open_database, replace_links, store_document
from pipeline.store.review_files import export_reviews, import_reviews
from pipeline.store.reviews import words_changed
from pipeline.store.suspects import list_suspects
from tests.sample_records import Sample, link

CRITICISM = "Nämnden följer inte upp avtalen med utförarna."
ANSWER = "Nämnden delar bedömningen och ser över uppföljningen."


def report(quote: str = CRITICISM, before: str = "") -> tuple[Sample, Finding, Finding]:
    text = f"{before}{quote} Vidare saknas en aktuell riskanalys."
    made = Sample("Granskning 2023.pdf", text, kind="audit_report", date="2023-10-01")
    first = made.finding(quote, addressee="socialnämnden", year=2023)
    return made, first, made.finding("Vidare saknas en aktuell riskanalys.", addressee="socialnämnden", year=2023)


def answer() -> tuple[Sample, Response]:
    made = Sample("Svar.pdf", f"Till revisorerna. {ANSWER}", kind="response", body="socialnämnden", date="2024-01-15")
    return made, made.response(ANSWER)


def fill(connection: sqlite3.Connection) -> tuple[Link, Finding, Finding, Response]:
    (audit, first, second), (reply, response) = report(), answer()
    store_document(connection, audit.found())
    store_document(connection, reply.found())
    made = link("answers", response, first, 0.7)
    replace_links(connection, [made])
    return made, first, second, response


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "granskad.db"


def state(connection: sqlite3.Connection, link_id: str) -> tuple[str, int, str | None]:
    row = connection.execute("SELECT state, suspect, suspect_reason FROM links WHERE id = ?", (link_id,)).fetchone()
    return row["state"], row["suspect"], row["suspect_reason"]


def statuses(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT finding_id, status FROM coverage").fetchall())


def run(*arguments: object, keys: str | None = None) -> str:
    done = CliRunner().invoke(cli, [str(a) for a in arguments], input=keys)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_verdict_stays_through_runs(path: Path) -> None:
    database = open_database(path)
    made, first, *_ = fill(database)
    add_review(database, verdict="rejected", reviewer="Eva", link_id=made.id)
    apply_reviews(database)
    assert state(database, made.id) == ("rejected", 0, None) and statuses(database)[first.id] == "unanswered"
    for links in ([made], [], [made]):
        replace_links(database, links)
        assert state(database, made.id)[0] == "rejected"
    add_review(database, verdict="confirmed", reviewer="Olle", link_id=made.id)  # the later word counts
    apply_reviews(database)
    assert state(database, made.id)[0] == "confirmed" and statuses(database)[first.id] == "answered"


@pytest.mark.parametrize(
    ("quote", "before", "suspect"),
    [
        (CRITICISM, "Ny inledning. ", False),
        ("Nämnden följer inte alltid upp avtalen med utförarna.", "", True),
    ],
)
def test_a_verdict_moves_with_its_words(path: Path, quote: str, before: str, suspect: bool) -> None:
    database = open_database(path)
    made, *_, response = fill(database)
    add_review(database, verdict="confirmed", reviewer="Eva", link_id=made.id)
    apply_reviews(database)
    newer, first, _ = report(quote, before)
    store_document(database, newer.found())
    moved = link("answers", response, first)
    assert moved.id != made.id
    for links in ([moved], []):
        replace_links(database, links)
        held, marked, reason = state(database, moved.id)
        assert held == "confirmed" and marked == int(suspect)
        assert [row[0] for row in database.execute("SELECT id FROM links")] == [moved.id]
    if suspect:
        assert reason and CRITICISM in reason and quote in reason
        add_review(database, verdict="confirmed", reviewer="Eva", link_id=moved.id)
        apply_reviews(database)
    assert list_suspects(database) == []


def test_an_unreviewed_link_is_suspect_when_its_words_changed(path: Path) -> None:
    database = open_database(path)
    _, _, second, response = fill(database)
    replace_links(database, [link("answers", response, second)])
    text = f"{CRITICISM} Vidare saknas en helt aktuell riskanalys."
    reworded = Sample("Granskning 2023.pdf", text, kind="audit_report")
    changed = reworded.finding("Vidare saknas en helt aktuell riskanalys.")
    same = reworded.finding(CRITICISM)
    store_document(database, reworded.found())
    links = [link("answers", response, changed), link("answers", response, same)]
    for _ in range(2):
        replace_links(database, links)
        assert [suspect.id for suspect in list_suspects(database)] == [links[0].id]
    told = json.loads(run("suspects", "--db", path, "--json"))
    assert told[0]["target_filename"] == "Granskning 2023.pdf" and "Förut" in told[0]["reason"]
    run("review", links[0].id, "--confirm", "--db", path)
    assert list_suspects(database) == []


def test_the_reason_tells_the_words_that_changed() -> None:
    plan = "Svar: Socialnämnden delar revisorernas bedömning. En plan tas fram och ska vara klar senast den 30 {} 2024."
    swedish, english = words_changed(plan.format("juni"), plan.format("november"))
    assert "Förut: ”… senast den 30 juni 2024.”. Nu: ”… senast den 30 november 2024.”" in swedish
    assert "den 30 november" in english and "bedömning" not in english
    assert "”En plan finns.”" in words_changed("En plan finns.", "Ingen plan finns.")[0]


def test_reasons_are_told_in_english(path: Path) -> None:
    database = open_database(path)
    made, _, second, _ = fill(database)
    add_review(database, verdict="confirmed", reviewer="Eva", link_id=made.id)
    run("review", made.id, "--correct", second.id, "--db", path)
    reworded, *_ = report("Nämnden följer inte alltid upp avtalen med utförarna.")
    store_document(database, reworded.found())
    replace_links(database, [])
    english = ("--lang", "en", "--db", path)
    told = run("suspects", *english) + run("suspects", *english, "--json") + run("review", *english, "--json")
    own = [row[0] for row in database.execute("SELECT id FROM links")]
    told += "".join(run("explain", name, *english) for name in own) + run("review", *english, keys="q")
    assert "The words have changed since" in told and "named by" in told
    assert "Orden har ändrats" not in told and "angiven av" not in told
    store_document(database, Sample("Svar.pdf", "Allt är bra.", kind="response").found())
    replace_links(database, [])
    told = run("suspects", *english, "--json")
    assert "is gone" in told and "finns inte längre" not in told


def test_words_that_are_gone_are_told(path: Path) -> None:
    database = open_database(path)
    _, first, *_ = fill(database)
    store_document(database, Sample("Granskning 2023.pdf", "Allt är bra.", kind="audit_report").found())
    replace_links(database, [])
    (gone,) = list_suspects(database)
    assert (gone.id, gone.state, gone.source) == (first.id, "gone", CRITICISM)
    assert CRITICISM[:30] in run("suspects", "--db", path)
    run("review", first.id, "--confirm", "--db", path)
    assert list_suspects(database) == []


def test_a_correction_makes_the_right_link(path: Path) -> None:
    database = open_database(path)
    made, first, second, response = fill(database)
    run("review", made.id, "--correct", second.id, "--comment", "Svaret gäller riskanalysen", "--db", path)
    right = link("answers", response, second)
    assert state(database, made.id)[0] == "rejected" and state(database, right.id)[0] == "confirmed"
    replace_links(database, [made])
    assert statuses(database) == {first.id: "unanswered", second.id: "answered"}
    assert "Svaret gäller riskanalysen" in run("explain", made.id, "--db", path)


def test_a_rejected_finding_is_no_gap(path: Path) -> None:
    database = open_database(path)
    *_, second, _ = fill(database)
    run("review", second.id, "--reject", "--db", path)
    assert statuses(database)[second.id] == "rejected"
    assert second.id not in run("check", "--db", path, "--json")
    told = json.loads(run("coverage", "--db", path, "--json"))
    assert told["total"]["classes"]["rejected"] == 1 and told["total"]["classes"]["unanswered"] == 0
    assert "0 obesvarade" in run("matrix", "--db", path, "-o", path.with_suffix(".html"))
    assert "Underkänd som punkt" in path.with_suffix(".html").read_text(encoding="utf-8")


def test_reviews_go_to_another_database(path: Path, tmp_path: Path) -> None:
    database = open_database(path)
    made, first, second, response = fill(database)
    add_review(database, verdict="corrected", reviewer="Eva", link_id=made.id, corrected=("findings", second.id))
    add_review(database, verdict="rejected", reviewer="Åsa", record=("findings", first.id), comment="”neutral”")
    lines = list(export_reviews(database))
    file, other_path = tmp_path / "omdömen.jsonl", tmp_path / "annan.db"
    assert "2" in run("review", "--export", file, "--db", path)
    other = open_database(other_path)
    newer, first, moved = report(before="Ny inledning. ")
    store_document(other, newer.found())
    store_document(other, answer()[0].found())
    for _ in range(2):  # the second time nothing is new
        run("review", "--import", file, "--db", other_path)
    assert [json.loads(line)["ends"] for line in export_reviews(other)] == [json.loads(line)["ends"] for line in lines]
    assert state(other, link("answers", response, first).id)[0] == "rejected"
    assert state(other, link("answers", response, moved).id)[0] == "confirmed"
    assert statuses(other) == {first.id: "rejected", moved.id: "answered"}


@pytest.mark.parametrize("line", ["{", "{}", '{"verdict": "kanske", "at": "2024", "ends": {}}', '{"ends": 1}'])
def test_a_spoilt_file_is_refused_whole(path: Path, line: str) -> None:
    database = open_database(path)
    made, *_ = fill(database)
    add_review(database, verdict="confirmed", reviewer="Eva", link_id=made.id)
    good = next(export_reviews(database)).replace("Eva", "Ida")
    with pytest.raises(ValueError, match="2"):
        import_reviews(database, [good, line])
    assert database.execute("SELECT count(*) FROM reviews").fetchone()[0] == 1


def test_one_at_a_time(path: Path) -> None:
    database = open_database(path)
    made, _, second, response = fill(database)
    other = link("answers", response, second, 0.85)
    replace_links(database, [other, made])
    assert [q["id"] for q in json.loads(run("review", "--json", "--db", path))] == [made.id, other.id]
    told = run("review", "--db", path, "--reviewer", "Eva", keys="xhu")
    assert CRITICISM in told and ANSWER in told and "Granskning 2023.pdf, s. 1" in told and "samma ärende" in told
    assert state(database, made.id)[0] == "proposed" and state(database, other.id)[0] == "rejected"
    review = database.execute("SELECT reviewer, at FROM reviews").fetchone()
    assert review["reviewer"] == "Eva" and len(review["at"]) == 25
    run("review", "--db", path, "--lang", "en", keys="o1\n")
    assert state(database, made.id)[0] == "rejected" and state(database, other.id)[0] == "confirmed"
    assert "Inga länkar" in run("review", "--db", path)


def test_what_is_as_good_as_certain_waits_for_nobody(path: Path) -> None:
    database = open_database(path)
    made, _, second, response = fill(database)
    certain = link("answers", response, second, 0.95)
    replace_links(database, [certain, made])
    assert [q["id"] for q in json.loads(run("review", "--json", "--db", path))] == [made.id]
    assert [q["id"] for q in json.loads(run("review", "--json", "--all", "--db", path))] == [made.id, certain.id]
    more = " ".join(message("review.settled", count=1).split())
    assert more in " ".join(run("review", "--list", "--db", path).split())
    run("review", made.id, "--confirm", "--db", path)
    assert more in " ".join(run("review", "--db", path).split())
    run("review", "--all", "--db", path, keys="b")
    assert state(database, certain.id)[0] == "confirmed"
