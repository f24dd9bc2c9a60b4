"""Text files: encodings, blocks, pages, furniture."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UnreadableDocumentError
from pipeline.read import ReadOptions, read_document
from pipeline.read.encoding import decode_text
from pipeline.read.hyphens import WordStock, join_pair
from pipeline.read.lines import Line
from pipeline.read.margins import find_margins, ink
from pipeline.records import Document

CASES = Path(__file__).parent / "cases"


def load(name: str) -> list[dict[str, object]]:
    return tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]


def read(path: Path, content: str | bytes) -> Document:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_document(path, ReadOptions())


def words(document: Document, start: int, end: int) -> str:
    return " ".join(document.flow[start:end].split())


def blocks(document: Document) -> list[str]:
    return [f"{b.kind}: {words(document, b.start, b.end)}" for b in document.blocks if b.kind != "furniture"]


@pytest.mark.parametrize("case", load("read_text.toml"), ids=lambda c: c["name"])
def test_text_is_read_as_blocks(case: dict[str, str], tmp_path: Path) -> None:
    assert blocks(read(tmp_path / "a.txt", case["text"])) == case["blocks"]


@pytest.mark.parametrize("case", load("read_hyphens.toml"), ids=lambda c: c["reads"])
def test_words_broken_at_the_line_end(case: dict[str, str]) -> None:
    first, second = Line(case["first"]), Line(case["second"])
    join_pair(first, second, WordStock(case["words"]))
    assert case["reads"] in f"{first.text} {second.text}"


SWEDISH = "Nämnden får i uppdrag att åtgärda bristerna enligt § 12 – snarast.\nÖvriga ärenden bordläggs.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_encodings_are_told_apart(encoding: str, tmp_path: Path) -> None:
    document = read(tmp_path / "a.txt", SWEDISH.encode(encoding))
    assert document.text.startswith("Nämnden får i uppdrag att åtgärda bristerna enligt § 12 – snarast.")


SHORT = [
    "Ärende", "Övrigt", "Åtgärd", "§ 4", "1–3", "bör", "Är", "Beslut – avslås", "”Bra”, sa nämnden", "Pris: 5 €",
    "osv…", "ÄRENDE 5 ÖVRIGT", "Idé om kafé", "• Punkt ett", "Hög risk", "Å ena sidan", "20 °C", "½ tjänst",
    "NÄMNDEN", "För Ö-vik", "•Glömd punkt",
]  # fmt: skip


@pytest.mark.parametrize("text", SHORT)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_short_texts_are_told_apart_too(encoding: str, text: str, tmp_path: Path) -> None:
    if encoding == "mac_roman" and "½" in text:
        pytest.skip("MacRoman has no such sign")
    assert decode_text(tmp_path, text.encode(encoding)) == text


def test_a_few_wrong_bytes_do_not_spoil_the_rest(tmp_path: Path) -> None:
    data = SWEDISH.encode() * 3 + b"\xff\xfe slut"
    assert decode_text(tmp_path, data).startswith(SWEDISH)


def test_decomposed_letters_are_composed_before_offsets_are_counted(tmp_path: Path) -> None:
    document = read(tmp_path / "a.txt", "A\u030atga\u0308rder följs upp.\nNya rutiner.")
    assert document.text.startswith("Åtgärder")
    assert document.text[document.blocks[0].start : document.blocks[0].end].startswith("Åtgärder följs upp.")


def test_form_feeds_are_page_breaks_and_a_sentence_reads_through(tmp_path: Path) -> None:
    document = read(tmp_path / "a.txt", "Nämnden beslutade att avsätta medel för\foförutsedda utgifter under året.")
    assert [p.number for p in document.pages] == [1, 2]
    assert blocks(document) == ["paragraph: Nämnden beslutade att avsätta medel för oförutsedda utgifter under året."]


def test_repeated_furniture_is_blanked_and_its_first_occurrence_kept(tmp_path: Path) -> None:
    page = "Kultur- och fritidsnämnden\nProtokoll nr 7\n\n{text}\n\n{n} (4)\n"
    texts = [
        "Nämnden beslutade att biblioteket ska hålla öppet även på söndagar och att",
        "kostnaden ska rymmas inom den ram som fullmäktige har beslutat om för året.",
        "Förvaltningen redovisar hur besöken har utvecklats vid nämndens möte i mars.",
        "Ordföranden avslutar sammanträdet och tackar ledamöterna för deras insatser.",
    ]
    document = read(tmp_path / "a.txt", "\f".join(page.format(n=n, text=t) for n, t in enumerate(texts, 1)))
    assert document.flow.count("Kultur- och fritidsnämnden") == 1
    assert document.text.count("Kultur- och fritidsnämnden") == 4
    assert "(4)" not in document.flow
    joined = next(b for b in document.blocks if "biblioteket" in document.flow[b.start : b.end])
    assert "söndagar och att kostnaden ska rymmas" in words(document, joined.start, joined.end)


def test_paragraph_headings_at_page_tops_are_no_furniture(tmp_path: Path) -> None:
    page = (
        "Vård- och omsorgsnämnden\n\n§ {n} Ärendenummer VON-2023-{n}\n\nNämnden godkänner redovisningen.\n\n{n} (9)\n"
    )
    document = read(tmp_path / "a.txt", "\f".join(page.format(n=n) for n in range(2, 8)))
    assert [b.kind for b in document.blocks if document.text[b.start] == "§"] == ["heading"] * 6
    assert document.flow.count("§") == 6


def test_a_running_line_behind_the_text_of_its_page_is_parted_from_it(tmp_path: Path) -> None:
    ends = ("Vi lämnar en rekommendation till nämnden:", "Nämnden har inte svarat.", "Det är en brist.", "Slut.")
    pages = (f"Text på sidan.\n{end}Granskning av förskolor {n} (4)\n– 2024" for n, end in enumerate(ends, 1))
    document = read(tmp_path / "a.txt", "\f".join(pages))
    told = [b for b in document.blocks if document.text[b.start : b.end].startswith("Granskning av förskolor")]
    assert [b.kind for b in told] == ["paragraph", "furniture", "furniture", "furniture"]
    assert "förskolor" not in document.flow[document.flow.index("Nämnden har") :]


def test_words_broken_where_pdfium_says_so(tmp_path: Path) -> None:
    document = read(tmp_path / "a.txt", "Vi bedömer att nämn\ufffeden har ombe\x02\nsörjt det. Nämnden är klar.\n")
    assert "att nämnden\nhar" in document.text.replace("nämnden har", "nämnden\nhar")
    assert "ombesörjt" in document.text


def test_gaps_of_a_justified_page_are_closed_and_those_of_columns_are_not(tmp_path: Path) -> None:
    line = "Nämnden har  under året   arbetat med att ta  fram de rutiner som behövs"
    document = read(tmp_path / "a.txt", f"{line}\n" * 6 + "Ks  § 12     Dnr 2019.023\n§  13  Budget\n")
    assert document.text.count("har under året arbetat med att ta fram de") == 6
    assert "Ks  § 12     Dnr" in document.text
    assert "§ 13 Budget" in document.text


def test_a_markdown_table_becomes_a_table(tmp_path: Path) -> None:
    document = read(tmp_path / "a.md", "| Åtgärd | Ansvarig |\n|---|---|\n| Ny rutin | Enhetschef |\n")
    assert [c.text for c in document.tables[0].cells] == ["Åtgärd", "Ansvarig", "Ny rutin", "Enhetschef"]
    assert all(document.text[c.start : c.end] == c.text for c in document.tables[0].cells)


@given(st.text(alphabet="abcåäö .-•§123\n\f\t|:AÅ", max_size=300))
def test_offsets_hold_for_any_text(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    path = tmp_path_factory.mktemp("text") / "a.txt"
    try:
        document = read(path, content)
    except UnreadableDocumentError:
        assert not content.strip()
        return
    assert len(document.flow) == len(document.text)
    assert "\f".join(document.text[p.start : p.end] for p in document.pages) == document.text
    for block in document.blocks:
        assert document.text[block.start : block.end].strip()
        assert "\n" not in document.flow[block.start : block.end] or block.kind == "table"


def test_leaders_and_bullets_without_a_map_to_letters_are_no_reason_to_refuse_a_text(tmp_path: Path) -> None:
    dots = "\x08" + 90 * "\ufffd"
    leaders = "".join(f"Granskning av område {n}{dots} {n}\n" for n in range(2, 12))
    bullets = "\x10 Nämnden har följt upp avtalen.\n\x10 Nämnden har inte följt upp planen.\n"
    text = decode_text(tmp_path, f"Innehåll\n{leaders}\n{SWEDISH}{bullets}".encode())
    assert "Granskning av område 2 ..... 2\n" in text
    assert "• Nämnden har följt upp avtalen.\n• Nämnden har inte följt upp planen.\n" in text


def test_a_text_whose_letters_are_lost_is_told(tmp_path: Path) -> None:
    lost = SWEDISH.replace("ä", "\ufffd").replace("å", "\ufffd") * 20
    with pytest.raises(UnreadableDocumentError):
        decode_text(tmp_path, lost.encode())


def test_margins_are_told_by_how_wide_the_letters_are() -> None:
    sentence = ["nämnden", "har", "följt", "upp", "arbetet", "med", "illa", "lidna", "fiffiga", "lilla", "mild", "till"]
    words = [word + "ar" * (number % 5) for number, word in enumerate(sentence * 40)]
    lines = [""]
    for word in words:
        if ink(f"{lines[-1]} {word}") > 30_000:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    margins = find_margins(lines, range(len(lines) - 1))
    assert all(28_500 < margin < 31_000 for margin in margins)
