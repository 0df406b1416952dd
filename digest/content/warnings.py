"""What authors should know of the content folder, beside the warnings of each article."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from digest.config import Config
from digest.content import listing
from digest.content.listing import sidecar_paths
from digest.errors import Problem
from digest.model import Article, other


def warnings_of(
    found: listing.Sources, articles: Sequence[Article], *, now: datetime, drafts: bool, config: Config
) -> Iterator[Problem]:
    """Yield what authors should know of the content folder, beside the warnings of the articles themselves."""
    yield from found.warnings
    for article in () if drafts else articles:
        if article.date > now and not article.draft:
            yield Problem(
                f"it is dated {article.date.astimezone(config.zone):%Y-%m-%d %H:%M %Z} and not published before",
                article.path,
                "`--drafts` shows it; a wrong time zone is set right in `site.toml`",
            )
    yield from _strays(found, articles)


def _strays(found: listing.Sources, articles: Sequence[Article]) -> Iterator[Problem]:
    """Yield a warning for each sidecar that no article uses."""
    left = set(found.sidecars)
    for article in articles:
        left.difference_update(_used(article, found))
    if not left:
        return
    own = {path for article in articles for path in sidecar_paths(article.path, article.lang)}
    twins = {path for article in articles for path in sidecar_paths(article.path, other(article.lang))}
    for path in sorted(left):
        if path in own:
            yield Problem(
                "a sidecar in the language of its article", path, "`Lang:` in the article's header sets it right"
            )
        elif path in twins:
            yield Problem(
                "its article has another sidecar, whose name looks the same", path, "put both into one, and remove this"
            )
        else:
            yield Problem("a sidecar without an article", path, "rename it like its article, or remove it")


def _used(article: Article, found: listing.Sources) -> tuple[str, ...]:
    """Return the sidecar that an article has: the first that is there under its name in any Unicode form."""
    paths = sidecar_paths(article.path, other(article.lang))
    return next(((path,) for path in paths if path in found.sidecars), ())
