"""Addresses that were published and are gone, though what stood there is not: of an article, and of whole views."""

from collections.abc import Collection, Iterable, Iterator

from digest.config import Config
from digest.errors import Problem
from digest.messages import counted
from digest.model import LANGS, Article
from digest.settings import FILE
from digest.site.site import Site, alias_of, path_of


def lost_addresses(before: Iterable[Article], site: Site, removed: Collection[str]) -> Iterator[Problem]:
    """Yield a warning for each article whose address was removed by a build that published it at another one.

    `before` has the articles that the build before knew, `removed` the paths of the files that this one removed. An
    article of which file and address changed at once is told by its headline. One that was deleted, or is not
    published any more, is meant to be gone.
    """
    if not removed:
        return
    now = {story.article.path: story.article for story in site.all_stories}
    known = list(before)
    paths = {article.path for article in known}
    new = {article.title.text: article for article in now.values() if article.path not in paths}
    for article in known:
        address = path_of(article)
        if f"{address}index.html" in removed:
            moved = now.get(article.path) or new.get(article.title.text)
            if moved and path_of(moved) != address:
                yield Problem(
                    f"its address was `/{address}` before; links to that are dead now",
                    moved.path,
                    f"keep it alive by `Aliases: {alias_of(article)}` in the header",
                )


def lost_views(removed: Collection[str], config: Config) -> Iterator[Problem]:
    """Yield a warning where a build removed the pages of each language, for the site is in one language now.

    `removed` has the paths of the files that it removed.
    """
    if config.languages == "both":
        return
    folders = tuple(f"{lang}/" for lang in LANGS)
    if count := sum(path.startswith(folders) and path.endswith("index.html") for path in removed):
        yield Problem(
            f"its {counted(count, 'page')} below `/ar/` and `/en/` are gone, for it is in one language now",
            FILE,
            "hosts that read `_redirects` or `redirects.map` lead on to the pages below `/`; on others, links to them "
            "are dead",
        )
