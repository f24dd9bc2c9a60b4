"""What a council's minutes tell of audits: remarks and their year, listed recommendations, and who only is to audit."""

from __future__ import annotations

from pathlib import Path

from pipeline.records import DocumentRecords, Finding, Measure, Response
from pipeline.stages import process

HEAD = """Sköldviks kommun
Kommunfullmäktige
SAMMANTRÄDESPROTOKOLL 2023-04-19

"""
ACCOUNT = """§ 41 Diarienummer 00102/20231.2.2.
Revisionsberättelse för 2022
Beslut
Revisionsberättelsen för 2022 läggs till handlingarna.
Ärendet
Revisorerna tillstyrker att ansvarsfrihet beviljas för nämnder och styrelse.
Av revisionsberättelsen framgår kritik riktad mot hamnnämnden för bristande hantering
av arrendena. Med anledning av det riktar revisorerna en
anmärkning mot hamnnämnden 2022. Ordföranden har begärt en förklaring.
Beslutsgång
Ordföranden frågar om revisionsberättelsen kan läggas till handlingarna och finner att så sker.
"""
REVIEW = """§ 42 Diarienummer 00103/20231.2.2.
Revisionsrapport - granskning av inköp
Beslut
Revisionsrapporten och kommunstyrelsens svar läggs till handlingarna.
Ärendet
På uppdrag av de förtroendevalda revisorerna har Ernst & Young granskat inköpen.
Den sammanfattande bedömningen i granskningsrapporten är att kommunstyrelsen endast delvis
har säkerställt en ändamålsenlig uppföljning av inköpen.
Utifrån granskningen lämnas två rekommendationer till kommunstyrelsen.
- Dokumentera avvikelser mellan avtal och inköp.
- Utveckla mallar för uppföljning av inköp.
Kommunstyrelsen delar revisorernas bedömning och har gett kommundirektören i uppdrag att ta fram mallarna.
"""
SEAT = """§ 43 Diarienummer 00104/20231.1.1.
Val av lekmannarevisor (S) till Sköldviks Hamn AB
Beslut
Majken Lod (S) utses till lekmannarevisor till och med slutet av ordinarie bolagsstämma 2024.
Ärendet
Den valda lekmannarevisorn Tage Frost (S) har i en skrivelse daterad 7 december
2022 begärt att bli befriad från uppdraget som kommunrevisor. Kommunfullmäktige
behandlar begäran den 19 april 2023.
Enligt kommunallagen ska kommunfullmäktige utse någon av de valda
kommunrevisorerna till lekmannarevisor. Vid en beviljad begäran har därför Tage Frost (S)
valbarhetshinder som lekmannarevisor och kommunfullmäktige kan utse en efterträdare.
Beslutsgång
Ordföranden frågar om Majken Lod (S) kan utses till lekmannarevisor till och med slutet av
ordinarie bolagsstämma 2024 och finner att så sker.
"""
FOLLOWED = """§ 44 Diarienummer 00105/20231.2.2.
Svar på revisionsrapport - Uppföljande granskning av arrenden
Beslut
Ärendet bordläggs.
Ärendet
Kommunrevisionen genomförde 2020 en granskning av arrendena inom kommunen. Efter denna beslutade
hamnnämnden i april 2021 om en ny process. En uppföljande granskning har gjorts under 2022.
Förslag till beslut
Revisionsrapporten läggs till handlingarna.
Ledamöternas förslag till beslut
Eva Ros (C) föreslår, i tillägg till förslaget till beslut, att kommunfullmäktige ger hamnnämnden i uppdrag att
genomföra rekommendationerna som framgår av revisionsrapporten.
Beslutsgång
Ordföranden frågar om Eva Ros (C) tilläggsförslag kan antas och finner att tilläggsförslaget avslås.
"""


def council(folder: Path, *items: str) -> DocumentRecords:
    path = folder / "protokoll.txt"
    path.write_text(HEAD + "\n".join(items), encoding="utf-8")
    return process(path)


def points(found: DocumentRecords) -> list[tuple[str, str | None, int | None]]:
    return [(f.kind, f.addressee, f.year) for f in found.records if isinstance(f, Finding)]


def test_a_remark_and_the_criticism_before_it_are_of_the_year_that_was_audited(tmp_path: Path) -> None:
    assert points(council(tmp_path, ACCOUNT)) == [("criticism", "hamnnämnden", 2022), ("remark", "hamnnämnden", 2022)]


def test_recommendations_below_a_line_that_counts_them_and_says_to_whom(tmp_path: Path) -> None:
    told = [kind for kind, body, _ in points(council(tmp_path, REVIEW)) if body == "kommunstyrelsen"]
    assert told == ["criticism", "recommendation", "recommendation"]


def test_who_is_to_audit_is_no_answer_to_an_audit(tmp_path: Path) -> None:
    found = council(tmp_path, REVIEW, SEAT)
    after = next(r for r in found.records if isinstance(r, Response)).at.char_end
    assert not [r for r in found.records if isinstance(r, Response | Measure) and r.at.char_start >= after]


def test_a_motion_that_was_lost_and_a_review_that_was_made_are_no_measures(tmp_path: Path) -> None:
    found = council(tmp_path, FOLLOWED)
    assert not [r for r in found.records if isinstance(r, Measure)]
    assert not [r for r in found.records if isinstance(r, Response) and r.standing != "minority"]
