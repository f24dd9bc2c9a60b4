"""Boards answer point by point: what the order of a paper's answers says of each pair."""

from __future__ import annotations

from dataclasses import replace
from math import exp

from hypothesis import given
from hypothesis import strategies as st

from pipeline.link.contest import contest_features
from pipeline.link.features import CONTEST
from pipeline.link.in_turn import odds_in_turn
from pipeline.link.seats import Entry, Seat

POINTS = 4


def entry(answer: int, point: int, alone: float, *, recommendation: bool = True) -> Entry:
    """The answer with that number in its paper, held against the point with that number in the report."""
    seat = Seat(
        answer=f"svar {answer}", answer_paper="yttrande", answer_start=answer, matter=f"punkt {point}",
        finding_paper="rapport", finding_start=point, recommendation=recommendation, strength=0.5, elsewhere=False,
        place=point if recommendation else -1, count=POINTS if recommendation else 0, families=frozenset(),
        partners=frozenset(),
    )  # fmt: skip
    return Entry(seat, alone)


def likeliest(entries: list[Entry], answer: int) -> str:
    """The point that the answer is likeliest to."""
    odds = odds_in_turn(entries)
    return max(
        (value, e.seat.matter) for e, value in zip(entries, odds, strict=True) if e.seat.answer == f"svar {answer}"
    )[1]


def test_an_answer_between_two_is_to_the_point_between() -> None:
    entries = [entry(0, 0, 0.9), *(entry(1, point, 0.2) for point in range(POINTS)), entry(2, 2, 0.9)]
    assert likeliest(entries, 1) == "punkt 1"


def test_a_link_made_by_rule_tells_how_far_the_paper_has_come() -> None:
    entries = [entry(0, 1, 1.0), *(entry(1, point, 0.2) for point in range(POINTS))]
    assert likeliest(entries, 1) == "punkt 2"


def test_an_answer_to_nothing_does_not_break_the_order() -> None:
    between = entry(1, 3, 0.01)
    entries = [entry(0, 0, 0.9), between, *(entry(2, point, 0.2) for point in range(POINTS))]
    assert likeliest(entries, 2) == "punkt 1"


def test_points_of_another_kind_are_in_an_order_of_their_own() -> None:
    criticisms = [entry(1, point, 0.2, recommendation=False) for point in (5, 6)]
    entries = [entry(0, 5, 0.9, recommendation=False), *criticisms, entry(2, 0, 0.9)]
    assert likeliest(entries, 1) == "punkt 6"


def test_words_that_say_much_outweigh_the_order() -> None:
    entries = [entry(0, 0, 0.9), entry(1, 1, 0.05), entry(1, 3, 0.95)]
    assert likeliest(entries, 1) == "punkt 3"


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.floats(0.0, 1.0)),
        max_size=30, unique_by=lambda pair: pair[:2],
    )
)  # fmt: skip
def test_an_answer_is_to_at_most_one_point_in_turn(pairs: list[tuple[int, int, float]]) -> None:
    entries = [entry(*pair) for pair in pairs]
    shares: dict[str, float] = {}
    for one, odds in zip(entries, odds_in_turn(entries), strict=True):
        shares[one.seat.answer] = shares.get(one.seat.answer, 0.0) + 1 / (1 + exp(-odds))
    assert all(share <= 1.01 for share in shares.values())  # each is at least one in a thousand


def test_an_answer_is_to_a_recommendation_and_a_criticism_in_turn() -> None:
    """That a criticism is likelier does not hide which recommendation is next."""
    entries = [entry(0, 0, 1.0), entry(1, 1, 0.05), entry(1, 2, 0.05), entry(1, 3, 0.9, recommendation=False)]
    among = [dict(zip(CONTEST, numbers, strict=True)) for numbers in contest_features(entries)]
    assert among[0]["in_own_turn"] > among[0]["in_turn"]
    assert among[0]["in_own_turn"] > among[1]["in_own_turn"]


def test_a_recommendation_is_spoken_for_by_the_criticism_that_it_is_to_mend() -> None:
    seats = entry(0, 0, 0.1).seat, entry(0, 1, 0.1).seat, entry(0, 2, 0.9, recommendation=False).seat
    entries = [
        Entry(replace(seats[0], partners=frozenset({seats[2].matter})), 0.1),
        Entry(seats[1], 0.1),
        Entry(replace(seats[2], partners=frozenset({seats[0].matter})), 0.9),
    ]
    partner = [dict(zip(CONTEST, numbers, strict=True))["partner"] for numbers in contest_features(entries)]
    assert partner == [0.9, 0.0, 0.1]
