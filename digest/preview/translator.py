"""The machine of a preview: it is asked, a few sentences at a time, for what the builds leave owed.

It works in a thread of its own, for as long as the preview runs, so that a package is loaded once. After each few
sentences the next build takes in what was said (`answered`). Of an article that somebody waits for the first is asked
alone, to be seen at once. What is asked next is decided anew each time: first for the article that somebody looks
at, then for the newest; so an old version of a text is never asked for once a build has seen the new one.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Condition, Thread
from time import monotonic
from typing import TYPE_CHECKING

from digest import memory
from digest.errors import DigestError, Problem
from digest.translation.counterparts import Request, reply
from digest.translation.glossary import NO_TERMS, Glossary

if TYPE_CHECKING:
    from digest.argos.machine import Machine
    from digest.progress import Stage

AT_ONCE = 8
"""Sentences asked for at once: so many come together, and so many are said before somebody's own page has its turn."""
MEASURED = 20
"""Of the last so many answers the speed is told."""
PATIENCE = 5.0
"""Seconds that the end waits for the sentences that are being translated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What the machine has yet to be asked.

    Attributes:
        requests: one an article, the newest article first.
        pages: path of an article → the paths of its pages in the output.
        machine: whom to ask.
        cache: the file that keeps what is said.
        glossary: the terms that answers are made to say.
    """

    requests: Sequence[Request]
    pages: Mapping[str, Collection[str]]
    machine: "Machine"
    cache: Path
    glossary: Glossary = NO_TERMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the machine is.

    Attributes:
        left: sentences that it has yet to translate.
        rate: sentences a second; 0 where nothing is known of it yet.
        problem: why it has stopped; it begins again after the next build.
    """

    left: int
    rate: float = 0.0
    problem: Problem | None = None


class Translator:
    """Asks the machine for what is owed, until it is closed.

    Attributes:
        on_answer: called when something was answered, from the translator's thread.
        on_progress: called with how far it is, from whichever thread changed that.
        looked_at: returns the paths of the pages that are looked at, the one opened last first.
        cache_fails: whether answers can't be kept, so that a build has to ask by itself.
        translated: how many sentences the machine has translated.
    """

    def __init__(self, on_answer: Callable[[], None]) -> None:
        """Begin with nothing owed; `start` lets it work."""
        self.on_answer = on_answer
        self.on_progress: Callable[[Progress], None] = _unheard
        self.looked_at: Callable[[], Sequence[str]] = tuple
        self.cache_fails = False
        self.translated = 0
        self._news = Condition()
        self._owed: Owed | None = None
        self._said: dict[str, set[str]] = {}
        """Path of an article → those of its owed sentences that have been answered."""
        self._answered: set[str] = set()
        self._times: deque[tuple[float, int]] = deque(maxlen=MEASURED)
        """When the machine ended, each time, and how many sentences it had translated by then."""
        self._asked_last = ""
        """The path of the article that was asked for last, while something of it is left."""
        self._problem: Problem | None = None
        self._closed = False
        self._thread: Thread | None = None

    def owe(self, owed: Owed) -> None:
        """Ask for this from now on, instead of what was owed before."""
        with self._news:
            self._owed = owed
            self._said.clear()
            self._problem = None
            self._news.notify_all()
        self.on_progress(self.progress)

    def take_answered(self) -> frozenset[str]:
        """Return the paths of the articles of which something was answered since this was asked the last time."""
        with self._news:
            answered = frozenset(self._answered)
            self._answered.clear()
            return answered

    @property
    def progress(self) -> Progress:
        """How far the machine is."""
        with self._news:
            left = sum(len(self._unsaid(request)) for request in self._requests())
            return Progress(left=left, rate=self._rate() if left else 0.0, problem=self._problem)

    def step(self) -> bool:
        """Ask for a few sentences, and return whether there were any to ask for."""
        with self._news:
            owed, request = self._owed, self._next()
        if not owed or not request:
            return False
        try:
            with memory.Cache(owed.cache) as cache:
                (given,) = reply(
                    [request], machine=owed.machine, cache=cache, glossary=owed.glossary, progress=self._check_open
                )
        except DigestError as error:
            self._stop(error.problems[0])
            return False
        with self._news:
            self.cache_fails = self.cache_fails or bool(cache.warnings)
            self._answered.add(request.path)
            if owed is self._owed:
                self._said.setdefault(request.path, set()).update(request.texts)
            is_left = any(self._unsaid(each) for each in self._requests() if each.path == request.path)
            self._asked_last = request.path if is_left else ""
            self.translated += len(given.answers) - given.remembered
            self._times.append((monotonic(), self.translated))
        self.on_answer()
        self.on_progress(self.progress)
        return True

    def start(self) -> None:
        """Work in a thread until `close`."""
        self._thread = Thread(target=self._run, name="translator", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the work; what is being translated is given up."""
        with self._news:
            self._closed = True
            self._news.notify_all()
        if self._thread:
            self._thread.join(PATIENCE)

    def _run(self) -> None:
        with suppress(_ClosedError):
            while True:
                with self._news:
                    self._news.wait_for(lambda: self._closed or (not self._is_held_up() and self._next() is not None))
                    self._times.append((monotonic(), self.translated))
                self._check_open("translate", 0, 0)
                try:
                    self.step()
                except _ClosedError:
                    raise
                except Exception as error:  # a fault of ours must not end the preview's translations without a word
                    self._stop(Problem(f"the machine stopped at an error: `{type(error).__name__}: {error}`"))

    def _is_held_up(self) -> bool:
        return self._problem is not None or self.cache_fails

    def _stop(self, problem: Problem) -> None:
        with self._news:
            self._problem = problem
        self.on_progress(self.progress)

    def _check_open(self, stage: "Stage", done: int, total: int) -> None:  # noqa: ARG002 (a `Progress`)
        """Leave what the machine is doing when the preview ends."""
        if self._closed:
            raise _ClosedError

    def _requests(self) -> Iterable[Request]:
        return self._owed.requests if self._owed else ()

    def _next(self) -> Request | None:
        """Return the request for the sentences that come next, or None when nothing is owed."""
        open_requests = [request for request in self._requests() if self._unsaid(request)]
        if not self._owed or not open_requests:
            return None
        pages = self._owed.pages
        by_page = {page: request for request in open_requests for page in pages.get(request.path, ())}
        looked_at = next((by_page[page] for page in self.looked_at() if page in by_page), None)
        request = looked_at or open_requests[0]
        is_waited_for = looked_at is not None or len(open_requests) == 1
        few = self._unsaid(request)[: 1 if is_waited_for and request.path != self._asked_last else AT_ONCE]
        return replace(request, texts={text: request.texts[text] for text in few})

    def _unsaid(self, request: Request) -> list[str]:
        said = self._said.get(request.path, ())
        return [text for text in request.texts if text not in said]

    def _rate(self) -> float:
        if len(self._times) < 2:
            return 0.0
        (first, before), (last, after) = self._times[0], self._times[-1]
        return (after - before) / (last - first) if last > first else 0.0


def _unheard(progress: Progress) -> None:
    """Take a report of progress that nobody asked for."""


class _ClosedError(Exception):
    """The preview has ended."""
