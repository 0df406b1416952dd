"""Progress bars, on standard error, on a terminal only."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from digest.cli.terminal import say
from digest.messages import counted
from digest.progress import Progress, Stage, quiet

if TYPE_CHECKING:
    import rich.progress

_LABELS: Mapping[Stage, str] = {
    "read": "reading",
    "translate": "translating sentences",
    "retry": "trying doubtful ones again",
    "compare": "comparing with second opinions",
    "import": "importing articles",
    "render": "writing",
}
_BETWEEN = 0.2
"""Seconds between two drawings of a line."""
_WITH_RATE: frozenset[Stage] = frozenset({"translate", "retry", "compare"})
"""The stages of which it is also said how many are done in a second."""


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Yield what draws a bar for each stage that takes more than a second."""
    if not sys.stderr.isatty():
        yield quiet
        return
    bars = _Bars()
    try:
        yield bars
    finally:
        bars.close()


@contextmanager
def download_bar() -> Iterator[Callable[[int, int | None], None]]:
    """Yield what draws how many bytes of a file have come, given those and, where it is known, the size of the file."""
    if not sys.stderr.isatty():
        yield lambda done, total: None  # noqa: ARG005
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("download", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class TranslationLine:
    """A line that tells how far the machine of a preview is: on a terminal one that changes, else one at each end."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._began: tuple[float, int] | None = None
        self._left = 0
        self._drawn = 0.0

    def show(self, left: int, rate: float) -> None:
        """Tell that so many sentences are left, and how many the machine translates in a second (0: not known)."""
        with self._lock:
            now = monotonic()
            if self._began is None and left:
                self._began = now, left
                if not sys.stderr.isatty():
                    say(f"translating {counted(left, 'sentence')}")
            if self._began and not left:
                self._clear()
                start, count = self._began
                say(f"translated {counted(count, 'sentence')} in {now - start:.1f} s")
                self._began = None
            elif self._began and left > self._left:  # more were saved meanwhile
                self._began = self._began[0], self._began[1] + left - self._left
            self._left = left
            if left and sys.stderr.isatty() and now - self._drawn > _BETWEEN:
                self._drawn = now
                click.echo(f"\r\x1b[K{progress_of_translation(left, rate)}", err=True, nl=False)

    def clear(self) -> None:
        """Take the line off the terminal, before something else is printed."""
        with self._lock:
            self._clear()

    def _clear(self) -> None:
        if self._drawn:
            self._drawn = 0.0
            click.echo("\r\x1b[K", err=True, nl=False)


def progress_of_translation(left: int, rate: float) -> str:
    """Return in words how far a translation is."""
    if not rate:
        return f"translating: {counted(left, 'sentence')} left"
    seconds = left / rate
    time = f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
    return f"translating: {counted(left, 'sentence')} left, {rate:.1f} a second, about {time}"


class _Bars:
    """Draws one bar a stage, once the stage has taken a second."""

    def __init__(self) -> None:
        self._started: dict[Stage, float] = {}
        self._drawn: rich.progress.Progress | None = None
        self._tasks: dict[Stage, Any] = {}

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        now = monotonic()
        if not done:
            self._started[stage] = now
        if now - self._started.setdefault(stage, now) < 1 and stage not in self._tasks:
            return
        if self._drawn is None:
            self._drawn = _started_bars()
        if stage not in self._tasks:
            self._tasks[stage] = self._drawn.add_task(_LABELS[stage], total=total or None, rate="")
        rate = done / max(now - self._started[stage], 0.001)
        self._drawn.update(
            self._tasks[stage],
            completed=done,
            total=total or None,
            rate=f"{rate:.1f}/s" if stage in _WITH_RATE else "",
        )

    def close(self) -> None:
        """Take the bars off the terminal."""
        if self._drawn is not None:
            self._drawn.stop()


def _started_bars() -> "rich.progress.Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    bars = Progress(*columns, console=Console(stderr=True), transient=True)
    bars.start()
    return bars
