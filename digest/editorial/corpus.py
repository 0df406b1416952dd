"""All articles of a site, read at once, each with what its sidecar says."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from digest import memory
from digest.config import Config
from digest.content import listing, text_input
from digest.content.article import read
from digest.content.listing import sidecar_paths
from digest.content.warnings import warnings_of
from digest.errors import DigestError, Problem, collected
from digest.files import read_bytes
from digest.model import Article, Counterpart, other
from digest.progress import Progress, quiet
from digest.site.site import collisions
from digest.translation.glossary import Glossary, read_glossary


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The articles of a site.

    Attributes:
        articles: those to publish, in the order of their paths.
        counterparts: one mapping an article: what its sidecar says, by clean text.
        glossary: the site's terms.
        warnings: what the authors should know.
    """

    articles: tuple[Article, ...]
    counterparts: tuple[Mapping[str, Counterpart], ...]
    glossary: Glossary
    warnings: tuple[Problem, ...]

    def only(self, paths: Iterable[str]) -> "Corpus":
        """Return the articles of these paths alone, in the order of the paths, each once."""
        places = {article.path: place for place, article in enumerate(self.articles)}
        chosen = [places[path] for path in dict.fromkeys(paths)]
        return replace(
            self,
            articles=tuple(self.articles[place] for place in chosen),
            counterparts=tuple(self.counterparts[place] for place in chosen),
        )


def load(config: Config, *, now: datetime, drafts: bool = False, progress: Progress = quiet) -> Corpus:
    """Read every article of the content folder, and the sidecars of those that are published at `now`.

    Raises `DigestError` with the problems of all files.
    """
    sources = listing.find(config.content)
    problems: list[Problem] = []
    articles: list[Article] = []
    for number, source in enumerate(sources.articles, 1):
        progress("read", number, len(sources.articles))
        with collected(problems):
            file = config.content / source.path
            data = read_bytes(file, source.path, within=config.content, limit=text_input.MAX_BYTES)
            articles.append(read(data, path=source.path, modified=source.modified, config=config))
    problems += collisions({article.path: article.slug for article in articles})
    published = [article for article in articles if drafts or article.is_published(now)]
    counterparts: list[Mapping[str, Counterpart]] = []
    for article in published:
        with collected(problems):
            counterparts.append(_sidecar_counterparts(article, sources.sidecars, config.content))
    glossary = Glossary()
    with collected(problems):
        glossary = read_glossary(config)
    if problems:
        raise DigestError.of(problems)
    return Corpus(
        articles=tuple(published),
        counterparts=tuple(counterparts),
        glossary=glossary,
        warnings=(
            *(warning for article in articles for warning in article.warnings),
            *warnings_of(sources, articles, now=now, drafts=drafts, config=config),
        ),
    )


def _sidecar_counterparts(article: Article, sidecars: Collection[str], content: Path) -> Mapping[str, Counterpart]:
    """Return what the sidecar of an article says, by clean text; nothing when it has none."""
    path = next((path for path in sidecar_paths(article.path, other(article.lang)) if path in sidecars), None)
    if path is None:
        return {}
    body = read_bytes(content / path, path, within=content, limit=memory.MAX_BYTES)
    return memory.lookup(memory.parse(body, path), article)
