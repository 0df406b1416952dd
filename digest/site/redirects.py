"""Former addresses of articles, and where they lead now."""

from collections.abc import Iterable, Iterator

from digest.errors import Problem
from digest.site.site import VIEWS, Site, path_of, prefix
from digest.site.summary import Summary


def redirects_of(site: Site) -> dict[str, str]:
    """Return former path → path of the page that is there now, each below the site's own, in the order of stories.

    The former address of an article, or of a page of its own, has one in every view, which leads to that view; any
    other leads to the parallel page. An address that the article still has is none.
    """
    moved: dict[str, str] = {}
    for story in site.all_stories:
        article = story.article
        for path in article.aliases:
            in_views = path.startswith("articles/") or (article.is_page and path.endswith("/"))
            for view in VIEWS if in_views else VIEWS[:1]:
                if path != path_of(article):
                    moved[prefix(view) + path] = path_of(article, view)
    return moved


def clashes(stories: Iterable[Summary]) -> Iterator[Problem]:
    """Yield a problem for each former address that an article has, or that two articles had."""
    articles = [story.article for story in stories]
    taken = {path_of(article): article.path for article in articles}
    for article in articles:
        for path in article.aliases:
            other = taken.setdefault(path, article.path)
            if other != article.path:
                problem = f"its former address `/{path}` is one of `{other}` too"
                yield Problem(problem, article.path, "take it out of one of the two")
