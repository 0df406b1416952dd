"""Volumes: the parts of the search index, each of the stories of some time, so that an edit makes one part anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.fingerprint import fingerprint
from digest.site.site import SEARCH, Site
from digest.site.summary import Summary

INDEX = f"{SEARCH}index.json"
"""The path of the file that names the volumes: beside the page that searches in both languages."""
_LARGE = 400
"""Stories of a year that are a volume for each month; what an edit costs grows with them."""
_TOGETHER = 16
"""Stories of a volume for each of its shards; what a reader loads for a word grows with them."""


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """Some stories of a site that are searched together.

    Attributes:
        name: the year, or year and month, that they are of: `2026`, `2026-11`.
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


def volumes_of(site: Site) -> Iterator[Volume]:
    """Yield the volumes of a site, newest first; none where it is not searched."""
    for year, stories in site.years.items() if site.config.search else ():
        if len(stories) <= _LARGE:
            yield _volume(site, str(year), stories)
        else:
            for month, listed in site.months(year).items():
                yield _volume(site, f"{year}-{month:02}", listed)


def _volume(site: Site, name: str, stories: Sequence[Summary]) -> Volume:
    shown = (part for story in stories for part in (story.article.slug, story.page_fingerprint, *filed(site, story)))
    return Volume(name, tuple(stories), fingerprint(*shown))


def filed(site: Site, story: Summary) -> Iterator[str]:
    """Yield the names in both languages of a story's section, tags and authors: they find it as its headline does."""
    for term in site.terms_of(story.article):
        yield from term.names.values()
