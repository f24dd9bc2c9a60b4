"""Whole runs: what is new, what is broken, what is interrupted."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.run import BatchOptions, Limits, run_batch
from tests.folders import contents, make_folder

HERE = BatchOptions(workers=0)


def start(*arguments: object, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **options
    )


def stored(database: Path) -> int:
    if not database.exists():
        return 0
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM documents WHERE status <> 'failed'").fetchone()[0])
    except sqlite3.OperationalError:  # the tables are not there yet
        return 0
    finally:
        connection.close()


def wait_until(done: object, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def test_a_second_run_reads_nothing_and_a_changed_file_alone(tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 4), tmp_path / "out" / "s.db"
    assert run_batch([str(folder)], database, HERE).read == 4
    before = contents(database)
    again = run_batch([str(folder)], database, HERE)
    assert (again.read, again.unchanged) == (0, 4)
    assert contents(database) == before

    changed = folder / "protokoll-002.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("§ 2 ", "§ 99 "), encoding="utf-8")
    third = run_batch([str(folder)], database, HERE)
    assert (third.read, third.unchanged) == (1, 3)
    assert stored(database) == 4
    numbers = [row[0] for row in sqlite3.connect(database).execute("SELECT number FROM agenda_items ORDER BY number")]
    assert numbers == ["1", "3", "4", "99"]


def test_the_same_bytes_at_two_paths_are_one_document(tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 1), tmp_path / "s.db"
    run_batch([str(folder)], database, HERE)
    shutil.copy(folder / "protokoll-001.txt", folder / "kopia.txt")
    assert run_batch([str(folder)], database, HERE).read == 0
    assert stored(database) == 1


def test_workers_give_what_one_process_gives(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 6)
    run_batch([str(folder)], tmp_path / "one.db", HERE)
    run_batch([str(folder)], tmp_path / "many.db", BatchOptions(workers=2))
    assert contents(tmp_path / "one.db") == contents(tmp_path / "many.db")


def test_broken_files_cost_a_line_each_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 2)
    (folder / "tom.pdf").write_bytes(b"")
    (folder / "avbruten.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
    (folder / "falsk.docx").write_bytes(b"PK\x03\x04 det var inget")
    (folder / "bild.jpg").write_bytes(b"\xff\xd8\xff")
    result = run_batch([str(folder), str(tmp_path / "finns-inte.pdf")], tmp_path / "s.db", BatchOptions(workers=2))
    assert (result.read, result.failed) == (2, 3)
    codes = {Path(p.path).name: p.code for p in result.problems}
    assert codes["tom.pdf"] == "empty"
    assert codes["finns-inte.pdf"] == "not_found"
    assert codes["in"] == "skipped"
    assert {"avbruten.pdf", "falsk.docx"} <= codes.keys()


def test_a_file_that_takes_too_long_ends_its_worker_not_the_batch(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 2)
    result = run_batch([str(folder)], tmp_path / "s.db", BatchOptions(workers=2, limits=Limits(seconds=0.0001)))
    assert [p.code for p in result.problems] == ["worker_died", "worker_died"]
    assert run_batch([str(folder)], tmp_path / "s.db", BatchOptions(workers=2)).read == 2


@pytest.mark.parametrize("moment", [1, 7])
def test_killed_at_any_moment_the_next_run_goes_on(tmp_path: Path, moment: int) -> None:
    folder, database = make_folder(tmp_path / "in", 40), tmp_path / "s.db"
    process = start("run", folder, "--db", database, "--workers", 2)
    wait_until(lambda: stored(database) >= moment or process.poll() is not None)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    survived = stored(database)
    whole = sqlite3.connect(database).execute(
        "SELECT count(*) FROM documents WHERE id IN (SELECT document_id FROM agenda_items)"
        " AND id IN (SELECT document_id FROM pages) AND id IN (SELECT document_id FROM decisions)"
    )
    assert whole.fetchone()[0] == survived >= moment

    result = run_batch([str(folder)], database, HERE)
    assert result.read == 40 - survived
    run_batch([str(folder)], tmp_path / "fresh.db", HERE)
    assert contents(database) == contents(tmp_path / "fresh.db")


def test_ctrl_c_says_what_was_read_and_how_to_go_on(tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 200), tmp_path / "s.db"
    process = start("run", folder, "--db", database, "--workers", 2)
    wait_until(lambda: stored(database) >= 2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.startswith("Avbrutet.") and "Traceback" not in errors


def test_a_disk_that_fills_up_is_said_in_one_line_and_nothing_is_lost(tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 30), tmp_path / "s.db"
    run_batch([str(folder / "protokoll-001.txt")], database, HERE)
    limit = database.stat().st_size + 20_000
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        "from pipeline.cli import main; sys.argv = ['sparbar', *sys.argv[1:]]; main()"
    )
    command = [sys.executable, "-c", script, "run", str(folder), "--db", str(database), "--workers", "0"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1 and str(database) in result.stderr
    assert stored(database) >= 1
    run_batch([str(folder)], database, HERE)
    assert stored(database) == 30


def test_watch_takes_files_as_they_come(tmp_path: Path) -> None:
    folder, database = make_folder(tmp_path / "in", 1), tmp_path / "s.db"
    process = start("watch", folder, "--db", database)
    try:
        assert process.stdout is not None
        wait_until(lambda: "Bevakar" in process.stdout.readline())
        make_folder(tmp_path / "more", 3)
        shutil.move(tmp_path / "more" / "protokoll-002.txt", folder)
        shutil.copy(tmp_path / "more" / "protokoll-003.txt", folder)
        wait_until(lambda: stored(database) == 3)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 0
