"""What a run must never lose or leave unsaid: earlier readings, folders not entered, faults that were mended."""

import os
import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.run import BatchOptions, BatchResult, run_batch
from pipeline.run import scratch as scratch_module
from pipeline.run.inputs import collect_inputs
from pipeline.run.scratch import scratch_folder
from tests.folders import make_folder

HERE = BatchOptions(workers=0)


def told(result: BatchResult) -> dict[str, str]:
    return {Path(p.path).name: p.code for p in result.problems}


def ask(database: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def listed(database: Path) -> list[str]:
    return sorted(str(code) for (code,) in ask(database, "SELECT code FROM problems"))


@pytest.mark.parametrize("content", [b"%PDF-1.4 half", b"", b"\x00\x01\x02" * 400])
def test_a_new_version_that_cannot_be_read_leaves_the_earlier_one(content: bytes, tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 2), tmp_path / "s.db"
    run_batch([str(folder)], database, HERE)
    before = ask(database, "SELECT id, quote FROM decisions ORDER BY id")
    path = folder / "protokoll-001.txt"
    sound = path.read_bytes()
    path.write_bytes(content)
    result = run_batch([str(folder)], database, HERE)
    assert (result.read, result.failed) == (0, 1)
    assert ask(database, "SELECT id, quote FROM decisions ORDER BY id") == before
    assert "kept_earlier" in listed(database)
    assert run_batch([str(folder)], database, HERE).failed == 1  # tried again, and told once
    assert len(listed(database)) == 2
    path.write_bytes(sound)
    assert run_batch([str(folder)], database, HERE).failed == 0
    assert listed(database) == []


def test_a_file_that_vanishes_during_the_run_costs_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, database = make_folder(tmp_path / "in", 2), tmp_path / "s.db"
    shutil.make_archive(str(folder / "arkiv"), "zip", make_folder(tmp_path / "zip", 1))
    (folder / "brev.eml").write_bytes(b"Subject: Svar\n\nHej\n")
    found = collect_inputs([str(folder)])
    for path in (folder / "protokoll-002.txt", folder / "arkiv.zip", folder / "brev.eml"):
        path.unlink()
    monkeypatch.setattr("pipeline.run.batch.collect_inputs", lambda _: found)
    monkeypatch.setattr("pipeline.run.apart.is_container", lambda path: path.suffix in {".zip", ".eml"})
    result = run_batch([str(folder)], database, HERE)
    assert (result.read, result.failed) == (1, 3)
    assert set(told(result).values()) == {"cannot_open"}


def test_folders_that_are_not_entered_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_folder(tmp_path / "in", 1)
    shut = make_folder(folder / "stängd", 1)
    (folder / "länk").symlink_to(make_folder(tmp_path / "annan", 1))
    (folder / "runt").symlink_to(".")
    real = os.scandir

    def scandir(path: str | Path) -> object:
        if Path(path) == shut:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    files, problems = collect_inputs([str(folder)])
    assert [f.name for f in files] == ["protokoll-001.txt"]
    assert {Path(p.path).name: p.code for p in problems} == {"länk": "folder_linked", "stängd": "folder_unreadable"}


def test_a_name_longer_than_the_file_system_takes_is_told(tmp_path: Path) -> None:
    assert [p.code for p in collect_inputs([str(tmp_path / ("x" * 5000))])[1]] == ["not_found"]


def test_faults_are_listed_once_and_go_when_they_are_mended(tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 1), tmp_path / "s.db"
    (folder / "bild.png").write_bytes(b"x")
    (folder / "trasig.pdf").write_bytes(b"%PDF-1.4 x")
    for _ in range(3):
        run_batch([str(folder), str(tmp_path / "finns_inte")], database, HERE)
    assert listed(database) == ["corrupt", "not_found", "skipped"]
    (folder / "bild.png").unlink()
    (folder / "trasig.pdf").unlink()
    run_batch([str(folder)], database, HERE)
    assert listed(database) == []


def test_copies_are_counted_as_such_and_found_by_their_names(tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 1), tmp_path / "s.db"
    shutil.copy(folder / "protokoll-001.txt", folder / "kopia.txt")
    result = run_batch([str(folder)], database, HERE)
    assert (result.read, result.unchanged, result.copies) == (1, 1, 1)
    assert len(ask(database, "SELECT path FROM document_paths")) == 2
    again = run_batch([str(folder)], database, HERE)
    assert (again.read, again.unchanged, again.copies) == (0, 2, 0)


def test_what_a_killed_run_unpacked_goes_with_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch_module.tempfile, "tempdir", str(tmp_path))
    left, young, other = (tmp_path / f"sparbar-run-{n}-abc" for n in (999_999_999, 999_999_998, os.getpid()))
    for path in (left, young, other):
        path.mkdir()
        (path / "00001.pdf").write_bytes(b"hemligt")
    long_ago = time.time() - 3 * 24 * 3600
    os.utime(left, (long_ago, long_ago))
    os.utime(other, (long_ago, long_ago))
    with scratch_folder() as folder:
        assert folder.is_dir()
    assert not folder.exists()
    assert (left.exists(), young.exists(), other.exists()) == (False, True, True)


def paths(database: Path) -> list[tuple[str, str]]:
    return [
        (Path(str(path)).name, str(name))
        for path, name in ask(
            database,
            "SELECT p.path, d.filename FROM document_paths AS p JOIN documents AS d ON d.id = p.document_id ORDER BY 1",
        )
    ]


def test_a_document_follows_its_file_to_another_name_and_folder(tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 2), tmp_path / "s.db"
    shutil.make_archive(str(folder / "arkiv"), "zip", make_folder(tmp_path / "zip", 3))
    run_batch([str(folder)], database, HERE)
    (folder / "protokoll-001.txt").rename(folder / "nämndens protokoll.txt")
    (folder / "arkiv.zip").rename(folder / "handlingar.zip")
    assert run_batch([str(folder)], database, HERE).problems == []
    assert paths(database) == [
        ("handlingar.zip › protokoll-001.txt", "nämndens protokoll.txt"),
        ("handlingar.zip › protokoll-002.txt", "protokoll-002.txt"),
        ("handlingar.zip › protokoll-003.txt", "protokoll-003.txt"),
        ("nämndens protokoll.txt", "nämndens protokoll.txt"),
        ("protokoll-002.txt", "protokoll-002.txt"),
    ]
    folder.rename(tmp_path / "måndag")
    run_batch([str(tmp_path / "måndag")], database, HERE)
    assert [path for (path,) in ask(database, "SELECT path FROM documents") if "måndag" not in str(path)] == []
    assert ask(database, "SELECT count(*) FROM document_paths") == [(5,)]


def test_a_file_taken_away_is_told_of_and_goes_when_it_is_forgotten(tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 3), tmp_path / "s.db"
    shutil.make_archive(str(folder / "arkiv"), "zip", make_folder(tmp_path / "zip", 4))
    run_batch([str(folder)], database, HERE)
    gone = folder / "protokoll-001.txt"
    sound = gone.read_bytes()
    gone.unlink()
    (folder / "arkiv.zip").unlink()
    for _ in range(2):
        assert told(run_batch([str(folder)], database, HERE)) == {gone.name: "file_gone", "arkiv.zip": "file_gone"}
    assert listed(database) == ["file_gone", "file_gone"]
    assert ask(database, "SELECT count(*) FROM documents") == [(4,)]
    gone.write_bytes(sound)
    assert told(run_batch([str(folder)], database, HERE)) == {"arkiv.zip": "file_gone"}
    forgotten = CliRunner().invoke(cli, ["forget", str(folder / "arkiv.zip"), "protokoll-002", "--db", str(database)])
    assert forgotten.exit_code == 0, forgotten.output
    assert sorted(name for _, name in paths(database)) == ["protokoll-001.txt", "protokoll-003.txt"]
    assert listed(database) == []
    assert run_batch([str(folder)], database, HERE).read == 1  # it still lies there


def test_a_folder_that_is_away_takes_nothing_with_it(tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 1), tmp_path / "s.db"
    run_batch([str(folder)], database, HERE)
    folder.rename(tmp_path / "away")
    assert told(run_batch([str(folder)], database, HERE)) == {"in": "not_found"}
    assert ask(database, "SELECT count(*) FROM documents") == [(1,)]
