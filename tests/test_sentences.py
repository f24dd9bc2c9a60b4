"""Where a sentence ends: at a full stop before a capital letter, unless the word before it is an abbreviation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readings import reading_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Underskottet är 61,4 mnkr. De åtgärder som beslutats räcker inte.", 2),
        ("Avtal, fakturor m.m. Nämnden har inte följt upp dem.", 2),
        ("Nämnden granskar avtal, fakturor m.m. som kommer in.", 1),
        ("Stödet uppgick till 12 mnkr. 40 föreningar fick del av det.", 1),  # a figure may go on with it
        ("Se bl.a. Nämndens plan.", 1),
        ("Kontrollen behöver stärkas.1 Nämnden följer inte upp avtalen.", 2),
        ("Taxan är låg (se nedan).12 Kostnaden är hög. 2 Även här saknas underlag.", 3),
        ("Planen är version.2 av fyra.", 1),
        ("Enligt 4 kap.6 Kommunallagen gäller detta.", 1),
        ("a. Nämnden öppnar en scen. b. Bolaget bygger. bb) Nämnden mäter buller.", 3),
        ("Se t.ex. a. i lagen. Så är det.", 2),
        ("Enligt 6 kap. Kommunallagen gäller detta. Så är det.", 2),
    ],
)
def test_sentences(text: str, sentences: int, tmp_path: Path) -> None:
    reading = reading_of(tmp_path, text)
    told = [reading.document.flow[s.start : s.end] for s in reading.sentences]
    assert len([words for words in told if words in text]) == sentences, told
