"""How time and memory grow with the size of a site, as an SVG: `python -m tests.benchmarks.build.plot results.json`."""

import argparse
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from tests.benchmarks.build import report
from tests.benchmarks.build.report import CASES, Case, Measurement

GOAL = 4096
"""MiB of memory that a build of the largest site may take."""

PIVOT = 1_000
"""Articles of the clean build that the straight line goes through."""

_WIDTH, _HEIGHT = 640, 880
_LEFT, _RIGHT = 74, 612
_MARKS: Mapping[Case, str] = {  # around the point 0, 0
    "clean": "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0z",
    "template": "M-5.5 -5.5h11v11h-11z",
    "article": "M0 -6.5L6.2 5H-6.2z",
    "unchanged": "M0 -6.8L6.8 0L0 6.8L-6.8 0z",
    "sidecar": "M0 6.5L6.2 -5H-6.2z",
}
_STYLE = """
svg { color-scheme: light dark; font: 15px system-ui, sans-serif }
.paper { fill: #fff } text { fill: #222 } .quiet { fill: #555 } .grid { stroke: #e2e2e2 } .axis { stroke: #888 }
.line { fill: none; stroke-width: 2.5 } .rule { fill: none; stroke: #555; stroke-width: 1.5; stroke-dasharray: 6 5 }
.goal { stroke: #b3261e } .goal-text { fill: #b3261e } .name { font-weight: 600 }
.clean { --c: #0b57a4 } .template { --c: #a8480a } .article { --c: #1d7038 } .unchanged { --c: #7a3d9c }
.sidecar { --c: #6b5b00 } .line { stroke: var(--c) } .mark { fill: var(--c); stroke: none }
@media (prefers-color-scheme: dark) {
.paper { fill: #16181c } text { fill: #e8e8e8 } .quiet { fill: #b0b0b0 }
.grid { stroke: #33363c } .axis { stroke: #8a8a8a }
.rule { stroke: #b0b0b0 } .goal { stroke: #ff8a80 } .goal-text { fill: #ff8a80 }
.clean { --c: #7db8f7 } .template { --c: #f5a361 } .article { --c: #79cf92 } .unchanged { --c: #cf9fee }
.sidecar { --c: #d8c65a }
}
"""

Points = Mapping[Case, Mapping[int, float]]
"""What was measured: a value for each size of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A logarithmic axis.

    Attributes:
        low, high: the values at its ends.
        start, end: where those lie in the picture.
    """

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Return where a value lies in the picture."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Return the powers of ten from end to end; with their double and fivefold where there is room for those."""
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        for steps in ((1, 2, 5), (1,)):
            found = [tick for power in powers for step in steps if self._holds(tick := step * 10.0**power)]
            if len(found) <= 12:
                break
        return found

    def _holds(self, value: float) -> bool:
        return self.low * 0.999 <= value <= self.high * 1.001


def curve(measurements: Sequence[Measurement], program: str = "digest") -> str:
    """Return the picture: for each case of a program the median time, and the median peak of memory, at each size.

    Raises `ValueError` when there is nothing of that program.
    """
    own = [run for run in measurements if run.peer == program]
    if not own:
        raise ValueError(f"no measurement of {program}")
    sizes = sorted({run.size for run in own})
    cases = [case for case in _MARKS if any(run.case == case for run in own)]
    medians = {
        (case, size): report.median(runs)
        for case in cases
        for size in sizes
        if (runs := [run for run in own if (run.case, run.size) == (case, size)])
    }
    seconds, memory = (
        {case: {size: found[index] for (of, size), found in medians.items() if of == case} for case in cases}
        for index in (0, 1)
    )
    across = Axis(low=sizes[0] / 1.25, high=max(sizes[-1], sizes[0] * 10) * 1.25, start=_LEFT, end=_RIGHT)
    title = f"How builds of {program} grow with the site"
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(_told(seconds, memory, sizes))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" width="{_WIDTH}" height="{_HEIGHT}"/>',
        *_legend(cases),
        *_panel("Time, seconds", seconds, across, top=112, bottom=452, rule=_proportion),
        *_panel("Memory at its peak, MiB", memory, across, top=520, bottom=822, rule=_goal),
        _text((_LEFT + _RIGHT) / 2, 868, "articles", "middle"),
        "</svg>",
    )
    return "\n".join(parts) + "\n"


def _legend(cases: Sequence[Case]) -> Iterator[str]:
    """Yield the cases, two in a row, each with its mark."""
    for number, case in enumerate(cases):
        x, y = _LEFT + 6 + number % 2 * 280, 26 + number // 2 * 26
        yield f'<path class="line {case}" d="M{x} {y}h34"/>'
        yield _mark(case, x + 17, y)
        yield _text(x + 44, y + 5, CASES[case])


Rule = Callable[[Points, Axis, Axis], Iterator[str]]


def _panel(name: str, points: Points, across: Axis, *, top: int, bottom: int, rule: Rule) -> Iterator[str]:
    """Yield one diagram."""
    values = [value for line in points.values() for value in line.values()]
    values += [GOAL] if rule is _goal else []
    up = Axis(low=_below(min(values) / 1.1), high=_above(max(values) * 1.1), start=bottom, end=top)
    yield _text(_LEFT, top - 14, name, style="name")
    for tick in up.ticks():
        y = up.place(tick)
        yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{_RIGHT}"/>'
        yield _text(_LEFT - 8, y + 5, f"{tick:,g}", "end")
    for tick in (each for each in across.ticks() if f"{each:g}"[0] == "1"):
        x = across.place(tick)
        yield f'<path class="grid" d="M{x:.1f} {top}V{bottom}"/>'
        yield _text(x, bottom + 21, f"{tick:,.0f}", "middle")
    yield f'<path class="axis" fill="none" d="M{_LEFT} {top}V{bottom}H{_RIGHT}"/>'
    yield from rule(points, across, up)
    for case, line in reversed(points.items()):  # so that the clean build, the first, lies on top
        places = [(across.place(size), up.place(value)) for size, value in line.items()]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        yield f'<path class="line {case}" d="M{path}"/>'
        yield from (_mark(case, x, y) for x, y in places)


def _proportion(points: Points, across: Axis, up: Axis) -> Iterator[str]:
    """Yield the line of times in proportion to articles, through the clean build of the size nearest `PIVOT`."""
    if clean := points.get("clean"):
        pivot = min(clean, key=lambda size: abs(math.log(size / PIVOT)))
        each = clean[pivot] / pivot
        low, high = max(across.low, up.low / each), min(across.high, up.high / each)
        start, end = ((across.place(size), up.place(size * each)) for size in (low, high))
        yield f'<path class="rule" d="M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"/>'
        yield _text(_RIGHT, up.end - 14, f"- - linear, through {pivot:,} articles", "end", "quiet")


def _goal(points: Points, across: Axis, up: Axis) -> Iterator[str]:
    """Yield the goal as a level line."""
    y = up.place(GOAL)
    yield f'<path class="rule goal" d="M{across.start} {y:.1f}H{across.end}"/>'
    yield _text(across.start + 8, y + 19, f"goal: {GOAL // 1024} GiB", style="goal-text")


def _told(seconds: Points, memory: Points, sizes: Sequence[int]) -> str:
    """Return in words what the picture shows: the smallest and the largest site."""
    told = (
        f"{size:,} articles: "
        + "; ".join(
            f"{CASES[case]} {seconds[case][size]:.2f} s, {memory[case][size]:,.0f} MiB"
            for case in seconds
            if size in seconds[case]
        )
        for size in dict.fromkeys((sizes[0], sizes[-1]))
    )
    return f"Two diagrams with logarithmic axes, time and memory over articles. {'. '.join(told)}."


def _mark(case: Case, x: float, y: float) -> str:
    return f'<path class="mark {case}" transform="translate({x:.1f} {y:.1f})" d="{_MARKS[case]}"/>'


def _text(x: float, y: float, text: str, anchor: str = "start", style: str = "") -> str:
    kind = f' class="{style}"' if style else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _below(value: float) -> float:
    """Return the greatest of 1, 2, 5, 10, 20, 50, … (and 0.5, 0.2, …) that is not above a value."""
    power = 10.0 ** math.floor(math.log10(value))
    return power * max(step for step in (1, 2, 5) if step * power <= value)


def _above(value: float) -> float:
    """Return the smallest of them that is not below a value."""
    power = 10.0 ** math.floor(math.log10(value))
    return power * min(step for step in (1, 2, 5, 10) if step * power >= value)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.build.plot", description=__doc__)
    parser.add_argument("results", type=Path, metavar="results.json")
    parser.add_argument("--program", default="digest", help="whose builds are drawn (digest)")
    options = parser.parse_args()
    print(curve(report.read(options.results), options.program), end="")


if __name__ == "__main__":
    main()
