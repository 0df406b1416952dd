"""Run a command and say what it took: time, processor time, and memory of all its processes together."""

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Self

_PROC = Path("/proc")
_PAUSE = 0.02
_SHARE = 20
"""A sample of memory is followed by a pause of at least this many times its own duration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a command took.

    Attributes:
        wall, cpu: seconds; `cpu` is user and system time of the command and of all that it waited for.
        peak: bytes of memory: the largest sum seen over its processes at one time (PSS: pages that several of them
            share count once), or the largest that one process says of itself (RSS), whichever is more.
    """

    wall: float
    cpu: float
    peak: int


class CommandError(Exception):
    """A measured command that did not exit with 0; its text is what the command printed."""


def measure(command: Sequence[str], folder: Path, log: Path) -> Usage:
    """Run a command in a folder, its output into `log`, and return what it took. Linux only.

    Raises `CommandError`.
    """
    os.sync()
    with log.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(folder.parent),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        with _Sampler(process.pid) as sampler:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CommandError(f"{' '.join(command)} exited with {process.returncode}\n{log.read_text(errors='replace')}")
    return Usage(wall=wall, cpu=usage.ru_utime + usage.ru_stime, peak=max(sampler.peak, usage.ru_maxrss * 1024))


def environment(bytecode: Path) -> dict[str, str]:
    """Return variables with which a Python program keeps its compiled modules, as it does for most users."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return variables | {"PYTHONPYCACHEPREFIX": str(bytecode / "bytecode")}


class _Sampler(Thread):
    """Watches the memory of a session's processes while the command runs."""

    def __init__(self, leader: int) -> None:
        super().__init__()
        self.leader = leader
        self.peak = 0
        self.ended = Event()

    def run(self) -> None:
        pause = 0.0
        while not self.ended.wait(pause):
            start = time.perf_counter()
            self.peak = max(self.peak, sum(map(_memory, _session(self.leader))))
            pause = max(_PAUSE, _SHARE * (time.perf_counter() - start))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.join()


def _session(leader: int) -> Iterator[int]:
    """Yield the processes of a session."""
    for entry in _PROC.iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == leader:
                yield int(entry.name)


def _memory(process: int) -> int:
    """Return the PSS of a process; 0 when it has ended."""
    try:
        text = (_PROC / str(process) / "smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)
