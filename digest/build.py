"""The pipeline: content → articles → stories → site → pages → output folder. Start reading here."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from digest import library, memory
from digest.ask import Progress, quiet
from digest.config import Config
from digest.errors import Problem
from digest.feeds import render_feeds
from digest.model import Output
from digest.render import render
from digest.site import Site, build_site, image_path
from digest.sitemap import render_sitemap
from digest.translate import Counts, translate
from digest.write import write

if TYPE_CHECKING:
    from digest.argos import Machine

MACHINE_CACHE = Path(".digest") / "machine.sqlite"
"""Where a site keeps what machines said, below its folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did.

    Attributes:
        articles: published.
        pages: HTML pages.
        written, unchanged, removed: files of the output folder.
        counts: where the counterparts came from.
        warnings: what the authors should know.
        seconds: by stage, in the order they ran.
    """

    articles: int
    pages: int
    written: int
    unchanged: int
    removed: int
    counts: Counts
    warnings: tuple[Problem, ...]
    seconds: Mapping[str, float]

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON: flat, warnings as objects, seconds rounded to milliseconds."""
        report = asdict(self)
        return {
            **{key: report[key] for key in ("articles", "pages", "written", "unchanged", "removed")},
            **report["counts"],
            "warnings": list(report["warnings"]),
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
        }


def build(
    config: Config,
    *,
    now: datetime,
    machine: "Machine",
    drafts: bool = False,
    allow_untranslated: bool = False,
    progress: Progress = quiet,
) -> Report:
    """Publish the site into its output folder.

    `now` (aware) decides what is scheduled or expired; `drafts` publishes everything. `machine` is asked only for
    sentences that neither a sidecar nor the machine cache knows.

    Raises `DigestError` with every problem found; the output folder is then as it was.
    """
    clock = _Clock()
    with clock("read"):
        content = library.load(config, now=now, drafts=drafts, progress=progress)
    with clock("translate"), memory.Cache(config.root / MACHINE_CACHE) as cache:
        stories, counts = translate(
            content.articles,
            content.known,
            machine=machine,
            package=config.package,
            cache=cache,
            glossary=content.glossary,
            progress=progress,
            allow_untranslated=allow_untranslated,
        )
    with clock("assemble"):
        site = build_site(stories, config)
    with clock("render and write"):
        written = write(_reported(outputs(site), progress), config.output)
    return Report(
        articles=len(stories),
        pages=sum(path.endswith(".html") for path in (*written.changed, *written.unchanged)),
        written=len(written.changed),
        unchanged=len(written.unchanged),
        removed=len(written.removed),
        counts=counts,
        warnings=(*content.warnings, *cache.warnings),
        seconds=clock.seconds,
    )


def outputs(site: Site) -> Iterator[Output]:
    """Yield every file of the published site: assets first, then pages, lists and feeds."""
    yield from _images(site)
    yield from render(site)
    yield from render_feeds(site)
    yield from render_sitemap(site)


def _reported(made: Iterable[Output], progress: Progress) -> Iterator[Output]:
    for number, output in enumerate(made, 1):
        progress("render", number, 0)
        yield output


def _images(site: Site) -> Iterator[Output]:
    """Yield the pictures of the articles, each beside the page of the article that shows it."""
    for story in site.stories:
        paths = {block.image.path for block in story.article.blocks if block.image and ":" not in block.image.path}
        for path in sorted(paths):
            yield Output(image_path(story.article, path), library.read_bytes(site.config.content / path, path))


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.seconds[stage] = perf_counter() - start
