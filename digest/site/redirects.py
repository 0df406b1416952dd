"""Former addresses of articles, sections, tags and authors, and where they lead now."""

from collections.abc import Iterable, Iterator

from digest.errors import Problem
from digest.site.site import Site, Term, path_of
from digest.site.summary import Summary
from digest.site.term_names import term_slug


def redirects_of(site: Site) -> dict[str, str]:
    """Return former path → path of the page that is there now, each below the site's own, in the order of stories.

    The former address of an article, or of a page of its own, has one in every view, which leads to that view; any
    other leads to the first of them, which is the parallel page. An address that the article still has is none.

    A section, tag or author that `site.toml` names had another address until then: the one by which articles call it.
    """
    prefixes = [site.config.prefix(view) for view in site.config.views]
    moved = {prefix + path: prefix + term.path for path, term in unlisted_paths(site).items() for prefix in prefixes}
    for story in site.all_stories:
        article = story.article
        for path in article.aliases:
            in_views = path.startswith("articles/") or (article.is_page and path.endswith("/"))
            for prefix in prefixes if in_views else prefixes[:1]:
                if path != path_of(article):
                    moved[prefix + path] = prefix + path_of(article)
    return moved


def unlisted_paths(site: Site) -> dict[str, Term]:
    """Return the paths that terms of `site.toml` would have without it, where these are no other's."""
    listed = {"sections": site.config.sections, "tags": site.config.tags, "authors": site.config.authors}
    taken = {term.path.casefold() for term in site.members}
    paths: dict[str, Term] = {}
    for kind, terms in site.terms.items():
        for name, term in terms.items():
            path = f"{kind}/{term_slug(name)}/"
            if term.slug in listed[kind] and path != f"{kind}//" and path.casefold() not in taken:
                paths.setdefault(path, term)
    return paths


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
