"""What a council's minutes tell of audits: remarks and their year, listed recommendations, and who only is to audit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.extract.agenda import extract_minutes
from pipeline.extract.answer_layouts import audited_items
from pipeline.read import ReadOptions, read_document
from pipeline.records import Ballot, DocumentRecords, Finding, Measure, Motion, Reservation, Response
from pipeline.stages import begin, process

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
Majken Lod (S) väljs till lekmannarevisor intill nästa bolagsstämma.
Ärendet
Tage Frost (S) vill sluta som kommunrevisor. Han skrev om det i november 2022, och
begäran tas upp vid samma möte.
Bara den som är kommunrevisor får enligt kommunallagen vara lekmannarevisor. Slutar Tage Frost (S)
måste därför någon annan väljas i hans ställe, vilket fullmäktige gör.
Beslutsgång
Ordföranden frågar om Majken Lod (S) kan väljas och finner att så sker.
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


DONE = """§ 45 Diarienummer 00106/20231.2.2.
Revisionsrapport, granskning av informationssäkerhet
Beslut
Informationen antecknas till protokollet.
Ärendet
På uppdrag av kommunens revisorer har EY granskat arbetet med informationssäkerhet.
Genomförande av revisionen
Granskningen genomfördes i mars 2022 med falska brev till två hundra anställda,
som kunde lockas att skriva in sitt lösenord. Granskningen utformades
och utfördes av EY tillsammans med kommunens säkerhetschef.
EY har tillsammans med säkerhetschefen valt vad utfallet skulle ställas mot. Det
jämfördes sedan med vad EY anser är godtagbart.
Granskningen var avgränsad till brev, och rörde varken telefon eller besök.
Kommunstyrelsen översänder sitt yttrande till kommunfullmäktige för information.
"""
MONEY = """§ 46 Diarienummer 00107/20231.1.1.
Budget 2024 för kommunens valda revisorer
Beslut
Kommunens valda revisorer beviljas ett anslag om 1 450 000 kronor i 2024 års budget.
Ärendet
Anslaget räknas upp med två procent. Under våren arbetar både de gamla och de nya revisorerna,
och båda grupperna ska ha arvode för den tiden. Efter valet tjänstgör de nya
från och med granskningsåret 2023, medan de gamla gör klart sitt sista år.
"""
RUN_IN = """§ 47 Diarienummer 00108/20231.2.2.
Revisionsrapport, granskning av bryggor
Beslut
Informationen antecknas till protokollet.
Ärendet
Företaget Ernst & Young AB (EY) har på uppdrag av revisorerna granskat bryggorna. EY anser att det finns en
systematik i hur bryggorna besiktas. EY:s samlade bedömning utifrån granskningens
syfte är dock att hamnnämnden inte fullt ut säkerställt en ändamålsenlig skötsel. Utifrån granskningen
rekommenderar EY hamnnämnden att: - Ställa krav på en årlig mätning av djupet vid bryggorna. - Verka för att
bryggorna anpassas till större båtar.
Säkerställa en fungerande samverkan om bryggorna med båtklubbarna. - Skapa förutsättningar för att behålla
hamnpersonalen. Hamnnämnden översänder sitt yttrande till kommunfullmäktige för information.
"""


def test_how_an_audit_was_done_answers_nothing(tmp_path: Path) -> None:
    found = council(tmp_path, DONE)
    assert not [r for r in found.records if isinstance(r, Measure | Response | Finding)]


def test_what_the_auditors_get_is_no_audit(tmp_path: Path) -> None:
    found = council(tmp_path, REVIEW, MONEY)
    after = next(r for r in found.records if isinstance(r, Response)).at.char_end
    assert not [r for r in found.records if isinstance(r, Response | Measure) and r.at.char_start >= after]


def test_a_list_whose_lines_ran_together_goes_on_where_a_mark_was_lost(tmp_path: Path) -> None:
    found = council(tmp_path, RUN_IN)
    assert points(found) == [("criticism", "hamnnämnden", 2023)] + 4 * [("recommendation", "hamnnämnden", 2023)]


PLAN = """§ 48 Diarienummer 91473
Föredragning av revisionsplanen 2023
Ärendet
Kommunrevisionen föredrar revisionsplanen för fullmäktige. Den innehåller följande granskningar:
- Granskning av farlederna, hamnnämnden.

§ 49 Diarienummer 00109/20231.1.1.
Befrielse från uppdrag, ledamot (S) i kommunfullmäktige
Beslut
Majken Lod (S) befrias från sin plats i fullmäktige den 1 juli 2023.
Ärendet
Majken Lod (S) har bett att få lämna sin plats, eftersom hon flyttar.
"""
REMARK = """§ 50 Diarienummer 00110/20231.1.4.
Redovisning av verksamhetsberättelse, beslut i fråga om anmärkning mot hamnnämnden och dess ansvarsfrihet 2022
Beslut
Kommunfullmäktige beslutar att inte rikta någon anmärkning mot hamnnämnden för verksamhetsåret 2022.
Hamnnämnden beviljas ansvarsfrihet för år 2022.
Jäv
Följande personer anmäler jäv:
Tage Frost (S) och Hanna Berg (-).
Ärendet
Fullmäktige sätter kommunens mål. Varje nämnd
ska bryta ned dem och varje år berätta hur det gick.
Revisorerna riktar en anmärkning mot hamnnämnden för bristande styrning av farlederna.
Arbetsordningen säger att ordföranden bestämmer hur
förklaringar ska inhämtas från nämnder som revisorerna har anmärkt på.
Av förklaringen framgår bland annat att hamnnämnden instämmer i revisorernas slutsatser om farlederna och att
en plan för dem har antagits.
Efter att ha läst svaret anser kommunfullmäktiges ordförande att kritiken mot hamnnämnden är befogad.
Justering av närvaro
Nils Ask (S) kallas av ordföranden att tjänstgöra för Tage Frost (S) på grund av jäv.
Förslag till beslut
Ledamöternas förslag till beslut
Eva Ros (C) och Bo Lind (L) föreslår kommunfullmäktige rikta anmärkning mot hamnnämnden
för verksamhetsåret 2022, enligt kommunrevisorernas rekommendation.
Beslutsgång
Ordföranden ställer förslagen mot varandra och finner att kommunfullmäktige antar ordförandens förslag.
Omröstning begärs
Ja-röst för Eva Ros (C) med fleras förslag.
Nej-röst för ordförandens förslag.
Omröstningsresultat
Med 19 Ja-röster, 26 Nej-röster och 4 frånvarande ledamöter beslutar kommunfullmäktige anta ordförandens förslag.
"""


def test_a_heading_of_the_item_before_makes_no_answer(tmp_path: Path) -> None:
    assert not [r for r in council(tmp_path, PLAN).records if isinstance(r, Response | Measure)]


def test_a_lost_motion_for_a_remark_is_no_answer(tmp_path: Path) -> None:
    lost = REMARK.replace("Redovisning av verksamhetsberättelse", "Revisionsberättelse").replace(
        "Jäv\n", "Reservationer\nEva Ros (C) reserverar sig mot beslutet.\nJäv\n"
    )
    assert not [r for r in council(tmp_path, lost).records if isinstance(r, Response) and r.standing == "minority"]


def test_what_members_and_the_chair_say_of_a_remark_is_no_remark(tmp_path: Path) -> None:
    found = council(tmp_path, REMARK)
    assert points(found) == [("remark", "hamnnämnden", 2022)]
    assert [(m.name, m.kind) for m in found.records if isinstance(m, Motion)] == [
        ("Eva Ros", "amend"),
        ("Bo Lind", "amend"),
    ]
    (ballot,) = [b for b in found.records if isinstance(b, Ballot)]
    assert (ballot.winner, ballot.yes_means, ballot.no_means) == (
        "no",
        "Eva Ros (C) med fleras förslag",
        "ordförandens förslag",
    )
    told = [" ".join(r.name.split()) for r in found.records if isinstance(r, Reservation) and r.name]
    assert told == ["Tage Frost", "Hanna Berg", "Tage Frost"]
    (answer,) = [r for r in found.records if isinstance(r, Response)]
    assert answer.stance == "agrees"


def test_what_a_plan_is_put_out_for_is_no_audit(tmp_path: Path) -> None:
    titles = (
        "Svar på granskningsremiss om översiktsplan för Nyvalla",
        "Granskning av detaljplan för Hamnen",
        "Granskning av detaljplanearbetet",
    )
    items = "\n".join(
        f"§ {n} Diarienummer 00106/2023\n{title}\nBeslut\nYttrandet antas.\n" for n, title in enumerate(titles, 51)
    )
    path = tmp_path / "protokoll.txt"
    path.write_text(f"{HEAD}{items}", encoding="utf-8")
    (_, reading), *_ = begin(read_document(path, ReadOptions()))
    reading = replace(reading, records=tuple(extract_minutes(reading)))
    assert [reading.document.text[at.char_start : at.char_end].splitlines()[1] for at in audited_items(reading)] == [
        titles[2]
    ]
