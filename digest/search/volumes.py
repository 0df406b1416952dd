"""Volumes: the parts of the search index, each of the stories of some time, so that an edit makes one part anew."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby

from digest.fingerprint import fingerprint, fingerprint_values
from digest.search.words import RULES
from digest.site.site import SEARCH, Site
from digest.site.summary import Summary

INDEX = f"{SEARCH}index.json"
"""The path of the file that names the volumes: beside the page that searches in both languages."""
_LARGE = 150
"""Stories that are divided further, by months, then by ten days: what an edit costs grows with them."""
_PAGES = "pages"
"""The name of the volume of the pages of their own."""
_MONTH = len("2026-11")
"""Letters of the name of a month: what the names of its volumes begin with."""
_RULES = fingerprint_values(RULES)
"""Browsers keep what is found by other rules."""
_TOGETHER = 16
"""Stories of a volume for each of its shards; what a reader loads for a word grows with them."""


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """Some stories of a site that are searched together.

    Attributes:
        name: the year, the month or the ten days that they are of: `2026`, `2026-11`, `2026-11-2` (from the 20th on);
            `pages` for the pages of their own.
        stories: newest first.
        version: changes when what is found of them does.
    """

    name: str
    stories: tuple[Summary, ...]
    version: str

    @property
    def shards(self) -> int:
        """How many files its words are divided among, a power of two: it seldom changes."""
        return 1 << (len(self.stories) // _TOGETHER).bit_length()

    @property
    def stories_path(self) -> str:
        """The path of the list of its stories."""
        return f"{SEARCH}{self.name}/stories.json"

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all its files."""
        return self.stories_path, *self.shard_paths

    @property
    def shard_paths(self) -> tuple[str, ...]:
        """The paths of its shards, in their order."""
        return tuple(f"{SEARCH}{self.name}/{number}.json" for number in range(self.shards))


def volumes_of(site: Site, previous: Mapping[str, Volume] | None = None) -> Iterator[Volume]:
    """Yield the volumes of a site, its pages and then the newest first; none where it is not searched.

    Of `previous` ones, by name, those of the same stories are taken over: their terms must have the same names.
    """
    known: dict[str, list[Volume]] = defaultdict(list)
    for volume in (previous or {}).values():
        known[volume.name[:_MONTH]].append(volume)
    for period, stories in _periods(site) if site.config.search else ():
        if tuple(chain.from_iterable(volume.stories for volume in known[period])) == stories:
            yield from known[period]
            continue
        for name, part in _parts(period, stories, site):
            old = previous.get(name) if previous else None
            yield old if old and old.stories == part else Volume(name, part, _version(site, part))


def _periods(site: Site) -> Iterator[tuple[str, tuple[Summary, ...]]]:
    """Yield the name of each year that is not too large, or else of its months, with its stories.

    First comes the volume of the pages of their own, which have no time.
    """
    if site.pages:
        yield _PAGES, site.pages
    for year, stories in site.years.items():
        if len(stories) <= _LARGE:
            yield f"{year}", stories
        else:
            yield from ((f"{year}-{month:02}", listed) for month, listed in site.months(year).items())


def _parts(period: str, stories: tuple[Summary, ...], site: Site) -> Iterator[tuple[str, tuple[Summary, ...]]]:
    """Yield the name of each volume of a period with its stories."""
    if period == _PAGES or len(stories) <= _LARGE:
        yield period, stories
        return
    for tenth, those in groupby(stories, lambda story: _tenth(story, site)):
        yield f"{period}-{tenth}", tuple(those)


def _tenth(story: Summary, site: Site) -> int:
    """Return in which ten days of its month a story was published: 0, 1 or 2."""
    return min(story.article.date.astimezone(site.config.zone).day // 10, 2)


def _version(site: Site, stories: Iterable[Summary]) -> str:
    """Return a fingerprint of what is found of some stories."""
    shown = (part for story in stories for part in (story.article.slug, story.page_fingerprint, *filed(site, story)))
    return fingerprint(_RULES, *shown)


def filed(site: Site, story: Summary) -> Iterator[str]:
    """Yield the names in both languages of a story's section, tags and authors: they find it as its headline does."""
    for term in site.terms_of(story.article):
        yield from term.names.values()
