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

    The last two columns say how much of a row's time and memory the `reference` program takes: 0.60 is six tenths.
    """
    rounds = max(each.round for each in measurements if each.size == size)
    lines = [
        f"### {size:,} articles, {_counted(rounds, 'round')}",
        "",
        f"| | | wall, s | span | CPU, s | peak, MiB | pages written | {reference}: time × | memory × |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for case, label in CASES.items():
        runs = [each for each in measurements if (each.size, each.case) == (size, case)]
        base = [run for run in runs if run.peer == reference]
        for peer in dict.fromkeys(run.peer for run in runs):
            own = [run for run in runs if run.peer == peer]
            wall = _median(own, _wall)
            row = (
                label,
                peer,
                f"{wall:.2f}",
                f"{min(map(_wall, own)):.2f}–{max(map(_wall, own)):.2f}",
                f"{_median(own, _cpu):.2f}",
                f"{_median(own, _peak):,.0f}",
                f"{_median(own, lambda run: run.pages):,.0f}",
                *("" if not base or peer == reference else _ratio(base, own, value) for value in (_wall, _peak)),
            )
            lines.append(_row(row))
            label = ""
    return "\n".join(lines)


def curve(measurements: Sequence[Measurement]) -> str:
    """Return how time and memory of one program grow with the size of a site: the median of the rounds."""
    lines = [
        "| articles | | wall, s | CPU, s | ms an article | peak, MiB | kB an article |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for size in dict.fromkeys(run.size for run in measurements):
        for case, label in CASES.items():
            if runs := [run for run in measurements if (run.size, run.case) == (size, case)]:
                wall, peak = _median(runs, _wall), _median(runs, _peak)
                row = (
                    f"{size:,}",
                    label,
                    f"{wall:.2f}",
                    f"{_median(runs, _cpu):.2f}",
                    f"{wall / size * 1000:.2f}",
                    f"{peak:,.0f}",
                    f"{peak * _MIB / size / 1000:,.0f}",
                )
                lines.append(_row(row))
    return "\n".join(lines)


def median(runs: Iterable[Measurement]) -> tuple[float, float]:
    """Return the median time in seconds and the median peak of memory in MiB of some runs."""
    found = list(runs)
    return _median(found, _wall), _median(found, _peak)


def dump(measurements: Iterable[Measurement], file: Path) -> None:
    """Write every single run as JSON."""
    file.write_text(json.dumps([asdict(each) for each in measurements], indent=1), "utf-8")


def read(file: Path) -> list[Measurement]:
    """Read what `dump` wrote."""
    return [Measurement(**{**each, "usage": Usage(**each["usage"])}) for each in json.loads(file.read_text("utf-8"))]


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


def _cpu(run: Measurement) -> float:
    return run.usage.cpu


def _peak(run: Measurement) -> float:
    return run.usage.peak / _MIB


def _median(runs: Iterable[Measurement], value: Callable[[Measurement], float]) -> float:
    values: Iterator[float] = map(value, runs)
    return statistics.median(list(values) or [0])


def _ratio(base: Sequence[Measurement], own: Sequence[Measurement], value: Callable[[Measurement], float]) -> str:
    return f"{_median(base, value) / _median(own, value):.2f}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
