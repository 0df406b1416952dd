"""Shares at work side by side: in this process when there is little to do, else one in a process of its own each."""

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, Self

from digest.ask import Progress
from digest.errors import DigestError, Problem, collected
from digest.feeds import Entry
from digest.ledger import Record, pack, unpack_records
from digest.render import Renderer
from digest.share import Reading, Rendered, Share
from digest.site import View
from digest.sources import Signature, Source
from digest.translate import Reply
from digest.write import Staged

WORTH = 100
"""Articles for which one more process is worth its start."""

CHUNK = 50
"""Articles handed to a share at once: few enough to show progress, enough to make the asking cheap."""

MakeShare = Callable[[str], Share]
"""Makes a share, given a name for it."""


class Team:
    """Does what a share does, for all articles; each stays with the share that read it. Use it in a `with` statement.

    Processes are started when enough is to be read for them.
    """

    def __init__(self, make: MakeShare, jobs: int) -> None:
        self._make = make
        self._jobs = jobs
        self._here = _Here(make("0"))
        self._processes: list[_Process] = []
        self._member: dict[str, _Here | _Process] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        for process in self._processes:
            process.end(at_once=failed is not None)

    @property
    def paths(self) -> Collection[str]:
        """The paths of the articles that were read."""
        return self._member.keys()

    def read(self, sources: Sequence[tuple[Source, Mapping[str, Signature]]], progress: Progress) -> list[Reading]:
        """Read articles, each with the signatures of the sidecars beside it; return what came of each, in order."""
        if not self._processes and (size := min(self._jobs, len(sources) // WORTH)) > 1:
            self._processes = [_Process(self._make, f"{os.getpid()}-{number}") for number in range(size)]
        members: Sequence[_Here | _Process] = self._processes or [self._here]
        for number, (source, _) in enumerate(sources):
            self._member[source.path] = members[number % len(members)]
        readings: dict[str, Reading] = {}
        for found in self._deal("read", sources, lambda item: item[0].path):
            readings |= {reading.path: reading for reading in found}
            progress("read", len(readings), len(sources))
        return [readings[source.path] for source, _ in sources]

    def complete(self, replies: Mapping[str, Reply], asked: Mapping[str, str]) -> dict[str, Record]:
        """Make stories of the articles just read; return the record of each by its path."""
        tasks: list[_Task] = []
        members: list[_Here | _Process] = [self._here, *self._processes]
        for member in members:
            own = [path for path in replies if self._member[path] is member]
            tasks.append((member, ({path: replies[path] for path in own}, {path: asked[path] for path in own})))
        records = (record for packed in _all("complete", tasks) for record in unpack_records(packed))
        return {record.article.path: record for record in records}

    def assemble(self, renderer: Renderer) -> None:
        """Tell all of the whole site, before pages are rendered."""
        tasks: list[_Task] = [(self._here, (renderer,))]
        _all("join", tasks)
        if self._processes:
            packed = pack(renderer.site.stories)
            _all("assemble", [(process, (packed,)) for process in self._processes])

    def render(self, paths: Sequence[str]) -> Iterator[Rendered]:
        """Render the pages of stories and put aside those that changed, some at a time."""
        return self._deal("render", paths, str)

    def entries(self, paths: Sequence[str]) -> Mapping[str, Mapping[View, Entry]]:
        """Return stories as feeds show them, by the paths of their articles."""
        return {path: entry for part in self._deal("entries", paths, str) for path, entry in part}

    def move(self, staged: Staged, path_of: Mapping[str, str]) -> None:
        """Move the pages of stories into place; `path_of` says which article's each is."""
        own: dict[_Here | _Process, dict[str, str]] = {}
        for page, temporary in staged.items():
            own.setdefault(self._member[path_of[page]], {})[page] = temporary
        _all("move", [(member, (part,)) for member, part in own.items()])

    def _deal(self, method: str, items: Sequence[Any], path_of: Callable[[Any], str]) -> Iterator[Any]:
        """Let each member do its own items, all of them at the same time; yield what they return, some at a time."""
        own: dict[_Here | _Process, list[Any]] = {}
        for item in items:
            own.setdefault(self._member[path_of(item)], []).append(item)
        left = {member: iter(part) for member, part in own.items()}

        def deal() -> Sequence[_Task]:
            tasks = [(member, (list(islice(part, CHUNK)),)) for member, part in left.items()]
            return [(member, arguments) for member, arguments in tasks if arguments[0]]

        _start(method, tasks := deal())
        while tasks:
            results = _results(tasks)
            _start(method, tasks := deal())  # before its results are used: that takes the caller time, too
            yield from results


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Here:
    """A share in this process."""

    def __init__(self, share: Share) -> None:
        self._share = share

    def start(self, method: str, arguments: tuple[Any, ...]) -> None:
        self._work = partial(getattr(self._share, method), *arguments)

    def result(self) -> Any:
        return self._work()


class _Process:
    """A share in a process of its own."""

    def __init__(self, make: MakeShare, name: str) -> None:
        # A process with threads (the preview's) can't be forked safely; elsewhere a fork starts at once.
        fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
        context: Any = multiprocessing.get_context("fork" if fork else "spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, make, name), daemon=True)
        self._process.start()
        theirs.close()

    def start(self, method: str, arguments: tuple[Any, ...]) -> None:
        with suppress(OSError):  # it has died, which `result` tells
            self._pipe.send((method, arguments))

    def result(self) -> Any:
        try:
            error, value = self._pipe.recv()
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
            self._pipe.send(None)
        self._process.join()


_Task = tuple[_Here | _Process, tuple[Any, ...]]


def _all(method: str, tasks: Sequence[_Task]) -> list[Any]:
    """Let members do something at the same time, and return what each returns. Raises the problems of all."""
    _start(method, tasks)
    return _results(tasks)


def _start(method: str, tasks: Sequence[_Task]) -> None:
    for member, arguments in tasks:
        member.start(method, arguments)


def _results(tasks: Sequence[_Task]) -> list[Any]:
    results: list[Any] = []
    problems: list[Problem] = []
    for member, _ in tasks:
        with collected(problems):
            results.append(member.result())
    if problems:
        raise DigestError.of(dict.fromkeys(problems))
    return results


def _end_with_parent() -> None:
    """End this process when the one that asks is gone, killed perhaps, whatever this one is at."""
    asker: Any = multiprocessing.parent_process()
    wait([asker.sentinel])
    os._exit(1)


def _work(pipe: Connection, make: MakeShare, name: str) -> None:
    """Do what is asked for until told to end, or until nobody can ask any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the process that asks ends the others
    gc.disable()  # what a share keeps is no garbage, and looking through it again and again takes an eighth of the time
    share = make(name)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while request := pipe.recv():
            method, arguments = request
            answer: tuple[Exception | None, Any]
            try:
                answer = None, getattr(share, method)(*arguments)
            except Exception as error:
                error.add_note(traceback.format_exc())
                answer = error, None
            pipe.send(answer)
