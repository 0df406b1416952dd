"""Plan → files put aside: whatever the site consists of, made from stories on the shelf and the site as a whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from digest.build.output_folder import Stage, Staged, move
from digest.build.state import pack, unpack
from digest.build.story_store import StoryLocation, StoryStore
from digest.build.targets import Target, plan, stories_of
from digest.config import Config
from digest.content.images import MAX_BYTES
from digest.errors import DigestError
from digest.files import Signature, read_bytes
from digest.model import Output, Story
from digest.render.feeds import entries_of, render_feeds
from digest.render.pages import Renderer
from digest.render.sitemap import render_sitemap
from digest.site.site import Listing, Site, Term, build_site
from digest.site.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedTask:
    """What came of making some files.

    Attributes:
        staged: those whose bytes changed.
        depends_on_site: the numbers of groups that were made from the whole site.
        seconds: path of an article to how long its pages took.
        templates: name of a template to how long it took.
        groups: how many were made.
    """

    staged: Staged
    depends_on_site: frozenset[int]
    seconds: Mapping[str, float]
    templates: Mapping[str, float]
    groups: int


class RenderWorkerFactory:
    """Makes presses for one site, here or in other processes: what is forked shares it, else it is packed."""

    def __init__(
        self,
        site: Site,
        groups: Sequence[Target],
        places: Mapping[str, StoryLocation],
        published: Mapping[str, None],
        *,
        shelf: str,
    ) -> None:
        """`shelf` is what stands before the names of its files; the rest is as for `RenderWorker`."""
        self._renderer = Renderer(site)
        self._groups = groups
        self._places = places
        self._published = published
        self._shelf = shelf

    def __call__(self, name: str) -> "RenderWorker":
        shelf = StoryStore(self._shelf, name)
        return RenderWorker(self._renderer, self._groups, self._places, self._published, shelf=shelf, name=name)

    def __reduce__(self) -> tuple[Callable[..., "RenderWorkerFactory"], tuple[Any, ...]]:
        site = self._renderer.site
        return _presses, (site.config, pack(site.stories), pack(self._places), self._published, self._shelf)


def _presses(
    config: Config, stories: bytes, places: bytes, published: Mapping[str, None], shelf: str
) -> RenderWorkerFactory:
    site = build_site(unpack(stories, tuple[Summary, ...]), config)
    return RenderWorkerFactory(
        site, plan(site).groups, unpack(places, dict[str, StoryLocation]), published, shelf=shelf
    )


class RenderWorker:
    """Makes files of a site and puts them aside."""

    def __init__(
        self,
        renderer: Renderer,
        groups: Sequence[Target],
        places: Mapping[str, StoryLocation],
        published: Mapping[str, None],
        *,
        shelf: StoryStore,
        name: str,
    ) -> None:
        """Begin with nothing.

        `groups` is all that may be asked for, `places` says where the story of an article is kept, by its path;
        `published` is what `write.publishing` gave, and `name` tells the files put aside from those of other presses.
        """
        self._renderer = renderer
        self._groups = groups
        self._places = places
        self._shelf = shelf
        self._stage = Stage(renderer.site.config.output, published, name)

    def make(self, numbers: Sequence[int]) -> RenderedTask:
        """Make the files of some groups, by their numbers, and put aside those whose bytes changed.

        Raises `DigestError` for a template that is wrong, or a file that can't be published; `DamagedStoreError`.
        """
        depends_on_site: set[int] = set()
        seconds: dict[str, float] = {}
        for number in numbers:
            start = perf_counter()
            group = self._groups[number]
            for output in self._outputs(group):
                self._stage.add(output)
                if output.depends_on_site:
                    depends_on_site.add(number)
            if isinstance(group.of, Summary):
                seconds[group.of.article.path] = perf_counter() - start
        if self._stage.problems:
            raise DigestError.of(self._stage.problems)
        return RenderedTask(
            staged=self._stage.take(),
            depends_on_site=frozenset(depends_on_site),
            seconds=seconds,
            templates=self._renderer.template.seconds(),
            groups=len(numbers),
        )

    def move(self, staged: Staged) -> dict[str, Signature]:
        """Move files that were put aside, here or elsewhere, into place; return the signatures that they have there."""
        return move(self._renderer.site.config.output, staged)

    def close(self) -> None:
        """Let go of files."""
        self._shelf.close()

    def _outputs(self, group: Target) -> Iterator[Output]:
        """Yield the files of a group."""
        site = self._renderer.site
        match group.kind, group.of:
            case "theme", _:
                yield from self._renderer.assets()
            case "picture", str(path):
                yield Output(group.paths[0], read_bytes(site.config.content / path, path, limit=MAX_BYTES))
            case "article", Summary() as summary:
                yield from self._renderer.article(summary, self._story(summary))
            case "listing", Listing() as listing:
                yield from self._renderer.listing(listing)
            case "single", _:
                yield from self._renderer.pages()
            case "feed", (Term() | None) as section:
                stories = [self._story(story) for story in stories_of(group, site)]
                yield from render_feeds(site, section, [entries_of(site, story) for story in stories])
            case "sitemap", _:
                yield from render_sitemap(site)

    def _story(self, summary: Summary) -> Story:
        return self._shelf.take(self._places[summary.article.path])
