"""Builds of a copy of a site that are killed, and what they leave."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.sites import tree

GONE = 2.0
"""Seconds after which no process of a killed build may be left."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a killed build left.

    Attributes:
        broken: files that are neither old nor new.
        seconds: how long processes went on.
        new: how many files it had published.
    """

    broken: tuple[str, ...]
    seconds: float
    new: int


def start(
    root: Path, *options: str, prepare: Callable[[], object] | None = None, **variables: str
) -> "subprocess.Popen[str]":
    """Build a site in a session of its own, with the embedded packages only.

    `prepare` is called in the new process before the program begins; `variables` are of its environment.
    """
    command = [sys.executable, "-m", "digest", "build", "--allow-untranslated", *options]
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    environment |= {"ARGOS_PACKAGES_DIR": str(root / "none"), "XDG_CACHE_HOME": str(root / "cache"), **variables}
    if "SOURCE_DATE_EPOCH" not in variables and "--now" not in options:
        command += ["--now", "2026-11-23T12:00"]
    return subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=prepare,
    )


def finish(process: "subprocess.Popen[str]", within: float = 120) -> tuple[int, str]:
    """Wait for a build; return how it ended, and what it said. Raises `TimeoutExpired`, with all of it killed."""
    try:
        _, said = process.communicate(timeout=within)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return process.returncode, said


def wait_for(process: "subprocess.Popen[str]", happened: Callable[[], bool], within: float = 60) -> bool:
    """Wait until something has happened; tell whether it did before the build ended, and did in time."""
    end = time.monotonic() + within
    while time.monotonic() < end and process.poll() is None:
        if happened():
            return True
        time.sleep(0.0005)
    return False


def workers(process: "subprocess.Popen[str]") -> list[int]:
    """Return the further processes that a build has begun and that are at work."""
    return [member for member in members(process.pid) if member != process.pid]


def kill(process: "subprocess.Popen[str]", old: Mapping[str, bytes], new: Mapping[str, bytes], output: Path) -> Left:
    """Kill a build, its first process only, and look at what is published then, and when nobody writes any more."""
    process.send_signal(signal.SIGKILL)
    began = time.monotonic()
    process.wait()
    broken = _broken(tree(output), old, new)
    while members(process.pid) and time.monotonic() - began < 5 * GONE:
        time.sleep(0.01)
    seconds = time.monotonic() - began
    if process.stderr:
        process.stderr.close()
    left = tree(output)
    published = sum(left.get(path) == new[path] for path in differing(old, new))
    return Left((*broken, *_broken(left, old, new)), seconds, published)


def differing(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    """Return the files that a build has to publish."""
    return [path for path in new if old.get(path) != new[path]]


def members(session: int) -> list[int]:
    """Return the processes of a session that are at work (Linux)."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                state, _, _, of = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            except OSError:
                continue
            if int(of) == session and state not in "ZX":
                found.append(int(folder.name))
    return found


def _broken(found: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[str, ...]:
    return tuple(path for path, body in found.items() if body not in (old.get(path), new.get(path)))
