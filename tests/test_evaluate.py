"""The scores, on a database small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import NotFoundError, SparbarError
from pipeline.evaluate import Labels, Score, add_scores, evaluate, read_labels
from pipeline.evaluate.matching import likeness, locate, overlap, squash
from pipeline.records import Citation, Finding, Measure, Response
from pipeline.store import open_database, replace_links, store_document
from tests.sample_records import Sample, link

TEXT = (
    "Nämnden saknar en plan för lokalerna. Uppföljningen av avtalen brister. Vädret var vackert under hela året. "
    "Svar: En plan tas fram under våren. Se RS 2022-03-04 § 12 och RS 2022-03-04 § 13. Nya lås har satts in."
)


@pytest.fixture
def scores(tmp_path: Path) -> dict[str, tuple[int, int, int]]:
    sample = Sample("svar.txt", TEXT)
    plan = sample.add(Finding, "Nämnden saknar en plan för lokalerna.", kind="criticism")
    sample.add(Finding, "Vädret var vackert under hela året.", kind="criticism")
    answer = sample.add(Response, "Svar: En plan tas fram under våren.", finding_ids=(plan.id,))
    for paragraph in ("12", "14"):
        sample.add(
            Citation, "RS 2022-03-04 § 12", extra=paragraph, kind="agenda_item", body="regionstyrelsen",
            date_from="2022-03-04", date_to="2022-03-04", paragraph=paragraph,
        )  # fmt: skip
    sample.add(Measure, "Nya lås har satts in.", text="Nya lås har satts in")
    connection = open_database(tmp_path / "s.db")
    store_document(connection, sample.found())
    replace_links(connection, [link("answers", answer, plan)])
    doc = {"doc": "svar.txt"}
    cited = {"kind": "agenda_item", "body": "Regionstyrelsen", "date_from": "2022-03-04", "date_to": "2022-03-04"}
    labels = Labels(
        {
            "findings": [
                {**doc, "id": "F1", "quote": "Nämnden saknar en plan för loka- lerna"},
                {**doc, "id": "F2", "quote": "Uppföljningen av avtalen brister."},
                {**doc, "id": "F3", "quote": "hela året", "doubtful": True},
            ],
            "responses": [{**doc, "id": "R1", "quote": "En plan tas fram under våren.", "answers": ["F1"]}],
            "citations": [{**doc, **cited, "paragraph": "12"}, {**doc, **cited, "paragraph": "13"}],
            "measures": [{**doc, "text": "Nya lås har satts in."}, {**doc, "text": "Fönstren byts"}],
        }
    )
    found = {s.kind: (s.right, s.gold, s.found) for s in evaluate(connection, labels)}
    connection.close()
    return found


def test_counts_are_those_made_by_hand(scores: dict[str, tuple[int, int, int]]) -> None:
    assert scores == {
        "findings": (1, 2, 2),  # one right, one missed, the weather too much
        "responses": (1, 1, 1),
        "citations: §": (1, 2, 2),  # § 12 right, § 13 missed, § 14 too much
        "links: answers": (1, 1, 1),
        "measures": (1, 2, 1),
    }


def test_layout_does_not_matter() -> None:
    assert locate(squash("En upp-\nföljning  görs."), "En uppföljning görs") == (0, 17)
    assert overlap((0, 10), (5, 15)) == pytest.approx(1 / 3)
    assert likeness("Införa nya arbetssätt i vården", "Införa nya arbets-\nsätt i vården") == 1.0


def test_labels_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_labels(tmp_path)
    (tmp_path / "findings.jsonl").write_text('{"doc": "a.txt"}\n{nej\n', encoding="utf-8")
    with pytest.raises(SparbarError, match=r"findings\.jsonl:2"):
        read_labels(tmp_path)


def test_labels_of_several_folders_keep_their_ids_apart(tmp_path: Path) -> None:
    for name in ("ekeby", "lund"):
        folder = tmp_path / name / "labels"
        folder.mkdir(parents=True)
        (folder / "findings.jsonl").write_text(f'{{"doc": "{name}.txt", "id": "F1"}}\n', encoding="utf-8")
        (folder / "responses.jsonl").write_text(f'{{"doc": "{name}.txt", "answers": ["F1"]}}\n', encoding="utf-8")
    labels = read_labels(tmp_path)
    assert [row["id"] for row in labels.of("findings")] == ["ekeby/F1", "lund/F1"]
    assert [row["answers"] for row in labels.of("responses")] == [["ekeby/F1"], ["lund/F1"]]


def test_folders_are_added_up() -> None:
    one, other = [Score("findings", 1, 2, 3, ["a"])], [Score("findings", 2, 2, 2), Score("votes", 1, 1, 1)]
    added = {s.kind: (s.right, s.gold, s.found, s.errors) for s in add_scores([one, other])}
    assert added == {"findings": (3, 4, 5, ["a"]), "votes": (1, 1, 1, [])}


def test_documents_of_one_name_in_two_folders_are_refused(tmp_path: Path) -> None:
    for organisation in ("askersby", "fjallby"):
        labels = tmp_path / organisation / "labels"
        labels.mkdir(parents=True)
        (labels / "findings.jsonl").write_text('{"doc": "01.txt", "quote": "x"}\n', encoding="utf-8")
    with pytest.raises(SparbarError, match=r"01\.txt"):
        read_labels(tmp_path)
