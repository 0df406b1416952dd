"""Build the same news with several static site generators, and write what it took as a table. See README.md."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CalledProcessError

from tests.benchmarks.build import corpus, plot, report
from tests.benchmarks.build.measure import CommandError, measure
from tests.benchmarks.build.peers import PEERS, Digest, Edit, Peer
from tests.benchmarks.build.report import CASES, Case, Measurement

_CURVE = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
_CURVE_CASES: tuple[Case, ...] = ("clean", "unchanged", "article", "template")
_ALONE = 100_000
_SETTLED = 3.0
"""Seconds after which digest takes a file's time for what it says: one touched just before a build is read again."""


@dataclass(slots=True)
class Site:
    """A site of one size that one program builds.

    Attributes:
        edits: how often each of its files was edited.
    """

    peer: Peer
    size: int
    folder: Path
    edits: dict[Edit, int] = field(default_factory=dict)

    @property
    def edited(self) -> corpus.Article:
        """The article that the edits change: neither the newest nor the oldest, and without a picture."""
        return corpus.article(self.size // 2 + 1)

    def make(self) -> None:
        self.peer.make(self.folder, corpus.articles(self.size))

    def run(self, case: Case, number: int) -> Measurement:
        """Bring about a case, build, and check what came out. Raises `CommandError` and `ValueError`."""
        if case == "clean":
            self.peer.forget(self.folder, self.folder.with_name(f"{self.folder.name}-before-{number}"))
        elif case != "unchanged":
            self.edits[case] = self.edits.get(case, 0) + 1
            self.peer.edit(self.folder, self.edited, case, self.edits[case])
        start = time.time_ns()
        usage = measure(self.peer.command(), self.folder, self.folder.with_suffix(".log"))
        self.peer.check(self.folder, self.edited, self.size, self.edits)
        pages = sum(changed >= start for changed in _pages(self.folder / "public"))
        return Measurement(peer=self.peer.name, size=self.size, case=case, round=number, usage=usage, pages=pages)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    shutil.rmtree(options.work / "sites", ignore_errors=True)
    (options.work / "sites").mkdir(parents=True)
    peers = [peer(options.work / "tools") for peer in PEERS if peer.name in options.only]
    sizes: list[int] = options.sizes or (list(_CURVE) if options.curve else [100, 1_000])
    try:
        for peer in peers:
            _say(f"installing {peer.name}")
            peer.install()
        text = _curve(peers, sizes, options) if options.curve else _tables(peers, sizes, options)
    except (CommandError, CalledProcessError, ValueError) as error:
        _say(str(error))
        return 1
    print(text)
    (options.work / "results.md").write_text(text + "\n", "utf-8")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [peer.name for peer in PEERS]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.build", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="articles of a site (100 and 1,000)")
    parser.add_argument(
        "--rounds", type=int, default=3, help="runs of each case; tables and curves have the median (3)"
    )
    parser.add_argument("--only", nargs="+", choices=names, help="the programs to compare (all)")
    parser.add_argument(
        "--alone",
        type=int,
        default=_ALONE,
        metavar="N",
        help="sites of N articles and more are digest's alone (100,000)",
    )
    parser.add_argument(
        "--curve", action="store_true", help="time and memory of digest alone, from 100 to 100,000, as a plot too"
    )
    parser.add_argument(
        "--work",
        type=Path,
        default=Path(tempfile.gettempdir()) / "digest-benchmark",
        metavar="DIR",
        help="where programs are installed and sites are made (digest-benchmark in the temporary folder)",
    )
    options = parser.parse_args(arguments)
    options.only = [Digest.name] if options.curve else options.only or names
    options.work = options.work.resolve()
    return options


def _tables(peers: Sequence[Peer], sizes: Sequence[int], options: argparse.Namespace) -> str:
    """Measure every case of every program, and return a table a size."""
    head = _Head(peers)
    done = _measure(peers, sizes, tuple(CASES), options)
    measured = dict.fromkeys(each.size for each in done)
    return "\n\n".join((head.text(), *(report.table(done, size, Digest.name) for size in measured)))


def _curve(peers: Sequence[Peer], sizes: Sequence[int], options: argparse.Namespace) -> str:
    """Measure how one program does as a site grows, draw it as `curve.svg`, and return a table."""
    head = _Head(peers)
    done = _measure(peers, sizes, _CURVE_CASES, options)
    (options.work / "curve.svg").write_text(plot.curve(done), "utf-8")
    return "\n\n".join((head.text(), report.curve(done)))


def _measure(
    peers: Sequence[Peer], sizes: Sequence[int], cases: Sequence[Case], options: argparse.Namespace
) -> list[Measurement]:
    """Measure cases of programs, the programs in turn within each round; every run so far is in `results.json`."""
    done: list[Measurement] = []
    for size in sizes:
        compared = [peer for peer in peers if size < options.alone or peer.name == Digest.name]
        sites = list(_sites(compared, size, options.work))
        time.sleep(_SETTLED)
        for number in range(1, options.rounds + 1):
            for site in sites:
                for case in cases:
                    done.append(_measured(site, case, number))
                    report.dump(done, options.work / "results.json")
    return done


def _sites(peers: Sequence[Peer], size: int, work: Path) -> Iterator[Site]:
    for peer in peers:
        _say(f"making {size:,} articles for {peer.name}")
        site = Site(peer, size, work / "sites" / f"{peer.name}-{size}")
        site.make()
        yield site


class _Head:
    """What stands above the tables: when, where and what was measured."""

    def __init__(self, peers: Sequence[Peer]) -> None:
        self.versions = ", ".join(f"{peer.name} {peer.version()}" for peer in peers)
        self.start = report.load()

    def text(self) -> str:
        return "\n".join(
            (f"- {report.machine()}", f"- {self.versions}", f"- start: {self.start}", f"- end: {report.load()}")
        )


def _measured(site: Site, case: Case, number: int) -> Measurement:
    found = site.run(case, number)
    usage = found.usage
    _say(
        f"{found.size:>7,} {found.peer:<13} {CASES[found.case]:<20} {usage.wall:8.2f} s {usage.cpu:8.2f} s CPU "
        f"{usage.peak / (1 << 20):7,.0f} MiB {found.pages:7,} pages"
    )
    return found


def _pages(folder: Path) -> Iterator[int]:
    """Yield when each page of a published site was last written, in nanoseconds."""
    for path, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".html"):
                yield (Path(path) / name).stat().st_ctime_ns


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
