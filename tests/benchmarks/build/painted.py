"""Time from a saved file to its page painted in Chromium: `digest serve`, `hugo server` and Eleventy's server.

`python -m tests.benchmarks.build.painted --sizes 1000 10000`; see tests/benchmarks/README.md.
"""

import argparse
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from random import Random
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.build import corpus, report
from tests.benchmarks.build.peers import ROOT, Digest, Eleventy, Hugo, Peer
from tests.benchmarks.build.preview import Preview, serving

PEERS: tuple[type[Peer], ...] = (Digest, Hugo, Eleventy)

Kind = Literal["article", "title", "sidecar", "style", "template", "settings"]
KINDS: tuple[Kind, ...] = ("article", "title", "sidecar", "style", "template", "settings")
WHOLE: tuple[Kind, ...] = ("template", "settings")
"""What changes every page: such edits are made less often, since the rest of the site is built behind the page."""

_STYLES = {"digest": "theme/digest.css", "hugo": "static/style.css", "eleventy": "src/style.css"}
_SETTINGS = {"digest": "site.toml", "hugo": "hugo.toml", "eleventy": "src/_data/site.json"}
_NAME = re.compile(r"(أخبار الساحل)(?: \(\d+\))?")

_PAUSE = 0.3
"""Seconds between a page that was painted and the next edit, beside the time that it took, and up to `_SPREAD` more."""
_SPREAD = 0.5
_WAIT = 120.0
_SETTLED = 3.0

_WATCH = """
(() => {
  const seen = {
    text: (n) => document.querySelector("main")?.textContent.includes(`(${n})`),
    style: (n) => getComputedStyle(document.documentElement).getPropertyValue("--edit").trim() === String(n),
    template: (n) => document.querySelector(`[data-revision="${n}"]`),
    settings: (n) => document.title.includes(`(${n})`),
  };
  const look = () => {
    const [kind, number] = JSON.parse(localStorage.getItem("wanted") ?? '[""]');
    if (kind && seen[kind](number)) {
      localStorage.removeItem("wanted");
      requestAnimationFrame(() => painted(number, performance.timeOrigin + performance.now())); // the frame is out
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """How long one edit took: milliseconds from before the file was written until the frame that shows it was out."""

    peer: str
    size: int
    kind: Kind | Literal["start", "first"]
    milliseconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table."""
    options = _options(arguments)
    shutil.rmtree(options.work / "painted", ignore_errors=True)
    (options.work / "painted").mkdir(parents=True)
    start = report.load()
    found: list[Painted] = []
    peers = [peer(options.work / "tools") for peer in PEERS if peer.name in options.only]
    for peer in peers:
        peer.install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for size in options.sizes:
            for peer in peers:
                for painted in _measured(browser, peer, size, options):
                    found.append(painted)
                    _say(f"{size:>7,} {peer.name:<9} {painted.kind:<9} {painted.milliseconds:8.0f} ms")
    versions = ", ".join(f"{peer.name} {peer.version()}" for peer in peers)
    head = "\n".join((f"- {report.machine()}", f"- {versions}", f"- start: {start}", f"- end: {report.load()}"))
    print(text := f"{head}\n\n{table(found)}")
    (options.work / "painted.md").write_text(text + "\n", "utf-8")
    return 0


def table(found: Sequence[Painted]) -> str:
    """Return how long edits took, as Markdown: median, worst and number of each kind."""
    lines = [
        "| articles | | start, s | first save | text | title | sidecar | style sheet | template | settings |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for size, peer in dict.fromkeys((each.size, each.peer) for each in found):
        own = [each for each in found if (each.size, each.peer) == (size, peer)]
        cells = []
        for kind in ("start", "first", *KINDS):
            times = [each.milliseconds for each in own if each.kind == kind]
            if kind == "start":
                cells.append(f"{times[0] / 1000:.1f}")
            else:
                said = f"{statistics.median(times or [0]):,.0f} / {max(times or [0]):,.0f} ({len(times)})"
                cells.append(f"{times[0]:,.0f}" if kind == "first" and times else said if times else "")
        lines.append(f"| {size:,} | {peer} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _measured(browser: Browser, peer: Peer, size: int, options: argparse.Namespace) -> Iterator[Painted]:
    """Make a site, preview it, edit it; yield how long each edit took. A kind whose page never comes is left out."""
    folder = options.work / "painted" / f"{peer.name}-{size}"
    peer.make(folder, corpus.articles(size))
    style = folder / _STYLES[peer.name]
    if not style.exists():
        style.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "theme" / "digest.css", style)
    time.sleep(_SETTLED)
    begun = time.perf_counter()
    moments = Random(1)
    with serving(peer, folder, size) as preview:
        yield Painted(peer=peer.name, size=size, kind="start", milliseconds=(preview.ready - begun) * 1000)
        context = browser.new_context()
        context.add_init_script(_WATCH)
        told: Queue[tuple[int, float]] = Queue()
        context.expose_function("painted", lambda number, at: told.put((number, at)))
        page = context.new_page()
        number = 1000
        for kind in KINDS:
            _open(page, preview, kind)
            for count in range(options.whole if kind in WHOLE else options.edits):
                number += 1
                try:
                    took = _edited(page, preview, kind, number, told)
                except TimeoutError as error:
                    _say(str(error))
                    break
                name = "first" if number == 1001 else kind
                yield Painted(peer=peer.name, size=size, kind=name, milliseconds=took)
                behind = options.behind if kind in WHOLE else 0
                page.wait_for_timeout((_PAUSE + behind + moments.uniform(0, _SPREAD)) * 1000 + took)
                if count == 0 and kind in WHOLE:
                    _open(page, preview, kind)
        context.close()


def _open(page: Page, preview: Preview, kind: Kind) -> None:
    path = preview.path.replace("/ar/", "/en/") if kind == "sidecar" else preview.path
    page.goto(f"http://localhost:{preview.port}{path}", wait_until="load")
    page.wait_for_timeout(1000)  # its stream of events is open


def _edited(page: Page, preview: Preview, kind: Kind, number: int, told: "Queue[tuple[int, float]]") -> float:
    """Write a file, wait until the page shows it, and return the milliseconds. Raises `TimeoutError`."""
    file, text = _edit(preview, kind, number)
    shown = kind if kind in ("style", "template", "settings") else "text"
    page.evaluate("wanted => localStorage.setItem('wanted', JSON.stringify(wanted))", [shown, number])
    start = time.time()
    file.write_text(text, "utf-8")
    end = time.monotonic() + _WAIT
    while time.monotonic() < end:
        page.wait_for_timeout(5)
        try:
            seen, at = told.get_nowait()
        except Empty:
            continue
        if seen == number:
            return at - start * 1000
    raise TimeoutError(f"{preview.peer.name} did not paint the {kind} within {_WAIT:.0f} s")


def _edit(preview: Preview, kind: Kind, number: int) -> tuple[Path, str]:
    """Return the file that an edit changes, and what it will then say."""
    if kind == "style":
        file = preview.folder / _STYLES[preview.peer.name]
        return file, file.read_text("utf-8").partition("\n:root { --edit")[0] + f"\n:root {{ --edit: {number} }}\n"
    if kind == "settings":
        file = preview.folder / _SETTINGS[preview.peer.name]
        return file, _NAME.sub(rf"\1 ({number})", file.read_text("utf-8"))
    return preview.peer.edited(preview.folder, preview.article, kind, number)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [peer.name for peer in PEERS]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.build.painted", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000], metavar="N", help="articles of a site (1,000)")
    parser.add_argument("--edits", type=int, default=30, metavar="N", help="edits of each kind (30)")
    parser.add_argument("--whole", type=int, default=30, metavar="N", help="edits that change every page (30)")
    parser.add_argument("--behind", type=float, default=0, metavar="S", help="seconds to wait after such an edit (0)")
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="(all)")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "digest-benchmark", metavar="DIR")
    options = parser.parse_args(arguments)
    options.work = options.work.resolve()
    return options


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
