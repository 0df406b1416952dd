"""The builds of a preview: each begins with what the last good one found out, and the paths that changed since."""

import gc
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from digest import memory
from digest.build.options import BuildOptions
from digest.build.pipeline import MACHINE_CACHE, build, keep
from digest.build.report import Report, WarmState
from digest.build.state import ArticleRecord
from digest.build.story_store import DamagedStoreError, StoryStore
from digest.checking.site_check import dead_links
from digest.config import Config, load
from digest.content import listing
from digest.editorial.worklist import line_numbers
from digest.errors import DigestError, Problem
from digest.files import read_bytes
from digest.model import Article, Story, View, other
from digest.preview.bar import Bar, Side
from digest.preview.editor import open_in_editor
from digest.preview.server import Address, Built, Edit, Event, Serving, Tabs, serve
from digest.preview.translator import Owed, Progress, Translator
from digest.preview.watch import Watch
from digest.settings import FILE
from digest.site.site import path_of
from digest.translation.counterparts import UNANSWERED
from digest.translation.glossary import read_glossary

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from digest.argos.machine import Machine

_LINE = re.compile(r"(?::\d+){1,2}$")
"""The line, or the line and the column, at the end of the place of a problem."""


class PreviewSession:
    """Builds a site again and again, as it is being edited. `site.toml` is read anew each time.

    A build waits for no machine: it shows the source of what is not translated yet. The translator then asks the
    machine, and wakes `watch` for another build.

    Attributes:
        address: where the site is served; the pages of the next build name it.
        translator: asks the machine for what builds leave owed; it works only when it is started.
        open_file: opens a file at a line for the bar.
        edit: the article that was saved, if the last build made its pages; None where nothing to be seen was changed.
    """

    def __init__(
        self,
        root: Path,
        output: Path,
        *,
        address: Address,
        watch: Watch,
        machine_for: "Callable[[Config], Machine]",
        clock: Callable[[], datetime],
        user_cache: Path | None = None,
        drafts: bool = False,
        jobs: int = 1,
    ) -> None:
        """Begin with nothing built.

        `root` is the site's folder, `output` where to build, whatever `site.toml` says. `watch` is told which paths
        the site is made from. `machine_for` returns the machine that a site asks for, `clock` the time to build for.
        `user_cache` is as in `Config`. `drafts` also shows drafts and articles of a later date. The first build may use
        up to `jobs` processes.
        """
        self.address = address
        self.translator = Translator(watch.wake)
        self.edit: Edit | None = None
        self.open_file: Callable[[Path, int], None] = open_in_editor
        self._root = root
        self._output = output
        self._watch = watch
        self._machine_for = machine_for
        self._clock = clock
        self._user_cache = user_cache
        self._drafts = drafts
        self._jobs = jobs
        self._machine: Machine | None = None
        self._warm: WarmState | None = None
        self._changed: frozenset[Path] = frozenset()
        """What changed since the last good build: also what a build that failed was given."""
        self._answered: frozenset[str] = frozenset()
        """The articles of which something was answered since then."""
        self._left: frozenset[str] = frozenset()
        """The files that it left to the next one."""
        self._saved: Edit | None = None
        """The article that was saved, while its pages are among those."""
        self._warnings: tuple[Problem, ...] = ()
        self._time: datetime | None = None
        """The time that was travelled to."""

    def rebuild(self, changed: frozenset[Path] | None) -> Report:
        """Build the site, given the paths that changed since the last call, or None at first.

        After a change, only the pages that are looked at are made, if any are. `watch` is then woken for the rest, of
        which a build makes as much as it can until something else changes (`Report.left`).

        The report has only the warnings that the last good build had not. Raises `DigestError` with every problem
        found; the output folder is then as it was.
        """
        self._changed |= changed or frozenset()
        self._answered |= self.translator.take_answered()
        config = self.config()
        self._watch.follow(watched_paths(config))  # before anything is read: what changes from now on is noticed
        with _garbage_left_alone():
            report = self._build(config)
        import digest.build.render_worker  # noqa: F401 (what the first build left to others, the first save need not wait for)

        warnings = (*report.warnings, *_without_package(report.warm.state.articles.values(), config))
        new = new_warnings(warnings, self._warnings)
        if self._warm and changed:
            self._saved = _edit(self._warm, report.warm, changed)
        self.edit, self._saved = _published(self._saved, report.left)
        self._warm, self._warnings = report.warm, warnings
        self._changed, self._answered, self._left = frozenset(), frozenset(), report.left
        self.translator.owe(self._owed(report.warm, config))
        if report.left:
            self._watch.wake()
        return replace(report, warnings=new)

    def records(self) -> Mapping[str, ArticleRecord]:
        """Return what the last good build knew of each article, by its path."""
        return self._warm.state.articles if self._warm else {}

    def serve(
        self,
        *,
        on_event: Callable[[Event], None],
        on_progress: Callable[[Progress], None],
        follow: bool = False,
        routes: "Sequence[BaseRoute]" = (),
    ) -> None:
        """Serve the site at `address`, build it after each change and translate it meanwhile, as `server.serve` does.

        `on_progress` hears how far the machine is, from its thread. With `follow`, tabs go to the article that was
        saved, unless somebody turned that off there. `routes` are those of the editors' desk.
        """
        tabs: Tabs | None = None

        def tell(progress: Progress) -> None:
            if tabs:
                tabs.tell(progress)
            on_progress(progress)

        def hear(event: Event) -> None:
            nonlocal tabs
            if isinstance(event, Serving):
                self.address, tabs = event.address, event.tabs
                self.translator.looked_at = tabs.looked_at
                self.translator.on_progress = tell
                self.translator.start()
            elif isinstance(event, Built) and tabs and self.edit:
                tabs.show(self.edit)
            on_event(event)

        token = token_urlsafe()
        bar = Bar(self, self.address.base_path, token, lambda file, line: self.open_file(file, line))
        try:
            serve(
                self.rebuild,
                watch=self._watch,
                output=self._output,
                address=self.address,
                on_event=hear,
                describe=self.describe,
                told={"token": token} | ({"follow": "yes"} if follow else {}) | ({"desk": "yes"} if routes else {}),
                routes=[*bar.routes(), *routes],
            )
        finally:
            self.translator.close()

    def describe(self, page: str) -> dict[str, Any] | None:
        """Return what the bar says of the page at a path of the output; None of one that is no article's.

        `article` and `sidecar` are its files (a version that was written apart in place of a sidecar; without either,
        empty), `shown` why it is not published as things stand (`draft`, `scheduled`, `expired`, or empty), `time` the
        one that was travelled to, or empty.
        """
        time = self._time.isoformat()[:16] if self._time else ""
        record = self._record_of(page)
        if not record:
            return {"time": time}
        article = record.article
        version = listing.version_path(other(article.lang), [file for file, seen in record.seen.items() if seen])
        sidecars = [file for file, seen in record.seen.items() if seen and file.endswith(listing.SIDECAR)]
        if self._warm and not self._warm.targets.site.config.is_translated(article.lang):
            version, sidecars = None, []
        now = self._time or self._clock()
        shown = "draft" if article.draft else "scheduled" if article.date > now else ""
        return {
            "article": article.path,
            "sidecar": version or (sidecars[0] if sidecars else ""),
            "shown": shown or ("expired" if article.expires and article.expires <= now else ""),
            "time": time,
        }

    def place_of(self, page: str, side: Side, sentence: int) -> tuple[Path, int]:
        """Return the file of an article, or its sidecar, and the line of a sentence there.

        Raises `DigestError` for a page that is no article's, and where the file can't be read.
        """
        said, record, warm = self.describe(page), self._record_of(page), self._warm
        if not (record and record.location and warm and said and said[side]):
            raise DigestError("there is nothing to edit on this page", page)
        config = warm.targets.site.config
        file = config.content / said[side]
        store = StoryStore(warm.store_prefix, "")
        try:
            story = store.read(record.location)
        except DamagedStoreError:
            return file, 1
        finally:
            store.close()
        text = next((each.text for number, each in enumerate(story.article.sentences(), 1) if number == sentence), "")
        if side == "article":
            return file, line_numbers(story.article, config).get(text, 1)
        if not file.name.endswith(listing.SIDECAR):
            said_until = [story.counterparts[each.text].text for each in islice(story.article.sentences(), sentence)]
            written = next(filter(None, reversed(said_until)), "")  # a paragraph is said at its first sentence
            body = read_bytes(file, said[side], within=config.content).decode("utf-8", "replace")
            return file, _line_of(written, body)
        entries = memory.parse(read_bytes(file, said[side], within=config.content), said[side]).entries
        return file, next((entry.line for entry in entries if entry.msgid == text), 1)

    def dead_links(self, page: str) -> list[Problem]:
        """Return where the page at a path of the output leads nowhere within the site."""
        record, warm = self._record_of(page), self._warm
        if not warm:
            return []
        try:
            return dead_links(warm.targets.site.config, page, record.article.path if record else "")
        except DigestError:  # a page went while it was looked at: a build is on its way
            return []

    def travel(self, time: str) -> None:
        """Build for another time from now on (2026-11-23T08:00); for the clock's when it is empty.

        Raises `DigestError` for what is no time.
        """
        config = self._warm.targets.site.config if self._warm else self.config()
        try:
            there = datetime.fromisoformat(time) if time else None
        except ValueError:
            raise DigestError(f"`{time}` is not a time", hint="write it as 2026-11-23T08:00") from None
        self._time = there.replace(tzinfo=config.zone) if there and not there.tzinfo else there
        self._watch.wake()

    def _record_of(self, page: str) -> ArticleRecord | None:
        """Return what the last good build knew of the article that a page of the output shows."""
        records = self._warm.state.articles.values() if self._warm else ()
        path = page.removeprefix("ar/").removeprefix("en/").removesuffix("index.html")
        return next((record for record in records if record.location and path_of(record.article) == path), None)

    def close(self) -> list[Problem]:
        """Keep what was found out for the next preview; return a warning when that can't be done."""
        return keep(self._warm, self._warm.targets.site.config) if self._warm else []

    def config(self) -> Config:
        """Return the settings of the site as it is previewed, read anew."""
        return load(
            self._root,
            output=self._output,
            base_url=self.address.url,
            user_cache=self._user_cache,
            versioned_assets=False,
        )

    def _makes_the_rest(self) -> bool:
        """Tell whether the next build makes what the one before left, for nothing else is new."""
        return bool(self._left) and not self._changed and not self._answered

    def _build(self, config: Config) -> Report:
        rest = self._makes_the_rest()
        first = self.translator.looked_at() if self._warm and not rest else ()
        options = BuildOptions(
            now=self._time or self._clock(),
            machine=self._machine_set_for(config),
            drafts=self._drafts,
            allow_untranslated=True,
            asks=self.translator.cache_fails,
            lenient=True,
            pages=first or None,
            interrupted=self._watch.is_due if rest else _never,
            jobs=1 if self._warm else self._jobs,
        )
        return build(config, options, warm=self._warm, changed=self._changed, answered=self._answered)

    def _owed(self, warm: WarmState, config: Config) -> Owed:
        """Return what a build has left owed."""
        articles = {path: warm.state.articles[path].article for path in warm.owed}
        newest_first = sorted(articles, key=lambda path: articles[path].date, reverse=True)
        return Owed(
            requests=[warm.owed[path] for path in newest_first],
            pages={path: list(_pages(article, config).values()) for path, article in articles.items()},
            machine=self._machine_set_for(config),
            cache=config.root / MACHINE_CACHE,
            glossary=read_glossary(config),
        )

    def _machine_set_for(self, config: Config) -> "Machine":
        """Return the machine of the last build, with packages loaded; another when `site.toml` sets it otherwise."""
        machine = self._machine_for(config)
        if self._machine is None or not machine.is_set_like(self._machine):
            self._machine = machine
        return self._machine


def watched_paths(config: Config) -> tuple[Path, ...]:
    """Return the folders and files that a site is made from; they need not exist."""
    return config.content, config.templates, config.theme, config.static, config.locale, config.root / FILE


def _pages(article: Article, config: Config) -> dict[View, str]:
    """Return the paths of an article's pages, by view."""
    return {view: f"{config.prefix(view)}{path_of(article)}index.html" for view in config.views}


def _edit(before: WarmState, now: WarmState, changed: frozenset[Path]) -> Edit | None:
    """Return the article, of those that a change was saved of, that reads otherwise now; the first of several."""
    config = now.targets.site.config
    files = listing.named(changed, config.content) or frozenset()
    for path, record in now.state.articles.items():
        if not record.location or files.isdisjoint(record.seen):
            continue
        old = before.state.articles.get(path)
        pages = _pages(record.article, config)
        if not old or not old.location:
            return Edit(pages=pages)
        store = StoryStore(now.store_prefix, "")
        try:
            sentence = _first_difference(store.read(old.location), store.read(record.location))
        except DamagedStoreError:
            sentence = None
        finally:
            store.close()
        if sentence:
            return Edit(pages=pages, sentence=sentence)
    return None


def _line_of(written: str, body: str) -> int:
    """Return the number of the line with which a text of a version begins: of several, the longest; 1 for none."""
    lines = ((number, line.lstrip("# ").rstrip()) for number, line in enumerate(body.splitlines(), 1))
    begins = [(len(line), -number) for number, line in lines if line and written.startswith(line)]
    return -max(begins)[1] if begins else 1


def _never() -> bool:
    """Interrupt nothing."""
    return False


def _published(saved: Edit | None, left: Collection[str]) -> tuple[Edit | None, Edit | None]:
    """Return an article that was saved, and None; the other way round while a page of it is left to be made."""
    return (saved, None) if saved and not any(page in left for page in saved.pages.values()) else (None, saved)


def _first_difference(old: Story, new: Story) -> int | None:
    """Return the number of the first sentence of a story that reads otherwise than before, in either language."""
    before, now = (
        [(sentence.text, story.counterparts[sentence.text].text) for sentence in story.article.sentences()]
        for story in (old, new)
    )
    same = (a == b for a, b in zip(before, now, strict=False))
    number = next((number for number, is_same in enumerate(same, 1) if not is_same), min(len(before), len(now)) + 1)
    return min(number, len(now)) if before != now else None


def _without_package(records: Iterable[ArticleRecord], config: Config) -> list[Problem]:
    """Return a warning for each package that articles ask for and that is not installed: they stand untranslated."""
    articles = (record.article for record in records if record.asked == UNANSWERED)
    lacking = {(article.package or config.package, article.lang): None for article in articles}
    return [
        Problem(
            f"no package {f'`{name}` ' if name else ''}is installed for `{lang} {other(lang)}`:"
            " what has no counterpart is shown in its own language",
            hint=f"get a package with `digest models install {lang} {other(lang)}`, and save any file",
        )
        for name, lang in lacking
    ]


def new_warnings(warnings: Sequence[Problem], before: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the warnings that were not there before; one that only moved to another line is not new."""
    known = set(before)
    gone = Counter(map(_without_line, known.difference(warnings)))
    new = []
    for warning in dict.fromkeys(warnings):
        if warning not in known:
            if gone[_without_line(warning)]:
                gone[_without_line(warning)] -= 1
            else:
                new.append(warning)
    return tuple(new)


def _without_line(problem: Problem) -> Problem:
    return replace(problem, where=_LINE.sub("", problem.where))


@contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Leave the garbage of a build alone until it is done, and what it keeps for good.

    Hardly anything that a build makes is garbage, and going through all that others have kept takes longer than a small
    build. What is garbage goes before the rest is frozen: afterwards nobody would look for it any more.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()
