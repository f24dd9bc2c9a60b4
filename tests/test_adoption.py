"""Which words of a decision make a paper the body's own answer."""

from __future__ import annotations

import pytest

from pipeline.lexicon.adoption import adopts_paper, settles_answer


@pytest.mark.parametrize(
    ("words", "adopts"),
    [
        ("Nämnden beslutar i enlighet med förvaltningens förslag.", True),
        ("Nämnden beslutar enligt arbetsutskottets förslag.", True),
        ("Nämnden antar tjänsteskrivelsen som sin egen.", True),
        ("Styrelsen antar kontorets skrivelse som sin.", True),
        ("Nämnden godkänner förvaltningens skrivelse och överlämnar den till revisorerna.", True),
        ("Styrelsen avger bilaga 1 till revisorerna.", True),
        ("Nämnden ställer sig bakom förvaltningens bedömning.", True),
        ("Nämnden översänder tjänsteutlåtandet som yttrande.", True),
        ("Nämnden översänder skrivelsen som yttrande utan eget ställningstagande.", False),
        ("Nämnden tar del av förvaltningens yttrande.", False),
        ("Nämnden lägger svaret till handlingarna.", False),
        ("Ärendet återremitteras till förvaltningen.", False),
    ],
)
def test_what_adopts(words: str, adopts: bool) -> None:
    assert adopts_paper(words) is adopts
    assert settles_answer(words) or not adopts
