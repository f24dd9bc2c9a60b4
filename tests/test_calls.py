"""Wrong calls, full disks and odd terminals: one line in the user's language, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.cli.errors import describe_fault, end_output
from pipeline.errors import UnreadableDocumentError
from pipeline.stages import process
from tests.folders import make_folder


def sparbar(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)


def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: object) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["sparbar", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0), capsys.readouterr().err


@pytest.mark.parametrize(
    ("call_made", "told"),
    [
        (["run"], "Det saknas något i anropet: FILER."),
        (["run", "--wrokers", "2", "x"], "Menade du --workers?"),
        (["fnord"], "Det finns inget sådant kommando."),
        (["overdue", "--today", "igår"], "skriv en dag som 2024-03-12"),
        (["matrix", "--year", "i fjol"], "skriv ett tal"),
        (["run", "--ocr", "ja", "x"], "välj bland auto, never, always"),
        (["watch", "finns-inte"], "det finns ingen sådan mapp"),
        (["search", "åtgärd", "--from", "2023-13-45"], "”2023-13-45” är inget datum"),
        (["overdue", "--today", "x", "--lang", "en"], "write a day as 2024-03-12"),
        (["show", "a", "b"], "Så används kommandot: sparbar show --help"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_call_is_told_in_a_line(
    call_made: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, error = call(capsys, monkeypatch, *call_made)
    assert code == 2
    assert told in error and error.count("\n") == 1


def test_a_broken_pdf_is_told_in_the_users_language(tmp_path: Path) -> None:
    (tmp_path / "trasig.pdf").write_bytes(b"%PDF-1.4 trasig")
    for lang, told in (("sv", "(innehållet är inte en hel PDF)"), ("en", "(what it holds is no whole PDF)")):
        run = sparbar("run", tmp_path, "--db", tmp_path / "s.db", "--workers", 0, "--lang", lang)
        assert told in run.stdout.decode() + run.stderr.decode() and b"PDFium" not in run.stdout + run.stderr


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", b"\x01\x02" * 900, "av ett annat slag än filnamnet säger"),
        ("a.docx", b"PK\x03\x04" + b"x" * 300, "inte"),
    ],
)
def test_what_a_library_says_is_told_in_swedish(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableDocumentError) as refused:
        process(path)
    line = describe_fault(refused.value.code, refused.value.detail, None, "sv")
    assert told in line and refused.value.detail not in line


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_of_few_letters_ends_no_command(encoding: str, tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 1), tmp_path / "s.db"
    run = sparbar("run", folder, "--db", database, "--workers", 0, PYTHONIOENCODING=encoding)
    assert (run.returncode, run.stderr) == (0, b"")
    written = sparbar("citations", "--csv", "--db", database, PYTHONIOENCODING=encoding).stdout
    assert written.startswith("\ufeffcited;".encode())  # as Excel needs it, whatever the system writes in


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    database = tmp_path / "s.db"
    assert sparbar("run", make_folder(tmp_path / "in", 1), "--db", database, "--workers", 0).returncode == 0
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "pipeline", "status", "--db", str(database)]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert ended.returncode == 1
    assert b"Det gick inte att skriva" in ended.stderr and b"Traceback" not in ended.stderr


def test_a_full_disk_is_told_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert end_output(OSError(28, "No space left on device", "karta.svg"), "sv") == 1
    assert "karta.svg" in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["xlsx", "csv", "html", "json", "md"])
def test_a_matrix_that_cannot_be_written_is_told(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "s.db"
    assert sparbar("run", make_folder(tmp_path / "in", 1), "--db", database, "--workers", 0).returncode == 0
    place = tmp_path / f"matris.{ending}"
    place.mkdir()  # what cannot be replaced by a file
    (place / "inne").touch()
    code, error = call(capsys, monkeypatch, "matrix", "--db", database, "-o", place)
    assert (code, error.count("\n")) == (2, 1)
    odd = tmp_path / "fil" / f"matris.{ending}"
    odd.parent.touch()  # a folder that is a file
    code, error = call(capsys, monkeypatch, "matrix", "--db", database, "-o", odd)
    assert (code, error.count("\n")) == (1, 1)
