"""A question and its answer, as a layout shows them."""

from __future__ import annotations

from dataclasses import dataclass

LEAST = 12  # characters in a question or an answer
LOST = "responses.motion"  # the rule of a motion that was not carried


@dataclass(frozen=True, slots=True)
class AnswerPair:
    """An answer and, where the layout shows it, the criticism that it answers; spans into `Document.text`."""

    question: tuple[int, int] | None
    answer: tuple[int, int]
    rule: str
    confidence: float
    asks: bool = False  # the header of the question's column calls it a recommendation
    point: str | None = None  # the number or letter of the point, or of its row of a table
