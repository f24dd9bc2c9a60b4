"""Read documents in worker processes, so that a file that kills or hangs its reader costs one line, not the batch."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing.context import BaseContext
from typing import TypeVar

from pipeline.errors import UnreadableDocumentError
from pipeline.read import ReadOptions
from pipeline.run.news import File
from pipeline.stages import process
from pipeline.store import DocumentRows, prepare_rows


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds of time, bytes of memory (0: no limit)."""

    seconds: float = 600.0
    memory: int = 4 * 1024**3


Outcome = DocumentRows | UnreadableDocumentError
Result = TypeVar("Result")
Task = Callable[[File], Result]


def read_all(
    files: Iterable[File], options: ReadOptions, limits: Limits, workers: int
) -> Iterator[tuple[File, Outcome]]:
    """Each file with its rows for the database, or with why there are none, as they come."""
    yield from run_all(files, partial(_read_rows, options=options), limits, workers)


def run_all(
    files: Iterable[File], task: Task[Result], limits: Limits, workers: int
) -> Iterator[tuple[File, Result | UnreadableDocumentError]]:
    """Each file with what the task makes of it, or with why it makes nothing, as they come.

    `workers` 0 reads in this process, without limits. A worker that dies takes its pool along: what was under way is
    then read again one at a time, and the file that kills its worker alone is the one at fault.
    """
    if workers == 0:
        for file in files:
            yield file, _run_one(task, file)
        return
    waiting = deque(files)
    suspects: deque[File] = deque()
    while waiting or suspects:
        alone = bool(suspects)
        queue, size = (suspects, 1) if alone else (waiting, workers)
        lost = yield from _run_until_broken(queue, task, limits, size)
        if alone and lost:
            yield (
                lost[0],
                UnreadableDocumentError(
                    lost[0].known_as, "worker_died", f"{limits.seconds:.0f} s, {_megabytes(limits)} MB"
                ),
            )
            lost = lost[1:]
        suspects.extend(lost)


def _run_until_broken(
    queue: deque[File], task: Task[Result], limits: Limits, size: int
) -> Generator[tuple[File, Result | UnreadableDocumentError], None, list[File]]:
    """Work off the queue until it is empty or the pool breaks; returns the files that were under way when it broke."""
    pool = ProcessPoolExecutor(size, mp_context=_context(), initializer=_start_worker, initargs=(limits.memory,))
    running: dict[Future[Result | UnreadableDocumentError], File] = {}
    # Few more tasks than workers: memory stays flat however many documents wait.
    ahead = size if size == 1 else 2 * size
    try:
        while queue or running:
            while queue and len(running) < ahead:
                running[_submit(pool, task, queue[0], limits.seconds, busy=bool(running))] = queue[0]
                queue.popleft()  # only now: a pool found broken by submitting must not lose the file
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                outcome = future.result()  # raises BrokenProcessPool when its worker died
                yield running.pop(future), outcome
    except BrokenProcessPool:
        return list(running.values())
    finally:
        _end_workers(pool, busy=bool(running))
    return []


def _submit(
    pool: ProcessPoolExecutor, task: Task[Result], file: File, seconds: float, *, busy: bool
) -> Future[Result | UnreadableDocumentError]:
    """Hand the file to the pool. Raises BrokenProcessPool when a worker has died since, also while it is taken down."""
    try:
        return pool.submit(_run_limited, task, file, seconds)
    except OSError as error:  # "handle is closed": the pool's own pipe, closed by its thread a moment before
        if not busy:
            raise
        raise BrokenProcessPool from error


def _end_workers(pool: ProcessPoolExecutor, *, busy: bool) -> None:
    """End the pool; at once when a worker is busy (Ctrl-C must not wait for a long document)."""
    if busy:
        for worker in list((pool._processes or {}).values()):
            worker.terminate()
    pool.shutdown(wait=True, cancel_futures=True)


def _context() -> BaseContext:
    """Workers that inherit no open database: a fork server where there is one, fresh processes elsewhere."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["pipeline.run.workers"])
    return context


def _start_worker(memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    if memory:
        try:
            import resource
        except ImportError:  # Windows has no such limits
            return
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _run_limited(task: Task[Result], file: File, seconds: float) -> Result | UnreadableDocumentError:
    """Run the task under a clock whose end kills the process: a loop inside a C library cannot be interrupted."""
    if seconds and hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return _run_one(task, file)
    finally:
        if seconds and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)


def _read_rows(file: File, options: ReadOptions) -> DocumentRows:
    return prepare_rows(process(file.path, options, file.name))


def _run_one(task: Task[Result], file: File) -> Result | UnreadableDocumentError:
    try:
        return task(file)
    except UnreadableDocumentError as error:
        return error
    except MemoryError:
        return UnreadableDocumentError(file.known_as, "too_much_memory")
    except RecursionError:
        return UnreadableDocumentError(file.known_as, "too_deep")
    except Exception as error:  # the one place where a fault of ours becomes a line: the batch must go on
        return UnreadableDocumentError(file.known_as, "internal", f"{type(error).__name__}: {error}")


def _megabytes(limits: Limits) -> int:
    return limits.memory // 1024**2
