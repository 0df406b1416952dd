"""Former addresses of articles, and where they lead now."""

from collections.abc import Iterable, Iterator

from digest.errors import Problem
from digest.site.site import VIEWS, Site, article_path, prefix
from digest.site.summary import Summary


def redirects_of(site: Site) -> dict[str, str]:
    """Return former path → path of the page that is there now, each below the site's own, in the order of stories.

    The former address of an article page has one in every view, which leads to that view; any other leads to the
    parallel page. An address that the article still has is none.
    """
    moved: dict[str, str] = {}
    for story in site.stories:
        slug = story.article.slug
        for path in story.article.aliases:
            for view in VIEWS if path.startswith("articles/") else VIEWS[:1]:
                if path != article_path(slug):
                    moved[prefix(view) + path] = article_path(slug, view)
    return moved


def clashes(stories: Iterable[Summary]) -> Iterator[Problem]:
    """Yield a problem for each former address that an article has, or that two articles had."""
    articles = [story.article for story in stories]
    taken = {article_path(article.slug): article.path for article in articles}
    for article in articles:
        for path in article.aliases:
            other = taken.setdefault(path, article.path)
            if other != article.path:
                problem = f"its former address `/{path}` is one of `{other}` too"
                yield Problem(problem, article.path, "take it out of one of the two")
