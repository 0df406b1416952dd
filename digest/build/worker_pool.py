"""A pool of workers for one kind of work: one in this process when there is little to do, else several processes."""

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol, Self, TypeVar

import msgspec

from digest.errors import DigestError, Problem, collected

WORTH_A_PROCESS = 100
"""Articles or targets for which one more process is worth its start."""

BATCH = 50
"""Articles or targets in a task: few enough to show progress and to keep all workers busy, enough to make the sending
cheap."""

_AHEAD = 2
"""Tasks that a worker is given at once, so that it need not wait for the next one."""


class Worker(Protocol):
    """Does the work; its other methods take one picklable argument, a task, and return a picklable result."""

    def close(self) -> None: ...


class WorkerPool:
    """Workers of one kind, numbered from 0. Use it in a `with` statement, which ends them."""

    def __init__(self, make_worker: Callable[[str], Worker], size: int) -> None:
        """Start `size` workers: in this process if there is one, else each in a process of its own.

        `make_worker` makes a worker, given a name that no other worker has; it is picklable.
        """
        self._workers: list[_InlineWorker | _WorkerProcess] = []
        if size > 1:
            self._workers += (_WorkerProcess(make_worker, f"{os.getpid()}-{number}") for number in range(size))
        else:
            self._workers.append(_InlineWorker(make_worker("0")))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        for worker in self._workers:
            worker.end(at_once=failed is not None)

    @property
    def size(self) -> int:
        """The number of workers."""
        return len(self._workers)

    def map_unordered(self, method: str, tasks: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        """Call a method with each task, on whichever worker is free; yield the worker's number and its result.

        A task is taken when a worker is about to get it. Results come as they are ready. Raises `DigestError` with the
        problems of all tasks that were begun, in the order of the tasks; after a problem no further task is begun.
        """
        waiting = enumerate(tasks)
        begun: dict[int, deque[int]] = {worker: deque() for worker in range(self.size)}
        problems: dict[int, list[Problem]] = {}
        for worker in [*begun] * _AHEAD:
            self._begin_next(method, waiting, begun, worker)
        while busy := [worker for worker, own in begun.items() if own]:
            for worker in self._ready(busy):
                task_problems = problems[begun[worker].popleft()] = []
                result = None
                with collected(task_problems):
                    result = self._workers[worker].result()
                if task_problems:
                    waiting = enumerate(())
                    continue
                # The next task is begun before the result is used: that takes the caller time, too.
                self._begin_next(method, waiting, begun, worker)
                yield worker, result
        _raise(chain.from_iterable(problems[task] for task in sorted(problems)))

    def call(self, method: str, tasks: Mapping[int, Any]) -> list[Any]:
        """Call a method of certain workers, each with its own task, by their numbers; return the results in that order.

        Raises `DigestError` with the problems of all.
        """
        for worker, task in tasks.items():
            self._workers[worker].start(method, task)
        results: list[Any] = []
        problems: list[Problem] = []
        for worker in tasks:
            with collected(problems):
                results.append(self._workers[worker].result())
        _raise(problems)
        return results

    def _begin_next(
        self, method: str, waiting: Iterator[tuple[int, Any]], begun: Mapping[int, deque[int]], worker: int
    ) -> None:
        """Give a worker the next waiting task, if there is one; the queues hold the numbers of tasks."""
        for number, task in islice(waiting, 1):
            begun[worker].append(number)
            self._workers[worker].start(method, task)

    def _ready(self, busy: Sequence[int]) -> Sequence[int]:
        """Wait until a result of a busy worker is there; return the numbers of all busy workers that have one."""
        pipes = {pipe: worker for worker in busy if (pipe := self._workers[worker].pipe)}
        ready = wait(pipes) if pipes else []
        return [worker for pipe, worker in pipes.items() if pipe in ready] if pipes else busy


def worthwhile_size(count: int, jobs: int) -> int:
    """Return how many workers, at most `jobs`, are worth their start for so many articles or targets."""
    return max(1, min(jobs, count // WORTH_A_PROCESS))


def batches(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """Return items in batches of a size, the last one smaller perhaps."""
    return [items[start : start + size] for start in range(0, len(items), size)]


Packed = TypeVar("Packed")


def pack(values: object) -> bytes:
    """Return frozen values as bytes, to be sent to another process: ten times as fast as pickling them."""
    return msgspec.json.encode(values)  # msgpack would lose the offsets of times


def unpack(packed: bytes, kind: type[Packed]) -> Packed:
    """Return values that were packed; `kind` is their type."""
    return msgspec.json.decode(packed, type=kind)


class _InlineWorker:
    """A worker in this process: it does a task when its result is asked for."""

    pipe: Connection | None = None

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._tasks: deque[Callable[[], Any]] = deque()

    def start(self, method: str, task: Any) -> None:
        self._tasks.append(partial(getattr(self._worker, method), task))

    def result(self) -> Any:
        return self._tasks.popleft()()

    def end(self, *, at_once: bool) -> None:  # noqa: ARG002
        self._worker.close()


class _WorkerProcess:
    """A worker in a process of its own."""

    def __init__(self, make_worker: Callable[[str], Worker], name: str) -> None:
        # A process with threads (the preview's) can't be forked safely; elsewhere a fork starts at once.
        fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
        context: Any = multiprocessing.get_context("fork" if fork else "spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, make_worker, name), daemon=True)
        with _interrupts_held_back():
            self._process.start()
        theirs.close()

    def start(self, method: str, task: Any) -> None:
        with suppress(OSError):  # the process has died, which `result` tells
            self.pipe.send((method, task))

    def result(self) -> Any:
        try:
            error, value = self.pipe.recv()
        except (EOFError, OSError):
            self._process.join()
            raise DigestError(
                f"a process of the build ended before its time (exit code {self._process.exitcode})",
                hint="if the memory is short, `--jobs 1` takes less",
            ) from None
        if error:
            raise error
        return value

    def end(self, *, at_once: bool) -> None:
        """End the process and wait until it is gone.

        After an error it may be waiting for somebody to read its result, which nobody will: it is then ended `at_once`.
        """
        if at_once:
            self._process.terminate()
        with suppress(OSError):
            self.pipe.send(None)
        self._process.join()
        self.pipe.close()


def _raise(problems: Iterable[Problem]) -> None:
    if distinct := dict.fromkeys(problems):
        raise DigestError.of(distinct)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Hold Ctrl-C back while a process starts: it reaches all processes, and a new one can't ignore it yet."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # which the new process inherits, for good
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _end_with_parent() -> None:
    """End this process, whatever it is doing, as soon as its parent is gone, killed perhaps."""
    parent: Any = multiprocessing.parent_process()
    wait([parent.sentinel])
    os._exit(1)


def _work(pipe: Connection, make_worker: Callable[[str], Worker], name: str) -> None:
    """Do the tasks that come through a pipe, until told to end or until nobody is at the other end any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the parent ends its workers
    gc.disable()  # what a worker keeps is no garbage, and looking through it takes an eighth of the time
    worker = make_worker(name)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while request := pipe.recv():
            method, task = request
            answer: tuple[Exception | None, Any]
            try:
                answer = None, getattr(worker, method)(task)
            except Exception as error:
                error.add_note(traceback.format_exc())
                answer = error, None
            pipe.send(answer)
