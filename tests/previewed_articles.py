"""A preview of articles for the tests: the real builds behind the real server, as `digest serve` joins them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Thread

from digest.argos import Machine
from digest.config import load
from digest.preview.server import Address, Built, Event, Failed
from digest.preview.session import PreviewSession, watched_paths
from digest.preview.watch import Watch
from tests.sites import NOW, make_site

WAIT = 20.0


@dataclass
class PreviewedArticles:
    """A preview that runs.

    Attributes:
        root: of the site.
        session: its builds.
        events: what the preview told.
    """

    root: Path
    session: PreviewSession
    events: "Queue[Event]" = field(default_factory=Queue)

    @property
    def url(self) -> str:
        return self.session.address.url

    def save(self, path: str, text: str) -> None:
        """Save a file in one step, so that one save is one build."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(".saving")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(file)

    def until(self, done: Callable[[Event], bool]) -> Event:
        """Wait for an event."""
        while True:
            if done(event := self.events.get(timeout=WAIT)):
                return event

    def built(self) -> Built:
        """Wait for the next build to succeed."""
        event = self.until(lambda event: isinstance(event, Built))
        assert isinstance(event, Built)
        return event

    def failed(self) -> Failed:
        """Wait for the next build to fail."""
        event = self.until(lambda event: isinstance(event, Failed))
        assert isinstance(event, Failed)
        return event


@contextmanager
def previewed_articles(
    root: Path,
    files: Mapping[str, str | bytes],
    machine: Machine,
    *,
    toml: str = "",
    translates: bool = True,
    follow: bool = False,
    port: int = 0,
) -> Iterator[PreviewedArticles]:
    """Preview a site from a thread; with `translates` the machine is asked for what is owed."""
    make_site(root, files, toml)
    output = root / ".digest" / "preview"
    with Watch(watched_paths(load(root)), ignore=output, on_warning=lambda problem: None) as watch:
        session = PreviewSession(
            root, output, address=Address(port=port), watch=watch, machine_for=lambda config: machine, clock=lambda: NOW
        )
        if not translates:
            session.translator.start = lambda: None  # type: ignore[method-assign]
        preview = PreviewedArticles(root, session)

        def run() -> None:
            session.serve(on_event=preview.events.put, on_progress=lambda progress: None, follow=follow)

        thread = Thread(target=run)
        thread.start()
        try:
            preview.until(lambda event: isinstance(event, Built | Failed))
            yield preview
        finally:
            watch.close()
            thread.join(WAIT)
            assert not thread.is_alive()
