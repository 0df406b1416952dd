"""The content folder as a whole: every article read, with what its sidecar knows; sidecars written back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from digest import memory
from digest.config import Config
from digest.content import listing
from digest.content.article import read
from digest.content.listing import sidecar_paths
from digest.content.text_input import MAX_BYTES
from digest.content.warnings import warnings_of
from digest.errors import DigestError, Problem, collected
from digest.files import read_bytes
from digest.model import Article, Counterpart, other
from digest.progress import Progress, quiet
from digest.site.site import collisions
from digest.translation.glossary import Glossary, read_glossary


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The content folder, read.

    Attributes:
        articles: those to publish, in the order of their paths.
        known: one mapping an article: what its sidecar says, by clean text.
        glossary: the site's terms.
        warnings: what the authors should know.
    """

    articles: tuple[Article, ...]
    known: tuple[Mapping[str, Counterpart], ...]
    glossary: Glossary
    warnings: tuple[Problem, ...]


def load(config: Config, *, now: datetime, drafts: bool = False, progress: Progress = quiet) -> Corpus:
    """Read every article of the content folder, and the sidecars of those that are published at `now`.

    Raises `DigestError` with the problems of all files.
    """
    found = listing.find(config.content)
    problems: list[Problem] = []
    articles: list[Article] = []
    for number, source in enumerate(found.articles, 1):
        progress("read", number, len(found.articles))
        with collected(problems):
            data = read_bytes(config.content / source.path, source.path, limit=MAX_BYTES)
            articles.append(read(data, path=source.path, modified=source.modified, config=config))
    problems += collisions({article.path: article.slug for article in articles})
    published = [article for article in articles if drafts or article.is_published(now)]
    known: list[Mapping[str, Counterpart]] = []
    for article in published:
        with collected(problems):
            known.append(_known(article, found.sidecars, config.content))
    glossary = Glossary()
    with collected(problems):
        glossary = read_glossary(config)
    if problems:
        raise DigestError.of(problems)
    return Corpus(
        articles=tuple(published),
        known=tuple(known),
        glossary=glossary,
        warnings=(
            *(warning for article in articles for warning in article.warnings),
            *warnings_of(found, articles, now=now, drafts=drafts, config=config),
        ),
    )


def _known(article: Article, sidecars: Collection[str], content: Path) -> Mapping[str, Counterpart]:
    paths = sidecar_paths(article.path, other(article.lang))
    path = next((path for path in paths if path in sidecars), None)
    if path is None:
        return {}
    return memory.lookup(memory.parse(memory.read_sidecar(content / path, path), path), article)
