"""Archives of the site's feeds (RFC 5005, 4): older stories month by month, for readers that have missed some.

An archive holds as many stories as a feed does, all of one month. It is made when it is full, or when its month is
over, and stays as it is from then on, unless somebody adds a story of an earlier day. What is in no archive yet is in
the feed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.config import Config
from digest.model import Output, View
from digest.render.feed_xml import ATOM, Entry
from digest.render.feeds import feed_file, feed_of, is_there
from digest.site.site import Site, month_path
from digest.site.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedArchive:
    """Some stories of a month, as an archive of the feed of each view.

    Attributes:
        month: the path of the list of all stories of that month, below a view's.
        folder: the path of the folder that its files are in, below a view's.
        stories: newest first.
        paths: view → the path of its file; none in a view that has none of its stories.
        previous: view → the path of the archive before it; none in a view that has no earlier story.
    """

    month: str
    folder: str
    stories: tuple[Summary, ...]
    paths: Mapping[View, str]
    previous: Mapping[View, str]


def archives_of(site: Site) -> tuple[FeedArchive, ...]:
    """Return the archives of a site's feeds, the oldest first; none where the site wants none."""
    archives: list[FeedArchive] = []
    newest: dict[View, str] = {}
    for folder, month, stories in _parts(site) if site.config.archive_feeds else ():
        archive = FeedArchive(
            month=month,
            folder=folder,
            stories=stories,
            paths=_paths(folder, stories, site.config),
            previous=dict(newest),
        )
        newest |= archive.paths
        archives.append(archive)
    return tuple(archives)


def newest_of(archives: Sequence[FeedArchive]) -> Mapping[View, str]:
    """Return the path of the newest archive in each view that has one."""
    return {**archives[-1].previous, **archives[-1].paths} if archives else {}


def render_archive(site: Site, archive: FeedArchive, entries: Sequence[Mapping[View, Entry]]) -> Iterator[Output]:
    """Yield the files of an archive, of whose stories these are the entries."""
    for view, path in archive.paths.items():
        prefix = site.config.prefix(view)
        feed = feed_of(
            site,
            view,
            None,
            [entry[view] for entry in entries if view in entry],
            page=prefix + archive.month,
            folder=prefix + archive.folder,
            previous=archive.previous.get(view, ""),
        )
        yield feed_file(path, feed, ATOM)


def _parts(site: Site) -> Iterator[tuple[str, str, tuple[Summary, ...]]]:
    """Yield folder, month and stories of each archive, the oldest first.

    Of the newest month only those that are full: its other stories are among the newest, which the feed holds.
    """
    size = site.config.feed_items
    for year in sorted(site.years):
        for month, stories in sorted(site.months(year).items()):
            is_over = stories[0] is not site.stories[0]
            in_time = stories[::-1]
            for number, start in enumerate(range(0, len(in_time), size), 1):
                part = in_time[start : start + size]
                if is_over or len(part) == size:
                    path = month_path(year, month)
                    yield f"{path}part-{number}/", path, part[::-1]


def _paths(folder: str, stories: Sequence[Summary], config: Config) -> Mapping[View, str]:
    """Return the path of an archive's file in each view that has any of its stories."""
    views = (view for view in config.views if any(is_there(each.article, each.status, view) for each in stories))
    return {view: config.prefix(view) + folder + ATOM.file for view in views}
