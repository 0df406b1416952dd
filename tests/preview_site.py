"""A preview of a tiny site for the tests: what lies in `content/` is published as it is, and what has `FAIL` fails."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Thread

from starlette.routing import BaseRoute

from digest.errors import DigestError, Problem
from digest.model import Output
from digest.preview.server import Address, Built, Event, Failed, Serving, serve
from digest.preview.watch import Watch
from tests.output import write

WAIT = 20.0
"""Seconds until a test gives up on what should come at once."""


@dataclass(frozen=True)
class Changes:
    changed: frozenset[str]
    faults: dict[str, tuple[Problem, ...]] = field(default_factory=dict)


@dataclass
class TinySite:
    root: Path
    events: "Queue[Event]" = field(default_factory=Queue)
    address: Address = field(default_factory=lambda: Address(port=0))
    builds: list[frozenset[Path] | None] = field(default_factory=list)
    routes: Sequence[BaseRoute] = ()

    def __post_init__(self) -> None:
        self.content.mkdir()

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def output(self) -> Path:
        return self.root / "public"

    @property
    def url(self) -> str:
        return self.address.url

    def save(self, name: str, text: str) -> None:
        """Save as careful editors do, in one step, so that one save is one build on any machine."""
        (self.content / name).parent.mkdir(parents=True, exist_ok=True)
        temporary = (self.content / name).with_name(".saving")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(self.content / name)

    def build(self, changed: frozenset[Path] | None) -> Changes:
        self.builds.append(changed)
        outputs = []
        for file in sorted(each for each in self.content.rglob("*.*") if each.suffix in (".html", ".css")):
            text = file.read_text("utf-8")
            if "CRASH" in text:
                raise RuntimeError("the crash")
            if "FAIL" in text:
                raise DigestError("`القاهرة` is no date", f"{file.name}:3", "write it as `2026-11-23`", "Date: القاهرة")
            outputs.append(Output(file.relative_to(self.content).as_posix(), file.read_bytes()))
        done = write(outputs, self.output)
        return Changes(frozenset((*done.changed, *done.removed)))

    def built(self) -> Built:
        """Wait for the next build to succeed."""
        while True:
            if isinstance(event := self.events.get(timeout=WAIT), Built):
                return event

    def failed(self) -> Failed:
        """Wait for the next build to fail."""
        while True:
            if isinstance(event := self.events.get(timeout=WAIT), Failed):
                return event


@contextmanager
def previewed(site: TinySite) -> Iterator[TinySite]:
    """Serve the site from a thread; it is up, and tried to build, when this yields."""
    watch = Watch([site.content], ignore=site.output, on_warning=lambda problem: None)

    def run() -> None:
        serve(
            site.build,
            watch=watch,
            output=site.output,
            address=site.address,
            on_event=site.events.put,
            told={"desk": "yes"} if site.routes else {},
            routes=site.routes,
        )

    thread = Thread(target=run)
    with watch:
        thread.start()
        serving = site.events.get(timeout=WAIT)
        assert isinstance(serving, Serving)
        site.address = serving.address
        try:
            yield site
        finally:
            watch.close()
            thread.join(WAIT)
            assert not thread.is_alive()
