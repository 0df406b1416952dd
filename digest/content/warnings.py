"""Warnings of the content folder as a whole: what looks like an oversight, beside the warnings of each article."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from digest.config import Config
from digest.content import listing
from digest.content.listing import sidecar_path
from digest.errors import Problem
from digest.model import Article, other


def warnings_of(
    found: listing.Sources, articles: Sequence[Article], *, now: datetime, drafts: bool, config: Config
) -> Iterator[Problem]:
    """Yield the warnings of a content folder, without those of the articles themselves."""
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
    left.difference_update(sidecar_path(article.path, other(article.lang)) for article in articles)
    if not left:
        return
    own = {sidecar_path(article.path, article.lang) for article in articles}
    for path in sorted(left):
        if path in own:
            yield Problem(
                "a sidecar in the language of its article", path, "`Lang:` in the article's header sets it right"
            )
        else:
            yield Problem("a sidecar without an article", path, "rename it like its article, or remove it")
