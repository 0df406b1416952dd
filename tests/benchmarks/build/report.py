"""Measurements as Markdown tables and as JSON, and what the machine was like while they were taken."""

import json
import os
import platform
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from tests.benchmarks.build.measure import Usage

Case = Literal["clean", "unchanged", "article", "template", "sidecar"]

CASES: Mapping[Case, str] = {
    "clean": "clean build",
    "unchanged": "nothing changed",
    "article": "one article edited",
    "template": "one template edited",
    "sidecar": "one sidecar edited",
}
_MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One run.

    Attributes:
        peer: the name of the program.
        size: articles of the site.
        round: from 1.
        pages: HTML files that it wrote, the same bytes again included.
    """

    peer: str
    size: int
    case: Case
    round: int
    usage: Usage
    pages: int


def table(measurements: Sequence[Measurement], size: int, reference: str) -> str:
    """Return the measurements of one size: the median of the rounds, with the span of the times.

    The last column is the time of the `reference` program divided by the row's.
    """
    rounds = max(each.round for each in measurements if each.size == size)
    lines = [
        f"### {size:,} articles, {_counted(rounds, 'round')}",
        "",
        f"| | | wall, s | span | CPU, s | peak, MiB | pages written | {reference} ÷ this |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for case, label in CASES.items():
        runs = [each for each in measurements if (each.size, each.case) == (size, case)]
        base = _median([run for run in runs if run.peer == reference], _wall)
        for peer in dict.fromkeys(run.peer for run in runs):
            own = [run for run in runs if run.peer == peer]
            wall = _median(own, _wall)
            row = (
                label,
                peer,
                f"{wall:.2f}",
                f"{min(map(_wall, own)):.2f}–{max(map(_wall, own)):.2f}",
                f"{_median(own, lambda run: run.usage.cpu):.2f}",
                f"{_median(own, lambda run: run.usage.peak / _MIB):,.0f}",
                f"{_median(own, lambda run: run.pages):,.0f}",
                "" if peer == reference or not base else f"{base / wall:.2f}",
            )
            lines.append(_row(row))
            label = ""
    return "\n".join(lines)


def curve(measurements: Iterable[Measurement]) -> str:
    """Return how time and memory grow with the size of a site."""
    lines = [
        "| articles | | wall, s | CPU, s | ms an article | peak, MiB | kB an article |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for run in measurements:
        usage = run.usage
        row = (
            f"{run.size:,}",
            CASES[run.case],
            f"{usage.wall:.2f}",
            f"{usage.cpu:.2f}",
            f"{usage.wall / run.size * 1000:.2f}",
            f"{usage.peak / _MIB:,.0f}",
            f"{usage.peak / run.size / 1000:,.0f}",
        )
        lines.append(_row(row))
    return "\n".join(lines)


def dump(measurements: Iterable[Measurement], file: Path) -> None:
    """Write every single run as JSON."""
    file.write_text(json.dumps([asdict(each) for each in measurements], indent=1), "utf-8")


def machine() -> str:
    """Return the machine in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB memory, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def load() -> str:
    """Return the time, and how busy the machine is."""
    averages = ", ".join(f"{average:.2f}" for average in os.getloadavg())
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load average {averages}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _wall(run: Measurement) -> float:
    return run.usage.wall


def _median(runs: Iterable[Measurement], value: Callable[[Measurement], float]) -> float:
    values: Iterator[float] = map(value, runs)
    return statistics.median(list(values) or [0])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
