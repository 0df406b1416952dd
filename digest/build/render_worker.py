"""Files rendered and staged: what one process of the render stage does."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from time import perf_counter
from typing import Any

from digest.build.output_folder import Stage, Staged, move
from digest.build.picture_files import picture_files
from digest.build.social_cards import card_file, card_text
from digest.build.static_files import MAX_BYTES
from digest.build.story_store import StoryLocation, StoryStore
from digest.build.targets import SiteTargets, Target, stories_of, targets_of
from digest.build.worker_pool import pack, unpack
from digest.config import Config
from digest.content import file_links, images
from digest.errors import DigestError, Problem
from digest.files import Signature, read_bytes
from digest.model import Image, Output, Story, View
from digest.render.feed_archives import FeedArchive, archives_of, newest_of, render_archive
from digest.render.feed_xml import Entry
from digest.render.feeds import entries_of, render_feeds
from digest.render.host_files import render_host_files
from digest.render.pages import Renderer
from digest.render.redirects import render_redirects
from digest.render.sitemap import render_news, render_sitemap
from digest.search.index import render_index, render_volume
from digest.search.volumes import Volume
from digest.site.edition import Edition
from digest.site.picture_sizes import copy_formats
from digest.site.site import Listing, Term, build_site
from digest.site.summary import Summary

_ENTRIES = 200
"""Stories that are remembered as feeds show them: one stands in the feeds of the site, of its section, of its tags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedTask:
    """The outcome of rendering some targets.

    Attributes:
        staged: the files whose bytes changed.
        depends_on_site: the numbers of the targets that show more of the site than their subject.
        seconds: path of an article → how long its pages took.
        templates: name of a template → how long it took.
        numbers: of all of them.
        faults: the numbers of those that could not be, each with the reasons.
    """

    staged: Staged
    depends_on_site: frozenset[int]
    seconds: Mapping[str, float]
    templates: Mapping[str, float]
    numbers: Sequence[int]
    faults: Mapping[int, tuple[Problem, ...]]


class RenderWorkerFactory:
    """A picklable factory of render workers.

    A forked process inherits the site. One that is spawned gets the summaries of its stories and builds the site and
    its targets anew; tasks name targets by their numbers, so both processes must number them alike, which is checked.
    """

    def __init__(
        self,
        targets: SiteTargets,
        locations: Mapping[str, StoryLocation],
        made_before: Mapping[str, None],
        store_prefix: str,
        *,
        lenient: bool = False,
    ) -> None:
        """Render targets of a site.

        `locations` says where the story of each article is kept, by its path; `made_before` has the paths of the files
        that earlier builds made, and `store_prefix` is that of the story store's files. With `lenient`, what can't be
        rendered is told in `RenderedTask.faults`; else it is an error.
        """
        self._lenient = lenient
        self._targets = targets
        self._renderer = Renderer(targets.site, versioned_assets=targets.site.config.versioned_assets)
        self._locations = locations
        self._made_before = made_before
        self._store_prefix = store_prefix

    def __call__(self, name: str) -> "RenderWorker":
        """Return a worker whose staged files carry `name`, which tells them from those of other workers."""
        stage = Stage(self._targets.site.config.output, self._made_before, name)
        store = StoryStore(self._store_prefix, name)
        return RenderWorker(self._targets, self._renderer, self._locations, store, stage, lenient=self._lenient)

    def __reduce__(self) -> tuple[Callable[..., "RenderWorkerFactory"], tuple[Any, ...]]:
        site = self._targets.site
        packed = pack(site.all_stories), pack(site.news), pack(site.breaking), pack(self._locations)
        numbering = self._targets.numbering()
        return _unpickled, (site.config, *packed, self._made_before, self._store_prefix, self._lenient, numbering)


def _unpickled(
    config: Config,
    stories: bytes,
    news: bytes,
    breaking: bytes,
    locations: bytes,
    made_before: Mapping[str, None],
    store_prefix: str,
    lenient: bool,
    numbering: str,
) -> RenderWorkerFactory:
    """Return the factory that was pickled. Raises `RuntimeError` when the targets are not numbered as they were."""
    every, its_news, flashes = (unpack(each, tuple[Summary, ...]) for each in (stories, news, breaking))
    targets = targets_of(replace(build_site(every, config), news=its_news, breaking=flashes))
    if targets.numbering() != numbering:
        raise RuntimeError("two processes of a build number the targets of the site in different ways")
    return RenderWorkerFactory(
        targets, unpack(locations, dict[str, StoryLocation]), made_before, store_prefix, lenient=lenient
    )


class RenderWorker:
    """Renders the files of targets, and stages those whose bytes changed."""

    def __init__(
        self,
        targets: SiteTargets,
        renderer: Renderer,
        locations: Mapping[str, StoryLocation],
        store: StoryStore,
        stage: Stage,
        *,
        lenient: bool = False,
    ) -> None:
        self._lenient = lenient
        self._targets = targets.targets
        self._site = targets.site
        self._renderer = renderer
        self._locations = locations
        self._store = store
        self._stage = stage
        self._entries = lru_cache(_ENTRIES)(self._entries_of)

    def render(self, numbers: Sequence[int]) -> RenderedTask:
        """Render targets, by their numbers, and stage the files whose bytes changed.

        Raises `DigestError` for a template that is wrong, or a file that can't be published; `DamagedStoreError`.
        """
        depends_on_site: set[int] = set()
        seconds: dict[str, float] = {}
        faults: dict[int, tuple[Problem, ...]] = {}
        for number in numbers:
            start = perf_counter()
            target = self._targets[number]
            for output in self._wanted(number, faults):
                self._stage.add(output)
                if output.depends_on_site:
                    depends_on_site.add(number)
            if target.kind == "article" and isinstance(target.subject, Summary):
                seconds[target.subject.article.path] = perf_counter() - start
        if self._stage.problems:
            raise DigestError.of(self._stage.problems)
        return RenderedTask(
            staged=self._stage.take(),
            depends_on_site=frozenset(depends_on_site),
            seconds=seconds,
            templates=self._renderer.template.seconds(),
            numbers=numbers,
            faults=faults,
        )

    def move(self, staged: Staged) -> dict[str, Signature]:
        """Move files into place, whoever staged them; return the signatures that they have there, by path."""
        return move(self._site.config.output, staged)

    def close(self) -> None:
        """Close the story store."""
        self._store.close()

    def _wanted(self, number: int, faults: dict[int, tuple[Problem, ...]]) -> Iterable[Output]:
        """Return the files of a target: all, or none with a note in `faults` where one can't be rendered."""
        if not self._lenient:
            return self._outputs(self._targets[number])
        try:
            return list(self._outputs(self._targets[number]))
        except DigestError as error:
            faults[number] = error.problems
            return []

    def _outputs(self, target: Target) -> Iterator[Output]:
        """Yield the files of a target."""
        site = self._site
        match target.kind, target.subject:
            case "theme", _:
                yield from self._renderer.assets()
            case "static", str(path):
                folder = site.config.static
                yield Output(path, read_bytes(folder / path, f"{folder.name}/{path}", within=folder, limit=MAX_BYTES))
            case "picture", Image() as image:
                content, kept = site.config.content, site.config.user_cache
                body = read_bytes(content / image.path, image.path, within=content, limit=images.MAX_BYTES)
                cache, formats = kept / "pictures" if kept else None, copy_formats(site.config)
                yield from picture_files(image, body, target.paths[0], cache, formats)
            case "attachment", str(path):
                content = site.config.content
                yield Output(
                    target.paths[0], read_bytes(content / path, path, within=content, limit=file_links.MAX_BYTES)
                )
            case "card", Summary() as summary:
                yield Output(target.paths[0], card_file(card_text(summary, site), site.config))
            case "article", Summary() as summary:
                yield from self._renderer.article(summary, self._story(summary))
            case "listing", Listing() as listing:
                yield from self._renderer.listing(listing)
            case "single", _:
                yield from self._renderer.pages()
            case "search", Volume() as volume:
                yield from render_volume(site, volume, map(self._story, volume.stories))
            case "search", _:
                yield render_index(each.subject for each in self._targets if isinstance(each.subject, Volume))
            case "redirects", _:
                yield from (output for output in render_redirects(site) if output.path in target.paths)
            case "feed", (Term() | None) as subject:
                stories = stories_of(target, site)
                entries = [self._entries(story.article.path) for story in stories]
                yield from render_feeds(site, subject, entries, {} if subject else newest_of(archives_of(site)))
            case "archive", FeedArchive() as archive:
                entries = [self._entries(story.article.path) for story in archive.stories]
                yield from render_archive(site, archive, entries)
            case "hosts", _:
                yield from (output for output in render_host_files(site) if output.path in target.paths)
            case "edition", Edition() as edition:
                yield from self._renderer.edition(edition)
            case "news", _:
                yield from (output for output in render_news(site) if output.path in target.paths)
            case "sitemap", _:
                yield from (output for output in render_sitemap(site) if output.path in target.paths)

    def _story(self, summary: Summary) -> Story:
        return self._store.read(self._locations[summary.article.path])

    def _entries_of(self, path: str) -> Mapping[View, Entry]:
        """Return the article at a path as feeds show it."""
        return entries_of(self._site, self._store.read(self._locations[path]))
