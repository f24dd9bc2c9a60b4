"""Answers in minutes on an audit: by their layout, and to the points that the item retells."""

from __future__ import annotations

from pathlib import Path

from pipeline.records import DocumentRecords, Finding, Response
from pipeline.stages import process

HEAD = """Sammanträdesprotokoll

Dalnäs kommun

Kommunstyrelsen

2022-06-07

§ 87 {title}

Sammanfattning

På uppdrag av kommunens revisorer har inköpen granskats. Revisorernas bedömning är att kommunstyrelsen inte helt \
säkerställer en god kontroll.

Yttrande

"""
QUOTED = """"Ta fram en gemensam mall för dokumentation av direktupphandlingar."

En mall har tagits fram och finns sedan maj på intranätet. Den används av samtliga förvaltningar.

"Genomför en årlig uppföljning av avtalstroheten."

Styrelsen instämmer i att avtalstroheten behöver följas och inför en årlig mätning.
"""
ALONE = """Styrelsen delar revisorernas bedömning och inför en månatlig kontroll av inköpen.
"""
BOTH = f"""{ALONE}
Styrelsen instämmer också i att avtalen behöver samlas och har gett upphandlingschefen i uppdrag att göra det.
"""


def minutes(folder: Path, text: str, title: str = "Yttrande över revisionsrapport om inköp") -> DocumentRecords:
    path = folder / "protokoll.txt"
    path.write_text(HEAD.format(title=title) + text, encoding="utf-8")
    return process(path)


def answers(found: DocumentRecords) -> list[Response]:
    return [r for r in found.records if isinstance(r, Response)]


def test_quoted_points_stand_above_their_answers(tmp_path: Path) -> None:
    found = minutes(tmp_path, QUOTED)
    asked = {f.id: f.kind for f in found.records if isinstance(f, Finding)}
    assert [r.at.rule for r in answers(found)] == ["responses.quoted", "responses.quoted"]
    assert [asked[i] for r in answers(found) for i in r.finding_ids] == ["recommendation", "recommendation"]


def test_a_matter_of_no_audit_holds_no_such_answers(tmp_path: Path) -> None:
    found = minutes(tmp_path, QUOTED, title="Svar på medborgarförslag om inköp")
    assert not [r for r in answers(found) if r.at.rule == "responses.quoted"]


def test_only_the_one_answer_of_an_item_is_to_its_one_point(tmp_path: Path) -> None:
    assert [len(r.finding_ids) for r in answers(minutes(tmp_path, ALONE))] == [1]
    assert [len(r.finding_ids) for r in answers(minutes(tmp_path, BOTH))] == [0, 0]


MOVED = """Kommunstyrelsen delar revisorernas bedömning och inför en månatlig kontroll av inköpen.

Förslag till beslut på sammanträdet

Eva Ek (V) yrkar att kommunstyrelsen dessutom ska avsätta två miljoner kronor till en central inköpsenhet.

Bo Al (S) yrkar som tillägg att kommundirektören får i uppdrag att i juni redovisa hur kontrollen fungerar.

Beslutsgång

Ordföranden finner att Bo Als yrkande bifalls och att Eva Eks yrkande avslås.

Beslut

1. Kommunstyrelsen lämnar svaret till revisorerna.
2. Kommundirektören får i uppdrag att i juni redovisa hur kontrollen fungerar.

Reservation

Eva Ek (V) reserverar sig mot beslutet.
"""


def test_what_was_moved_is_not_what_was_answered(tmp_path: Path) -> None:
    told = {r.at.rule: (r.standing, r.at) for r in answers(minutes(tmp_path, MOVED))}
    assert told["responses.motion"][0] == "minority"
    assert told["responses.decided"][0] == "adopted"
    text = (tmp_path / "protokoll.txt").read_text(encoding="utf-8")
    quotes = [text[r.at.char_start : r.at.char_end] for r in answers(minutes(tmp_path, MOVED))]
    assert not any("Bo Al (S) yrkar" in quote for quote in quotes)
    assert not any("lämnar svaret" in quote for quote in quotes)


def test_who_reserve_as_a_party_lost_what_their_member_moved(tmp_path: Path) -> None:
    party = MOVED.replace("Eva Ek (V) reserverar sig", "Samtliga ledamöter för (V) reserverar sig").replace(
        " och att Eva Eks yrkande avslås", ""
    )
    told = {r.at.rule: r.standing for r in answers(minutes(tmp_path, party))}
    assert told["responses.motion"] == "minority"
