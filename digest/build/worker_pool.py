"""Work shared out: done in this process when there is little of it, else in several, by whoever is free."""

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
from itertools import chain
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol, Self

from digest.errors import DigestError, Problem, collected

WORTH_A_PROCESS = 100
"""Articles for which one more process is worth its start."""

CHUNK = 50
"""Articles in a task: few enough to show progress and to share them out evenly, enough to make the asking cheap."""

_AHEAD = 2
"""Tasks that a process is given at once, so that it need not wait for the next one."""


class Worker(Protocol):
    """What does the work; the rest of its methods take picklable arguments and return picklable values."""

    def close(self) -> None: ...


class WorkerPool:
    """Members that do the same kind of work, each with a worker of its own. Use it in a `with` statement."""

    def __init__(self, make: Callable[[str], Worker], size: int) -> None:
        """`make` makes a worker, given a name for it; where there are several, each in a process of its own."""
        self._members: list[_Here | _Process] = []
        if size > 1:
            self._members += (_Process(make, f"{os.getpid()}-{number}") for number in range(size))
        else:
            self._members.append(_Here(make("0")))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        for member in self._members:
            member.end(at_once=failed is not None)

    @property
    def size(self) -> int:
        """The number of members."""
        return len(self._members)

    def map_unordered(self, method: str, tasks: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Call a method of the workers with each task, whoever is free; yield the member's number and what it returned.

        Raises `DigestError` with the problems of all tasks that were begun, in the order of the tasks.
        """
        waiting = deque(range(len(tasks)))
        begun: dict[int, deque[int]] = {member: deque() for member in range(self.size)}
        problems: dict[int, list[Problem]] = {}

        def hand(member: int) -> None:
            if waiting:
                begun[member].append(waiting.popleft())
                self._members[member].start(method, tasks[begun[member][-1]])

        for _ in range(_AHEAD):
            for member in begun:
                hand(member)
        while busy := [member for member, own in begun.items() if own]:
            for member in self._ready(busy):
                found = problems[begun[member].popleft()] = []
                result = None
                with collected(found):
                    result = self._members[member].result()
                if found:
                    waiting.clear()
                    continue
                hand(member)  # before the result is used: that takes the caller time, too
                yield member, result
        _raise(chain.from_iterable(problems[task] for task in sorted(problems)))

    def tell(self, method: str, tasks: Mapping[int, Any]) -> list[Any]:
        """Call a method of some workers, each with a task, by their members' numbers; return what they return.

        Raises `DigestError` with the problems of all.
        """
        for member, task in tasks.items():
            self._members[member].start(method, task)
        results: list[Any] = []
        problems: list[Problem] = []
        for member in tasks:
            with collected(problems):
                results.append(self._members[member].result())
        _raise(problems)
        return results

    def _ready(self, busy: Sequence[int]) -> Sequence[int]:
        """Wait until one of the members has done something, and return which have."""
        pipes = {pipe: member for member in busy if (pipe := self._members[member].pipe)}
        ready = wait(pipes) if pipes else []
        return [member for pipe, member in pipes.items() if pipe in ready] if pipes else busy


def fitting(count: int, jobs: int) -> int:
    """Return in how many processes, at most `jobs`, to do something with so many articles."""
    return max(1, min(jobs, count // WORTH_A_PROCESS))


def batches(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    """Return items in batches of a size, the last one smaller perhaps."""
    return [items[start : start + size] for start in range(0, len(items), size)]


class _Here:
    """A worker in this process."""

    pipe: Connection | None = None

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._work: deque[Callable[[], Any]] = deque()

    def start(self, method: str, task: Any) -> None:
        self._work.append(partial(getattr(self._worker, method), task))

    def result(self) -> Any:
        return self._work.popleft()()

    def end(self, *, at_once: bool) -> None:  # noqa: ARG002
        self._worker.close()


class _Process:
    """A worker in a process of its own."""

    def __init__(self, make: Callable[[str], Worker], name: str) -> None:
        # A process with threads (the preview's) can't be forked safely; elsewhere a fork starts at once.
        fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
        context: Any = multiprocessing.get_context("fork" if fork else "spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, make, name), daemon=True)
        with _undisturbed():
            self._process.start()
        theirs.close()

    def start(self, method: str, task: Any) -> None:
        with suppress(OSError):  # it has died, which `result` tells
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
        """Wait until it is gone; what nobody asks for any more it may be telling for ever, so it is ended `at_once`."""
        if at_once:
            self._process.terminate()
        with suppress(OSError):
            self.pipe.send(None)
        self._process.join()
        self.pipe.close()


def _raise(problems: Iterable[Problem]) -> None:
    if found := dict.fromkeys(problems):
        raise DigestError.of(found)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back for a moment: it reaches all, and a process that begins is not ready to pass over it yet."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # which the new process inherits, for good
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """End this process when the one that asks is gone, killed perhaps, whatever this one is at."""
    asker: Any = multiprocessing.parent_process()
    wait([asker.sentinel])
    os._exit(1)


def _work(pipe: Connection, make: Callable[[str], Worker], name: str) -> None:
    """Do what is asked for until told to end, or until nobody can ask any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the process that asks ends the others
    gc.disable()  # what a worker keeps is no garbage, and looking through it takes an eighth of the time
    worker = make(name)
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
