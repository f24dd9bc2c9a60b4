"""How members voted where a list has no column heads, and a list that has lost its columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.records import Ballot, Vote
from pipeline.stages import process

MINUTES = """Sammanträdesprotokoll 2031-06-20

Kommunfullmäktige

§ 48 Detaljplan för kvarteret Linden

Beslut

Detaljplanen för kvarteret Linden antas.

Omröstning

Votering begärs. Ja-röst för bifall till kommunstyrelsens förslag. Nej-röst för avslag. Med 2 ja-röster mot 1 nej-röst
bifaller kommunfullmäktige förslaget.

{votes}

Reservationer

Cia Dahl (M) reserverar sig mot beslutet.

§ 49 Årsredovisning 2030

Beslut

Årsredovisningen godkänns.
"""
SIDES = {"Anna Palm": "yes", "Bo Sand": "yes", "Cia Dahl": "no"}
WAYS = {
    "a row a line": "Anna Palm (S) Ja\nBo Sand (V) Ja\nCia Dahl (M) Nej",
    "the party bare": "Anna Palm S Ja\nBo Sand V Ja\nCia Dahl M Nej",
    "a cell a line": "Anna Palm\n\nS\n\nJa\n\nBo Sand\n\nV\n\nJa\n\nCia Dahl\n\nM\n\nNej",
    "below the sides": "Ja\nAnna Palm (S)\nBo Sand (V)\n\nNej\nCia Dahl (M)",
    "below the sides, with a colon": "Ja-röster (2):\nAnna Palm (S), Bo Sand (V)\nNej-röster (1):\nCia Dahl (M)",
}


def _votes(folder: Path, votes: str) -> tuple[list[Vote], list[str]]:
    path = folder / "protokoll.txt"
    path.write_text(MINUTES.format(votes=votes), encoding="utf-8")
    found = process(path)
    return [r for r in found.records if isinstance(r, Vote)], [p.code for p in found.problems]


@pytest.mark.parametrize("votes", WAYS.values(), ids=list(WAYS))
def test_lists_without_column_heads(votes: str, tmp_path: Path) -> None:
    found, problems = _votes(tmp_path, votes)
    assert {vote.name: vote.vote for vote in found} == SIDES
    assert len(found) == len(SIDES)
    assert "votes_lost" not in problems


def test_two_sides_in_a_row_are_of_two_ballots(tmp_path: Path) -> None:
    rows = "Anna Palm (S) Ja Nej\nBo Sand (V) Ja Nej\nCia Dahl (M) Nej Ja"
    found, _ = _votes(tmp_path, rows)
    assert {vote.name: vote.vote for vote in found if vote.ballot == 1} == SIDES
    assert {vote.vote for vote in found if vote.ballot == 2 and vote.name != "Cia Dahl"} == {"no"}


def test_marks_without_their_columns_are_told_and_nobody_voted(tmp_path: Path) -> None:
    found, problems = _votes(tmp_path, "Ledamot Parti Ja Nej Avstår\nAnna Palm S X\nBo Sand V X\nCia Dahl M X")
    assert not found
    assert problems == ["votes_lost"]


def test_names_below_other_words_are_no_votes(tmp_path: Path) -> None:
    found, problems = _votes(tmp_path, "Justerare\nAnna Palm (S)\nBo Sand (V)\n\nFrånvarande\nCia Dahl (M)")
    assert not found
    assert not problems


def test_a_ballot_whose_numbers_do_not_say_who_voted_yes_is_told(tmp_path: Path) -> None:
    told = "Ordföranden finner att nämnden med 7 röster mot 4 bifaller förslaget."
    found, problems = _votes(tmp_path, told)
    assert not found
    assert problems == ["votes_untold"]
    _, problems = _votes(tmp_path, f"7 ja-röster mot 4 nej-röster. {told}")
    assert not problems  # the same ballot again


@pytest.mark.parametrize(
    ("told", "votes"),
    [
        ("Samtliga med undantag av Cia Dahl (M) och Bo Sand (V) röstar ja.", {}),
        ("Vid omröstningen röstar samtliga ledamöter ja utom Cia Dahl (M) som röstar nej.", {"Cia Dahl": "no"}),
        ("Alla ledamöter utom moderaternas röstade ja.", {}),
    ],
)
def test_who_did_not_vote_with_all_others_is_not_said_to_have(tmp_path: Path, told: str, votes: dict[str, str]) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(
        MINUTES.replace("Med 2 ja-röster mot 1 nej-röst\nbifaller kommunfullmäktige förslaget.", "").format(votes=told),
        encoding="utf-8",
    )
    read = process(path)
    assert {r.name: r.vote for r in read.records if isinstance(r, Vote)} == votes
    assert [r.winner for r in read.records if isinstance(r, Ballot)] == ["yes"]
    assert [p.code for p in read.problems if p.code.startswith("votes")] == ([] if votes else ["votes_excepted"])


def test_a_ballot_between_two_proposals_is_told(tmp_path: Path) -> None:
    told = "Votering avgör med 35 röster för nämndens förslag och 14 för Cia Dahls förslag."
    found, problems = _votes(tmp_path, told)
    assert not found
    assert problems == ["votes_untold"]
