"""Archives and letters: each member is a document of its own, once, whatever tries to get out."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipeline.read.containers import clean_name
from pipeline.run import BatchOptions, run_batch
from tests.folders import MINUTES

HERE = BatchOptions(workers=0)


def minutes(number: int) -> bytes:
    return MINUTES.format(number=number, month=1).encode()


def packed(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def letter(**attached: bytes) -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"] = "Protokoll", "namnd@kommun.test"
    made.set_content("Hej, här kommer protokollen.")
    for name, content in attached.items():
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def stored(database: Path) -> list[tuple[str, str, str | None]]:
    rows = sqlite3.connect(database).execute("SELECT filename, status, origin FROM documents ORDER BY filename")
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("workers", [0, 2])
def test_each_member_is_a_document_with_its_origin(workers: int, tmp_path: Path) -> None:
    (tmp_path / "arkiv.zip").write_bytes(
        packed(**{
            "möte/protokoll.txt": minutes(1), "inre.zip": packed(**{"två.txt": minutes(2)}), "bild.png": b"x",
            "__MACOSX/._protokoll.txt": b"x", "brev.eml": letter(**{"tre.txt": minutes(3)}),
        })
    )  # fmt: skip
    result = run_batch([str(tmp_path / "arkiv.zip")], tmp_path / "s.db", BatchOptions(workers=workers))
    assert (result.read, result.failed) == (4, 0)
    assert stored(tmp_path / "s.db") == [
        ("brev.eml", "ok", "arkiv.zip › brev.eml"),
        ("protokoll.txt", "ok", "arkiv.zip › möte/protokoll.txt"),
        ("tre.txt", "ok", "arkiv.zip › brev.eml › tre.txt"),
        ("två.txt", "ok", "arkiv.zip › inre.zip › två.txt"),
    ]
    assert [(p.code, p.detail) for p in result.problems] == [("skipped", "1: .png")]


def test_a_second_run_reads_nothing_and_a_changed_archive_what_changed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    source, database = tmp_path / "in" / "arkiv.zip", tmp_path / "s.db"
    source.write_bytes(packed(**{"a.txt": minutes(1), "b.txt": minutes(2)}))
    (tmp_path / "in" / "brev.eml").write_bytes(letter(**{"c.txt": minutes(3)}))
    assert run_batch([str(tmp_path / "in")], database, HERE).read == 4
    again = run_batch([str(tmp_path / "in")], database, HERE)
    assert (again.read, again.unchanged) == (0, 4)
    source.write_bytes(packed(**{"a.txt": minutes(1), "b.txt": minutes(4), "d.bin": b"x"}))
    third = run_batch([str(tmp_path / "in")], database, HERE)
    assert (third.read, third.unchanged) == (1, 3)
    source.write_bytes(source.read_bytes() + b"")
    assert run_batch([str(tmp_path / "in")], database, HERE).read == 0
    assert len(stored(database)) == 4
    problems = sqlite3.connect(database).execute("SELECT code FROM problems").fetchall()
    assert problems == [("skipped",)]


def test_what_a_letter_holds_that_is_not_read_is_told_and_its_day_is_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    database = tmp_path / "s.db"
    (tmp_path / "in" / "brev.eml").write_bytes(
        letter(**{"a.txt": minutes(1), "b.xls": b"x"}).replace(
            b"Subject:", b"Date: Tue, 06 May 2025 09:12:00 +0200\nSubject:", 1
        )
    )
    for _ in range(2):
        run_batch([str(tmp_path / "in")], database, HERE)
        told = sqlite3.connect(database).execute("SELECT path, code, detail FROM problems").fetchall()
        assert told == [(str(tmp_path / "in" / "brev.eml"), "skipped", "1: .xls")]
    dated = sqlite3.connect(database).execute("SELECT date FROM documents WHERE filename = 'brev.eml'").fetchone()
    assert dated == ("2025-05-06",)


def test_what_is_broken_is_tried_again_and_told_once(tmp_path: Path) -> None:
    source, database = tmp_path / "arkiv.zip", tmp_path / "s.db"
    source.write_bytes(packed(**{"a.txt": minutes(1), "tom.pdf": b""}))
    assert [p.code for p in run_batch([str(source)], database, HERE).problems] == ["empty"]
    second = run_batch([str(source)], database, HERE)
    assert (second.read, second.unchanged, second.failed) == (0, 1, 1)
    source.write_bytes(b"PK\x03\x04 skadat")
    assert [p.code for p in run_batch([str(source)], database, HERE).problems] == ["corrupt"]
    source.write_bytes(packed(**{"a.txt": minutes(1)}))
    run_batch([str(source)], database, HERE)
    assert "arkiv.zip" not in {name for name, _, _ in stored(database)}


def nested(depth: int) -> bytes:
    content = minutes(1)
    for _ in range(depth):
        content = packed(**{"inre.txt" if content == minutes(1) else "inre.zip": content})
    return content


def locked() -> bytes:
    content = bytearray(packed(**{"hemlig.txt": minutes(1)}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def torn() -> bytes:
    content = bytearray(packed(**{"a.txt": minutes(1), "b.txt": minutes(2)}))
    content[50:120] = b"x" * 70
    return bytes(content)


HOSTILE = [
    ("bomb", packed(**{"a.txt": b" " * 250_000_000}), ["too_large"]),
    ("matryoshka", nested(5), ["too_nested"]),
    ("locked", locked(), ["encrypted_members"]),
    ("torn", torn(), ["broken_members"]),
    ("empty", packed(), ["empty_archive"]),
    ("cut", packed(**{"a.txt": minutes(1)})[:-30], ["corrupt"]),
    ("many", packed(**{f"{n}.bin": b"" for n in range(10_001)}), ["too_many_members"]),
]


@pytest.mark.parametrize(("content", "codes"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_archive_costs_a_line(content: bytes, codes: list[str], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "arkiv.zip").write_bytes(content)
    (tmp_path / "in" / "bra.txt").write_bytes(minutes(9))
    result = run_batch([str(tmp_path / "in")], tmp_path / "s.db", HERE)
    assert [p.code for p in result.problems] == codes
    assert "bra.txt" in {name for name, _, _ in stored(tmp_path / "s.db")}


def test_names_that_lead_out_lead_nowhere(tmp_path: Path) -> None:
    names = ["../../ut.txt", "/etc/rot.txt", "C:\\Windows\\fönster.txt", "a/./b//rad\nbryt.txt", "ut.txt"]
    (tmp_path / "djup" / "in").mkdir(parents=True)
    source = tmp_path / "djup" / "in" / "arkiv.zip"
    source.write_bytes(packed(**{name: minutes(number) for number, name in enumerate(names, start=1)}))
    before = sorted(tmp_path.rglob("*.txt"))
    assert run_batch([str(source)], tmp_path / "s.db", HERE).read == 5
    assert sorted(tmp_path.rglob("*.txt")) == before
    origins = {origin for _, _, origin in stored(tmp_path / "s.db")}
    assert origins == {
        f"arkiv.zip › {name}"
        for name in ["ut.txt", "etc/rot.txt", "Windows/fönster.txt", "a/b/rad_bryt.txt", "5/ut.txt"]
    }


@pytest.mark.parametrize("name", ["..", "../..", "/", "", "C:"])
def test_a_name_of_nothing_is_no_name(name: str) -> None:
    assert clean_name(name) == ""
