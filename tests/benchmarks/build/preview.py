"""Time from a saved article to its new page: `digest serve` and `hugo server`, while somebody edits.

`python -m tests.benchmarks.build.preview --sizes 1000 10000`; see tests/benchmarks/README.md.
"""

import argparse
import itertools
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from random import Random
from typing import Literal

from tests.benchmarks.build import corpus, report
from tests.benchmarks.build.measure import environment
from tests.benchmarks.build.peers import Digest, Edit, Hugo, HugoMarkdown, Peer

PEERS: tuple[type[Peer], ...] = (Digest, Hugo, HugoMarkdown)
EDITS: tuple[Edit, ...] = ("article", "title")
EVENTS = "/__digest/events"

_POLL = 0.002
_PAUSE = 1.0
"""Seconds between a page that came and the next edit, beside the time that it took, and up to `_SPREAD` more."""

_SPREAD = 0.5
"""Hugo gathers changes and looks at them every half second: edits must not keep step with that."""

_SETTLED = 3.0
"""Seconds after which digest takes a file's time for what it says: one touched just before a build is read again."""

_WAIT = 300.0
"""Seconds until a page that does not come is given up: for the first one, and for an edit."""

Way = Literal["asked for every 2 ms", "event, then asked for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """How long one edit took: milliseconds from before the file was written until its page was received whole."""

    peer: str
    size: int
    way: Way
    edit: Edit
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview that answers.

    Attributes:
        path: of the page whose article is edited.
        ready: when that page was there, by `perf_counter`.
    """

    peer: Peer
    size: int
    folder: Path
    article: corpus.Article
    port: int
    ready: float = 0.0

    @property
    def path(self) -> str:
        return f"/ar/articles/{self.article.slug}/"

    def save(self, edit: Edit, number: int) -> float:
        """Write an edited article; return when that began. All but the write itself is done before."""
        file, text = self.peer.edited(self.folder, self.article, edit, number)
        start = time.perf_counter()
        file.write_text(text, "utf-8")
        return start


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    shutil.rmtree(options.work / "previews", ignore_errors=True)
    (options.work / "previews").mkdir(parents=True)
    start = report.load()
    found: list[Latency] = []
    peers = [peer(options.work / "tools") for peer in PEERS if peer.name in options.only]
    for peer in peers:
        peer.install()
    for size, peer in itertools.product(options.sizes, peers):
        _say(f"making {size:,} articles for {peer.name}")
        folder = options.work / "previews" / f"{peer.name}-{size}"
        peer.make(folder, corpus.articles(size))
        time.sleep(_SETTLED)
        try:
            with serving(peer, folder, size) as preview:
                for latency in _edited(preview, options.edits):
                    found.append(latency)
                    _say(
                        f"{size:>7,} {peer.name:<13} {latency.way:<22} {latency.edit:<8} {latency.milliseconds:7.0f} ms"
                    )
        except (ValueError, TimeoutError) as error:
            _say(f"{error}\n{folder.with_suffix('.log').read_text('utf-8', 'replace')[-2000:]}")
            return 1
    versions = ", ".join(f"{peer.name} {peer.version()}" for peer in peers)
    head = "\n".join((f"- {report.machine()}", f"- {versions}", f"- start: {start}", f"- end: {report.load()}"))
    print(text := f"{head}\n\n{table(found)}")
    (options.work / "preview.md").write_text(text + "\n", "utf-8")
    return 0


def table(latencies: Sequence[Latency]) -> str:
    """Return how long edits took, as Markdown: in all, and by what was edited."""
    lines = [
        "| articles | | page | edits | median, ms | worst, ms | text, median | title, median |",
        "| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for size, peer, way in dict.fromkeys((each.size, each.peer, each.way) for each in latencies):
        own = [each for each in latencies if (each.size, each.peer, each.way) == (size, peer, way)]
        kinds = [[each.milliseconds for each in own if each.edit == edit] for edit in EDITS]
        every = [each.milliseconds for each in own]
        cells = (statistics.median(every), max(every), *(statistics.median(kind or [0]) for kind in kinds))
        lines.append(f"| {size:,} | {peer} | {way} | {len(own)} | {' | '.join(f'{cell:,.0f}' for cell in cells)} |")
    return "\n".join(lines)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [peer.name for peer in PEERS]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.build.preview", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000], metavar="N", help="articles of a site (1,000)")
    parser.add_argument("--edits", type=int, default=20, metavar="N", help="edits of each kind of waiting (20)")
    parser.add_argument("--only", nargs="+", choices=names, default=[Digest.name, Hugo.name], help="(digest and hugo)")
    parser.add_argument(
        "--work",
        type=Path,
        default=Path(tempfile.gettempdir()) / "digest-benchmark",
        metavar="DIR",
        help="where programs are installed and sites are made (digest-benchmark in the temporary folder)",
    )
    options = parser.parse_args(arguments)
    options.work = options.work.resolve()
    return options


def _edited(preview: Preview, edits: int) -> Iterator[Latency]:
    """Edit the text and the title of an article in turn, for each way of waiting; yield how long each edit took."""
    ways: dict[Way, Wait] = {"asked for every 2 ms": _polled}
    if isinstance(preview.peer, Digest):
        ways["event, then asked for"] = _told
    moments = Random(1)
    for place, (way, wait) in enumerate(ways.items(), start=1):
        for count in range(edits):
            edit = EDITS[count % len(EDITS)]
            number = 1000 * place + count  # no article has such a number, so a page with it is the page of this edit
            seconds = wait(preview, edit, number)
            time.sleep(_PAUSE + seconds + moments.uniform(0, _SPREAD))  # for what is built after the page
            yield Latency(peer=preview.peer.name, size=preview.size, way=way, edit=edit, milliseconds=seconds * 1000)


Wait = Callable[[Preview, Edit, int], float]
"""Edit an article, wait until its page shows that, and return the seconds it took."""


def _polled(preview: Preview, edit: Edit, number: int) -> float:
    """Ask for the page over and over."""
    with _connected(preview) as connection:
        _page(connection, preview.path)  # so that the connection is there
        start = preview.save(edit, number)
        while not _shows(_page(connection, preview.path), number):
            _check(preview, start)
            time.sleep(_POLL)
        return time.perf_counter() - start


def _told(preview: Preview, edit: Edit, number: int) -> float:
    """Wait for the event at which a browser loads the page again, and ask for the page."""
    with _connected(preview) as stream, _connected(preview) as connection:
        stream.request("GET", EVENTS)
        events = stream.getresponse()
        _event(events)  # how things stand
        _page(connection, preview.path)
        start = preview.save(edit, number)
        while True:
            _event(events)
            if _shows(_page(connection, preview.path), number):
                return time.perf_counter() - start
            _check(preview, start)


def _check(preview: Preview, start: float) -> None:
    if time.perf_counter() - start > _WAIT:
        raise TimeoutError(f"{preview.peer.name} did not show an edit within {_WAIT:.0f} s")


def _connected(preview: Preview) -> AbstractContextManager[HTTPConnection]:
    """Return a connection that is kept alive, to be used with `with`."""
    return closing(HTTPConnection("127.0.0.1", preview.port, timeout=_WAIT))


def _page(connection: HTTPConnection, path: str) -> str:
    """Return a page; empty when it is not there, or came cut short because it was just made again."""
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
    except (HTTPException, ConnectionError):
        connection.close()  # the next question opens it again
        return ""
    return body.decode("utf-8", "replace") if response.status == 200 else ""


def _shows(page: str, number: int) -> bool:
    return f"({number})" in page


def _event(events: HTTPResponse) -> None:
    """Wait for the next event of a stream. Raises `ValueError` when it is that the build failed."""
    while line := events.readline():
        if line.startswith(b"data:"):
            if problems := json.loads(line.removeprefix(b"data:"))["problems"]:
                raise ValueError(f"the build failed: {problems}")
            return
    raise ValueError("the stream of events ended")


@contextmanager
def serving(peer: Peer, folder: Path, size: int) -> Iterator[Preview]:
    """Start a preview, wait until it answers with the page to be edited, and end it after. Raises `TimeoutError`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    # Neither the newest article nor the oldest, and without a picture, as in the builds.
    preview = Preview(peer, size, folder, corpus.article(size // 2 + 1), port)
    with folder.with_suffix(".log").open("wb") as log:
        process = subprocess.Popen(
            peer.server(port),
            cwd=folder,
            env=environment(folder.parent),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield replace(preview, ready=_await(preview, process))
    finally:
        process.terminate()
        process.wait(30)


def _await(preview: Preview, process: subprocess.Popen[bytes]) -> float:
    """Wait until a preview has built its site, and return when its page was there."""
    start = time.perf_counter()
    while True:
        if process.poll() is not None:
            raise ValueError(f"{preview.peer.name} ended with {process.returncode}")
        with _connected(preview) as connection:
            if _page(connection, preview.path):
                break
        _check(preview, start)
        time.sleep(0.1)
    ready = time.perf_counter()
    time.sleep(2 * _PAUSE + 0.5 * (time.perf_counter() - start))  # for what is built after the page
    return ready


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
